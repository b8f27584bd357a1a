"""Which messages leave next: whose time has come, in which chat, claimed before they go where once is the most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import BindParameter, bindparam, literal_column, or_, select, update

from domain.messages import LANES, Reply
from storage.database import Connection
from storage.post.outbox import Due, account_of, unpacked
from storage.tables import IS_AGAIN, IS_CLAIMED, IS_LATER, IS_PLANNED, IS_READY, OUTBOX
from storage.types import AnyRow


@dataclass(frozen=True, slots=True)
class Skip:
    """It is not to be said any more, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It is to be said, but not before this (campaign time)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """It waits until :func:`release` lets its subject go on."""


Verdict: TypeAlias = Reply | Skip | Later | Hold
"""What is decided about a message when its turn has come."""

URGENT, BULK = (0, LANES.index("reminder")), (LANES.index("reminder"), len(LANES))
"""Lanes from, lanes below: what somebody waits for, and what can wait for it."""

_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)
_READY = (
    select(OUTBOX.c.id)
    .where(
        IS_READY,
        OUTBOX.c.account == bindparam("line"),
        OUTBOX.c.lane >= bindparam("first"),
        OUTBOX.c.lane < bindparam("below"),
    )
    .order_by(OUTBOX.c.lane, OUTBOX.c.id)
    .limit(bindparam("most"))
)
_LATER = select(OUTBOX.c.id).where(IS_LATER, OUTBOX.c.not_before <= bindparam("campaign")).limit(bindparam("most"))
_AGAIN = (
    select(OUTBOX.c.id)
    .where(
        IS_AGAIN,
        OUTBOX.c.retry_at <= bindparam("real"),
        or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= bindparam("campaign")),
    )
    .limit(bindparam("most"))
)
_RIPEN = update(OUTBOX).where(IS_PLANNED, OUTBOX.c.id.in_(_IDS)).values(waits="", retry_at=None)
_COLUMNS = (
    OUTBOX.c.id,
    OUTBOX.c.address,
    OUTBOX.c.person_id,
    OUTBOX.c.lane,
    OUTBOX.c.subject,
    OUTBOX.c.payload,
    OUTBOX.c.slot,
    OUTBOX.c.tries,
    OUTBOX.c.unsure,
    OUTBOX.c.expires_at,
    OUTBOX.c.retry_at,
)
_LOAD = select(*_COLUMNS).where(IS_PLANNED, OUTBOX.c.id.in_(_IDS)).order_by(OUTBOX.c.lane, OUTBOX.c.id)
_STILL = select(OUTBOX.c.id).where(IS_PLANNED, OUTBOX.c.waits != literal_column("'held'"), OUTBOX.c.id.in_(_IDS))
_CLAIM = update(OUTBOX).where(IS_PLANNED, OUTBOX.c.id.in_(_IDS)).values(state="claimed").returning(OUTBOX.c.id)
_LOST = update(OUTBOX).where(IS_CLAIMED).values(state="unknown", reason="stopped", payload=None, unsure=1)
_DIRECT = (
    update(OUTBOX)
    .where(IS_PLANNED, OUTBOX.c.id == bindparam("row"))
    .values(address=bindparam("chat"), account=bindparam("line"))
)
_MOVE = (
    update(OUTBOX)
    .where(IS_PLANNED, OUTBOX.c.id == bindparam("row"))
    .values(address=bindparam("chat"), account=bindparam("line"), reason=bindparam("why"), waits="", retry_at=None)
)
_NOWHERE = (
    update(OUTBOX).where(IS_PLANNED, OUTBOX.c.id.in_(_IDS)).values(state="skipped", reason="no_address", payload=None)
)
_OF_CHAT = select(OUTBOX.c.id).where(
    IS_PLANNED, OUTBOX.c.address == bindparam("chat"), OUTBOX.c.waits == literal_column("''")
)
_RESTING = select(*_COLUMNS).where(IS_AGAIN, OUTBOX.c.reason != literal_column("'away'")).limit(bindparam("most"))
_AWAY = select(OUTBOX.c.address).distinct().where(IS_AGAIN, OUTBOX.c.reason == literal_column("'away'"))
_PUT_OFF = (
    update(OUTBOX)
    .where(IS_PLANNED, OUTBOX.c.address == bindparam("chat"), OUTBOX.c.waits != literal_column("'held'"))
    .where(or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.waits == literal_column("''")))
    .values(waits="time", retry_at=bindparam("again"), reason="away")
)
_WAKE = (
    update(OUTBOX)
    .where(IS_PLANNED, OUTBOX.c.address == bindparam("chat"), OUTBOX.c.retry_at.is_not(None))
    .values(retry_at=None, waits="")
)
_RELEASE = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id.in_(
            select(OUTBOX.c.id)
            .where(
                OUTBOX.c.subject == bindparam("what"),
                IS_PLANNED,
                OUTBOX.c.waits == literal_column("'held'"),
            )
            .limit(bindparam("most"))
        )
    )
    .values(waits="")
)


