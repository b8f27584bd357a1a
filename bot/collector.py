"""Fetches files that are owed, stores them, and only then says that they are saved (DESIGN §8, §13.9)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import filetype

from bot.channels.contract import Channel, SendError
from bot.darkroom import Darkroom
from bot.sender import Sender
from bot.works import Works
from domain.messages import Address
from handlers import saved
from storage import conversations, evidence, outbox
from storage.database import Connection, reading
from storage.evidence import Owed
from storage.files import Files, TooLarge
from storage.outbox import Due
from storage.store import Store
from storage.writer import COLLECTING

LOG = logging.getLogger("thidua.collector")

MOST_BYTES = 20 * 1024 * 1024
AT_ONCE = 4
IDLE_SECONDS = 5.0
ALBUM_SECONDS = 0.6
"""Photos of an album come singly; one answer is given when none has come for so long."""
GIVE_UP_AFTER = timedelta(hours=24)
UNKNOWN = "application/octet-stream"
_BACK_OFF = (2, 10, 60, 300, 1800)


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A file on our disk, not yet noted as stored."""

    item: Owed
    key: str
    clean_key: str | None
    media_type: str
    size: int


class Collector:
    """Owed → fetched → stored → told."""

    def __init__(self, works: Works, files: Files, sender: Sender) -> None:
        self._works = works
        self._darkroom = Darkroom()
        self._files = files
        self._sender = sender
        self._wake = asyncio.Event()

    def nudge(self) -> None:
        """Something was sent just now."""
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Collect until left; what was not stored stays owed."""
        async with self._darkroom.open():
            task = asyncio.create_task(self._loop(), name="collector")
            try:
                yield
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _loop(self) -> None:
        while True:
            try:
                while await self.round():
                    pass
            except Exception:  # an edge: the database or the disk may be away for a while
                LOG.exception("collecting paused")
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
                await asyncio.sleep(ALBUM_SECONDS)
            except TimeoutError:
                continue

    async def round(self) -> int:
        """Fetch what is due now; returns how many files were stored."""
        async with reading(self._works.readers) as connection:
            owed = await evidence.owed(Store(connection), self._works.clock.real(), AT_ONCE * 4)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(item: Owed) -> _Fetched | None:
            async with gate:
                return await self._fetch(item)

        stored = [found for found in await asyncio.gather(*(one(item) for item in owed)) if found]
        if stored:
            due = await self._works.writer.run(lambda connection: self._settle(connection, stored), COLLECTING)
            self._sender.offer(due)
        return len(stored)

    async def _fetch(self, item: Owed) -> _Fetched | None:
        address = Address.of(item.address)
        channel = self._works.channels.get((address.channel, address.account))
        try:
            key, size = await self._files.put(_pieces(channel, item), MOST_BYTES)
        except TooLarge:
            LOG.info("file %s not fetched: too large", item.id)
            await self._put_off(item, final=True)
            return None
        except SendError as fault:
            LOG.info("file %s not fetched: %s", item.id, fault.reason)
            await self._put_off(item, final=not fault.retryable)
            return None
        media_type = await asyncio.to_thread(filetype.guess_mime, str(self._files.path(key))) or UNKNOWN
        clean_key = await self._cleaned(key) if media_type.startswith("image/") else None
        return _Fetched(item, key, clean_key, media_type, size)

    async def _cleaned(self, key: str) -> str | None:
        """The key of the copy that may leave; None when the bytes are no photo after all."""
        content = await self._darkroom.clean(await asyncio.to_thread(self._files.read, key))
        if content is None:
            return None
        clean_key, _ = await self._files.put(_one(content), MOST_BYTES)
        return clean_key

    async def _put_off(self, item: Owed, *, final: bool) -> None:
        now = self._works.clock.real()
        late = final or now - item.sent_at > GIVE_UP_AFTER
        again = None if late else now + timedelta(seconds=_BACK_OFF[min(item.tries, len(_BACK_OFF) - 1)])

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            await evidence.put_off(store, item, again)
            await store.keep()
            return [] if again else await self._tell(connection, [(item.address, item.run)])

        self._sender.offer(await self._works.writer.run(write, COLLECTING))

    async def _settle(self, connection: Connection, stored: Sequence[_Fetched]) -> list[Due]:
        store = Store(connection)
        for one in stored:
            if not self._files.path(one.key).exists():
                continue  # its content was erased with somebody else's copy of it: fetched again
            await evidence.stored(store, one.item.id, one.key, one.clean_key, one.media_type, one.size)
        await store.keep()
        return await self._tell(connection, list({(one.item.address, one.item.run) for one in stored}))

    async def _tell(self, connection: Connection, fillings: Sequence[tuple[str, int]]) -> list[Due]:
        """One answer per filling, in a slot of its own, so that a second photo changes the first answer."""
        now = self._works.clock.now()
        talks = await conversations.load(connection, [address for address, _ in fillings], now.today)
        due: list[Due] = []
        for address, run in fillings:
            counts = await evidence.counts(Store(connection), address, run)
            reply = saved.answer(self._works.house, talks[address], run, counts)
            if reply is not None:
                due.append(Due(self._works.numbers.take(), address, outbox.lane("reply"), reply))
                talks[address].offered(reply)
        menus = [(address, talks[address].menu) for address, _ in fillings]
        if menus:
            await conversations.offer(connection, menus)
        return await outbox.add(connection, due, now.real) if due else []


def _pieces(channel: Channel | None, item: Owed) -> AsyncIterator[bytes]:
    """The file's bytes; a channel that is switched off may come back."""
    if channel is None:
        raise SendError("away", retryable=True)
    return channel.fetch(item.ref)


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
