"""What the clock clears away outside the database: contents nobody owns any more, and the page's leftovers."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from domain.clock import Now
from domain.messages import Address
from scheduler.jobs import Job
from storage import drawings
from storage.database import Connection
from storage.deeds import evidence
from storage.files import Files
from storage.papers import freezes, papers
from storage.people import own_requests
from storage.post import outbox
from storage.store import Store
from web import leftovers

SHARDS = 256
EVERY = timedelta(minutes=2)
"""The 256 folders of the file store come round in a night."""
YOUNG = 3600.0
"""Seconds in which a content may lie there before its row is written."""


def jobs(files: Files, web: Path, files_clock: Callable[[], float] = time.time) -> tuple[Job, ...]:
    """The jobs that clear folders, beside those of bot/rounds; ``web`` is the folder of the chat page."""

    async def orphans(connection: Connection, now: Now) -> int:
        shard = int(now.real.timestamp() // EVERY.total_seconds()) % SHARDS
        return await sweep_shard(connection, files, shard, files_clock() - YOUNG)

    async def page(_: Connection, __: Now) -> int:
        return await asyncio.to_thread(leftovers.sweep, web, lambda key: files.path(key).exists(), files_clock())

    return (Job("orphans", EVERY, orphans), Job("page", timedelta(hours=6), page))


async def sweep_shard(connection: Connection, files: Files, shard: int, before: float) -> int:
    """Remove old contents of one folder that nothing owns; under the writer, so that nobody claims one meanwhile."""
    keys = await asyncio.to_thread(files.old_keys, shard, before)
    if not keys:
        return 0
    store = Store(connection)
    owned = await own_requests.copies(store) | await drawings.keys(store) | await freezes.keys(store)
    owned |= await papers.keys(store)
    for at in range(0, len(keys), 500):
        owned |= await evidence.used(store, keys[at : at + 500])
    gone = set(keys) - owned
    if gone:
        await outbox.let_go(connection, gone)
        return sum(await asyncio.to_thread(lambda: [files.remove_old(key, before) for key in sorted(gone)]))
    return 0


def forgetting(web: Path) -> Callable[[list[str], set[str]], Awaitable[None]]:
    """For the archivist: take away what the page keeps for these addresses, and notes of these contents."""

    async def forget(addresses: list[str], keys: set[str]) -> None:
        chats = {one.chat for one in map(Address.of, addresses) if one.channel == "web"}
        await asyncio.to_thread(leftovers.forget, web, chats, keys)

    return forget
