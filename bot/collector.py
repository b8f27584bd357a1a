"""Fetches files that are owed, stores them, and only then says that they are saved (DESIGN §8, §13.9)."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import filetype

from bot.channels.contract import Channel, SendError
from bot.darkroom import Darkroom
from bot.printing import older_photos
from bot.sender import Sender
from bot.works import Works
from domain.messages import Address
from domain.photographs import Prints
from handlers.deeds import all_came
from handlers.forms import holding, saved
from handlers.forms.evidence import MOST_OF_A_PHOTO
from scheduler.tellings import due_of, menus_of
from storage.database import Connection, reading
from storage.deeds import evidence
from storage.deeds.evidence import Owed
from storage.exemplars import prints
from storage.files import Files, TooLarge
from storage.post import conversations, outbox
from storage.post.outbox import Due
from storage.store import Store
from storage.writer import COLLECTING

LOG = logging.getLogger("thidua.collector")

MOST_BYTES = 20 * 1024 * 1024
"""Of a document; a photo has half of that (handlers.forms.evidence, RELIABILITY S19)."""
AT_ONCE = 4
IDLE_SECONDS = 5.0
LONGEST_ALBUM = 15.0
"""Photos of an album come singly; one answer is given when none has come for a while, or after so many seconds."""
GIVE_UP_AFTER = timedelta(hours=24)
UNKNOWN = "application/octet-stream"
_BACK_OFF = (2, 10, 60, 300, 1800)


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A file on our disk, not yet noted as stored."""

    item: Owed
    key: str
    clean_key: str | None
    prints: Prints | None
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class _Failed:
    """A file that did not come; when to try again, None when it never will."""

    item: Owed
    again: datetime | None


