"""What came in, kept before the platform is told: each update once, its body until it has been handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.messages import Address
from storage.database import Connection
from storage.tables import INBOX, IS_ASIDE, IS_WAITING

KEYS_KEPT = timedelta(hours=48)
ASIDE_KEPT = timedelta(days=30)


@dataclass(slots=True)
class Waiting:
    """An update that is stored and not yet handled."""

    id: int
    address: str
    body: str
    taken_at: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Fresh:
    """An update to store: its redelivery key and where it belongs."""

    event: str
    address: Address
    body: str
    at: datetime


_ADD = (
    insert(INBOX)
    .on_conflict_do_nothing(index_elements=["channel", "account", "event"])
    .returning(INBOX.c.id, INBOX.c.address, INBOX.c.body, INBOX.c.taken_at)
)
_DONE = (
    update(INBOX)
    .where(INBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="done", body="", done_at=bindparam("at"))
)
_FAILED = (
    update(INBOX)
    .where(INBOX.c.id == bindparam("row"))
    .values(tries=bindparam("tries"), state=bindparam("now"), code=bindparam("code"))
)
_LEFT = (
    select(INBOX.c.id, INBOX.c.address, INBOX.c.body, INBOX.c.taken_at, INBOX.c.tries)
    .where(IS_WAITING, INBOX.c.id > bindparam("after"))
    .order_by(INBOX.c.id)
    .limit(bindparam("most"))
)
_ASIDE = (
    select(INBOX.c.id, INBOX.c.channel, INBOX.c.code, INBOX.c.taken_at)
    .where(IS_ASIDE)
    .order_by(INBOX.c.taken_at, INBOX.c.id)
)
_COUNT = select(func.count(), func.min(INBOX.c.taken_at)).where(IS_WAITING)
_OLD = [
    delete(INBOX).where(INBOX.c.id.in_(select(INBOX.c.id).where(past).limit(bindparam("most"))))
    for past in (
        INBOX.c.done_at < bindparam("done_before"),
        IS_ASIDE & (INBOX.c.taken_at < bindparam("aside_before")),
    )
]


async def add(connection: Connection, fresh: Sequence[Fresh]) -> list[Waiting]:
    """Store what has not been seen before and give back just that; a redelivery stops here."""
    rows = await connection.execute(
        _ADD,
        [
            {
                "channel": one.address.channel,
                "account": one.address.account,
                "event": one.event,
                "address": one.address.key,
                "body": one.body,
                "taken_at": one.at,
            }
            for one in fresh
        ],
    )
    return sorted((Waiting(*row) for row in rows), key=lambda waiting: waiting.id)


async def done(connection: Connection, ids: Sequence[int], at: datetime) -> None:
    """Their effects are in this very transaction; what they said is not needed any more."""
    await connection.execute(_DONE, {"ids": list(ids), "at": at})


async def failed(connection: Connection, waiting: Waiting, code: str, *, aside: bool) -> None:
    """Count a try; set the message aside when it has had its last."""
    await connection.execute(
        _FAILED,
        {"row": waiting.id, "tries": waiting.tries, "now": "aside" if aside else "waiting", "code": code},
    )


async def left(connection: Connection, after: int, most: int) -> list[Waiting]:
    """What an earlier process stored and did not handle, oldest first."""
    return [Waiting(*row) for row in await connection.execute(_LEFT, {"after": after, "most": most})]


async def set_aside(connection: Connection) -> list[tuple[int, str, str, datetime]]:
    """Messages nobody could handle: (row, channel, code, taken at), for the doctor's list."""
    return [(row[0], row[1], row[2], row[3]) for row in await connection.execute(_ASIDE)]


async def backlog(connection: Connection) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does."""
    row = (await connection.execute(_COUNT)).one()
    return row[0], row[1]


async def purge(connection: Connection, now: datetime, most: int) -> int:
    """Forget, at most so many, keys after two days and what was set aside after thirty (DESIGN §13.3)."""
    handled, aside = _OLD
    count = (await connection.execute(handled, {"done_before": now - KEYS_KEPT, "most": most})).rowcount
    cut = {"aside_before": now - ASIDE_KEPT, "most": most - count}
    return count + (await connection.execute(aside, cut)).rowcount
