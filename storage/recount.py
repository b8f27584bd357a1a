"""Counts all figures of a campaign again from what was reported, and puts right those that differ (DESIGN §13.6)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TypeAlias

from sqlalchemy import BindParameter, Column, Over, bindparam, delete, func, literal, select, union_all, update
from sqlalchemy.dialects.postgresql import insert

from domain.summary import is_complete
from storage.store import Store
from storage.tables import BRANCH, DEED, DEED_STEP, FIGURE, PLAN, PLAN_STEP

Key: TypeAlias = tuple[int, date, str, str, str]
"""Branch, day, measure, movement, state."""

_CAMPAIGN: BindParameter[int] = bindparam("campaign")


def _before(column: Column[str]) -> Over[str]:
    """What it was in the deed's step before this one."""
    return func.lag(column).over(partition_by=DEED_STEP.c.deed_id, order_by=DEED_STEP.c.id)


_LIVES = (
    select(
        DEED.c.unit_id,
        DEED_STEP.c.day,
        DEED_STEP.c.movement,
        DEED_STEP.c.state,
        _before(DEED_STEP.c.movement).label("movement_before"),
        _before(DEED_STEP.c.state).label("state_before"),
    )
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(DEED.c.campaign_id == _CAMPAIGN)
    .cte("lives")
)
_WHEN = (_LIVES.c.unit_id, _LIVES.c.day)
_STEPS = union_all(
    select(*_WHEN, literal("deed").label("measure"), _LIVES.c.movement, _LIVES.c.state, literal(1).label("n")),
    select(*_WHEN, literal("deed"), _LIVES.c.movement_before, _LIVES.c.state_before, literal(-1)).where(
        _LIVES.c.state_before.is_not(None)
    ),
    select(*_WHEN, literal("deed_in"), _LIVES.c.movement, literal(""), literal(1)).where(
        _LIVES.c.state_before.is_(None)
    ),
).subquery("steps")
_BY = (BRANCH.c.ancestor_id, _STEPS.c.day, _STEPS.c.measure, _STEPS.c.movement, _STEPS.c.state)
_DEEDS = (
    select(*_BY, func.sum(_STEPS.c.n))
    .join(BRANCH, (BRANCH.c.unit_id == _STEPS.c.unit_id) & (BRANCH.c.from_day <= _STEPS.c.day))
    .where(BRANCH.c.to_day > _STEPS.c.day)
    .group_by(*_BY)
)
_FIRST_CONFIRMED = (
    select(DEED.c.unit_id, func.min(DEED_STEP.c.day))
    .join(DEED, DEED.c.id == DEED_STEP.c.deed_id)
    .where(DEED.c.campaign_id == _CAMPAIGN, DEED_STEP.c.state == "confirmed")
    .group_by(DEED.c.unit_id)
)
_PLANS = (
    select(PLAN.c.unit_id, PLAN_STEP.c.day, PLAN_STEP.c.state, PLAN_STEP.c.spread)
    .join(PLAN, PLAN.c.id == PLAN_STEP.c.plan_id)
    .where(PLAN.c.campaign_id == _CAMPAIGN)
    .order_by(PLAN.c.unit_id, PLAN_STEP.c.id)
)
_BRANCHES = select(BRANCH.c.unit_id, BRANCH.c.ancestor_id, BRANCH.c.from_day, BRANCH.c.to_day)
_COMPLETE = (
    update(PLAN)
    .where(PLAN.c.campaign_id == _CAMPAIGN, PLAN.c.unit_id == bindparam("unit"))
    .values(complete=bindparam("is"))
)
_KEY = (FIGURE.c.branch_id, FIGURE.c.day, FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state)
_KEPT = select(*_KEY, FIGURE.c.n).where(FIGURE.c.campaign_id == _CAMPAIGN)
_NAMES = ("branch_id", "day", "measure", "movement", "state")
_GONE = delete(FIGURE).where(
    FIGURE.c.campaign_id == _CAMPAIGN, *(column == bindparam(f"the_{column.name}") for column in _KEY)
)
_NEW = insert(FIGURE)
_PUT = _NEW.on_conflict_do_update(
    index_elements=[column.name for column in FIGURE.primary_key], set_={"n": _NEW.excluded.n}
)


async def recount(store: Store, campaign_id: int) -> int:
    """Make the kept figures those of the raw rows, as the tree was on each day; returns how many rows differed.

    A row that is kept as zero and one that is not there are the same.
    """
    values = {"campaign": campaign_id}
    kept = {(row[0], row[1], row[2], row[3], row[4]): int(row[5]) for row in await store.rows(_KEPT, values)}
    true: Counter[Key] = Counter()
    for branch, day, measure, movement, state, n in await store.rows(_DEEDS, values):
        true[branch, day, measure, movement, state] = int(n)
    true.update(await _plans(store, campaign_id))
    differing = [key for key in sorted(kept.keys() | true.keys()) if kept.get(key, 0) != true[key]]
    await _put_right(store, campaign_id, {key: true[key] for key in differing})
    return len(differing)


async def _plans(store: Store, campaign: int) -> Counter[Key]:
    """Steps of plans and of completeness, for the unit and all above it; sets right what stands with each plan."""
    confirmed = {row[0]: row[1] for row in await store.rows(_FIRST_CONFIRMED, {"campaign": campaign})}
    above: dict[int, list[tuple[int, date, date]]] = {}
    for unit, ancestor, start, end in await store.rows(_BRANCHES):
        above.setdefault(unit, []).append((ancestor, start, end))
    steps: Counter[Key] = Counter()
    complete: list[dict[str, object]] = []
    for unit, rows in groupby(await store.rows(_PLANS, {"campaign": campaign}), key=lambda row: int(row[0])):
        told = [(row[1], row[2], row[3]) for row in rows]
        for day, measure, state, n in _of_unit(told, confirmed.get(unit)):
            for ancestor, start, end in above.get(unit, ()):
                if start <= day < end:
                    steps[ancestor, day, measure, "", state] += n
        complete.append({"campaign": campaign, "unit": unit, "is": _complete_on(told, confirmed.get(unit), date.max)})
    if complete:
        await store.write(_COMPLETE, complete)
    return steps


def _of_unit(told: list[tuple[date, str, bool]], confirmed: date | None) -> Iterator[tuple[date, str, str, int]]:
    before: str | None = None
    for day, state, _ in told:
        yield day, "plan", state, 1
        if before is not None:
            yield day, "plan", before, -1
        before = state
    was = False
    for day in sorted({*(day for day, _, _ in told), *([confirmed] if confirmed else [])}):
        now = _complete_on(told, confirmed, day)
        if now != was:
            yield day, "complete", "", 1 if now else -1
        was = now


def _complete_on(told: list[tuple[date, str, bool]], confirmed: date | None, day: date) -> bool:
    last = next(((state, spread) for on, state, spread in reversed(told) if on <= day), None)
    return last is not None and is_complete(
        last[0], spread=last[1], confirmed=int(confirmed is not None and confirmed <= day)
    )


async def _put_right(store: Store, campaign: int, true: dict[Key, int]) -> None:
    named = [(dict(zip(_NAMES, key, strict=True)), n) for key, n in true.items()]
    if gone := [
        {"campaign": campaign, **{f"the_{name}": part for name, part in key.items()}} for key, n in named if not n
    ]:
        await store.write(_GONE, gone)
    if new := [{"campaign_id": campaign, **key, "n": n} for key, n in named if n]:
        await store.write(_PUT, new)
