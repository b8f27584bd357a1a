"""What an Office had better look at before it begins: each a sentence's key in the catalogue, and what fills it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from bot.rehearsal.report import Report
from domain.calendar import Holiday
from domain.obligations import Obligation, ladder
from texts.catalogue import Words

_MOVED_FAR: Final = timedelta(days=3)
_CLOSE: Final = timedelta(days=3)
_LONG_QUEUE: Final = 15 * 60
_SUMMER: Final = ((6, 1), (8, 15))


@dataclass(frozen=True, slots=True)
class Advice:
    """``is_urgent``: people would not hear what they should; else something to know."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_urgent: bool = True


def advice(report: Report, holidays: list[Holiday], words: Words) -> list[Advice]:
    """The urgent ones first."""
    found = [
        *_due_days(report, words),
        *_steps(report, words),
        *_summer(report, words),
        *_calendar(report, holidays, words),
        *_together(report, words),
        *_people(report, words),
        *_pace(report, words),
        *_zalo(report, words),
    ]
    return sorted(found, key=lambda one: not one.is_urgent)


def step_name(report: Report, code: str) -> str:
    """T-7, T+1; the code itself where the campaign knows no such step."""
    offset = next((step.offset for step in report.campaign.steps if step.code == code), None)
    return code if offset is None else "T-0" if not offset else f"T{offset:+d}"


def _due_days(report: Report, words: Words) -> Iterator[Advice]:
    calendar = report.hours_of.calendar
    for duty in report.campaign.duties:
        if duty.due and report.first <= duty.due <= report.last and not calendar.is_working_day(duty.due):
            moved = words.weekday(calendar.next_working_day(duty.due))
            yield Advice("due_off", {"duty": duty.name, "due": words.weekday(duty.due), "moved": moved})
        if duty.due is None and not duty.monthly_day:
            yield Advice("no_due", {"duty": duty.name}, is_urgent=False)
    for owed in report.near:
        for recess in report.campaign.recesses:
            if recess.first <= owed.due <= recess.last:
                yield Advice(
                    "due_in_recess", {"duty": owed.name, "due": words.weekday(owed.due), "recess": recess.name}
                )


def _steps(report: Report, words: Words) -> Iterator[Advice]:
    hours = report.hours_of
    for owed in report.near:
        days: dict[date, str] = {}
        for step in ladder(report.campaign, owed):
            meant, said = owed.due + timedelta(days=step.offset), hours.moment(step, owed.due).date()
            name = step_name(report, step.code)
            if said - meant > _MOVED_FAR:
                values = {"duty": owed.name, "step": name, "meant": words.weekday(meant), "said": words.weekday(said)}
                yield Advice("step_moved", values, is_urgent=False)
            if said in days and step.is_of_schools:
                yield Advice(
                    "steps_meet", {"duty": owed.name, "day": words.weekday(said), "one": days[said], "two": name}
                )
            days.setdefault(said, name)


def _summer(report: Report, words: Words) -> Iterator[Advice]:
    """Schools are closed then, and nothing in the campaign's file says so."""
    for year in range(report.first.year, report.last.year + 1):
        first, last = (date(year, *day) for day in _SUMMER)
        known = any(recess.first <= last and recess.last >= first for recess in report.campaign.recesses)
        due = [owed for owed in report.near if first <= owed.due <= last]
        if due and not known:
            yield Advice("no_summer", {"first": words.day(first), "last": words.day(last), "n": len(due)})


def _calendar(report: Report, holidays: list[Holiday], words: Words) -> Iterator[Advice]:
    years = set(range(report.first.year, report.last.year + 1)) - report.hours_of.calendar.years
    if years:
        yield Advice("no_holidays", {"years": ", ".join(map(str, sorted(years)))})
    open_ones = [one for one in holidays if report.first <= one.day <= report.last and not one.decided]
    if open_ones:
        named = ", ".join(words.day(one.day) for one in open_ones)
        yield Advice("holidays_open", {"days": named})
    said = {report.hours_of.moment(step, owed.due).date() for owed in report.near for step in report.campaign.steps}
    for day in sorted(one.day for one in holidays if not one.is_day_off and one.day in said):
        yield Advice("made_up_day", {"day": words.weekday(day)}, is_urgent=False)


def _together(report: Report, words: Words) -> Iterator[Advice]:
    owed = sorted(report.near, key=lambda one: one.due)
    for one, two in pairwise(owed):
        if two.due - one.due <= _CLOSE:
            yield Advice(
                "together", {"one": one.name, "two": two.name, "first": _due(words, one), "last": _due(words, two)}
            )
    if folded := sum(n for *_, state, why, n in report.nudges if why == "ceiling" or state == "folded"):
        yield Advice("folded", {"n": words.number(folded), "most": report.campaign.most_a_week})
    if report.most > report.campaign.most_a_week:
        yield Advice("above_ceiling", {"n": report.most, "most": report.campaign.most_a_week})


def _due(words: Words, owed: Obligation) -> str:
    return words.day(owed.due)


def _people(report: Report, words: Words) -> Iterator[Advice]:
    if silent := sum(report.unreached.values()):
        yield Advice("silent_units", {"n": words.number(silent), "of": words.number(report.obliged)})
    if late := report.nudges_in("expired"):
        yield Advice("expired", {"n": words.number(late)})
    if not report.people.get("office"):
        yield Advice("no_office")
    if above := sum(n for _, step, _, why, n in report.nudges if why == "nobody" and step in _of_relays(report)):
        yield Advice("no_relay", {"n": words.number(above)})


def _of_relays(report: Report) -> set[str]:
    return {step.code for step in report.campaign.steps if not step.is_of_schools}


def _pace(report: Report, words: Words) -> Iterator[Advice]:
    for hour in report.busiest[:1]:
        if hour.seconds > _LONG_QUEUE:
            values = {"day": words.weekday(hour.day), "hour": f"{hour.hour:02}:00", "n": words.number(hour.messages)}
            yield Advice("long_queue", {**values, "minutes": -(-hour.seconds // 60)}, is_urgent=False)


def _zalo(report: Report, words: Words) -> Iterator[Advice]:
    if report.zalo.bots > 1:
        values = {"n": words.number(report.zalo.people), "bots": words.number(report.zalo.bots)}
        yield Advice("zalo_bots", values)
    if report.zalo.over:
        yield Advice("zalo_full", {"n": words.number(report.zalo.over)})
