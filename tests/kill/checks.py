"""What must be true of the database after kills: nothing confirmed is missing, nothing happened twice, all was said."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.sender import IN_FLIGHT
from storage.database import open_engine, reading, sqlite_path
from storage.tables import AUDIT, CONVERSATION, DEED, DEED_STEP, INBOX, METADATA, OUTBOX
from tests.kill.people import FIRST_ID, Head, Teacher, Telegram

SENDS = frozenset({"sendMessage", "editMessageText"})


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[AsyncConnection]:
    """Read beside the service, or where it lies dead."""
    engine = open_engine(url, "reader", readers=1)
    try:
        async with reading(engine) as connection:
            yield connection
    finally:
        await engine.dispose()


class Confirmed:
    """Remembers which updates the platform was told are safe; ``missing`` looks for them after a kill."""

    def __init__(self, api: Telegram) -> None:
        self._api = api
        self._first = api.make.next_update_id
        self._found: set[int] = set()

    async def missing(self, url: str) -> set[int]:
        """Updates that were confirmed and are not in the database."""
        waiting = {entry.id for entry in self._api.queue.entries.values()}
        confirmed = set(range(self._first, self._api.make.next_update_id)) - waiting - self._found
        if not confirmed:
            return set()
        async with looking(url) as connection:
            events = (await connection.execute(select(INBOX.c.event))).scalars()
            self._found |= {int(event) for event in events}
        return confirmed - self._found

    @property
    def count(self) -> int:
        """How many were pushed until now."""
        return self._api.make.next_update_id - self._first


async def settled(url: str) -> bool:
    """Nothing is left to be handled or said."""
    async with looking(url) as connection:
        inbox = select(func.count()).where(INBOX.c.state == "waiting")
        outbox = select(func.count()).where(OUTBOX.c.state == "planned")
        return not (await connection.execute(inbox)).scalar() and not (await connection.execute(outbox)).scalar()


async def whole(url: str) -> list[str]:
    """The database's own opinion of itself."""
    async with looking(url) as connection:
        if sqlite_path(url):
            faults = [row[0] for row in await connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            return faults + [str(tuple(row)) for row in await connection.execute(text("PRAGMA foreign_key_check"))]
        faults = []
        for key in (key for table in METADATA.sorted_tables for key in table.foreign_keys):
            there = key.column.table.alias().c[key.column.name]  # a unit's successor is a unit
            orphans = select(func.count()).where(
                key.parent.is_not(None), ~select(there).where(there == key.parent).exists()
            )
            if (await connection.execute(orphans)).scalar():
                faults.append(f"{key.parent} points nowhere")
        return faults


async def deeds_once(url: str, teachers: Sequence[Teacher]) -> list[str]:
    """Each finished form is one deed with all its answers in their places, one step, one audit row; no others exist."""
    expected = {
        (FIRST_ID + one.number, *_kept(one.answers(filling))): 1
        for one in teachers
        for filling in range(1, one.filling + 1)
    }
    async with looking(url) as connection:
        rows = (
            await connection.execute(
                select(DEED.c.id, DEED.c.answers, CONVERSATION.c.address).join(
                    CONVERSATION, CONVERSATION.c.person_id == DEED.c.reporter_id
                )
            )
        ).all()
        found = Counter(
            (
                int(row.address.rpartition(":")[2]),
                row.answers.get("what"),
                str(row.answers.get("from")),
                row.answers.get("result"),
                row.answers.get("naming"),
            )
            for row in rows
        )
        steps = (await connection.execute(select(func.count()).select_from(DEED_STEP))).scalar()
        sent = (await connection.execute(select(func.count()).where(AUDIT.c.action == "deed_sent"))).scalar()
    faults = [f"{n} of {key}, not {expected.get(key, 0)}" for key, n in found.items() if expected.get(key) != n]
    faults += [f"lost: {key}" for key in expected if key not in found]
    if steps != len(rows) or sent != len(rows):
        faults.append(f"{len(rows)} deeds, {steps} steps, {sent} audit rows")
    return faults


def _kept(answers: tuple[str, ...]) -> tuple[str, str, str, str]:
    """What the database keeps of a filling."""
    naming = {"Chưa hỏi": "not_asked", "Đã đồng ý": "agreed"}[answers[6]]
    return answers[1], "2025-03-15", answers[4], naming


async def all_was_said(url: str, api: Telegram, kills: int) -> list[str]:
    """Every planned message was received at least once; what came twice was in flight when a kill came."""
    received: dict[int, set[str]] = {}
    calls: Counter[int] = Counter()
    for sent in (one for one in api.sent if one.method in SENDS):
        received.setdefault(sent.chat_id, set()).add(str(sent.message_id))
        calls[sent.chat_id] += 1
    async with looking(url) as connection:
        rows = (await connection.execute(select(OUTBOX.c.address, OUTBOX.c.state, OUTBOX.c.message))).all()
    faults = [f"state {row.state}" for row in rows if row.state != "sent"]
    planned: Counter[int] = Counter(int(row.address.rpartition(":")[2]) for row in rows)
    faults += [
        f"{row.address} never got {row.message}"
        for row in rows
        if row.message not in received.get(int(row.address.rpartition(":")[2]), set())
    ]
    repeats = {chat: calls[chat] - planned[chat] for chat in calls}
    faults += [f"chat {chat}: {n} repeats in {kills} kills" for chat, n in repeats.items() if not 0 <= n <= kills]
    if sum(repeats.values()) > IN_FLIGHT * kills:
        faults.append(f"{sum(repeats.values())} repeats in {kills} kills")
    return faults


def head_was_told(head: Head, teachers: Sequence[Teacher]) -> list[str]:
    """Minh heard of every deed, by its number."""
    deeds = sum(one.filling for one in teachers)
    return [] if len(head.heard) == deeds else [f"the head heard of {len(head.heard)} of {deeds} deeds"]
