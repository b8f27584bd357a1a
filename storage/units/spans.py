"""Spans of a unit's name, kind and parent, and the closure of a tree that changes in time (DESIGN §13.5): pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from domain.clock import OPEN_END
from domain.units import UnitRow

ALWAYS = date(1900, 1, 1)
"""The first day of a unit whose beginning the file does not tell."""

Span: TypeAlias = tuple[date, date, str, str, int | None]
"""From, to (half-open), name, kind, parent."""

Stretch: TypeAlias = tuple[int, int, date, date]
"""The ancestor, the unit below it, from, to (half-open)."""


def renewed(spans: Sequence[Span], row: UnitRow, parent: int | None, as_of: date | None) -> list[Span]:
    """A unit's spans, in the order of days, after a row of a register was taken; from its day on the row alone speaks.

    A unit whose end lies before its beginning has no span left.
    """
    end = row.valid_to or OPEN_END
    if spans and row.valid_from is not None and row.valid_from < spans[0][0] and as_of is None:
        spans = [(row.valid_from, *spans[0][1:]), *spans[1:]]
    since = _since(spans, row, as_of, end)
    cut = min(since, end)
    kept = [(start, min(until, cut), name, kind, above) for start, until, name, kind, above in spans if start < cut]
    new: list[Span] = [(since, end, row.name, row.kind, parent)] if since < end else []
    return _joined(kept + new)


def _since(spans: Sequence[Span], row: UnitRow, as_of: date | None, end: date) -> date:
    """From which day on the row speaks. A founding day in a register does not undo what has changed after it."""
    if not spans:
        return row.valid_from or (as_of if as_of and as_of < end else ALWAYS)
    if as_of is not None:
        return max(as_of, row.valid_from or as_of, spans[0][0])
    last = max((start for start, *_ in spans if start < end), default=spans[0][0])
    return max(last, row.valid_from or last)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that meet and say the same are one."""
    joined: list[Span] = []
    for start, end, name, kind, parent in spans:
        if joined and joined[-1][1:] == (start, name, kind, parent):
            joined[-1] = (joined[-1][0], end, name, kind, parent)
        else:
            joined.append((start, end, name, kind, parent))
    return joined


def moved(spans: Sequence[Span], day: date, parent: int, away_from: Collection[int]) -> list[Span]:
    """The same unit under ``parent`` from ``day`` on, wherever it would be under one of ``away_from``."""
    return _joined(
        [
            (start, end, name, kind, parent if start >= day and above in away_from else above)
            for start, end, name, kind, above in _split(spans, day)
        ]
    )


def renamed(spans: Sequence[Span], day: date, name: str) -> list[Span]:
    """The same unit with another name from ``day`` on, in place of the one it has on that day."""
    now = on(spans, day)
    return _joined(
        [
            (start, end, name if start >= day and now and told == now[2] else told, kind, above)
            for start, end, told, kind, above in _split(spans, day)
        ]
    )


def ended(spans: Sequence[Span], day: date) -> list[Span]:
    """The same unit until ``day``, the first on which it no longer works."""
    return [span for span in _split(spans, day) if span[0] < day]


def on(spans: Sequence[Span], day: date) -> Span | None:
    """What the unit is on a day; None while it does not work."""
    return next((span for span in spans if span[0] <= day < span[1]), None)


def _split(spans: Sequence[Span], day: date) -> Iterator[Span]:
    for start, end, name, kind, parent in spans:
        if start < day < end:
            yield start, day, name, kind, parent
            yield day, end, name, kind, parent
        else:
            yield start, end, name, kind, parent


def left_behind(spans: Mapping[int, Sequence[Span]]) -> dict[int, tuple[date, int]]:
    """Units that go on under one that has ended: since when, under which. Nothing above counts them any more."""
    last = {unit: told[-1][1] for unit, told in spans.items() if told}
    found: dict[int, tuple[date, int]] = {}
    for unit, told in spans.items():
        for start, end, _, _, parent in told:
            if parent is not None and last.get(parent, OPEN_END) < end:
                found.setdefault(unit, (max(start, last[parent]), parent))
    return found


