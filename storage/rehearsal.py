"""What a rehearsal needs of its own database: rows poured in at once, the queue as it stands, and tables counted."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Table, bindparam, func, insert, select, update

from domain.clock import OPEN_END
from storage import one_hop
from storage.database import Connection
from storage.store import Store
from storage.tables import (
    BRANCH,
    CONVERSATION,
    DIGEST,
    GRANT,
    IS_AGAIN,
    IS_DUE,
    IS_LATER,
    IS_READY,
    OBLIGATION,
    OUTBOX,
    PERSON,
    RECIPIENT,
    REMINDER,
    UNIT,
    UNIT_SPAN,
)

AT_ONCE: Final = 5_000
_TREE = (UNIT, UNIT_SPAN, BRANCH)
_LEFT = (*_TREE, PERSON, CONVERSATION, GRANT, OBLIGATION, REMINDER, OUTBOX, DIGEST, RECIPIENT)
_JOINED = (
    select(GRANT.c.unit_id, GRANT.c.role, CONVERSATION.c.address, CONVERSATION.c.blocked_at, PERSON.c.id)
    .join(PERSON, PERSON.c.id == GRANT.c.person_id)
    .outerjoin(CONVERSATION, CONVERSATION.c.person_id == PERSON.c.id)
    .where(GRANT.c.to_day == OPEN_END, PERSON.c.withdrawn_at.is_(None), PERSON.c.erased_at.is_(None))
    .order_by(PERSON.c.id, CONVERSATION.c.blocked_at.is_not(None), CONVERSATION.c.seen_at.desc(), GRANT.c.id)
)
_QUEUE = (
    select(OUTBOX.c.id, OUTBOX.c.key, OUTBOX.c.account, OUTBOX.c.created_at)
    .where(IS_READY, OUTBOX.c.account.not_in(bindparam("beside", expanding=True)))
    .order_by(OUTBOX.c.lane, OUTBOX.c.id)
    .limit(bindparam("most"))
)
_SOONEST = (
    select(func.min(OUTBOX.c.not_before)).where(IS_LATER, OUTBOX.c.not_before > bindparam("at")),
    select(func.min(OUTBOX.c.retry_at)).where(IS_AGAIN, OUTBOX.c.retry_at > bindparam("at")),
)
_SOONEST_DUE = select(func.min(REMINDER.c.due_at)).where(IS_DUE, REMINDER.c.due_at > bindparam("at"))
_NUDGED = select(
    REMINDER.c.outbox_id,
    REMINDER.c.obligation_id,
    REMINDER.c.unit_id,
    REMINDER.c.step,
    REMINDER.c.seat,
    REMINDER.c.basis,
).where(REMINDER.c.outbox_id.in_(bindparam("rows", expanding=True)))
_NUDGES = (
    select(OBLIGATION.c.duty, REMINDER.c.step, REMINDER.c.state, func.coalesce(REMINDER.c.reason, ""), func.count())
    .join(OBLIGATION, OBLIGATION.c.id == REMINDER.c.obligation_id)
    .group_by(OBLIGATION.c.duty, REMINDER.c.step, REMINDER.c.state, REMINDER.c.reason)
)
_DIGESTS = select(DIGEST.c.state, func.coalesce(DIGEST.c.reason, ""), func.count()).group_by(
    DIGEST.c.state, DIGEST.c.reason
)
_RECIPIENTS = select(RECIPIENT.c.state, RECIPIENT.c.reason, func.count()).group_by(
    RECIPIENT.c.state, RECIPIENT.c.reason
)
_MESSAGES = select(OUTBOX.c.lane, OUTBOX.c.state, func.coalesce(OUTBOX.c.reason, ""), func.count()).group_by(
    OUTBOX.c.lane, OUTBOX.c.state, OUTBOX.c.reason
)
_SILENT = (
    select(REMINDER.c.unit_id, func.min(REMINDER.c.reason))
    .where(REMINDER.c.seat == "head")
    .group_by(REMINDER.c.unit_id)
    .having(func.count() == func.count(REMINDER.c.id).filter(REMINDER.c.reason.in_(("nobody", "no_address"))))
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message whose turn has come: its row, its key, and the bot account it leaves by ("" : no chat chosen yet)."""

    row: int
    key: str
    account: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class Nudged:
    """What a message reminded of."""

    outbox: int
    obligation: int
    unit: int
    step: str
    seat: str
    basis: date


@dataclass(frozen=True, slots=True)
class Joined:
    """A role somebody holds, without who they are: ``person`` is a number of the database it was read from."""

    unit: int
    role: str
    address: str
    is_blocked: bool
    person: int


