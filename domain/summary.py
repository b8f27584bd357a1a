"""The figures of a branch on a day, and the 100 % of I.2-1 (DOMAIN §4): counted, dated, rounded down."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from domain import deeds, plans
from domain.exemplars import STAGES

PeriodKind: TypeAlias = Literal["day", "week", "month", "quarter", "year", "span"]
_WEEK: Final = 7
_MONTHS: Final[Mapping[int, PeriodKind]] = {1: "month", 3: "quarter", 12: "year"}


def tenths(numerator: int, denominator: int) -> int:
    """A percentage in tenths, rounded down: 1607 of 1608 is 99,9 %, never 100 %. 0 of 0 is 0."""
    return numerator * 1000 // denominator if denominator else 0


def is_complete(state: str | None, *, spread: bool, confirmed: int) -> bool:
    """A unit counts when its plan is settled and one activity is confirmed: a spread record or a confirmed deed."""
    return state in plans.DONE and (spread or confirmed > 0)


def kept_as(kind: str, ownership: str) -> str:
    """What stands in place of the movement in figures of plans and completeness: "tieuhoc/cong".

    Whether such a unit has the duty is for the campaign to say when it is asked, so a changed duty changes no figure.
    """
    return f"{kind}/{ownership}"


@dataclass(frozen=True, slots=True)
class Summary:
    """How a branch stands at the end of a day. ``obliged`` are its active units with the duty.

    ``complete`` and ``plans`` count some of them, each once; ``deeds`` are those of all units, ended ones among them.
    """

    day: date
    obliged: int
    complete: int
    plans: Mapping[str, int]
    deeds: Mapping[str, int]
    movements: Mapping[str, Mapping[str, int]]
    """By movement code, then by state."""
    stages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By movement code: how many reports stand at each of the four steps, and how many the Office has published."""

    def at_stage(self, name: str) -> int:
        """So many of all movements."""
        return sum(one.get(name, 0) for one in self.stages.values())

    @property
    def rate(self) -> int:
        """Tenths of a percent."""
        return tenths(self.complete, self.obliged)

    @property
    def silent(self) -> int:
        """Obliged units that have said nothing about their plan."""
        return self.obliged - sum(self.plans.values())

    @property
    def reported(self) -> int:
        """Deeds in every state together."""
        return sum(self.deeds.values())


def summarise(
    day: date, obliged: int, sums: Mapping[tuple[str, str, str], int], obliges: Callable[[str, str], bool]
) -> Summary:
    """From kept figures by (measure, movement, state); ``obliges`` tells whether (kind, ownership) has the duty.

    A unit whose exemption was accepted has left the denominator; one whose request was refused has reported nothing.
    Deeds that were withdrawn, or belong to another unit, count nowhere.
    """
    movements: dict[str, dict[str, int]] = {}
    steps: dict[str, dict[str, int]] = {}
    owed: dict[tuple[str, str], int] = {}
    for (measure, movement, state), n in sums.items():
        if measure == "deed" and n and state in deeds.STATES:
            movements.setdefault(movement, {})[state] = n
        elif measure in {"stage", "published"} and n:
            steps.setdefault(movement, {})[state or measure] = n
        elif measure in {"plan", "complete"}:
            kind, _, ownership = movement.partition("/")
            owed[measure, state] = owed.get((measure, state), 0) + (n if obliges(kind, ownership) else 0)
    stated: dict[str, int] = {state: owed.get(("plan", state), 0) for state in plans.STATES}
    stated["extension"] += owed.get(("plan", "extended"), 0)
    return Summary(
        day,
        obliged - owed.get(("plan", "excused"), 0),
        owed.get(("complete", ""), 0),
        stated,
        {state: sum(one.get(state, 0) for one in movements.values()) for state in deeds.STATES},
        movements,
        {movement: _stages(sum(states.values()), steps.get(movement, {})) for movement, states in movements.items()},
    )


def _stages(reported: int, further: Mapping[str, int]) -> dict[str, int]:
    """A report is at the first step as long as it is at no other."""
    first = reported - sum(further.get(stage, 0) for stage in STAGES[1:])
    return {name: n for name, n in {STAGES[0]: first, **further}.items() if n}


def median(counts: Mapping[int, int]) -> int | None:
    """The value in the middle, of values by how often each came (of two the lower); None where there is none."""
    half, seen = (sum(counts.values()) + 1) // 2, 0
    for value, n in sorted(counts.items()):
        seen += n
        if n and seen >= half:
            return value
    return None


# -- which figures -----------------------------------------------------------------------------------------------------


def period_kind(first: date, last: date) -> PeriodKind:
    """What people call these days, both included: a day, a week from Monday, a calendar month, quarter or year."""
    if first == last:
        return "day"
    if (last - first).days == _WEEK - 1 and first.weekday() == 0:
        return "week"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    is_whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if is_whole and months in _MONTHS and (first.month - 1) % months == 0:
        return _MONTHS[months]
    return "span"


def period_before(first: date, last: date) -> tuple[date, date]:
    """The days just before: the month before a month, the quarter before a quarter, as many days before others."""
    eve = first - timedelta(days=1)
    if period_kind(first, last) in {"month", "quarter", "year"}:
        months = (last.year - first.year) * 12 + last.month - first.month
        year, month = divmod(eve.year * 12 + eve.month - 1 - months, 12)
        return date(year, month + 1, 1), eve
    return eve - (last - first), eve


_YEARS = range(1900, 2200)
"""Years in which somebody may ask for figures; before and after each there is room for another period."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Which figures are wanted: of a branch, in a period or the whole campaign, of one movement or all, as of a day.

    ``first`` and ``last`` both belong to the period and are None together: the whole campaign. ``as_of`` None is
    today, however late a button is used. Stock is that of the day :meth:`until`; flow lies inside the period.
    """

    unit: int
    first: date | None = None
    last: date | None = None
    movement: str = ""
    as_of: date | None = None

    def until(self, today: date) -> date:
        """The last day that counts: how things stood at its end."""
        return min(day for day in (self.last, self.as_of, today) if day is not None)

    @property
    def kind(self) -> PeriodKind | None:
        """What the period is called; None for the whole campaign."""
        return period_kind(self.first, self.last) if self.first and self.last else None

    def before(self) -> "Slice | None":
        """The same figures of the period before; None for the whole campaign."""
        if self.first is None or self.last is None:
            return None
        first, last = period_before(self.first, self.last)
        return replace(self, first=first, last=last, as_of=None)

    def marks(self, movements: Sequence[str]) -> tuple[int, ...]:
        """As five whole numbers for a button's value (50 letters at most); ``movements`` are the campaign's codes."""
        days = (day.toordinal() if day else 0 for day in (self.first, self.last, self.as_of))
        return (self.unit, *days, movements.index(self.movement) + 1 if self.movement in movements else 0)

    @classmethod
    def of(cls, marks: Sequence[str], movements: Sequence[str]) -> "Slice | None":
        """Read :meth:`marks` back; None for numbers that were not made so."""
        try:
            unit, first, last, as_of, movement = map(int, marks[:5])
            days = [date.fromordinal(mark) if mark else None for mark in (first, last, as_of)]
            code = movements[movement - 1] if movement else ""
        except (ValueError, IndexError, OverflowError):
            return None
        if min(unit, movement) < 0 or (days[0] is None) != (days[1] is None) or first > last:
            return None
        if not all(day is None or day.year in _YEARS for day in days):
            return None
        return cls(unit, days[0], days[1], code, days[2])
