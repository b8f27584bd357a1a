"""What is asked with every message is found through an index, however many rows lie around it."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Executable, event

from storage.database import Connection
from storage.deeds import deed_lists, deeds
from storage.duties import promises, reminders
from storage.exemplars import adoptions, conferences, likeness, publications, reach
from storage.figures import figures
from storage.papers import achievements
from storage.people import links, members, pending, people, reaching, requests
from storage.post import conversations, inbox, outbox, sending
from storage.sendings import announcements, dispatches, recipients
from storage.tables.likeness import BANDS, KEYS
from storage.units import callings, units
from tests.storage.conftest import on_sqlite
from tests.storage.room import THURSDAY, Room, at

NOW = at().real
LATE = {
    "campaign": 1,
    "branch": 3,
    "kinds": ["thpt"],
    "ownerships": [""],
    "day": THURSDAY,
    "skip": 0,
    "most": 8,
    "roots": [3],
}
OBLIGED = {**{name: LATE[name] for name in ("branch", "kinds", "ownerships")}, "day_0": THURSDAY, "day_1": THURSDAY}
RANGE = {"after": date.min, "until": THURSDAY, "after_0": date.min, "until_0": THURSDAY}
FIGURES = {"campaign": 1, "branch": 1, "measures": [*figures.STOCK], **RANGE, "roots": [1], "day": THURSDAY}
MONTHS = {"first_month": date(2025, 1, 1), "last_month": date(2025, 3, 31), "edges": ["2025-04"]}
KIND = {"is_now": True, "of_movement": True}
COMING_IN = {"is_now": True, "of_movement": False}
LISTED = {"campaign": 1, "branch": 1, "roots": [1], "day": THURSDAY, "until": THURSDAY, "days": [THURSDAY]}
LISTED |= {"movement": "TP3", "any": "", "most": 6, "skip": 0}
ASKED: dict[str, tuple[Executable, dict[str, Any]]] = {
    "conversations.load": (conversations._LOAD, {"addresses": ["telegram:1:1", "telegram:1:2"]}),
    "what people hold": (conversations._GRANTS, {"people": [1, 2], "day": THURSDAY}),
    "conversations.reader": (conversations._OF_PERSON, {"person": 1}),
    "inbox.left": (inbox._LEFT, {"after": 0, "most": 100}),
    "inbox.set_aside": (inbox._ASIDE, {}),
    "inbox.purge": (inbox._OLD[0], {"done_before": NOW, "most": 500}),
    "inbox.purge aside": (inbox._OLD[1], {"aside_before": NOW, "most": 500}),
    "sending.ready": (sending._READY, {"line": "telegram:1", "first": 0, "below": 4, "most": 100}),
    "sending.ripe later": (sending._LATER, {"campaign": NOW, "most": 100}),
    "sending.ripe again": (sending._AGAIN, {"campaign": NOW, "real": NOW, "most": 100}),
    "sending.load": (sending._LOAD, {"ids": [1, 2]}),
    "sending.still": (sending._STILL, {"ids": [1, 2]}),
    "sending.claim": (sending._CLAIM, {"ids": [1, 2]}),
    "sending.lose_claims": (sending._LOST, {}),
    "sending.of_chat": (sending._OF_CHAT, {"chat": "telegram:1:1"}),
    "sending.put_off": (sending._PUT_OFF, {"chat": "telegram:1:1", "again": NOW}),
    "sending.wake": (sending._WAKE, {"chat": "telegram:1:1"}),
    "sending.release": (sending._RELEASE, {"what": "announcement:1", "most": 100}),
    "sending.resting": (sending._RESTING, {"most": 100}),
    "sending.away": (sending._AWAY, {}),
    "outbox.standing": (outbox._STANDING, {"what": "announcement:1"}),
    "reaching.chats": (reaching._CHATS, {"people": [1, 2]}),
    "outbox.last_in_slot": (outbox._LAST_IN_SLOT, {"chat": "telegram:1:1", "place": "late", "before": 9}),
    "outbox supersedes": (outbox._SUPERSEDE, {"chat": "telegram:1:1", "place": "late", "before": 9}),
    "outbox.purge": (outbox._OLD, {"before": NOW, "most": 500}),
    "people.holders": (people._HOLDERS, {"unit": 7, "roles": ["head"], "day": THURSDAY}),
    "deeds.mine": (deeds._MINE, {"person": 1, "campaign": 1, "most": 8, "skip": 0}),
    "deeds.waiting": (deeds._WAITING, {"roots": [1], "campaign": 1, "most": 8}),
    "deeds.count_waiting": (deeds._COUNT_WAITING, {"roots": [1], "campaign": 1}),
    "deed_lists, the newest": (deed_lists._found(**KIND, is_flow=False, by_units=False), LISTED),
    "deed_lists, of some days": (deed_lists._found(**COMING_IN, is_flow=True, by_units=False), LISTED),
    "deed_lists, of a few units": (deed_lists._found(**KIND, is_flow=False, by_units=True), LISTED),
    "figures.stock": (figures._sum(1), FIGURES),
    "figures.first_thanks": (figures._FIRST_THANKS, {**FIGURES, **MONTHS, "first": THURSDAY}),
    "pending.passed_up": (pending._COUNTS["passed_up"], {"campaign": 1, "roots": [1], "day": THURSDAY}),
    "units.late": (units._LATE, LATE),
    "units.count_obliged": (units._count(2), OBLIGED),
    "reminders.due": (reminders._NUDGES, {"at": NOW, "most": 100}),
    "reminders.told_this_week": (reminders._THIS_WEEK, {"people": [1, 2], "since": NOW}),
    "reminders.told_this_week, announcements": (reminders._ANNOUNCED, {"people": [1, 2], "since": NOW}),
    "adoptions.due": (adoptions._DUE, {"today": THURSDAY, "most": 50}),
    "adoptions, how far one has spread": (reach._SPREAD_OF, {"deed": 7}),
    "conferences.near": (conferences._NEAR, {"until": THURSDAY, "most": 50}),
    "publications.drafted": (publications._OF_DISPATCH, {"dispatch": 7}),
    "publications.out": (publications._OUT, {"deed": 7}),
    "promises.break_overdue": (promises._OVERDUE, {"today": THURSDAY, "most": 500}),
    "requests.overdue": (requests._OVERDUE, {"day": THURSDAY, "most": 100}),
    "requests.last_of": (requests._OF_PERSON, {"person": 1}),
    "links.find": (links._FIND, {"hash": "x", "now": NOW}),
    "members.of_unit": (members._OF_UNIT[True], {"unit": 7, "roots": [7], "day": THURSDAY, "most": 8, "skip": 0}),
    "conversations.chats_of": (conversations._CHATS_OF, {"person": 1}),
    "callings.places": (callings._PLACES, {"codes": ["u7", "u8"], "day": THURSDAY}),
    "units.by_code": (units._BY_CODE, {"code": "A", "day": THURSDAY}),
    "recipients.next_planned": (recipients._NEXT, {"dispatch": 1, "most": 500}),
    "recipients.settle": (recipients._OVER["queued"], {"dispatch": 1, "most": 500}),
    "recipients.settle those tried again": (recipients._OVER["waiting"], {"dispatch": 1, "most": 500}),
    "recipients.states": (recipients._STATES, {"dispatch": 1}),
    "recipients.canary": (recipients._CANARY, {"dispatch": 1}),
    "recipients.unit_names": (recipients._UNIT_NAMES, {"dispatch": 1, "ids": [1, 2], "day": THURSDAY}),
    "recipients.own": (recipients._OWN, {"thing": "announcement:1", "person": 1}),
    "recipients.of_unit": (recipients._OF_UNIT, {"thing": "announcement:1", "unit": 1}),
    "dispatches.under_way": (dispatches._UNDER_WAY, {}),
    "dispatches.at_work": (dispatches._AT_WORK, {}),
    "dispatches.latest_of": (dispatches._LATEST, {"person": 1}),
    "announcements.of_person": (announcements._LIST, {"person": 1, "most": 6, "skip": 0}),
    "announcements.correction_of": (announcements._CORRECTION, {"row": 1}),
    "likeness, by words": (likeness._LIKELY, {**dict.fromkeys(KEYS, 1), "row": 1}),
    "likeness, by photos": (likeness._NEARBY, {name: [1, 2] for name in BANDS}),
    "likeness, in a unit": (likeness._OF_UNIT, {"unit": 1, "since": THURSDAY, "until": THURSDAY}),
    "likeness, what was said": (likeness._SAID, {"row": 1}),
    "likeness, the photos of a report": (likeness._PRINTS, {"thing": "deed:1"}),
    "golden book, any": (achievements._ANY, {"person": 1}),
    "golden book": (achievements._PAGES, {"person": 1, "most": 60}),
}

WHOLE = re.compile(
    r"^SCAN (?!CONSTANT ROW|of_key_\d|of_whole_\d|of_centre_\d|sharing)(?!.*USING)|PRIMARY KEY \(rowid[<>]"
)
"""Row by row through a table. A scan along a partial index reads the rows that wait, and only those.

