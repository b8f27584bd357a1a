"""Requests to join a unit: brought to those who can recognise the person, decided once, passed on in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import bindparam, func, insert, select, update

from domain.clock import Now
from domain.people import Role
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import REQUEST
from storage.types import AnyRow

State = Literal["waiting", "approved", "unknown", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to be a member of a unit."""

    id: int
    person: int
    unit: int
    role: Role
    team: str
    channel: str
    state: State
    rung: int
    asked_at: datetime
    decided_at: datetime | None
    decided_by: int | None


_COLUMNS = (
    REQUEST.c.id,
    REQUEST.c.person_id,
    REQUEST.c.unit_id,
    REQUEST.c.role,
    REQUEST.c.team,
    REQUEST.c.channel,
    REQUEST.c.state,
    REQUEST.c.rung,
    REQUEST.c.asked_at,
    REQUEST.c.decided_at,
    REQUEST.c.decided_by,
)
_ADD = insert(REQUEST).returning(REQUEST.c.id)
_IS_WAITING = REQUEST.c.state == "waiting"
_OF_PERSON = select(*_COLUMNS).where(REQUEST.c.person_id == bindparam("person")).order_by(REQUEST.c.id.desc()).limit(1)
_SINCE = select(func.count()).where(REQUEST.c.person_id == bindparam("person"), REQUEST.c.asked_at > bindparam("since"))
_GET = {
    below: select(*_COLUMNS).where(REQUEST.c.id == bindparam("row"), within(REQUEST.c.unit_id, below=below))
    for below in (True, False)
}
_DECIDE = {
    below: update(REQUEST)
    .where(REQUEST.c.id == bindparam("row"), _IS_WAITING, within(REQUEST.c.unit_id, below=below))
    .values(state=bindparam("now"), decided_at=bindparam("at"), decided_by=bindparam("by"), due_on=None)
    .returning(*_COLUMNS)
    for below in (True, False)
}
_WITHDRAW = (
    update(REQUEST)
    .where(REQUEST.c.person_id == bindparam("person"), _IS_WAITING)
    .values(state="withdrawn", decided_at=bindparam("at"), due_on=None)
)
_WAITING = (
    select(*_COLUMNS)
    .where(_IS_WAITING, within(REQUEST.c.unit_id, below=False))
    .order_by(REQUEST.c.id)
    .limit(bindparam("most"))
)
_OVERDUE = (
    select(*_COLUMNS)
    .where(REQUEST.c.due_on <= bindparam("day"), _IS_WAITING)
    .order_by(REQUEST.c.due_on, REQUEST.c.id)
    .limit(bindparam("most"))
)
_PASS = (
    update(REQUEST)
    .where(REQUEST.c.id == bindparam("row"), _IS_WAITING)
    .values(rung=bindparam("next"), due_on=bindparam("due"))
)


def _request(row: AnyRow | None) -> Request | None:
    return Request(*row) if row else None


async def add(  # noqa: PLR0913, PLR0917 - a request's own facts
    store: Store, now: Now, person: int, unit: int, role: Role, team: str, channel: str, rung: int, due: date | None
) -> int:
    """A request that waits; ``due`` is the day on which it is passed on."""
    return await store.add(
        _ADD,
        {
            "person_id": person,
            "unit_id": unit,
            "role": role,
            "team": team,
            "channel": channel,
            "state": "waiting",
            "rung": rung,
            "asked_at": now.campaign,
            "due_on": due,
        },
    )


async def last_of(store: Store, person: int) -> Request | None:
    """The newest request of a person, whatever became of it."""
    return _request(await store.row(_OF_PERSON, {"person": person}))


async def asked_since(store: Store, person: int, since: datetime) -> int:
    """How many requests a person made since then, by the campaign clock."""
    row = await store.row(_SINCE, {"person": person, "since": since})
    return int(row[0]) if row else 0


async def get(store: Store, now: Now, row: int, scope: Scope) -> Request | None:
    """The request, if its unit lies in the scope."""
    values = {"row": row, "roots": list(scope.roots), "day": now.today}
    return _request(await store.row(_GET[scope.below], values))


async def decide(store: Store, now: Now, row: int, state: State, scope: Scope) -> Request | None:
    """Decide on it, once; None when it does not wait any more or lies outside the scope."""
    values = {"row": row, "now": state, "at": now.campaign, "by": scope.person}
    where = {"roots": list(scope.roots), "day": now.today}
    return _request(await store.returned(_DECIDE[scope.below], {**values, **where}))


async def waiting(store: Store, scope: Scope, most: int) -> Sequence[Request]:
    """Requests to join these very units that wait, the oldest first."""
    return [Request(*row) for row in await store.rows(_WAITING, {"roots": list(scope.roots), "most": most})]


async def withdraw(store: Store, now: Now, person: int) -> bool:
    """Take back whatever of one's own waits; False when nothing did."""
    return await store.write(_WITHDRAW, {"person": person, "at": now.campaign}) > 0


async def overdue(store: Store, day: date, most: int) -> Sequence[Request]:
    """Requests that nobody answered in time, the oldest first."""
    return [Request(*row) for row in await store.rows(_OVERDUE, {"day": day, "most": most})]


async def pass_on(store: Store, row: int, rung: int, due: date | None) -> None:
    """It is now with others; without ``due`` there is nobody left to pass it on to."""
    await store.write(_PASS, {"row": row, "next": rung, "due": due})
