"""People of a unit that ends belong under the one that goes on in its place, from that day on (DESIGN §13.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.people import Role
from domain.rights import fits
from storage.store import Store
from storage.tables import GRANT, UNIT_SPAN
from storage.types import AnyRow

OFFICES = frozenset({"sgddt", "pgd", "vhxh", "khac"})
"""Kinds of unit in which nobody is a teacher."""
_HELD = (
    select(GRANT.c.id, GRANT.c.person_id, GRANT.c.role, GRANT.c.from_day, GRANT.c.to_day, GRANT.c.acting)
    .where(
        GRANT.c.unit_id == bindparam("unit"),
        GRANT.c.to_day > bindparam("day"),
        GRANT.c.to_day > GRANT.c.from_day,
    )
    .order_by(GRANT.c.id)
)
_KIND = select(UNIT_SPAN.c.kind).where(
    UNIT_SPAN.c.unit_id == bindparam("unit"),
    UNIT_SPAN.c.from_day <= bindparam("day"),
    UNIT_SPAN.c.to_day > bindparam("day"),
)
_DAY = bindparam("day", type_=GRANT.c.to_day.type)
_END = (
    update(GRANT)
    .where(GRANT.c.id.in_(bindparam("rows", expanding=True)))
    .values(to_day=case((GRANT.c.from_day > _DAY, GRANT.c.from_day), else_=_DAY))
)
_GO_ON = insert(GRANT).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True)
class Inherited:
    """How many roles of a unit go on in another from a day on, and how many heads among them as deputies."""

    unit: int
    heir: int
    day: date
    roles: int
    heads: int


async def carry(store: Store, ended: Mapping[int, tuple[int, date]]) -> list[Inherited]:
    """Let roles go on in the successor, by unit that ends: (successor, first day without it). Again changes nothing.

    Nobody gains by it: a head stays head where nobody else heads the successor on that day, and is its deputy
    otherwise, until the level above appoints one; a role that does not fit there becomes that of a member; whoever
    acted for a head does so no more.
    """
    found = []
    for unit, (heir, day) in sorted(ended.items()):
        held = await store.rows(_HELD, {"unit": unit, "day": day})
        if held:
            others = sum(1 for other, where in ended.items() if where[0] == heir and other != unit)
            found.append(await _one(store, (unit, heir, day), held, is_alone=not others))
    return found


async def _one(store: Store, where: tuple[int, int, date], held: Sequence[AnyRow], *, is_alone: bool) -> Inherited:
    unit, heir, day = where
    there = await store.rows(_HELD, {"unit": heir, "day": day})
    heads = {row.person_id for row in held if row.role == "head" and not row.acting}
    stays_head = is_alone and len(heads) == 1 and not any(row.role == "head" and not row.acting for row in there)
    kind = await store.row(_KIND, {"unit": heir, "day": day})
    known = {(row.person_id, row.role) for row in there}
    new: dict[tuple[int, Role], date] = {}
    for row in held:
        role = _role(row.role, kind[0] if kind else "", stays_head=stays_head)
        if not row.acting and (row.person_id, role) not in known:
            new[row.person_id, role] = max(row.to_day, new.get((row.person_id, role), row.to_day))
    await _write(store, [row.id for row in held], heir, day, new)
    return Inherited(unit, heir, day, len(new), 0 if stays_head else len(heads))


def _role(role: Role, kind: str, *, stays_head: bool) -> Role:
    if role == "head" and not stays_head:
        role = "deputy"
    if fits(role, kind):
        return role
    return "staff" if kind in OFFICES else "teacher"


async def _write(store: Store, ends: Sequence[int], heir: int, day: date, new: Mapping[tuple[int, Role], date]) -> None:
    await store.write(_END, {"rows": list(ends), "day": day})
    for (person, role), until in new.items():
        await store.write(
            _GO_ON,
            {"person_id": person, "role": role, "unit_id": heir, "from_day": day, "to_day": until, "acting": False},
        )
