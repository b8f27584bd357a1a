"""Who belongs to a unit: listed a page at a time, let go, and what roles the one who asks holds above it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import bindparam, case, func, select, update

from domain.clock import Now
from domain.people import Person, Role, Title
from domain.rights import Scope, gives_as, may_grant
from storage.people import people
from storage.scopes import within
from storage.store import Store
from storage.tables import GRANT, PERSON, UNIT_SPAN
from storage.types import AnyRow
from storage.units import units


@dataclass(frozen=True, slots=True)
class Member:
    """A role that somebody holds in a unit."""

    grant: int
    person: int
    name: str
    title: Title
    role: Role
    unit: int
    unit_name: str
    unit_kind: str
    since: date
    acts_until: date | None = None
    """The last day on which this person heads the unit for its head."""


ORDER: tuple[Role, ...] = ("teacher", "staff", "deputy", "head", "relay", "office", "council", "partner")
"""Roles in the order in which they are offered."""
_ORDER = case({"head": 0, "deputy": 1, "relay": 2, "office": 3}, value=GRANT.c.role, else_=9)
_HELD = (GRANT.c.from_day <= bindparam("day")) & (GRANT.c.to_day > bindparam("day")) & ~GRANT.c.acting
_ACTS = GRANT.alias("acts")
_ACTS_UNTIL = (
    select(func.max(_ACTS.c.to_day))
    .where(
        _ACTS.c.person_id == GRANT.c.person_id,
        _ACTS.c.unit_id == GRANT.c.unit_id,
        _ACTS.c.acting,
        _ACTS.c.from_day <= bindparam("day"),
        _ACTS.c.to_day > bindparam("day"),
    )
    .scalar_subquery()
)
_MEMBERS = (
    select(
        GRANT.c.id,
        GRANT.c.person_id,
        PERSON.c.name,
        PERSON.c.title,
        GRANT.c.role,
        GRANT.c.unit_id,
        UNIT_SPAN.c.name.label("unit_name"),
        UNIT_SPAN.c.kind,
        GRANT.c.from_day,
        _ACTS_UNTIL,
    )
    .join(PERSON, PERSON.c.id == GRANT.c.person_id)
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == GRANT.c.unit_id)
        & (UNIT_SPAN.c.from_day <= bindparam("day"))
        & (UNIT_SPAN.c.to_day > bindparam("day")),
    )
    .where(_HELD)
)
_OF_UNIT = {
    below: _MEMBERS.where(GRANT.c.unit_id == bindparam("unit"), within(GRANT.c.unit_id, below=below))
    .order_by(_ORDER, GRANT.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
    for below in (True, False)
}
_COUNT = {
    below: select(func.count()).where(GRANT.c.unit_id == bindparam("unit"), _HELD, within(GRANT.c.unit_id, below=below))
    for below in (True, False)
}
_ONE = {
    below: _MEMBERS.where(GRANT.c.id == bindparam("row"), within(GRANT.c.unit_id, below=below))
    for below in (True, False)
}
_END = (
    update(GRANT)
    .where(GRANT.c.id == bindparam("row"), GRANT.c.to_day > bindparam("day"))
    .values(to_day=bindparam("day"))
)

_END_ACTING = (
    update(GRANT)
    .where(
        GRANT.c.person_id == bindparam("person"),
        GRANT.c.unit_id == bindparam("unit"),
        GRANT.c.acting,
        GRANT.c.to_day > bindparam("day"),
    )
    .values(to_day=bindparam("day"))
)


def _member(row: AnyRow) -> Member:
    member = Member(*row)
    return replace(member, acts_until=member.acts_until - timedelta(days=1)) if member.acts_until else member


async def of_unit(store: Store, now: Now, unit: int, scope: Scope, page: tuple[int, int]) -> tuple[int, list[Member]]:
    """How many roles are held there today, and a page (skip, most) of them; heads come first."""
    where = {"unit": unit, "day": now.today, "roots": list(scope.roots)}
    counted = await count(store, now, unit, scope)
    rows = await store.rows(_OF_UNIT[scope.below], {**where, "skip": page[0], "most": page[1]})
    return counted, [_member(row) for row in rows]


async def count(store: Store, now: Now, unit: int, scope: Scope) -> int:
    """How many roles are held in a unit today."""
    row = await store.row(_COUNT[scope.below], {"unit": unit, "day": now.today, "roots": list(scope.roots)})
    return int(row[0]) if row else 0


async def get(store: Store, now: Now, row: int, scope: Scope) -> Member | None:
    """The role of that row, while it is held and lies in the scope."""
    found = await store.row(_ONE[scope.below], {"row": row, "day": now.today, "roots": list(scope.roots)})
    return _member(found) if found else None


async def may(store: Store, giver: Person, role: Role, unit: int, day: date) -> bool:
    """Whether ``giver`` may give ``role`` in that unit or take it away, by the tree of that day (domain/rights)."""
    held = [grant for grant in giver.grants if await units.is_below(store, unit, [grant.unit], day)]
    return may_grant([gives_as(grant) for grant in held], role)


async def end(store: Store, now: Now, giver: Person, member: Member) -> bool:
    """Let a role end today, and with it acting for the head; False when the giver may not, or it has ended."""
    if not await _stop(store, now, giver, member):
        return False
    await store.write(_END_ACTING, {"person": member.person, "unit": member.unit, "day": now.today})
    return True


async def _stop(store: Store, now: Now, giver: Person, member: Member) -> bool:
    if not await may(store, giver, member.role, member.unit, now.today):
        return False
    return await store.write(_END, {"row": member.grant, "day": now.today}) == 1


async def change(store: Store, now: Now, giver: Person, member: Member, role: Role) -> bool:
    """Another role in the same unit from today on; False when the giver may not take this one or give that one."""
    if not await may(store, giver, role, member.unit, now.today) or not await _stop(store, now, giver, member):
        return False
    await people.grant(store, member.person, role, member.unit, now.today, giver.id)
    return True
