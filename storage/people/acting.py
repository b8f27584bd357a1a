"""Who heads a unit while its head is away: from a day to a day, and after that by themselves no more."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.people import Person
from domain.rights import Scope
from storage.people import members
from storage.people.members import Member
from storage.scopes import within
from storage.store import Store
from storage.tables import GRANT

_NEW = insert(GRANT)
_GIVE = _NEW.on_conflict_do_update(
    index_elements=["person_id", "role", "unit_id", "from_day"],
    set_={"to_day": _NEW.excluded.to_day, "given_by": _NEW.excluded.given_by, "acting": _NEW.excluded.acting},
    where=GRANT.c.acting | (GRANT.c.to_day <= bindparam("today")),
).returning(GRANT.c.id)
_OF_UNIT = (
    select(GRANT.c.person_id, GRANT.c.from_day, GRANT.c.to_day)
    .where(
        GRANT.c.unit_id == bindparam("unit"),
        GRANT.c.acting,
        GRANT.c.to_day > bindparam("day"),
        GRANT.c.to_day > GRANT.c.from_day,
        within(GRANT.c.unit_id, below=True),
    )
    .order_by(GRANT.c.from_day, GRANT.c.id)
)
_END = (
    update(GRANT)
    .where(GRANT.c.unit_id == bindparam("unit"), GRANT.c.acting, GRANT.c.to_day > bindparam("day"))
    .values(to_day=bindparam("day"))
)


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who heads a unit, or will, from the first to the last of these days."""

    person: int
    first: date
    last: date


async def give(store: Store, now: Now, giver: Person, member: Member, days: tuple[date, date]) -> bool:
    """Let a colleague head the unit on these days, both included, in place of whoever was named before.

    False when the giver may not name the unit's deputy (a head for good may, and so may the offices above), or when the
    colleague heads it already.
    """
    if not await members.may(store, giver, "deputy", member.unit, now.today):
        return False
    await store.write(_END, {"unit": member.unit, "day": now.today})
    values = {
        "person_id": member.person,
        "role": "head",
        "unit_id": member.unit,
        "from_day": days[0],
        "to_day": days[1] + timedelta(days=1),
        "given_by": giver.id,
        "acting": True,
    }
    return await store.returned(_GIVE, {**values, "today": now.today}) is not None


async def of_unit(store: Store, now: Now, unit: int, scope: Scope) -> list[Acting]:
    """Who acts for the head of a unit of the scope, today or later."""
    rows = await store.rows(_OF_UNIT, {"unit": unit, "day": now.today, "roots": list(scope.roots)})
    return [Acting(row[0], row[1], row[2] - timedelta(days=1)) for row in rows]


async def end(store: Store, now: Now, giver: Person, unit: int) -> bool:
    """From today on nobody acts for the head; False when nobody did, or the giver may not."""
    if not await members.may(store, giver, "deputy", unit, now.today):
        return False
    return await store.write(_END, {"unit": unit, "day": now.today}) > 0