class Ring(ValueError):
    """Units that stand under one another on the same day."""

    def __init__(self, units: tuple[int, ...], since: date) -> None:
        super().__init__(f"units stand under one another from {since}: rows {units}")
        self.units = units
        self.since = since


def closure(spans: Mapping[int, Sequence[Span]], successors: Mapping[int, int] | None = None) -> set[Stretch]:
    """Every unit under every unit it stands under, itself among them, and in which stretch of days.

    With ``successors`` a unit that has ended goes on standing: under the one that goes on in its place, else where it
    stood last (DESIGN §13.5). Raises Ring when units stand under one another on the same day.
    """
    after = {} if successors is None else dict(_going_on(spans, successors))
    found: set[Stretch] = set()
    for unit in spans:
        climbed = _climb(spans, unit, (date.min, date.max), ())
        found |= _merged(
            sorted((above, unit, start, end) for above, start, end in (*climbed, *_past(spans, after, unit)))
        )
    return found


def _climb(
    spans: Mapping[int, Sequence[Span]], unit: int, days: tuple[date, date], below: tuple[int, ...]
) -> Iterator[tuple[int, date, date]]:
    if unit in below:
        raise Ring((*below[below.index(unit) :], unit), days[0])
    for start, end, _, _, parent in spans.get(unit, ()):
        first, last = max(start, days[0]), min(end, days[1])
        if first < last:
            yield unit, first, last
            if parent is not None:
                yield from _climb(spans, parent, (first, last), (*below, unit))


def _going_on(
    spans: Mapping[int, Sequence[Span]], successors: Mapping[int, int]
) -> Iterator[tuple[int, tuple[date, int | None]]]:
    """Of each unit that ends: the first day without it, and under which it stands from then on."""
    for unit, told in spans.items():
        if told and told[-1][1] < OPEN_END:
            yield unit, (told[-1][1], successors.get(unit, told[-1][4]))


def _past(
    spans: Mapping[int, Sequence[Span]], after: Mapping[int, tuple[date, int | None]], unit: int
) -> Iterator[tuple[int, date, date]]:
    """Where an ended unit stands: under others that have ended too, until one works. What works stands as it does."""
    since, seen = date.min, set[int]()
    at: int | None = unit
    while at is not None and at in after and at not in seen:
        if at != unit:
            yield from _climb(spans, at, (since, OPEN_END), ())
        seen.add(at)
        end, next_one = after[at]
        since = max(since, end)
        yield at, since, OPEN_END
        at = next_one
    if at is not None and at not in seen and unit in after:
        yield from _climb(spans, at, (since, OPEN_END), ())


def heirs(spans: Mapping[int, Sequence[Span]], successors: Mapping[int, int]) -> set[Stretch]:
    """For each unit that has ended, the one that works in its place, as (heir, unit, from, to); none in a gap."""
    found: set[Stretch] = set()
    for unit, told in spans.items():
        since, at, seen = (told[-1][1] if told else OPEN_END), successors.get(unit), {unit}
        while at is not None and at not in seen and since < OPEN_END:
            seen.add(at)
            own = spans.get(at, ())
            found |= set(_merged(sorted((at, unit, max(s, since), e) for s, e, *_ in own if e > since)))
            since, at = max(since, own[-1][1] if own else since), successors.get(at)
    return found


def _merged(stretches: Sequence[Stretch]) -> set[Stretch]:
    """Stretches of one ancestor that meet become one; they come sorted."""
    merged: list[Stretch] = []
    for ancestor, unit, start, end in stretches:
        if merged and merged[-1][0] == ancestor and merged[-1][3] >= start:
            merged[-1] = (ancestor, unit, merged[-1][2], max(end, merged[-1][3]))
        else:
            merged.append((ancestor, unit, start, end))
    return set(merged)
