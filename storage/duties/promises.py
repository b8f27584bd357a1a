"""Days that units named for what they owe: kept, moved in time, or broken; counted, and shown beside the unit."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import IS_OPEN, PROMISE

_MADE = insert(PROMISE)
_MADE = _MADE.on_conflict_do_update(
    index_elements=["obligation_id", "unit_id", "day"], set_={"state": "open", "settled_at": None}
)
_OF_UNIT = (PROMISE.c.obligation_id == bindparam("obligation")) & (PROMISE.c.unit_id == bindparam("unit"))
_SETTLE = (
    update(PROMISE)
    .where(_OF_UNIT, IS_OPEN, PROMISE.c.day != bindparam("but"))
    .values(state=bindparam("becomes"), settled_at=bindparam("at"))
)
_OVERDUE = (
    select(PROMISE.c.obligation_id, PROMISE.c.unit_id, PROMISE.c.day)
    .where(IS_OPEN, PROMISE.c.day < bindparam("today"))
    .limit(bindparam("most"))
)
_BREAK = (
    update(PROMISE)
    .where(_OF_UNIT, PROMISE.c.day == bindparam("on"), IS_OPEN)
    .values(state="broken", settled_at=bindparam("at"))
)
_BREAK_PASSED = (
    update(PROMISE)
    .where(_OF_UNIT, PROMISE.c.day < bindparam("today"), IS_OPEN)
    .values(state="broken", settled_at=bindparam("at"))
)
_NAMED = select(PROMISE.c.day, PROMISE.c.state).where(_OF_UNIT).order_by(PROMISE.c.made_at.desc(), PROMISE.c.day.desc())
_COUNT = {
    below: select(PROMISE.c.state, func.count())
    .where(PROMISE.c.obligation_id == bindparam("obligation"), within(PROMISE.c.unit_id, below=below))
    .group_by(PROMISE.c.state)
    for below in (True, False)
}
NEVER = date.min


async def made(store: Store, now: Now, obligation: int, unit: int, day: date, person: int) -> None:
    """A unit names a day; one it had named before, if it has not passed, is moved by that."""
    await _settle(store, now, obligation, unit, "moved", day)
    await store.write(
        _MADE,
        {
            "obligation_id": obligation,
            "unit_id": unit,
            "day": day,
            "made_at": now.campaign,
            "person_id": person,
            "state": "open",
        },
    )


async def kept(store: Store, now: Now, obligation: int, unit: int) -> None:
    """What was promised is done: in time, for a day that passed is broken already."""
    await _settle(store, now, obligation, unit, "kept", NEVER)


async def moved(store: Store, now: Now, obligation: int, unit: int) -> None:
    """The unit asked for more time, or to be left out, before the day it had named."""
    await _settle(store, now, obligation, unit, "moved", NEVER)


async def _settle(store: Store, now: Now, obligation: int, unit: int, becomes: str, but: date) -> None:
    """Days of this unit that have passed are broken first: nothing said later keeps them."""
    await store.write(_BREAK_PASSED, {"obligation": obligation, "unit": unit, "today": now.today, "at": now.campaign})
    values = {"obligation": obligation, "unit": unit, "becomes": becomes, "but": but, "at": now.campaign}
    await store.write(_SETTLE, values)


async def break_overdue(store: Store, now: Now, most: int) -> int:
    """Days that have passed without the thing being done; returns how many."""
    found = await store.rows(_OVERDUE, {"today": now.today, "most": most})
    for number, unit, day in found:
        await store.write(_BREAK, {"obligation": number, "unit": unit, "on": day, "at": now.campaign})
    return len(found)


async def named(store: Store, obligation: int, unit: int) -> list[tuple[date, str]]:
    """The days a unit has named, the last one first, and what became of each."""
    return [(row[0], row[1]) for row in await store.rows(_NAMED, {"obligation": obligation, "unit": unit})]


async def counts(store: Store, now: Now, obligation: int, scope: Scope) -> Mapping[str, int]:
    """How many are open, kept, moved and broken among the units of a scope."""
    asked = {"obligation": obligation, "roots": list(scope.roots), "day": now.today}
    return {row[0]: row[1] for row in await store.rows(_COUNT[scope.below], asked)}
