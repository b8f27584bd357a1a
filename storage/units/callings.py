"""What units are called: the names for the index that finds them, and which of those found are there on a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, func, select

from domain.readers.units import UnitName
from domain.unit_names import place_of
from storage.store import Store
from storage.tables import HEIR, UNIT, UNIT_SPAN
from storage.types import AnyRow


@dataclass(frozen=True, slots=True)
class Place:
    """A unit to be chosen among others, with the one above it, which tells schools of one name apart."""

    id: int
    code: str
    name: str
    kind: str
    above: str


_DAY: BindParameter[date] = bindparam("day")
_ABOVE = UNIT_SPAN.alias("above")
_PLACES = (
    select(UNIT.c.id, UNIT.c.code, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, func.coalesce(_ABOVE.c.name, ""))
    .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == UNIT.c.id)
    .outerjoin(
        _ABOVE, (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= _DAY) & (_ABOVE.c.to_day > _DAY)
    )
    .where(UNIT_SPAN.c.from_day <= _DAY, UNIT_SPAN.c.to_day > _DAY, UNIT.c.code.in_(bindparam("codes", expanding=True)))
    .order_by(UNIT.c.code)
)
_FORMER = UNIT.alias("former")
_SUCCESSORS = (
    select(UNIT.c.id, UNIT.c.code, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, func.coalesce(_ABOVE.c.name, ""))
    .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == UNIT.c.id)
    .outerjoin(
        _ABOVE, (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= _DAY) & (_ABOVE.c.to_day > _DAY)
    )
    .join(HEIR, HEIR.c.heir_id == UNIT.c.id)
    .join(_FORMER, _FORMER.c.id == HEIR.c.unit_id)
    .where(UNIT_SPAN.c.from_day <= _DAY, UNIT_SPAN.c.to_day > _DAY, HEIR.c.from_day <= _DAY, HEIR.c.to_day > _DAY)
    .where(_FORMER.c.code.in_(bindparam("codes", expanding=True)))
    .order_by(UNIT.c.code)
)
_NAMES = (
    select(UNIT.c.code, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, UNIT.c.aliases, _ABOVE.c.name)
    .join(UNIT_SPAN, UNIT_SPAN.c.unit_id == UNIT.c.id)
    .outerjoin(
        _ABOVE,
        (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id)
        & (_ABOVE.c.from_day <= UNIT_SPAN.c.from_day)
        & (_ABOVE.c.to_day > UNIT_SPAN.c.from_day),
    )
    .order_by(UNIT.c.id, UNIT_SPAN.c.from_day)
)
_WORKS_STILL = UNIT_SPAN.c.to_day > _DAY
_AGAIN = UNIT_SPAN.alias("again")
_ENDED = ~select(_AGAIN.c.unit_id).where(_AGAIN.c.unit_id == UNIT_SPAN.c.unit_id, _AGAIN.c.to_day > _DAY).exists()


async def places(store: Store, codes: Sequence[str], day: date) -> list[Place]:
    """Those of these units that are there on ``day``."""
    return [Place(*row) for row in await store.rows(_PLACES, {"codes": list(codes), "day": day})]


async def successors(store: Store, codes: Sequence[str], day: date) -> list[Place]:
    """Those that go on, on ``day``, in place of these units, which have ended."""
    return [Place(*row) for row in await store.rows(_SUCCESSORS, {"codes": list(codes), "day": day})]


async def names(store: Store, day: date) -> list[UnitName]:
    """What people may call each unit that is there on ``day`` or will be: names, aliases, and its place when shared.

    One entry per unit: a later name is one more alias. Whoever finds a unit by these asks :func:`places` whether it is.
    """
    return _called(await store.rows(_NAMES.where(_WORKS_STILL), {"day": day}))


async def ended(store: Store, day: date) -> list[UnitName]:
    """What people may call the units that have ended: their figures stay (DOMAIN §10)."""
    return _called(await store.rows(_NAMES.where(_ENDED), {"day": day}))


def _called(rows: Sequence[AnyRow]) -> list[UnitName]:
    shared = {name for name, times in Counter(row[1] for row in rows).items() if times > 1}
    found: dict[str, UnitName] = {}
    for code, name, kind, aliases, above in rows:
        called = tuple(aliases or ())
        if name in shared and above:
            called += (f"{name} {place_of(above)}",)
        known = found.get(code, UnitName(code, name, kind))
        called = tuple(dict.fromkeys((*known.aliases, *called, name)))
        found[code] = UnitName(code, known.name, known.kind, tuple(one for one in called if one != known.name))
    return list(found.values())
