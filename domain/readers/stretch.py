"""Stretches of days and the year they belong to when none was typed: weeks begin on Monday, day before month."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from domain.mistakes import Mistake

Mode: TypeAlias = Literal["past", "future"]
"""``past``: no year means the last such day not after today; ``future``: the next one."""

FIRST_YEAR, LAST_YEAR = 1930, 2100
LEAP_DAY = (29, 2)
DECEMBER = 12
SHORT_YEAR, LONG_YEAR = 2, 4
LONGEST_MONTH, OPENING = 31, (8, 1)


@dataclass(frozen=True, slots=True)
class View:
    """From where a text is looked at: the words as typed (tidied), the local day, and past or future."""

    typed: str
    today: date
    mode: Mode
    months: bool = False
    """A bare "t4" is April, as in figures, and not Wednesday."""

    @property
    def past(self) -> bool:
        """Whether the days asked for lie behind."""
        return self.mode == "past"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from first to last, both included; ``yearless``: no year was typed; ``closed``: both ends were."""

    first: date
    last: date
    yearless: bool = False
    closed: bool = False

    @property
    def single(self) -> bool:
        """One day only."""
        return self.first == self.last


def one(day: date, *, yearless: bool = False) -> Stretch:
    """A stretch of one day."""
    return Stretch(day, day, yearless)


def full_year(digits: str, typed: str) -> int:
    """The year of two or four digits; anything else is no year."""
    year = 2000 + int(digits) if len(digits) == SHORT_YEAR else int(digits)
    if len(digits) not in {SHORT_YEAR, LONG_YEAR} or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Mistake("no_such_date", typed=typed)
    return year


def _days_in(month: int, year: int) -> int:
    return monthrange(year, month)[1]


def _exact(day: int, month: int, year: int, typed: str) -> date:
    days = _days_in(month, year)
    if not 1 <= day <= days:
        raise Mistake("invalid_date", typed=typed, month=month, year=year, days=days)
    return date(year, month, day)


def _likely_year(view: View, month: int) -> int:
    """The year of the last such month begun (past) or of the next not over (future)."""
    if view.past:
        return view.today.year - (month > view.today.month)
    return view.today.year + (month < view.today.month)


def dated(view: View, day: int, month: int, year: int | None, typed: str) -> Stretch:
    """The day meant; raises ``invalid_date`` (typed, month, year, days) or ``no_such_date`` (typed)."""
    if not 1 <= month <= DECEMBER:
        raise Mistake("no_such_date", typed=typed)
    if year is not None:
        return one(_exact(day, month, year, typed))
    year = _likely_year(view, month)
    if (day, month) == LEAP_DAY:
        step = -1 if view.past else 1
        while _days_in(month, year) < day or (date(year, month, day) > view.today) == view.past:
            year += step
        return one(date(year, month, day), yearless=True)
    found = _exact(day, month, year, typed)
    if view.past and found > view.today:
        found = _exact(day, month, year - 1, typed)
    elif not view.past and found < view.today:
        found = _exact(day, month, year + 1, typed)
    return one(found, yearless=True)


def month_of(month: int, year: int) -> Stretch:
    """A whole month; months outside 1 to 12 count on into the neighbouring years."""
    year, month = year + (month - 1) // DECEMBER, (month - 1) % DECEMBER + 1
    return Stretch(date(year, month, 1), date(year, month, _days_in(month, year)))


def in_year(view: View, build: Callable[[int], Stretch]) -> Stretch:
    """The stretch of the year that fits: the last one begun (past), the next one not over (future)."""
    year = view.today.year
    if view.past:
        found = next((span for span in (build(year + 1), build(year)) if span.first <= view.today), build(year - 1))
    else:
        found = next((span for span in (build(year - 1), build(year)) if span.last >= view.today), build(year + 1))
    return Stretch(found.first, found.last, yearless=True)


def week_of(day: date, weeks: int = 0) -> Stretch:
    """Monday to Sunday of the week ``weeks`` away from that of ``day``."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Stretch(monday, monday + timedelta(days=6))


def part_of(span: Stretch, part: str) -> Stretch:
    """The beginning (10 days), middle or end of a month; thirds of anything longer; "" is the whole."""
    if not part:
        return span
    third = 10 if (span.last - span.first).days < LONGEST_MONTH else (span.last - span.first).days // 3
    early = span.first + timedelta(days=third)
    late = span.first + timedelta(days=2 * third)
    if part == "dau":
        return Stretch(span.first, early - timedelta(days=1), span.yearless)
    if part == "giua":
        return Stretch(early, late - timedelta(days=1), span.yearless)
    return Stretch(late, span.last, span.yearless)


def year_of(year: int, part: str = "") -> Stretch:
    """A whole year; its beginning and end are the first and last three months, its middle the six between."""
    begin, end = {"dau": (1, 3), "giua": (4, 9), "cuoi": (10, 12)}.get(part, (1, 12))
    return Stretch(month_of(begin, year).first, month_of(end, year).last)


def school_year(day: date) -> int:
    """The year in which the school year of a day began; it opens on 5 September."""
    return day.year if (day.month, day.day) >= OPENING else day.year - 1


def school_span(begun: int, half: int = 0) -> Stretch:
    """A school year, or its first or second half (Ministry's frame of 2024-2025: 5/9, 18/1, 31/5)."""
    start, middle, end = date(begun, 9, 5), date(begun + 1, 1, 18), date(begun + 1, 5, 31)
    if half == 1:
        return Stretch(start, middle - timedelta(days=1))
    return Stretch(middle if half else start, end)