async def ready(connection: Connection, account: str, lanes: tuple[int, int], most: int) -> Sequence[int]:
    """The numbers of messages of an account ("" : no chat chosen yet) that wait for their turn alone, in its order."""
    values = {"line": account, "first": lanes[0], "below": lanes[1], "most": most}
    return (await connection.execute(_READY, values)).scalars().all()


async def ripe(connection: Connection, real: datetime, campaign: datetime, most: int) -> list[int]:
    """At most so many whose time has come: the hour they were planned for, or that of the next try."""
    values = {"real": real, "campaign": campaign, "most": most}
    later = (await connection.execute(_LATER, {"campaign": campaign, "most": most})).scalars().all()
    again = (await connection.execute(_AGAIN, values)).scalars().all()
    return [*later, *again][:most]


async def ripen(connection: Connection, ids: Sequence[int]) -> None:
    """Let them wait for their turn alone."""
    await connection.execute(_RIPEN, {"ids": list(ids)})


async def load(connection: Connection, ids: Sequence[int]) -> list[Due]:
    """Those of these messages that are still planned, in the order of sending."""
    return [_due(row) for row in await connection.execute(_LOAD, {"ids": list(ids)})]


def _due(row: AnyRow) -> Due:
    return Due(
        row.id,
        row.address,
        row.lane,
        unpacked(row.payload, row.slot),
        row.tries,
        person=row.person_id,
        subject=row.subject,
        expires_at=row.expires_at,
        unsure=row.unsure,
    )


async def still(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Those that nobody has stopped, answered or held meanwhile."""
    return set((await connection.execute(_STILL, {"ids": list(ids)})).scalars())


async def claim(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Take messages that may be said once at most: from here on, who finds them unmarked does not know what became."""
    return set((await connection.execute(_CLAIM, {"ids": list(ids)})).scalars())


async def lose_claims(connection: Connection) -> int:
    """What an earlier process claimed and did not mark: nobody knows, and nobody says it again; returns how many."""
    return (await connection.execute(_LOST)).rowcount


async def direct(connection: Connection, chosen: Mapping[int, str], nowhere: Iterable[int]) -> None:
    """Write down the chats that were chosen (row -> address key); whoever has none is skipped with that reason."""
    if chosen:
        rows = [{"row": row, "chat": chat, "line": account_of(chat)} for row, chat in chosen.items()]
        await connection.execute(_DIRECT, rows)
    if lost := list(nowhere):
        await connection.execute(_NOWHERE, {"ids": lost})


async def move(connection: Connection, chosen: Mapping[int, str], reason: str) -> None:
    """Send these (row -> address key) by another chat, and say why."""
    rows = [{"row": row, "chat": chat, "line": account_of(chat), "why": reason} for row, chat in chosen.items()]
    await connection.execute(_MOVE, rows)


async def of_chat(connection: Connection, address: str) -> list[Due]:
    """What waits in a chat for its turn alone, in that order."""
    ids = (await connection.execute(_OF_CHAT, {"chat": address})).scalars().all()
    return await load(connection, ids) if ids else []


async def resting(connection: Connection, most: int) -> list[tuple[Due, datetime]]:
    """What was tried and is to be tried again, each with its moment: its chat says nothing newer before."""
    return [(_due(row), row.retry_at) for row in await connection.execute(_RESTING, {"most": most})]


async def away(connection: Connection) -> set[str]:
    """The chats where nobody was there when something was said."""
    return set((await connection.execute(_AWAY)).scalars())


async def put_off(connection: Connection, absent: Sequence[tuple[str, datetime]]) -> None:
    """Nobody is there: whatever is planned for these chats (address, next try) waits for them."""
    await connection.execute(_PUT_OFF, [{"chat": chat, "again": again} for chat, again in absent])


async def wake(connection: Connection, address: str) -> None:
    """Somebody is there again: what was to be tried later is due now."""
    await connection.execute(_WAKE, {"chat": address})


async def release(connection: Connection, subject: str, most: int) -> int:
    """Let at most so many held messages of a subject go on; returns how many."""
    return (await connection.execute(_RELEASE, {"what": subject, "most": most})).rowcount
