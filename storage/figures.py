"""Kept figures: dated steps for a unit and everything above it, so that a sum over days is an answer (DESIGN §13.6)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.types import Date, Integer, String

from storage.database import Connection
from storage.store import Store
from storage.tables import BRANCH, FIGURE
from storage.types import RowId


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One more or one less of something, in a unit, on a day."""

    campaign: int
    unit: int
    day: date
    measure: str
    movement: str
    state: str


_FROM_BRANCH = select(
    bindparam("campaign", type_=RowId),
    BRANCH.c.ancestor_id,
    bindparam("day", type_=Date),
    bindparam("measure", type_=String),
    bindparam("movement", type_=String),
    bindparam("state", type_=String),
    bindparam("n", type_=Integer),
).where(
    BRANCH.c.unit_id == bindparam("unit"), BRANCH.c.from_day <= bindparam("day"), BRANCH.c.to_day > bindparam("day")
)
_STEP = insert(FIGURE).from_select([column.name for column in FIGURE.c], _FROM_BRANCH)
_STEP = _STEP.on_conflict_do_update(
    index_elements=[column.name for column in FIGURE.primary_key], set_={"n": FIGURE.c.n + _STEP.excluded.n}
)
_SUM = (
    select(FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state, func.sum(FIGURE.c.n))
    .where(
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id == bindparam("branch"),
        FIGURE.c.day > bindparam("after"),
        FIGURE.c.day <= bindparam("until"),
    )
    .group_by(FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state)
)

Sums = dict[tuple[str, str, str], int]
"""By (measure, movement, state)."""


async def write(connection: Connection, steps: Iterable[tuple[Step, int]]) -> None:
    """Add signed steps to the unit and each of its ancestors of that day, merged and in key order."""
    merged: Counter[Step] = Counter()
    for one, n in steps:
        merged[one] += n
    values = [
        {
            "campaign": one.campaign,
            "unit": one.unit,
            "day": one.day,
            "measure": one.measure,
            "movement": one.movement,
            "state": one.state,
            "n": n,
        }
        for one, n in sorted(merged.items())
        if n
    ]
    if values:
        await connection.execute(_STEP, values)


async def stock(store: Store, campaign: int, branch: int, day: date) -> Sums:
    """How things stand in a branch at the end of ``day``: all steps up to it."""
    return await flow(store, campaign, branch, date.min, day)


async def flow(store: Store, campaign: int, branch: int, after: date, until: date) -> Sums:
    """What happened in a branch after one day and up to another."""
    values = {"campaign": campaign, "branch": branch, "after": after, "until": until}
    return {(row[0], row[1], row[2]): int(row[3]) for row in await store.rows(_SUM, values) if row[3]}
