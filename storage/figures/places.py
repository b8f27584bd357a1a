"""Where a unit's figures are counted in the course of days, and so what each of its steps adds to which branch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, TypeAlias

from sqlalchemy import BindParameter, bindparam, select

from domain.clock import OPEN_END
from domain.summary import kept_as
from storage.store import Store
from storage.tables import BRANCH, UNIT, UNIT_SPAN
from storage.units.spans import Span, Stretch

MOVED: Final = {
    "deed": "deed_moved",
    "stage": "stage_moved",
    "published": "published_moved",
    "plan": "plan_moved",
    "complete": "complete_moved",
}
"""What stands somewhere on a day, and the steps that carry it when the unit goes elsewhere: stock, never flow."""

BY_MONTH: Final = {"thanks": "thanks_month"}
"""What is also kept as sums of whole months, dated on their first days: a year's is then a dozen rows instead of
hundreds. Their daily steps carry the month in place of a movement, so that the days of one month are one stretch."""

Own: TypeAlias = tuple[date, str, str, str, int]
"""A unit's own step, whatever lies above it: day, measure, movement, state, how many more or less."""

Key: TypeAlias = tuple[int, date, str, str, str]
"""Branch, day, measure, movement, state of a kept figure."""

Spot: TypeAlias = tuple[int, str]
"""A branch, and what stands there in place of the movement."""


@dataclass(frozen=True, slots=True)
class Stage:
    """From a day on: the branches a unit's deeds are counted in, and its kind, "" while it does not work."""

    since: date
    above: frozenset[int]
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's stages in the order of days, the first from the first of all days on, and its ownership.

    Deeds of a unit that has ended stay where they were counted on its last day; what came before its first day is
    counted where it stood on that. Its plan leaves when it ends (DOMAIN §4, §10).
    """

    stages: tuple[Stage, ...] = ()
    ownership: str = ""

    def on(self, day: date) -> Stage | None:
        """How the unit stands on a day; None for one that never was."""
        return next((stage for stage in reversed(self.stages) if stage.since <= day), None)

    def spots(self, stage: Stage, own: Own) -> frozenset[Spot]:
        """Where a step is counted at a stage."""
        if own[1] not in {"plan", "complete"}:
            return frozenset((branch, own[2]) for branch in stage.above)
        movement = kept_as(stage.kind, self.ownership)
        return frozenset((branch, movement) for branch in stage.above) if stage.kind else frozenset()

    def contributions(self, own: Own) -> Iterator[tuple[Key, int]]:
        """All that one step of the unit adds to kept figures: on its day, and wherever the unit goes afterwards."""
        day, measure, _, state, n = own
        now = self.on(day)
        here = self.spots(now, own) if now else frozenset()
        for branch, movement in here:
            yield (branch, day, measure, movement, state), n
        if (monthly := BY_MONTH.get(measure)) is not None:
            for branch, _ in here:
                yield (branch, day.replace(day=1), monthly, "", state), n
        if (moved := MOVED.get(measure)) is None:
            return
        for stage in (stage for stage in self.stages if stage.since > day):
            there = self.spots(stage, own)
            for branch, movement in here - there:
                yield (branch, stage.since, moved, movement, state), -n
            for branch, movement in there - here:
                yield (branch, stage.since, moved, movement, state), n
            here = there

    def differs_from(self, other: "Place") -> date | None:
        """The first day on which a step would be counted elsewhere; None when the two are the same."""
        if self.ownership != other.ownership:
            return date.min
        days = sorted({stage.since for stage in self.stages + other.stages})
        return next((day for day in days if _without_since(self.on(day)) != _without_since(other.on(day))), None)


def month_of(day: date) -> str:
    """What stands in place of a movement in steps that are kept by month: "2025-04"."""
    return f"{day:%Y-%m}"


def _without_since(stage: Stage | None) -> tuple[frozenset[int], str] | None:
    return (stage.above, stage.kind) if stage else None


def place(spans: Sequence[Span], stretches: Iterable[tuple[int, date, date]], ownership: str) -> Place:
    """A unit's place in time, from its spans and from its stretches (ancestor, from, to) of the closure."""
    known = list(stretches)
    days = {day for start, end, *_ in spans for day in (start, end)} | {day for _, *both in known for day in both}
    stages: list[Stage] = []
    for day in sorted(day for day in days if day < OPEN_END):
        kind = next((span[3] for span in spans if span[0] <= day < span[1]), "")
        above = frozenset(ancestor for ancestor, start, end in known if start <= day < end)
        if not kind:
            above = stages[-1].above if stages else frozenset()
        if not stages or (stages[-1].above, stages[-1].kind) != (above, kind):
            stages.append(Stage(day, above, kind))
    before = [Stage(date.min, stages[0].above, "")] if stages else []
    return Place((*before, *stages), ownership)


# -- from the database -------------------------------------------------------------------------------------------------

_OF: BindParameter[Sequence[int]] = bindparam("units", expanding=True)
_SPANS = (
    select(
        UNIT_SPAN.c.unit_id,
        UNIT_SPAN.c.from_day,
        UNIT_SPAN.c.to_day,
        UNIT_SPAN.c.name,
        UNIT_SPAN.c.kind,
        UNIT_SPAN.c.parent_id,
        UNIT.c.ownership,
    )
    .join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id)
    .where(UNIT_SPAN.c.unit_id.in_(_OF))
    .order_by(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.from_day)
)
_STRETCHES = select(BRANCH.c.unit_id, BRANCH.c.ancestor_id, BRANCH.c.from_day, BRANCH.c.to_day).where(
    BRANCH.c.unit_id.in_(_OF)
)


async def places(store: Store, units: Sequence[int]) -> dict[int, Place]:
    """The places of some units (a few hundred at most); one that never was has none."""
    values = {"units": list(units)}
    above: dict[int, list[tuple[int, date, date]]] = {}
    for unit, *stretch in await store.rows(_STRETCHES, values):
        above.setdefault(unit, []).append((stretch[0], stretch[1], stretch[2]))
    found: dict[int, Place] = {}
    for unit, rows in groupby(await store.rows(_SPANS, values), key=lambda row: int(row[0])):
        told = list(rows)
        spans: list[Span] = [(row[1], row[2], row[3], row[4], row[5]) for row in told]
        found[unit] = place(spans, above.get(unit, ()), told[0][6])
    return found


def placed(
    spans: Mapping[int, Sequence[Span]], stretches: Iterable[Stretch], ownerships: Mapping[int, str]
) -> dict[int, Place]:
    """The places of the units whose ownerships are given, on a tree that is at hand."""
    above: dict[int, list[tuple[int, date, date]]] = {}
    for ancestor, unit, start, end in stretches:
        if unit in ownerships:
            above.setdefault(unit, []).append((ancestor, start, end))
    return {unit: place(spans.get(unit, ()), above.get(unit, ()), ownership) for unit, ownership in ownerships.items()}
