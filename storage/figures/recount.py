"""Counts all figures of a campaign again from what was reported, beside whoever is writing (DESIGN §13.6)."""

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import bindparam, case, delete, literal, select, update

from domain.plans import DONE
from storage import notes
from storage.database import Connection, Engine
from storage.figures import figures
from storage.figures.besides import HELD
from storage.figures.lives import lives
from storage.figures.places import Key, places
from storage.store import Store
from storage.tables import BRANCH, DEED, FIGURE, PLAN, UNIT
from storage.writer import MOST_ROWS, TICKS, Writer

_UNITS_AT_ONCE: Final = 10
"""Small enough that whoever shares the process does not wait for the counting."""
_NOTE: Final = "recount"

_CONFIRMED = (
    select(literal(1))
    .where(DEED.c.unit_id == PLAN.c.unit_id, DEED.c.campaign_id == PLAN.c.campaign_id, DEED.c.state == "confirmed")
    .exists()
)
_IS_COMPLETE = case((PLAN.c.state.in_(sorted(DONE)) & (PLAN.c.spread | _CONFIRMED | HELD), True), else_=False)
_MARK = (
    update(PLAN)
    .where(PLAN.c.campaign_id == bindparam("campaign"), PLAN.c.complete != _IS_COMPLETE)
    .values(complete=_IS_COMPLETE)
)
_UNITS = select(UNIT.c.id).order_by(UNIT.c.id)
_ABOVE = select(BRANCH.c.ancestor_id).where(BRANCH.c.ancestor_id != BRANCH.c.unit_id).distinct()
_KEY = (FIGURE.c.branch_id, FIGURE.c.day, FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state)
_IN = (FIGURE.c.campaign_id == bindparam("campaign"), FIGURE.c.branch_id.in_(bindparam("branches", expanding=True)))
_KEPT = select(*_KEY, FIGURE.c.n).where(*_IN)
_EMPTY = delete(FIGURE).where(*_IN, FIGURE.c.n == 0)


class Superseded(Exception):
    """Another recount began meanwhile; what this one has put right stays, the other counts the rest."""


async def recount(readers: Engine, writer: Writer, campaign: int) -> int:
    """Make kept figures those of the raw rows, as the tree was on each day; returns how many rows differed.

    All is counted on one view of the database that stands still, without the writer; the writer then only adds the
    differences, a few hundred rows at a time. Sums do not mind the order, so what is reported or moved meanwhile stays
    counted. Raises Superseded when a second recount begins: a difference must not be added twice.
    """
    mine = await _begin(writer, campaign)
    found = 0
    async with _standing_still(readers) as connection:
        store = Store(connection, writable=False)
        above = {int(row[0]) for row in await store.rows(_ABOVE)}
        units = [int(row[0]) for row in await store.rows(_UNITS)]
        upper: dict[int, Counter[Key]] = {branch: Counter() for branch in above}
        for at in range(0, len(units), _UNITS_AT_ONCE):
            part = units[at : at + _UNITS_AT_ONCE]
            counted = await _count(store, campaign, part)
            leaves: Counter[Key] = Counter()
            for key, n in counted.items():
                upper.get(key[0], leaves)[key] += n
            alone = [unit for unit in part if unit not in above]
            found += await _put_right(writer, campaign, mine, await _differences(store, campaign, alone, leaves))
        for branch, true in sorted(upper.items()):
            found += await _put_right(writer, campaign, mine, await _differences(store, campaign, [branch], true))
    return found


async def _begin(writer: Writer, campaign: int) -> str:
    """Say that this recount is the one, and put right what stands with each plan, which says what the next step is."""
    mine = secrets.token_hex(8)

    async def write(connection: Connection) -> None:
        store = Store(connection)
        await notes.put(store, _NOTE, mine)
        await store.write(_MARK, {"campaign": campaign})
        await store.keep()

    await writer.run(write, TICKS)
    return mine


@asynccontextmanager
async def _standing_still(readers: Engine) -> AsyncIterator[Connection]:
    """One view for all statements; SQLite gives no other."""
    async with readers.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        async with connection.begin():
            yield connection


async def _count(store: Store, campaign: int, units: Sequence[int]) -> Counter[Key]:
    """All that some units contribute, wherever that is counted."""
    where = await places(store, units)
    counted: Counter[Key] = Counter()
    for unit, steps in (await lives(store, campaign, units)).items():
        if unit in where:
            for own in steps:
                for key, n in where[unit].contributions(own):
                    counted[key] += n
    return counted


async def _differences(
    store: Store, campaign: int, branches: Sequence[int], true: Counter[Key]
) -> list[tuple[Key, int]]:
    """What has to be added to the kept rows of some branches. A row of zero and one that is not there are the same."""
    lacking: Counter[Key] = Counter(true)
    values = {"campaign": campaign, "branches": list(branches)}
    for branch, day, measure, movement, state, n in await store.rows(_KEPT, values) if branches else ():
        lacking[branch, day, measure, movement, state] -= int(n)
    return [(key, n) for key, n in lacking.items() if n]


async def _put_right(writer: Writer, campaign: int, mine: str, lacking: Sequence[tuple[Key, int]]) -> int:
    for at in range(0, len(lacking), MOST_ROWS):
        part = dict(lacking[at : at + MOST_ROWS])

        async def write(connection: Connection, part: dict[Key, int] = part) -> None:
            store = Store(connection)
            if await notes.get(store, _NOTE) != mine:
                raise Superseded
            await figures.add(store, campaign, part)
            await store.write(_EMPTY, {"campaign": campaign, "branches": _branches(part)})
            await store.keep()

        await writer.run(write, TICKS)
    return len(lacking)


def _branches(keys: Iterable[Key]) -> list[int]:
    return sorted({key[0] for key in keys})
