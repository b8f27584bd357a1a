"""No table that speaks of people is forgotten when somebody is erased, or takes a copy of their data away."""

from sqlalchemy import select

from domain.obligations import Owed
from domain.reminders import Ring
from domain.rights import Scope
from domain.units import UnitRow
from storage.database import cut_log
from storage.deeds import deed_changes, deeds, praised
from storage.duties import assigned, duty_answers, phone_calls, promises, rungs
from storage.people import erasure, expiry, links, own_data, own_requests, people, requests
from storage.store import Store
from storage.tables import DEED, DEED_VERSION, LINK, METADATA, PERSON, PRAISED, REQUEST
from storage.writer import Outside
from tests.storage.room import Room, at

DEALT_WITH = {
    "consent.person_id": "kept by id, marked as withdrawn",
    "conversation.person_id": "the chat is deleted",
    "deed.reporter_id": "emptied",
    "deed.decided_by": "kept by id: the nameless head of a decision",
    "deed_step.person_id": "kept by id",
    "deed_version.replaced_by": "emptied; the answers lose what speaks of the reporter's files",
    "minor.recorded_by": "deleted: a consent whose collector nobody knows proves nothing",
    "praised.person_id": "kept by id, the words are emptied",
    "link_code.person_id": "deleted",
    "link_code.made_by": "deleted",
    "join_request.person_id": "kept by id, withdrawn if it waits, group and channel emptied",
    "join_request.decided_by": "kept by id",
    "likeness_word.by_id": "kept by id: the word is the office's",
    "drawing_request.person_id": "deleted; a picture is asked for and drawn within seconds, so no copy holds it",
    "evidence.person_id": "the rows and their files are deleted",
    "invite.created_by": "kept by id",
    "joined.person_id": "kept by id",
    "own_request.person_id": "kept by id, address and detail emptied",
    "outbox.person_id": "emptied with address and words",
    "obligation.created_by": "kept by id",
    "duty_answer.reporter_id": "kept by id: the answer is the unit's",
    "duty_step.person_id": "kept by id",
    "promise.person_id": "kept by id",
    "reminder.person_id": "kept by id: the book of nudges is the unit's",
    "digest.person_id": "kept by id",
    "plan.reporter_id": "kept by id: a plan is the school's",
    "plan_step.person_id": "kept by id",
    "nomination.person_id": "emptied; name and words go and it is withdrawn, unless it has gone up the line already",
    "nomination.created_by": "kept by id: a nomination is the school's",
    "nomination_step.person_id": "kept by id",
    "council_session.chair_id": "kept by id: minutes are the office's",
    "council_session.secretary_id": "kept by id",
    "council_session.opened_by": "kept by id",
    "council_session.confirmed_by": "kept by id: who answered for the count",
    "council_member.person_id": "kept by id: the quorum is counted from it",
    "council_case.sheets_by": "kept by id",
    "council_case.sheets_confirmed_by": "kept by id",
    "council_case.closed_by": "kept by id: whoever counted does not confirm it",
    "council_recusal.person_id": "kept by id",
    "public_notice.opened_by": "kept by id",
    "objection.person_id": "emptied with the words; what the office answered stays",
    "objection.answered_by": "kept by id",
    "award_decision.recorded_by": "kept by id",
    "role_grant.person_id": "ended",
    "role_grant.given_by": "kept by id",
    "announcement.author_id": "kept by id: an announcement is the office's",
    "chase.author_id": "kept by id: a reminder is the office's",
    "dispatch.author_id": "kept by id",
    "dispatch.confirmer_id": "kept by id",
    "dispatch.confirmed_by": "kept by id: who answered for it",
    "recipient.person_id": "kept by id: the ledger counts, the words live elsewhere",
    "phone_call.by_id": "kept by id",
    "publication.by_id": "kept by id: what is published is the office's",
    "adoption.person_id": "kept by id: it is the unit that takes something up",
    "adoption_ask.person_id": "kept by id, the line is emptied",
    "thanks.to_id": "kept by id: that thanks were given, the words lie nowhere",
    "thanks.by_id": "kept by id",
    "thanks.passed_by": "kept by id",
    "conference.created_by": "kept by id: a conference is the unit's",
    "export_log.person_id": "kept by id: who took which file; the file itself goes after three days",
    "paper.drafted_by": "kept by id: a document is the office's",
    "paper.approved_by": "kept by id: who answered for it",
    "freeze.person_id": "kept by id: who froze the figures; the files name nobody",
    "exemplar.assigned_to": "kept by id: the work is the office's",
    "exemplar_step.person_id": "kept by id",
    "exemplar_note.by_id": "kept by id: the file is the office's",
    "exemplar_note.to_id": "kept by id, the answer is emptied",
    "audit.actor_id": "kept by id, the values are deleted",
}
"""A new reference to a person stands here once storage/people/erasure.py and storage/people/own_data.py know it."""


def test_every_reference_to_a_person_is_dealt_with():
    found = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if any(key.column.table is PERSON for key in column.foreign_keys)
    }
    assert found == set(DEALT_WITH)


async def test_the_same_request_is_noted_once(house: Room):
    lan = await house.person()

    async def ask(store: Store) -> bool:
        return await own_requests.ask(store, at(), "copy", lan, "telegram:1:2", "vi", {})

    assert [await house.does(ask), await house.does(ask)] == [True, False]
    [waiting] = await house.sees(lambda store: own_requests.waiting(store, at().real, 8))
    assert await house.does(lambda store: own_requests.done(store, waiting.id, at().real, {"keys": ["k"]}))
    assert not await house.does(lambda store: own_requests.done(store, waiting.id, at().real, None))
    assert await house.sees(own_requests.copies) == {"k"}
    assert await house.does(ask)


