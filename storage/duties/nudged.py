"""How often units were reminded of a duty and who answers for them: what stands beside late ones in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, select

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import GRANT, OBLIGATION, PERSON, REMINDER


@dataclass(slots=True)
class Nudged:
    """Times, the last one, and the people who answer for the unit: (name, title)."""

    times: int = 0
    last: datetime | None = None
    people: list[tuple[str, str]] = field(default_factory=list)


_UNITS: BindParameter[int] = bindparam("units", expanding=True)
_TIMES = (
    select(REMINDER.c.unit_id, func.count(REMINDER.c.step.distinct()), func.max(REMINDER.c.told_at))
    .join(OBLIGATION, OBLIGATION.c.id == REMINDER.c.obligation_id)
    .where(
        OBLIGATION.c.campaign_id == bindparam("campaign"),
        OBLIGATION.c.code == bindparam("code"),
        REMINDER.c.unit_id.in_(_UNITS),
        REMINDER.c.state.in_(("told", "sent", "unknown")),
        REMINDER.c.seat.in_(("head", "deputy")),
        func.coalesce(REMINDER.c.reason, "").not_in(("nobody", "no_address")),
        within(REMINDER.c.unit_id, below=True),
    )
    .group_by(REMINDER.c.unit_id)
)
_PEOPLE = (
    select(GRANT.c.unit_id, PERSON.c.name, PERSON.c.title)
    .join(PERSON, PERSON.c.id == GRANT.c.person_id)
    .where(
        GRANT.c.unit_id.in_(_UNITS),
        GRANT.c.role.in_(("head", "deputy", "relay")),
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
        within(GRANT.c.unit_id, below=True),
    )
    .order_by(GRANT.c.id)
)


async def of_units(
    store: Store, now: Now, campaign: int, code: str, units: Sequence[int], scope: Scope
) -> dict[int, Nudged]:
    """Of a page of units, as far as they lie in the scope; a nudge to head and deputy alike is one."""
    values = {"campaign": campaign, "code": code, "units": list(units), "roots": list(scope.roots), "day": now.today}
    found = {unit: Nudged() for unit in units}
    for unit, times, last in await store.rows(_TIMES, values):
        found[unit].times, found[unit].last = int(times), last
    for unit, name, title in await store.rows(_PEOPLE, values):
        found[unit].people.append((name, title))
    return found