class Collector:
    """Owed → fetched → stored → told."""

    def __init__(self, works: Works, files: Files, sender: Sender) -> None:
        self._works = works
        self._darkroom = Darkroom()
        self._older = older_photos(works, files, self._darkroom)
        self._files = files
        self._sender = sender
        self._wake = asyncio.Event()
        self._coming: dict[str, tuple[float, float]] = {}
        """Where more of an album may still come: since when, and until when that is waited for (monotonic seconds)."""

    def nudge(self, addresses: Iterable[str] = ()) -> None:
        """Something was sent just now, from these chats."""
        now = time.monotonic()
        for address in addresses:
            channel = self._channel(address)
            since, _ = self._coming.get(address, (now, now))
            settling = channel.capabilities.settling if channel else 0.0
            self._coming[address] = since, min(now + settling, since + LONGEST_ALBUM)
        self._wake.set()

    def _channel(self, address: str) -> Channel | None:
        where = Address.of(address)
        return self._works.channels.get((where.channel, where.account))

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
                await self._older()
            except Exception:  # an edge: the database or the disk may be away for a while
                LOG.exception("collecting paused")
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._until_settled())

    def _until_settled(self) -> float:
        """Seconds to wait: until an album has settled, and not for ever."""
        now = time.monotonic()
        self._coming = {address: times for address, times in self._coming.items() if times[1] > now}
        return min((until - now for _, until in self._coming.values()), default=IDLE_SECONDS)

    def _has_settled(self, address: str) -> bool:
        return address not in self._coming or self._coming[address][1] <= time.monotonic()

    async def round(self) -> int:
        """Fetch what is due now; returns how many files were stored."""
        async with reading(self._works.readers) as connection:
            found = await evidence.owed(Store(connection), self._works.clock.real(), AT_ONCE * 4)
        owed = [item for item in found if self._has_settled(item.address)]
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(item: Owed) -> _Fetched | _Failed:
            async with gate:
                return await self._fetch(item)

        ended = await asyncio.gather(*(one(item) for item in owed))
        if ended:
            due = await self._works.writer.run(lambda connection: self._settle(connection, ended), COLLECTING)
            self._sender.offer(due)
        return sum(isinstance(end, _Fetched) for end in ended)

    async def _fetch(self, item: Owed) -> _Fetched | _Failed:
        try:
            key, size = await self._files.put(_pieces(self._channel(item.address), item), _most(item))
        except TooLarge:
            LOG.info("file %s not fetched: too large", item.id)
            return self._failed(item, final=True)
        except SendError as fault:
            LOG.info("file %s not fetched: %s", item.id, fault.reason)
            return self._failed(item, final=not fault.retryable)
        media_type = await asyncio.to_thread(filetype.guess_mime, str(self._files.path(key))) or UNKNOWN
        clean_key, prints = await self._cleaned(key) if media_type.startswith("image/") else (None, None)
        return _Fetched(item, key, clean_key, prints, media_type, size)

    async def _cleaned(self, key: str) -> tuple[str | None, Prints | None]:
        """The key of the copy that may leave, and its fingerprints; None when the bytes are no photo after all."""
        cleaned = await self._darkroom.clean(await asyncio.to_thread(self._files.read, key))
        if cleaned is None:
            return None, None
        clean_key, _ = await self._files.put(_one(cleaned.content), MOST_BYTES)
        return clean_key, cleaned.prints

    def _failed(self, item: Owed, *, final: bool) -> _Failed:
        now = self._works.clock.real()
        late = final or now - item.sent_at > GIVE_UP_AFTER
        return _Failed(item, None if late else now + timedelta(seconds=_BACK_OFF[min(item.tries, len(_BACK_OFF) - 1)]))

    async def _settle(self, connection: Connection, ended: Sequence[_Fetched | _Failed]) -> list[Due]:
        """Note what came and what did not, all at once, so that an album is answered once."""
        store = Store(connection)
        news: dict[tuple[str, int], None] = {}
        for one in ended:
            if isinstance(one, _Fetched):
                if not self._files.path(one.key).exists():
                    continue  # its content was erased with somebody else's copy of it: fetched again
                await evidence.stored(store, one.item.id, one.key, one.clean_key, one.media_type, one.size)
                if one.prints is not None:
                    await prints.keep_photo(store, one.item.id, one.prints)
            else:
                await evidence.put_off(store, one.item, one.again)
            if isinstance(one, _Fetched) or one.again is None or not one.item.tries:
                news[one.item.address, one.item.run] = None
        await store.keep()
        return await self._tell(connection, list(news)) if news else []

    async def _tell(self, connection: Connection, fillings: Sequence[tuple[str, int]]) -> list[Due]:
        """One answer per filling, in a slot of its own, so that a second photo changes the first answer."""
        now = self._works.clock.now()
        talks = await conversations.load(connection, [address for address, _ in fillings], now.today)
        due: list[Due] = []
        complete: dict[str, None] = {}
        for address, run in fillings:
            files = await evidence.states(Store(connection), address, run)
            subject = await evidence.subject_of(Store(connection), address, run)
            complete |= {subject: None} if subject else {}
            reply = saved.answer(self._works.house, talks[address], run, files, subject)
            if reply is not None:
                reply = replace(reply, language=talks[address].language or self._works.house.default_language)
                due.append(Due(self._works.numbers.take(), address, outbox.lane("reply"), reply))
                talks[address].offered(reply)
                talks[address].page = holding.seen(talks[address].page)
        told = [talks[address] for address in {address for address, _ in fillings}]
        if told:
            await conversations.tell(connection, told)
        due += await self._to_heads(connection, list(complete))
        return await outbox.add(connection, due, now.real) if due else []

    async def _to_heads(self, connection: Connection, subjects: Sequence[str]) -> list[Due]:
        """What those hear who decide on reports whose last file has come."""
        now, told = self._works.clock.now(), []
        for subject in subjects:
            told += await all_came.tellings(Store(connection), now, self._works.house, subject)
        if menus := menus_of(told):
            await conversations.offer(connection, menus)
        return [due_of(self._works.numbers, one) for one in told]


def _pieces(channel: Channel | None, item: Owed) -> AsyncIterator[bytes]:
    """The file's bytes; a channel that is switched off may come back."""
    if channel is None:
        raise SendError("away", retryable=True)
    return channel.fetch(item.ref)


def _most(item: Owed) -> int:
    return MOST_OF_A_PHOTO if item.ref.kind == "photo" else MOST_BYTES


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
