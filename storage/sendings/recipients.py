"""The ledger of a sending: everybody it is meant for, what became of it for each, and who has acknowledged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.dispatches import Dispatch, Tally
from storage.sendings.audiences import Found
from storage.store import Store
from storage.tables import HAS_LEFT, OUTBOX, PERSON, RECIPIENT, UNIT_SPAN


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is still to get it."""

    id: int
    person: int
    channel: str


_DAY: BindParameter[date] = bindparam("day")
_ROW: BindParameter[int] = bindparam("dispatch")
_OF = RECIPIENT.c.dispatch_id == _ROW
_IN: BindParameter[int] = bindparam("ids", expanding=True)
_ADD = insert(RECIPIENT).on_conflict_do_nothing(index_elements=["dispatch_id", "person_id"])
_NEXT = (
    select(RECIPIENT.c.id, RECIPIENT.c.person_id, RECIPIENT.c.channel)
    .where(_OF, RECIPIENT.c.state == "planned")
    .order_by(RECIPIENT.c.id)
    .limit(bindparam("most"))
)
_QUEUED = (
    update(RECIPIENT)
    .where(RECIPIENT.c.id == bindparam("row"))
    .values(state="queued", outbox_id=bindparam("message"), is_canary=bindparam("first"), queued_at=bindparam("at"))
)
_IS_OVER = OUTBOX.c.id.is_(None) | OUTBOX.c.state.not_in(("planned", "claimed"))
"""A message that the outbox has forgotten is over as well: nobody can tell any more how."""
_IS_PUT_OFF = (OUTBOX.c.state == "planned") & OUTBOX.c.retry_at.is_not(None)
_OVER = {
    stands: select(
        RECIPIENT.c.id,
        func.coalesce(OUTBOX.c.state, "unknown"),
        case((OUTBOX.c.id.is_(None), "forgotten"), else_=OUTBOX.c.reason),
        OUTBOX.c.sent_at,
        func.coalesce(OUTBOX.c.address, ""),
        RECIPIENT.c.person_id,
    )
    .outerjoin(OUTBOX, OUTBOX.c.id == RECIPIENT.c.outbox_id)
    .where(_OF, RECIPIENT.c.state == stands, condition)
    .limit(bindparam("most"))
    for stands, condition in (("queued", _IS_OVER | _IS_PUT_OFF), ("waiting", _IS_OVER))
}
_SETTLE = (
    update(RECIPIENT)
    .where(RECIPIENT.c.id == bindparam("row"))
    .values(state=bindparam("becomes"), reason=bindparam("why"), sent_at=bindparam("at"))
)
_WAITING = (
    select(RECIPIENT.c.outbox_id)
    .join(OUTBOX, OUTBOX.c.id == RECIPIENT.c.outbox_id)
    .where(_OF, RECIPIENT.c.state.in_(("queued", "waiting")), OUTBOX.c.state == "planned")
    .limit(bindparam("most"))
)
_IN_FLIGHT = (
    select(RECIPIENT.c.id)
    .join(OUTBOX, OUTBOX.c.id == RECIPIENT.c.outbox_id)
    .where(_OF, RECIPIENT.c.state.in_(("queued", "waiting")), OUTBOX.c.state == "claimed")
    .limit(1)
)
_STOP = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(_IN), OUTBOX.c.state == "planned")
    .values(state="skipped", reason="stopped", payload=None)
)
_TALLY = (
    select(RECIPIENT.c.state, RECIPIENT.c.reason, func.count(), func.count(RECIPIENT.c.acknowledged_at))
    .where(_OF, RECIPIENT.c.person_id.is_not(None))
    .group_by(RECIPIENT.c.state, RECIPIENT.c.reason)
)
_STATES = select(RECIPIENT.c.state, func.count()).where(_OF).group_by(RECIPIENT.c.state)
_COUNT = select(func.count()).where(_OF, RECIPIENT.c.state == bindparam("stands"))
_CANARY = (
    select(RECIPIENT.c.state, func.count())
    .where(_OF, RECIPIENT.c.state != "planned", RECIPIENT.c.is_canary)
    .group_by(RECIPIENT.c.state)
)
_GIVE_UP = (
    update(RECIPIENT)
    .where(
        _OF,
        RECIPIENT.c.id.in_(select(RECIPIENT.c.id).where(_OF, RECIPIENT.c.state == "planned").limit(bindparam("most"))),
    )
    .values(state="skipped", reason="stopped")
)
_ABOVE = UNIT_SPAN.alias("above")
_IS_ON = (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY)
_BY_BRANCH = (
    select(
        func.coalesce(_ABOVE.c.name, UNIT_SPAN.c.name),
        func.count(),
        func.sum(case((RECIPIENT.c.state == "sent", 1), else_=0)),
        func.count(RECIPIENT.c.acknowledged_at),
    )
    .select_from(RECIPIENT)
    .join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == RECIPIENT.c.unit_id) & _IS_ON)
    .outerjoin(
        _ABOVE, (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= _DAY) & (_ABOVE.c.to_day > _DAY)
    )
    .where(_OF, RECIPIENT.c.person_id.is_not(None))
    .group_by(func.coalesce(_ABOVE.c.unit_id, UNIT_SPAN.c.unit_id), func.coalesce(_ABOVE.c.name, UNIT_SPAN.c.name))
    .order_by(func.coalesce(_ABOVE.c.unit_id, UNIT_SPAN.c.unit_id))
)
_UNIT_NAMES = (
    select(RECIPIENT.c.person_id, UNIT_SPAN.c.name)
    .join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == RECIPIENT.c.unit_id) & _IS_ON)
    .where(_OF, RECIPIENT.c.person_id.in_(_IN))
)
_ACKNOWLEDGE = (
    update(RECIPIENT)
    .where(
        RECIPIENT.c.subject == bindparam("thing"),
        RECIPIENT.c.person_id == bindparam("person"),
        RECIPIENT.c.acknowledged_at.is_(None),
    )
    .values(acknowledged_at=bindparam("at"))
)
_OWN = (
    select(RECIPIENT.c.unit_id, RECIPIENT.c.acknowledged_at)
    .where(RECIPIENT.c.subject == bindparam("thing"), RECIPIENT.c.person_id == bindparam("person"), HAS_LEFT)
    .order_by(RECIPIENT.c.id)
    .limit(1)
)
_OF_UNIT = (
    select(RECIPIENT.c.person_id, RECIPIENT.c.acknowledged_at)
    .where(
        RECIPIENT.c.subject == bindparam("thing"),
        RECIPIENT.c.unit_id == bindparam("unit"),
        RECIPIENT.c.acknowledged_at.is_not(None),
    )
    .order_by(RECIPIENT.c.acknowledged_at)
    .limit(1)
)
_UNITS = select(
    func.count(RECIPIENT.c.unit_id.distinct()),
    func.count(case((RECIPIENT.c.acknowledged_at.is_not(None), RECIPIENT.c.unit_id)).distinct()),
).where(RECIPIENT.c.subject == bindparam("thing"), RECIPIENT.c.person_id.is_not(None))
_SILENT_UNITS = (
    select(
        RECIPIENT.c.unit_id, UNIT_SPAN.c.name, func.count(), func.max(case((RECIPIENT.c.state == "sent", 1), else_=0))
    )
    .join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == RECIPIENT.c.unit_id) & _IS_ON)
    .where(RECIPIENT.c.subject == bindparam("thing"), RECIPIENT.c.person_id.is_not(None))
    .group_by(RECIPIENT.c.unit_id, UNIT_SPAN.c.name)
    .having(func.count(RECIPIENT.c.acknowledged_at) == 0)
    .order_by(RECIPIENT.c.unit_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_NOT_SENT = (
    select(RECIPIENT.c.unit_id, UNIT_SPAN.c.name, PERSON.c.name, PERSON.c.title, RECIPIENT.c.state, RECIPIENT.c.reason)
    .join(UNIT_SPAN, (UNIT_SPAN.c.unit_id == RECIPIENT.c.unit_id) & _IS_ON)
    .outerjoin(PERSON, PERSON.c.id == RECIPIENT.c.person_id)
    .where(_OF, RECIPIENT.c.state.in_(("failed", "skipped", "expired", "unknown")))
    .order_by(RECIPIENT.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


async def add(store: Store, dispatch: Dispatch, found: Sequence[Found]) -> None:
    """Put people on the list; whoever stands on it stays as they are."""
    if not found:
        return
    await store.write(
        _ADD,
        [
            {
                "dispatch_id": dispatch.id,
                "unit_id": one.unit,
                "person_id": one.person,
                "subject": dispatch.subject,
                "channel": one.channel,
                "state": "skipped" if one.reason else "planned",
                "reason": one.reason,
            }
            for one in found
        ],
    )


async def next_planned(store: Store, dispatch: int, most: int) -> list[Recipient]:
    """Who comes next, in the order of the list."""
    return [Recipient(*row) for row in await store.rows(_NEXT, {"dispatch": dispatch, "most": most})]


async def queued(store: Store, now: Now, rows: Mapping[int, int], *, first: bool) -> None:
    """These stand in the outbox now: recipient's row → the outbox's; ``first`` marks the few that go before all."""
    if rows:
        marks = [{"row": row, "message": message, "first": first, "at": now.campaign} for row, message in rows.items()]
        await store.write(_QUEUED, marks)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one recipient: where it went, and how."""

    person: int
    address: str
    state: str


async def settle(store: Store, dispatch: int, most: int, stands: str = "queued") -> list[Settled]:
    """Take over what became of messages, of those that are queued, or of those that wait to be tried again."""
    found = await store.rows(_OVER[stands], {"dispatch": dispatch, "most": most})
    rows = [
        {
            "row": row,
            "becomes": "waiting" if state == "planned" else state,
            "why": reason or "",
            "at": at,
        }
        for row, state, reason, at, _, _ in found
    ]
    if rows:
        await store.write(_SETTLE, rows)
    return [Settled(person, address, state) for _, state, _, _, address, person in found]


async def give_up(store: Store, dispatch: int, most: int) -> int:
    """Whoever has not got it will not: what waits in the outbox, then what waits for that; returns how many."""
    waiting = [row[0] for row in await store.rows(_WAITING, {"dispatch": dispatch, "most": most})]
    if waiting:
        await store.write(_STOP, {"ids": waiting})
    given = await store.write(_GIVE_UP, {"dispatch": dispatch, "most": most - len(waiting)})
    return len(waiting) + given


async def in_flight(store: Store, dispatch: int) -> bool:
    """Whether something is being said just now."""
    return await store.row(_IN_FLIGHT, {"dispatch": dispatch}) is not None


async def count(store: Store, dispatch: int, state: str) -> int:
    """How many stand in a state."""
    row = await store.row(_COUNT, {"dispatch": dispatch, "stands": state})
    return int(row[0]) if row else 0


async def states(store: Store, dispatch: int) -> Tally:
    """The ledger by states alone, units without people among the skipped: read from the index, for the clock."""
    return Tally({row[0]: int(row[1]) for row in await store.rows(_STATES, {"dispatch": dispatch})})


async def canary(store: Store, dispatch: int) -> dict[str, int]:
    """What became of the few that went first, by state."""
    return {row[0]: int(row[1]) for row in await store.rows(_CANARY, {"dispatch": dispatch})}


async def tally(store: Store, dispatch: int) -> Tally:
    """The ledger in numbers."""
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    acknowledged = 0
    for state, reason, n, told in await store.rows(_TALLY, {"dispatch": dispatch}):
        states[state] = states.get(state, 0) + int(n)
        if reason and state == "skipped":
            reasons[reason] = reasons.get(reason, 0) + int(n)
        acknowledged += int(told)
    return Tally(states, reasons, acknowledged)


# -- how it went, and who has acknowledged -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """A branch: whom it was meant for there, who has it, who has acknowledged."""

    branch: str
    meant: int
    sent: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit of which nobody has acknowledged; ``is_told`` when somebody there has the message."""

    unit: int
    name: str
    people: int
    is_told: bool


@dataclass(frozen=True, slots=True)
class Unsent:
    """Somebody who has it not, or a unit without anybody, and why."""

    unit: int
    unit_name: str
    name: str | None
    title: str | None
    state: str
    reason: str


async def unit_names(store: Store, dispatch: int, people: Sequence[int], day: date) -> dict[int, str]:
    """By which unit each of these people got it: person → its name."""
    rows = await store.rows(_UNIT_NAMES, {"dispatch": dispatch, "ids": list(people), "day": day})
    return {row[0]: row[1] for row in rows}


async def by_branch(store: Store, dispatch: int, day: date) -> list[Share]:
    """The ledger by the office above each unit, or the unit itself where nothing stands above it."""
    return [Share(*map(_plain, row)) for row in await store.rows(_BY_BRANCH, {"dispatch": dispatch, "day": day})]


def _plain(value: Any) -> Any:  # noqa: ANN401 - PostgreSQL sums into its own kind of number
    return value if isinstance(value, str) else int(value)


async def acknowledge(store: Store, now: datetime, subject: str, person: int) -> bool:
    """Somebody has taken note; False when they had before, or are not on the list."""
    return await store.write(_ACKNOWLEDGE, {"thing": subject, "person": person, "at": now}) > 0


async def own(store: Store, subject: str, person: int) -> tuple[int, datetime | None] | None:
    """By which unit a person got it, and when they acknowledged; None when it was not for them, or not sent."""
    row = await store.row(_OWN, {"thing": subject, "person": person})
    return (row[0], row[1]) if row else None


async def of_unit(store: Store, subject: str, unit: int) -> tuple[int, datetime] | None:
    """Who acknowledged for a unit first, and when."""
    row = await store.row(_OF_UNIT, {"thing": subject, "unit": unit})
    return (row[0], row[1]) if row else None


async def units(store: Store, subject: str) -> tuple[int, int]:
    """How many units have somebody on the list, and of how many somebody has acknowledged."""
    row = await store.row(_UNITS, {"thing": subject})
    return (int(row[0]), int(row[1])) if row else (0, 0)


async def silent_units(store: Store, subject: str, day: date, page: tuple[int, int]) -> list[Silent]:
    """A page (skip, most) of the units of which nobody has acknowledged."""
    values = {"thing": subject, "day": day, "skip": page[0], "most": page[1]}
    return [Silent(row[0], row[1], int(row[2]), bool(row[3])) for row in await store.rows(_SILENT_UNITS, values)]


async def unsent(store: Store, dispatch: int, day: date, page: tuple[int, int]) -> list[Unsent]:
    """A page (skip, most) of those who have it not, with the reason."""
    values = {"dispatch": dispatch, "day": day, "skip": page[0], "most": page[1]}
    return [Unsent(*row) for row in await store.rows(_NOT_SENT, values)]
