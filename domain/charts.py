"""What a picture of figures shows, before anybody draws it: bars with their numbers, in the words of their reader."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

ChartKind: TypeAlias = Literal["branches", "time", "movements"]
KINDS: Final[tuple[ChartKind, ...]] = ("branches", "time", "movements")
MOST_BARS: Final = 20
"""Bars that a phone shows without their letters growing small."""
MOST_WEEKS: Final = 14
"""A longer time is shown by months."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar of one part for each series. ``of`` is the whole it is a share of; None: bars share one scale."""

    label: str
    parts: tuple[int, ...]
    told: str
    """The number that stands beside it: "74,2% (611/823)"."""
    of: int | None = None
    numbers: tuple[str, ...] = ()
    """What the parts count, as it is written; empty for a bar of one part."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture. ``series`` name the parts of bars; a single one needs no legend. ``as_of`` says of which moment."""

    title: str
    as_of: str
    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()
    note: str = ""

    def mark(self, version: int) -> str:
        """The same for the same picture: nothing is drawn twice. ``version`` is that of the drawing."""
        return hashlib.sha256(repr((version, self)).encode()).hexdigest()

    @property
    def scale(self) -> int:
        """The longest bar, at least 1."""
        return max([1, *(sum(bar.parts) for bar in self.bars)])


def by_months(first: date, last: date) -> bool:
    """Whether these days hold too many weeks for a phone."""
    return len(_weeks(first, last)) > MOST_WEEKS


def stretches(first: date, last: date) -> Sequence[tuple[date, date]]:
    """The weeks from Monday that hold these days, or where they are too many the months; cut to the days, in order."""
    return _months(first, last) if by_months(first, last) else _weeks(first, last)


def _weeks(first: date, last: date) -> Sequence[tuple[date, date]]:
    found = []
    while first <= last:
        end = min(first + timedelta(days=6 - first.weekday()), last)
        found.append((first, end))
        first = end + timedelta(days=1)
    return found


def _months(first: date, last: date) -> Sequence[tuple[date, date]]:
    found = []
    while first <= last:
        later = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        found.append((first, min(later - timedelta(days=1), last)))
        first = later
    return found