# -- before it begins --------------------------------------------------------------------------------------------------


async def hurry(connection: Connection) -> None:
    """A database that is thrown away waits for no disk and overwrites nothing it deletes. Not inside a transaction."""
    driver = (await connection.get_raw_connection()).driver_connection
    if isinstance(driver, one_hop.Connection):
        await driver.visit(_hurry)


def _hurry(connection: sqlite3.Connection) -> None:
    for pragma in ("synchronous=OFF", "secure_delete=OFF", "wal_autocheckpoint=10000"):
        connection.execute(f"PRAGMA {pragma}")


async def pour(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many rows of people, chats or roles."""
    into = {one.name: one for one in (PERSON, CONVERSATION, GRANT)}[table]
    for first in range(0, len(rows), AT_ONCE):
        await connection.execute(insert(into), rows[first : first + AT_ONCE])


async def read_tree(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """All units in time, row by row; nothing about people."""
    return {table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()] for table in _TREE}


async def write_tree(connection: Connection, tree: Mapping[str, list[dict[str, Any]]]) -> None:
    """Put them into a new database; who goes on for whom comes last, for units refer to each other."""
    for table in _TREE:
        rows = tree[table.name]
        if table is UNIT:
            rows = [{**row, "successor_id": None} for row in rows]
        await _insert(connection, table, rows)
    heirs = [{"row": row["id"], "heir": row["successor_id"]} for row in tree[UNIT.name] if row["successor_id"]]
    if heirs:
        change = update(UNIT).where(UNIT.c.id == bindparam("row")).values(successor_id=bindparam("heir"))
        await connection.execute(change, heirs)


async def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    for first in range(0, len(rows), AT_ONCE):
        await connection.execute(insert(table), rows[first : first + AT_ONCE])


async def joined(connection: Connection) -> list[Joined]:
    """Who has joined, as roles and chats: each role once, with the chat used last."""
    found: dict[tuple[int, int, str], Joined] = {}
    for unit, role, address, blocked, person in await connection.execute(_JOINED):
        found.setdefault((person, unit, role), Joined(unit, role, address or "", blocked is not None, person))
    return list(found.values())


# -- while it plays ----------------------------------------------------------------------------------------------------


async def queue(connection: Connection, beside: Sequence[str], most: int) -> list[Waiting]:
    """Messages that wait for their turn alone, in its order, but none of the accounts ``beside``."""
    rows = await connection.execute(_QUEUE, {"beside": list(beside), "most": most})
    return [Waiting(row, key or "", account, at) for row, key, account, at in rows]


async def next_message(connection: Connection, after: datetime) -> datetime | None:
    """The next moment after this one for which a message was put off."""
    found = [(await connection.execute(one, {"at": after})).scalar_one() for one in _SOONEST]
    return min((one for one in found if one is not None), default=None)


async def next_due(connection: Connection, after: datetime) -> datetime | None:
    """The next moment after this one at which a reminder is due that is written down already."""
    found: datetime | None = (await connection.execute(_SOONEST_DUE, {"at": after})).scalar_one()
    return found


async def nudged(store: Store, rows: Sequence[int]) -> list[Nudged]:
    """What these messages reminded of."""
    return [Nudged(*row) for row in await store.rows(_NUDGED, {"rows": list(rows)})] if rows else []


# -- afterwards --------------------------------------------------------------------------------------------------------


async def nudges(store: Store) -> list[tuple[str, str, str, str, int]]:
    """The book of reminders: (duty, step, state, reason, how many)."""
    return [tuple(row) for row in await store.rows(_NUDGES)]


async def digests(store: Store) -> dict[tuple[str, str], int]:
    """Weekly overviews: (state, reason) -> how many."""
    return {(row[0], row[1]): row[2] for row in await store.rows(_DIGESTS)}


async def recipients(store: Store) -> dict[tuple[str, str], int]:
    """Ledgers of all announcements: (state, reason) -> how many."""
    return {(row[0], row[1]): row[2] for row in await store.rows(_RECIPIENTS)}


async def messages(store: Store) -> dict[tuple[int, str, str], int]:
    """The outbox: (lane, state, reason) -> how many."""
    return {(row[0], row[1], row[2]): row[3] for row in await store.rows(_MESSAGES)}


async def never_reached(store: Store) -> dict[int, str]:
    """Units of which no reminder ever found anybody of their own, and why: "nobody" or "no_address"."""
    return {row[0]: row[1] for row in await store.rows(_SILENT)}


async def rows(connection: Connection) -> int:
    """How many rows the rehearsal has left behind."""
    counted = [(await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in _LEFT]
    return int(sum(counted))
