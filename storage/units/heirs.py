"""Units that have ended, and the ones that go on in their place: whose duty theirs is, and what they were called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from storage.store import Store
from storage.tables import HEIR, UNIT_SPAN

_ON = (HEIR.c.from_day <= bindparam("day")) & (HEIR.c.to_day > bindparam("day"))
OF = select(HEIR.c.heir_id, HEIR.c.unit_id).where(HEIR.c.heir_id.in_(bindparam("units", expanding=True)), _ON)
"""(unit that works, unit that has ended) on a day."""
_LIVING = select(HEIR.c.heir_id).where(HEIR.c.unit_id == bindparam("unit"), _ON)
_PAST = (
    select(HEIR.c.unit_id, UNIT_SPAN.c.name, UNIT_SPAN.c.to_day)
    .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == HEIR.c.unit_id)
    .where(HEIR.c.heir_id == bindparam("unit"), _ON)
    .order_by(UNIT_SPAN.c.to_day, UNIT_SPAN.c.unit_id)
)


@dataclass(frozen=True, slots=True)
class Past:
    """A unit that has ended: its last name, and the last day on which it worked."""

    id: int
    name: str
    until: date


async def living(store: Store, unit: int, day: date) -> int:
    """The unit that goes on in place of this one on ``day``; the unit itself where none does."""
    row = await store.row(_LIVING, {"unit": unit, "day": day})
    return int(row[0]) if row else unit


async def past(store: Store, unit: int, day: date) -> list[Past]:
    """The units that this one goes on for, by the names they had last."""
    rows = await store.rows(_PAST, {"unit": unit, "day": day})
    last = {row[0]: Past(row[0], row[1], row[2] - timedelta(days=1)) for row in rows}
    return sorted(last.values(), key=lambda one: (one.until, one.id))


def by_heir(rows: Sequence[tuple[int, int]]) -> Mapping[int, tuple[int, ...]]:
    """Ended units by the one that goes on for them, of rows of :data:`OF`."""
    found: dict[int, tuple[int, ...]] = {}
    for heir, unit in sorted(rows):
        found[heir] = (*found.get(heir, ()), unit)
    return found
