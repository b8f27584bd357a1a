"""What units did, step by step, from the raw rows: the ground on which kept figures can be counted once more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import Column, Date, Integer, Over, bindparam, case, func, literal, select, type_coerce, union_all

from domain.exemplars import Counted, counted
from domain.summary import is_complete
from storage.figures import besides
from storage.figures.places import Own
from storage.store import Store
from storage.tables import DEED, DEED_STEP, EXEMPLAR_STEP, PLAN, PLAN_STEP

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


_AT_THE_OFFICE = (
    select(DEED.c.unit_id, EXEMPLAR_STEP.c.deed_id, EXEMPLAR_STEP.c.day, EXEMPLAR_STEP.c.step, EXEMPLAR_STEP.c.stage)
    .join(DEED, DEED.c.id == EXEMPLAR_STEP.c.deed_id)
    .where(*_OF)
    .order_by(EXEMPLAR_STEP.c.id)
)
_OF_EXEMPLARS = (
    select(DEED_STEP.c.deed_id, DEED_STEP.c.day, DEED_STEP.c.state, DEED_STEP.c.movement)
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(*_OF, DEED_STEP.c.deed_id.in_(select(EXEMPLAR_STEP.c.deed_id)))
    .order_by(DEED_STEP.c.id)
)


async def lives(store: Store, campaign: int, units: Sequence[int], cut: date = date.min) -> Lives:
    """The own steps of some units (a few dozen at most). Days before ``cut`` come as one, the day before it."""
    eve = cut - timedelta(days=1) if cut > date.min else cut
    values = {"campaign": campaign, "units": list(units)}
    found: Lives = {}
    for unit, day, measure, movement, state, n in await store.rows(_DEEDS, {**values, "cut": cut, "eve": eve}):
        found.setdefault(unit, []).append((day, measure, movement, state, int(n)))
    for unit, steps in (await _of_exemplars(store, values, eve)).items():
        found.setdefault(unit, []).extend(steps)
    for unit, thanks in (await besides.thanked(store, campaign, units, eve)).items():
        found.setdefault(unit, []).extend(thanks)
    held = await besides.held(store, campaign, units, eve)
    for unit, rows in groupby(await store.rows(_PLANS, values), key=lambda row: int(row[0])):
        told = [(max(row[1], eve), row[2], row[3]) for row in rows]
        steps = found.setdefault(unit, [])
        confirmed = Counter[date](held.get(unit))
        for day, measure, _, state, n in steps:
            if measure == "deed" and state == "confirmed":
                confirmed[day] += n
        steps += _of_plan(told, confirmed)
    return found


async def _of_exemplars(store: Store, values: Mapping[str, Any], eve: date) -> Lives:
    """How far reports came with the Office: their steps there, beside those of the reports themselves."""
    unit_of: dict[int, int] = {}
    there: dict[int, list[tuple[date, str, str]]] = {}
    itself: dict[int, list[tuple[date, str, str]]] = {}
    for unit, deed, day, step, stage in await store.rows(_AT_THE_OFFICE, values):
        unit_of[deed] = unit
        there.setdefault(deed, []).append((max(day, eve), step, stage))
    for deed, day, state, movement in await store.rows(_OF_EXEMPLARS, values) if there else ():
        itself.setdefault(deed, []).append((max(day, eve), state, movement))
    sums: dict[int, Counter[tuple[date, str, str, str]]] = {}
    for deed, steps in there.items():
        sums.setdefault(unit_of[deed], Counter()).update(_of_exemplar(steps, itself.get(deed, [])))
    return {unit: [(*key, n) for key, n in counted.items() if n] for unit, counted in sums.items()}


def _of_exemplar(
    there: Sequence[tuple[date, str, str]], itself: Sequence[tuple[date, str, str]]
) -> Counter[tuple[date, str, str, str]]:
    """Only how a day ended matters, so the order of the two kinds of steps within it does not."""
    found: Counter[tuple[date, str, str, str]] = Counter()
    before: list[Counted] = []
    for day in sorted({*(step[0] for step in there), *(step[0] for step in itself)}):
        report = [step for step in itself if step[0] <= day]
        office = [step for step in there if step[0] <= day]
        is_public = any(step == "published" for _, step, _ in office)
        now = counted(report[-1][2], report[-1][1], office[-1][2], published=is_public) if report and office else []
        found.update((day, *one) for one in now)
        found.subtract((day, *one) for one in before)
        before = now
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
