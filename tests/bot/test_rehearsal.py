"""Sixty schools are rehearsed over weeks of the real campaign: what is said, once and in its hours, and counted."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from bot.rehearsal import advice, report, stage
from bot.rehearsal.clock import TravellingClock
from bot.rehearsal.crowd import Crowd, Place, as_joined, made_up
from bot.rehearsal.pages import Pages
from bot.rehearsal.play import play
from bot.rehearsal.report import Report
from bot.rehearsal.stage import Known
from bot.rehearsal.wishes import Habits, Wishes
from bot.settings import read_settings
from domain.campaigns import Recess
from domain.clock import OPEN_END
from storage.database import reading
from storage.post.outbox import lane
from storage.rehearsal import Joined
from storage.tables import DIGEST, OUTBOX, PERSON, REMINDER
from storage.types import AnyRow
from tests.kit.campaign import CALENDAR, CAMPAIGN
from tests.storage.room import ZONE
from texts.catalogue import Catalogue

SPRING = Wishes(first=date(2025, 4, 7), last=date(2025, 5, 9), schools=60, people=180)
"""The plan falls due on 25 April and figures on the 20th; holidays, a make-up Saturday and waves lie in between."""
NUDGE = (
    REMINDER.c.obligation_id,
    REMINDER.c.unit_id,
    REMINDER.c.step,
    REMINDER.c.slot,
    REMINDER.c.state,
    REMINDER.c.reason,
    REMINDER.c.person_id,
    REMINDER.c.told_at,
)


@dataclass(frozen=True)
class Seen:
    """A rehearsal that is over: what is told of it, and the rows it left."""

    report: Report
    holidays: list
    nudges: list[AnyRow]
    messages: list[AnyRow]
    digests: list[AnyRow]
    names: set[str]


async def _rehearsed(wishes: Wishes, known: Known) -> Seen:
    settings = read_settings(_env_file=None)
    async with stage.set_up(settings, wishes, known) as ground:
        played = await play(ground, wishes, lambda at, sent: None)
        told = await report.made(ground, played, settings.zalo_messages)
        async with reading(ground.base.readers) as connection:
            nudges = (await connection.execute(select(*NUDGE, REMINDER.c.outbox_id).order_by(*NUDGE[:4]))).all()
            messages = (await connection.execute(select(OUTBOX).order_by(OUTBOX.c.id))).all()
            digests = (await connection.execute(select(DIGEST))).all()
            names = set((await connection.execute(select(PERSON.c.name))).scalars())
        return Seen(told, ground.holidays, list(nudges), list(messages), list(digests), names)


def rehearsed(wishes: Wishes, known: Known | None = None) -> Seen:
    return asyncio.run(_rehearsed(wishes, known or Known()))


@pytest.fixture(scope="module")
def spring() -> Seen:
    return rehearsed(SPRING)


def _local(at):
    return at.astimezone(ZONE)


# -- what is said ------------------------------------------------------------------------------------------------------


def test_every_nudge_is_one_message_or_has_its_reason(spring):
    sent = {one.id for one in spring.messages if one.state == "sent"}
    for nudge in spring.nudges:
        if nudge.state == "sent":
            assert nudge.outbox_id in sent
        elif nudge.state not in {"told", "planned"}:
            assert nudge.reason, nudge
    keys = Counter((one.obligation_id, one.unit_id, one.step, one.slot) for one in spring.nudges)
    assert set(keys.values()) == {1}


def test_no_obliged_unit_is_passed_over_at_any_step_of_the_plan(spring):
    plan = next(owed.id for owed in spring.report.owed if owed.code == "plan")
    due = date(2025, 4, 25).isoformat()
    obliged = spring.report.obliged + 14  # the district offices owe a plan too
    steps = Counter(one.step for one in spring.nudges if one.obligation_id == plan and one.slot.startswith(due))
    expected = {"t_minus_7": obliged, "t_minus_3": obliged, "t_0": obliged, "t_plus_1": 2 * obliged}
    assert {step: n for step, n in steps.items() if step in expected} == expected


def test_nobody_is_reminded_above_the_ceiling_of_a_week(spring):
    weeks: dict[tuple[int, date], set[int]] = {}
    for nudge in spring.nudges:
        if nudge.outbox_id and nudge.reason != "ceiling":
            day = _local(nudge.told_at).date()
            weeks.setdefault((nudge.person_id, day - timedelta(days=day.weekday())), set()).add(nudge.outbox_id)
    most = max(len(rows) for rows in weeks.values())
    assert most <= CAMPAIGN.most_a_week
    assert spring.report.most_reminders <= CAMPAIGN.most_a_week
    assert spring.report.nudges_in("folded", "sent", reason="ceiling") > 0  # and in these weeks it was needed


def test_nothing_unasked_is_said_at_night_on_sundays_or_on_holidays(spring):
    said = [_local(one.sent_at) for one in spring.messages if one.state == "sent"]
    assert said
    assert {at.date() for at in said if not CALENDAR.is_working_day(at.date())} == set()
    assert [at for at in said if not time(6, 30) <= at.time() < time(21)] == []
    assert date(2025, 4, 26) in {at.date() for at in said}, "the Saturday that makes up for 2 May is a working day"


def test_everybody_hears_an_announcement_once(spring):
    said = Counter((one.subject, one.person_id) for one in spring.messages if one.lane == lane("announcement"))
    assert said
    assert set(said.values()) == {1}


def test_messages_of_an_account_keep_its_pace(spring):
    times = sorted(
        one.sent_at.timestamp() for one in spring.messages if one.state == "sent" and one.account == "telegram:1"
    )
    busiest = max(sum(1 for at in times[place : place + 40] if at < begin + 1) for place, begin in enumerate(times))
    assert 20 < busiest <= 28


# -- nothing is passed over, nothing is invented -----------------------------------------------------------------------


def test_from_due_moment_to_due_moment_is_the_same_as_every_half_hour():
    days = replace(SPRING, first=date(2025, 4, 17), last=date(2025, 4, 23), schools=20, people=0)
    travelled, by_the_clock = rehearsed(days), rehearsed(replace(days, every=timedelta(minutes=30)))
    assert travelled.report.moments * 10 < by_the_clock.report.moments
    assert [tuple(one)[:8] for one in travelled.nudges] == [tuple(one)[:8] for one in by_the_clock.nudges]
    assert len(travelled.nudges) > 100

    def said(seen: Seen) -> Counter:
        return Counter((one.key, one.state, one.reason, one.sent_at and one.sent_at.minute) for one in seen.messages)

    assert said(travelled) == said(by_the_clock)
    assert Counter(map(tuple, travelled.digests)).keys() == Counter(map(tuple, by_the_clock.digests)).keys()


def test_the_same_seed_gives_the_same_result_and_another_one_another():
    days = replace(SPRING, first=date(2025, 4, 17), last=date(2025, 4, 23), schools=8, people=24)
    first, again, other = rehearsed(days), rehearsed(days), rehearsed(replace(days, seed=2))
    words = Catalogue.load().words("vi")

    def printed(seen: Seen) -> list:
        pages = Pages(seen.report, words)
        found = advice.advice(seen.report, seen.holidays, words)
        return [pages.weeks(), pages.hours(), pages.ladder(), pages.reasons(), pages.advice(found), *pages.summary()]

    assert printed(first) == printed(again)
    assert printed(first) != printed(other)


def test_what_is_printed_adds_up_to_what_the_database_holds(spring):
    pages = Pages(spring.report, Catalogue.load().words("vi"))
    sent = sum(one.state == "sent" for one in spring.messages)
    assert sum(row[1] for row in pages.weeks().rows) == sent
    assert sum(row[4] for row in pages.details().rows) == sent
    assert spring.report.sent == sent
    assert sum(row[2] for row in pages.ladder().rows) == len(spring.nudges)
    assert all(row[2] == row[3] + row[4] + row[5] for row in pages.ladder().rows)
    on_zalo = sum(one.state == "sent" and one.address.startswith("zalo:") for one in spring.messages)
    assert sum(row[1] for row in pages.zalo().rows) == on_zalo
    assert f"{sent:,}".replace(",", ".") in next(line for line in pages.summary() if "tin." in line)


# -- people ------------------------------------------------------------------------------------------------------------


def test_who_has_joined_is_taken_over_as_numbers_without_a_name():
    found = [
        Joined(7, "head", "zalo:1459:abc", is_blocked=False, person=31),
        Joined(7, "teacher", "zalo:1459:abc", is_blocked=False, person=31),
        Joined(8, "deputy", "", is_blocked=False, person=40),
        Joined(9, "head", "telegram:7001:12", is_blocked=True, person=55),
    ]
    minh, yen, anna = as_joined(found, (date(2025, 4, 1), date(2025, 5, 1)))
    assert (minh.person, minh.role, minh.account, minh.blocks_on) == (1, "head", "zalo:1459", OPEN_END)
    assert (yen.role, yen.account) == ("deputy", "")
    assert anna.blocks_on == date(2025, 4, 1)


def test_a_made_up_crowd_has_no_names(spring):
    assert spring.names == {""}


def test_fifty_people_share_a_zalo_bot():
    places = [Place(1, "sgddt", is_root=True, is_school=False), Place(2, "thcs", is_root=False, is_school=True)]
    habits = Habits(channels={"zalo": 1.0})
    crowd = made_up(places, habits, 120, (date(2025, 4, 1), date(2025, 5, 1)), seed=1)
    assert Counter(one.account for one in crowd) == {"zalo:1": 50, "zalo:2": 50, "zalo:3": 20}


def test_a_page_is_opened_only_on_working_days():
    crowd = Crowd({}, Habits(), CALENDAR, ZONE, seed=1)
    clock = TravellingClock(ZONE)
    clock.go(clock.now().local.replace(year=2025, month=4, day=29, hour=18))
    opened = {crowd.opens(person, clock.at).date() for person in range(40)}
    assert date(2025, 5, 5) in opened
    assert not [day for day in opened if not CALENDAR.is_working_day(day)]


# -- advice ------------------------------------------------------------------------------------------------------------


def _keys(told: Report, holidays: list) -> set[str]:
    return {one.key for one in advice.advice(told, holidays, Catalogue.load().words("vi"))}


def test_a_due_day_on_a_day_off_is_told(spring):
    assert "due_off" not in _keys(spring.report, spring.holidays)
    later = replace(spring.report, last=date(2025, 7, 1))
    assert {"due_off", "no_summer"} <= _keys(later, spring.holidays)


def test_a_due_day_in_a_recess_is_told(spring):
    recess = Recess("Nghỉ hè", date(2025, 4, 24), date(2025, 4, 28))
    campaign = replace(CAMPAIGN, recesses=(recess,))
    told = replace(spring.report, campaign=campaign, hours_of=replace(spring.report.hours_of, campaign=campaign))
    assert {"due_in_recess", "step_moved"} <= _keys(told, spring.holidays)
    assert "due_in_recess" not in _keys(spring.report, spring.holidays)


def test_too_many_duties_at_once_a_full_zalo_and_an_empty_office_are_told(spring):
    assert {"folded", "zalo_bots", "made_up_day", "no_due"} <= _keys(spring.report, spring.holidays)
    assert not {"no_office", "zalo_full", "no_holidays"} & _keys(spring.report, spring.holidays)
    full = replace(spring.report.zalo, over=2)
    told = replace(spring.report, people={}, zalo=full, last=date(2031, 1, 1))
    assert {"no_office", "zalo_full", "no_holidays"} <= _keys(told, spring.holidays)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_that_is_told_has_words(spring, language):
    words = Catalogue.load().words(language)
    pages = Pages(spring.report, words)
    shown = [pages.weeks(), pages.details(), pages.hours(), pages.ladder(), pages.reasons(), pages.unreached()]
    shown += [pages.zalo(), pages.owed(), pages.advice(advice.advice(spring.report, spring.holidays, words))]
    for wishes in (SPRING, replace(SPRING, joined=True, waves="none"), replace(SPRING, waves="everyone")):
        assert all(list(pages.assumed(wishes)))
    known = set(Catalogue.load().texts[language])
    reasons = {one.reason for one in (*spring.nudges, *spring.messages, *spring.digests) if one.reason}
    assert {f"rehearsal.reason.{reason}" for reason in reasons} <= known
    assert all(one.title and one.rows is not None for one in shown)