So does one of what a question within the question found, of which there are few."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_reads_no_whole_table(house: Room):
    for asked in ASKED:
        plan = await explained(house, "EXPLAIN QUERY PLAN", asked)
        assert [line for line in plan if WHOLE.search(line)] == [], asked


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_postgresql_reads_no_whole_table(house: Room):
    await fill(house)
    for asked in ASKED:
        plan = await explained(house, "EXPLAIN", asked)
        assert [line for line in plan if "Seq Scan" in line] == [], asked


async def explained(house: Room, how: str, asked: str) -> list[str]:
    """The lines of the plan of a statement exactly as the service sends it: written-out values would tell more."""
    sent: list[tuple[str, Any]] = []

    def hear(*heard: Any) -> None:
        sent.append((heard[2], heard[3]))

    async def work(connection: Connection) -> list[Any]:
        await connection.execute(*ASKED[asked])
        event.remove(house.engine.sync_engine, "before_cursor_execute", hear)
        statement, values = sent[-1]
        return (await connection.exec_driver_sql(f"{how} {statement}", values)).all()

    event.listen(house.engine.sync_engine, "before_cursor_execute", hear)
    return [str(row[-1]) for row in await house.writer.run(work)]


FILL = """
INSERT INTO person (id, name, created_at) SELECT n, 'x', now() FROM generate_series(1, 20000) n;
INSERT INTO campaign (id, code, spec, imported_at) VALUES (1, 'hp', '{}', now());
INSERT INTO unit (id, code) SELECT n, 'u' || n FROM generate_series(1, 20000) n;
INSERT INTO unit_span (unit_id, from_day, to_day, name, kind, parent_id)
    SELECT n, '2000-01-01', '9999-12-31', 'x', 'thpt', 1 + n / 10 FROM generate_series(1, 20000) n;
INSERT INTO branch (ancestor_id, unit_id, from_day, to_day)
    SELECT DISTINCT 1 + n / 10 * k, n, date '2000-01-01', date '9999-12-31'
    FROM generate_series(1, 20000) n, generate_series(0, 1) k;
INSERT INTO heir (unit_id, heir_id, from_day, to_day)
    SELECT n, n - 1, '2000-01-01', '9999-12-31' FROM generate_series(2, 5000) n;
INSERT INTO conversation (address, person_id, seen_at)
    SELECT 'telegram:1:' || n, n, now() FROM generate_series(1, 20000) n;
INSERT INTO role_grant (person_id, role, unit_id, from_day, to_day)
    SELECT n, 'teacher', 1 + n % 5000, '2000-01-01', '9999-12-31' FROM generate_series(1, 20000) n;
INSERT INTO join_request (person_id, unit_id, role, channel, state, rung, asked_at, due_on)
    SELECT n, 1 + n % 5000, 'teacher', 'web', CASE WHEN n % 99 = 0 THEN 'waiting' ELSE 'approved' END, 0, now(),
    CASE WHEN n % 99 = 0 THEN date '2025-04-10' + n % 30 END FROM generate_series(1, 20000) n;
INSERT INTO link_code (code_hash, person_id, made_by, expires_at)
    SELECT 'h' || n, n, n, now() FROM generate_series(1, 20000) n;
INSERT INTO inbox (channel, account, event, address, body, state, taken_at, done_at)
    SELECT 'telegram', '1', n::text, 'x', '', 'done', '2025-05-01', '2025-05-01' FROM generate_series(1, 20000) n;
INSERT INTO outbox (id, address, lane, slot, state, created_at, message)
    SELECT n, 'telegram:1:' || n % 500, 0, 'late', 'sent', '2025-05-01', '7' FROM generate_series(1, 20000) n;
INSERT INTO deed
    (campaign_id, unit_id, reporter_id, state, version, movement, answers, outside, sent_at, sent_on)
    SELECT 1, 1 + n % 5000, 1 + n % 20000, CASE WHEN n % 9 = 0 THEN 'sent' ELSE 'confirmed' END, 1, '', '{}', false,
    now(), '2025-04-01' FROM generate_series(1, 40000) n;
INSERT INTO chased (deed_id, version, step, at) SELECT n, 1, 'above', now() FROM generate_series(1, 20000) n;
INSERT INTO plan (campaign_id, unit_id, state, version, answers, spread, complete, reported_on, reported_at)
    SELECT 1, n, 'issued', 1, '{}', false, false, '2025-04-01', now() FROM generate_series(1, 4000) n;
INSERT INTO plan_step (plan_id, state, spread, at, day)
    SELECT id, 'issued', false, now(), '2025-04-01' FROM plan;
INSERT INTO figure (campaign_id, branch_id, day, measure, movement, state, n)
    SELECT 1, b, date '2025-01-01' + d, 'deed', m::text, 'sent', 1
    FROM generate_series(1, 200) b, generate_series(1, 10) m, generate_series(1, 20) d;
INSERT INTO obligation (id, campaign_id, code, duty, name, due_on, kinds, ownerships, steps, answers, created_at)
    VALUES (1, 1, 'plan', 'plan', 'x', '2025-04-25', '[]', '[]', '[]', 'plan', now());
INSERT INTO reminder (obligation_id, unit_id, step, slot, seat, basis, state, reason, due_at, told_at, person_id)
    SELECT 1, n, 't_0', '2025-04-25:head', 'head', '2025-04-25',
    CASE WHEN n % 99 = 0 THEN 'planned' ELSE 'sent' END, NULL, now(), now(), n FROM generate_series(1, 20000) n;
INSERT INTO promise (obligation_id, unit_id, day, made_at, state)
    SELECT 1, n, date '2025-04-10' + n % 30, now(), CASE WHEN n % 99 = 0 THEN 'open' ELSE 'kept' END
    FROM generate_series(1, 20000) n;
INSERT INTO announcement (id, campaign_id, unit_id, corrects_id, title, body, created_at)
    SELECT n, 1, 1, CASE WHEN n % 20 = 2 THEN n - 1 END, 'x', 'x', now() FROM generate_series(1, 20000) n;
INSERT INTO dispatch
    (id, campaign_id, kind, subject, about_id, unit_id, author_id, audience, state, reach, created_at, changed_at)
    SELECT n, 1, 'announcement', 'announcement:' || n, n, 1, 1 + n % 20000, '{}', 'done', '{}', now(), now()
    FROM generate_series(1, 20000) n;
INSERT INTO recipient (dispatch_id, unit_id, person_id, subject, state, outbox_id)
    SELECT d, 1 + n % 5000, n, 'announcement:' || d, CASE WHEN n % 1000 = 0 THEN 'queued' ELSE 'sent' END, n
    FROM generate_series(1, 20000) n, generate_series(1, 3) d;
INSERT INTO evidence (address, run, subject, ref, kind, state, sent_at)
    SELECT 'web:web:1', n, 'deed:' || n, '{}', 'photo', 'stored', now() FROM generate_series(1, 20000) n;
INSERT INTO likeness_text
    SELECT n, n, n, n, n, n, n, n, n, n, n, n, n FROM generate_series(1, 20000) n;
INSERT INTO likeness_photo
    SELECT n, n, n, n, n, n, n, n, n, n, n FROM generate_series(1, 20000) n;
INSERT INTO likeness_word (deed_id, other_id, word, by_id, at)
    SELECT n, n + 1, 'apart', 1, now() FROM generate_series(1, 20000) n;
INSERT INTO praised (deed_id, person_id, asked_at, answer)
    SELECT n, n, now(), 'agreed' FROM generate_series(1, 20000) n;
INSERT INTO exemplar (deed_id) SELECT n FROM generate_series(1, 20000) n;
INSERT INTO publication (campaign_id, deed_id, unit_id, dispatch_id, state, created_at)
    SELECT 1, n, 1, n, CASE WHEN n % 99 = 0 THEN 'draft' ELSE 'out' END, now() FROM generate_series(1, 20000) n;
INSERT INTO adoption (id, campaign_id, deed_id, unit_id, state, at, on_day)
    SELECT n, 1, 1 + n % 9000, 1 + n % 4999, 'applied', now(), '2025-04-01' FROM generate_series(1, 20000) n;
INSERT INTO adoption_ask (adoption_id, after_days, due_on, state)
    SELECT n, 30, date '2025-04-10' + n % 30, CASE WHEN n % 99 = 0 THEN 'planned' ELSE 'asked' END
    FROM generate_series(1, 20000) n;
INSERT INTO conference (campaign_id, unit_id, level, on_day, place, state, version, created_at)
    SELECT 1, 1 + n % 5000, 'unit', date '2025-04-10' + n % 30, 'x',
    CASE WHEN n % 99 = 0 THEN 'planned' ELSE 'held' END, 1, now() FROM generate_series(1, 20000) n;
INSERT INTO honoured (conference_id, deed_id, at) SELECT n, n, now() FROM generate_series(1, 20000) n
"""


async def fill(house: Room) -> None:
    """Enough rows that reading a whole table would be the dearer way."""

    async def work(connection: Connection) -> None:
        for statement in (*FILL.split(";"), "ANALYZE"):
            await connection.exec_driver_sql(statement)

    await house.writer.run(work)


@on_sqlite
async def test_sums_of_figures_are_read_in_the_order_of_their_groups(house: Room):
    """A branch has thousands of steps; sorting them took three times as long as reading them."""
    plan = await explained(house, "EXPLAIN QUERY PLAN", "figures.stock")
    assert [line for line in plan if "figure" in line and "PRIMARY KEY" in line]
    assert [line for line in plan if "TEMP B-TREE" in line] == []
