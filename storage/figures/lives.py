"""What units did, step by step, from the raw rows: the ground on which kept figures can be counted once more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TypeAlias

from sqlalchemy import Column, Date, Integer, Over, bindparam, case, func, literal, select, type_coerce, union_all

from domain.summary import is_complete
from storage.figures.places import Own
from storage.store import Store
from storage.tables import DEED, DEED_STEP, PLAN, PLAN_STEP

Lives: TypeAlias = dict[int, list[Own]]
"""By unit."""

_OF = (DEED.c.campaign_id == bindparam("campaign"), DEED.c.unit_id.in_(bindparam("units", expanding=True)))
_CUT, _EVE = bindparam("cut", type_=Date), bindparam("eve", type_=Date)


def _before(column: Column[str]) -> Over[str]:
    """What it was in the deed's step before this one."""
    return func.lag(column).over(partition_by=DEED_STEP.c.deed_id, order_by=DEED_STEP.c.id)


_TOLD = (
    select(
        DEED.c.unit_id,
        type_coerce(case((DEED_STEP.c.day < _CUT, _EVE), else_=DEED_STEP.c.day), Date).label("day"),
        DEED_STEP.c.movement,
        DEED_STEP.c.state,
        _before(DEED_STEP.c.movement).label("movement_before"),
        _before(DEED_STEP.c.state).label("state_before"),
    )
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(*_OF)
    .cte("told")
)
_WHEN = (_TOLD.c.unit_id, _TOLD.c.day)
_IS_FIRST = _TOLD.c.state_before.is_(None)
_STEPS = union_all(
    select(*_WHEN, literal("deed").label("measure"), _TOLD.c.movement, _TOLD.c.state, literal(1).label("n")),
    select(*_WHEN, literal("deed"), _TOLD.c.movement_before, _TOLD.c.state_before, literal(-1)).where(~_IS_FIRST),
    select(*_WHEN, literal("deed_in"), _TOLD.c.movement, literal(""), literal(1)).where(_IS_FIRST),
    select(*_WHEN, literal("deed_good"), _TOLD.c.movement, literal(""), literal(1)).where(
        _TOLD.c.state == "confirmed", ~_IS_FIRST
    ),
).subquery("steps")
_BY = (_STEPS.c.unit_id, _STEPS.c.day, _STEPS.c.measure, _STEPS.c.movement, _STEPS.c.state)
_SUM = type_coerce(func.sum(_STEPS.c.n), Integer)
_DEEDS = select(*_BY, _SUM).group_by(*_BY).having(_SUM != 0)
_PLANS = (
    select(PLAN.c.unit_id, PLAN_STEP.c.day, PLAN_STEP.c.state, PLAN_STEP.c.spread)
    .join(PLAN, PLAN.c.id == PLAN_STEP.c.plan_id)
    .where(PLAN.c.campaign_id == bindparam("campaign"), PLAN.c.unit_id.in_(bindparam("units", expanding=True)))
    .order_by(PLAN.c.unit_id, PLAN_STEP.c.id)
)


async def lives(store: Store, campaign: int, units: Sequence[int], cut: date = date.min) -> Lives:
    """The own steps of some units (a few dozen at most). Days before ``cut`` come as one, the day before it."""
    eve = cut - timedelta(days=1) if cut > date.min else cut
    values = {"campaign": campaign, "units": list(units)}
    found: Lives = {}
    for unit, day, measure, movement, state, n in await store.rows(_DEEDS, {**values, "cut": cut, "eve": eve}):
        found.setdefault(unit, []).append((day, measure, movement, state, int(n)))
    for unit, rows in groupby(await store.rows(_PLANS, values), key=lambda row: int(row[0])):
        told = [(max(row[1], eve), row[2], row[3]) for row in rows]
        steps = found.setdefault(unit, [])
        confirmed = Counter[date]()
        for day, measure, _, state, n in steps:
            if measure == "deed" and state == "confirmed":
                confirmed[day] += n
        steps += _of_plan(told, confirmed)
    return found


def _of_plan(told: Sequence[tuple[date, str, bool]], confirmed: Counter[date]) -> Iterator[Own]:
    before: str | None = None
    for day, state, _ in told:
        yield day, "plan", "", state, 1
        if before is not None:
            yield day, "plan", "", before, -1
        before = state
    was = False
    for day in sorted({*(day for day, *_ in told), *confirmed}):
        now = _is_complete(told, confirmed, day)
        if now != was:
            yield day, "complete", "", "", 1 if now else -1
        was = now


def _is_complete(told: Iterable[tuple[date, str, bool]], confirmed: Counter[date], day: date) -> bool:
    said = [(state, spread) for on, state, spread in told if on <= day]
    good = sum(n for on, n in confirmed.items() if on <= day)
    return bool(said) and is_complete(said[-1][0], spread=said[-1][1], confirmed=good)