async def test_a_name_that_was_changed_is_not_in_the_file_once_the_log_is_cut(house: Room, tmp_path):
    lan = await house.person("Lan Canari")
    await house.does(lambda store: people.rename(store, lan, "", ""))
    assert await house.writer.run(Outside(cut_log))
    left = [path.name for path in tmp_path.rglob("*") if path.is_file() and b"Lan Canari" in path.read_bytes()]
    assert left == []


SAID = {"what": "Dạy bơi miễn phí", "_photos": [1], "_caption": "ảnh của tôi"}


async def a_life(house: Room) -> tuple[int, int]:
    """Lan has corrected a report in which she is also praised, asks to join, and has a code for a second chat."""
    lan, campaign = await house.person("Lan"), await house.campaign()
    unit = (await house.province(UnitRow("TRUONG", "Trường", "so", "")))["TRUONG"]

    async def live(store: Store) -> int:
        day = at().today
        number = await deeds.send(store, at(), campaign, unit, lan, SAID, "teaching", (day, day), outside=False)
        before = await deeds.own(store, number, lan)
        assert before
        await deed_changes.amend(store, at(), before, {**SAID, "result": "24 buổi"}, lan)
        await praised.ask(store, at(), number, lan)
        await praised.answer(store, at(), number, lan, "mend", "lời riêng của Lan")
        await requests.add(store, at(), lan, unit, "teacher", "tổ Toán", "telegram", 0, day)
        await links.add(store, at(), "123456", b"secret", lan, lan)
        await links.reach(store, lan, "telegram:1:2")
        return number

    return lan, await house.does(live)


async def test_what_a_life_of_reports_and_requests_left_goes_too(house: Room):
    lan, _ = await a_life(house)
    copy = await house.sees(lambda store: own_data.of(store, lan))
    assert copy["deed_versions"][0]["answers"] == SAID
    assert copy["praised"][0]["words"] == "lời riêng của Lan"
    assert copy["requests"][0]["team"] == "tổ Toán"
    assert len(copy["links"]) == 1
    await house.does(lambda store: erasure.erase(store, at(), lan, ["telegram:1:2"]))
    [version] = await house.rows(select(DEED_VERSION.c.answers, DEED_VERSION.c.replaced_by))
    assert tuple(version) == ({"what": "Dạy bơi miễn phí"}, None)
    assert [row[0] for row in await house.rows(select(PRAISED.c.words))] == [None]
    assert await house.rows(select(LINK.c.id)) == []
    [asked] = await house.rows(select(REQUEST.c.state, REQUEST.c.team, REQUEST.c.due_on))
    assert tuple(asked) == ("withdrawn", "", None)
    assert [row[0] for row in await house.rows(select(PERSON.c.reach))] == [None]


async def test_earlier_versions_are_emptied_with_their_report_when_its_time_is_over(house: Room):
    await a_life(house)
    campaign = (await house.rows(select(DEED.c.campaign_id)))[0][0]
    assert await house.does(lambda store: expiry.empty_deeds(store, campaign, 10)) == 1
    [version] = await house.rows(select(DEED_VERSION.c.answers, DEED_VERSION.c.changed, DEED_VERSION.c.replaced_by))
    assert tuple(version) == ({}, [], None)
    assert await house.rows(select(PRAISED.c.words)) == []


async def test_the_copy_tells_what_one_was_reminded_of_and_whom_one_telephoned(house: Room):
    lan, mai, campaign = await house.person("Lan"), await house.person("Mai"), await house.campaign()
    unit = (await house.province(UnitRow("TRUONG", "Trường", "so", "")))["TRUONG"]
    day = at().today

    async def live(store: Store) -> None:
        scope = Scope("decide_plan", (unit,), below=True, person=lan)
        owed = Owed("", "", "gửi danh sách", day, ("thpt",), ("cong",), branch=unit)
        number = await assigned.add(store, at(), campaign, owed, scope)
        ring = Ring("t_0", day, at().campaign, ("head",))
        rows = [rungs.row(number, unit, ring, "head", f"{person}", None, person) for person in (lan, mai)]
        await rungs.add(store, rows)
        await promises.made(store, at(), number, unit, day, lan)
        answer = (number, unit, "done", {"note": "5 gương"}, None)
        await duty_answers.report(store, at(), *answer, Scope("report_plan", (unit,), below=False, person=lan))
        await phone_calls.note(store, at(), campaign, unit, lan)

    await house.does(live)
    copy = await house.sees(lambda store: own_data.of(store, lan))
    assert [(row["name"], row["unit"], row["state"]) for row in copy["reminders"]] == [
        ("gửi danh sách", "Trường", "planned")
    ]
    assert [row["unit"] for row in copy["phone_calls"]] == ["Trường"]
    assert [row["day"] for row in copy["promises"]] == [day.isoformat()]
    assert [row["answers"] for row in copy["duties"]] == [{"note": "5 gương"}]
    assert [row["name"] for row in copy["duties_asked_for"]] == ["gửi danh sách"]
    other = await house.sees(lambda store: own_data.of(store, mai))
    assert [len(other[name]) for name in ("reminders", "phone_calls", "promises", "duties")] == [1, 0, 0, 0]
