"""Carries out what people ask to be done with their own data: a copy to take away, or erasure (G1)."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.attending import Attendant
from bot.sender import Sender
from bot.works import Works
from documents import own_copy
from domain.messages import Attachment, Reply
from domain.people import Person
from handlers.context import button, offers
from storage.database import Connection, cut_log, reading
from storage.deeds import evidence
from storage.deeds.word_index import forget
from storage.files import PIECE, Files
from storage.people import erasure, own_data, own_requests
from storage.people.own_requests import Asked
from storage.post import conversations, outbox
from storage.post.outbox import Due
from storage.store import Store
from storage.writer import COLLECTING, MOST_ROWS, Outside
from texts.catalogue import Words

AGAIN = timedelta(seconds=10)
MOST_BYTES = 2 * own_copy.MOST_BYTES
FORGETTING = 5_000
"""Steps, each of some milliseconds, in which an index of any size is written anew."""
CUTS = 20
"""Times to try to cut the log while somebody reads."""
Sweep = Callable[[list[str], set[str]], Awaitable[None]]
"""Removes what a channel keeps in its own folders for these addresses, and whatever points to these contents."""


class Archivist(Attendant[Asked]):
    """Asked → done → told."""

    def __init__(self, works: Works, files: Files, sender: Sender, sweep: Sweep) -> None:
        super().__init__(works, "archivist", own_requests, AGAIN)
        self._files = files
        self._sender = sender
        self._sweep = sweep

    async def _carry_out(self, one: Asked) -> None:
        await (self._copy(one) if one.kind == "copy" else self._erase(one))

    # -- a copy --------------------------------------------------------------------------------------------------------

    async def _copy(self, one: Asked) -> None:
        async with reading(self._works.readers) as connection:
            own = await own_data.of(Store(connection), one.person)
        now = self._works.clock.now()
        texts = await asyncio.to_thread(own_copy.pages, self._works.house.catalogue, own, now.local)
        sources = [(self._files.path(item.key), item.name) for item in own_copy.items(own)]
        with tempfile.TemporaryDirectory(dir=self._files.arriving) as folder:
            volumes = await asyncio.to_thread(own_copy.pack, Path(folder), texts, sources)
            keys = [(await self._files.put(_pieces(path), MOST_BYTES))[0] for path in volumes]
        await self._tell(one, self._copied(one, keys), {"keys": keys})

    def _copied(self, one: Asked, keys: list[str]) -> list[Reply]:
        words, day = self._words(one), self._works.clock.now().today
        total, replies = len(keys), []
        for place, key in enumerate(keys, 1):
            name = words("own_copy.part_name", place=place) if total > 1 else words("own_copy.file_name")
            text = words(
                "privacy.copied_part" if total > 1 else "privacy.copied", day=words.day(day), place=place, total=total
            )
            rows = offers(words, [[button(words, "back_to_privacy", "/privacy")]] if place == total else [])
            replies.append(Reply(text, rows, document=Attachment(key, name, "application/zip")))
        return replies

    def _words(self, one: Asked) -> Words:
        name, title = str(one.detail.get("name", "")), one.detail.get("title", "")
        return self._works.house.catalogue.words(one.language, Person(one.person, name, title))

    # -- erasing -------------------------------------------------------------------------------------------------------

    async def _erase(self, one: Asked) -> None:
        """Rows first, then files, then the log of the database; only then is it said to be done."""
        async with reading(self._works.readers) as connection:
            traces = await erasure.traces(Store(connection), one.person)
        for table, ids in (("outbox", traces.outbox), ("inbox", traces.inbox), ("audit", traces.audit)):
            for at in range(0, len(ids), MOST_ROWS):
                await self._silence(table, ids[at : at + MOST_ROWS])
        one = await self._erase_rows(one, traces.addresses)
        keys, addresses = one.detail["keys"], one.detail["addresses"]
        await self._remove(keys)
        await self._sweep(addresses, set(keys))
        await self._forget_words()
        await self._cut()
        words, now = self._words(one), self._works.clock.now()
        text = words("privacy.erased", time=words.time(now.local), day=words.day(now.today))
        await self._tell(one, [Reply(text)] if one.address else [], None)

    async def _silence(self, table: str, ids: list[int]) -> None:
        async def write(connection: Connection) -> None:
            store = Store(connection)
            await erasure.silence(store, table, ids)
            await store.keep()

        await self._works.writer.run(write, COLLECTING)
        if table == "outbox":
            self._sender.drop(ids)

    async def _erase_rows(self, one: Asked, addresses: list[str]) -> Asked:
        """Which files and folders are still to go is noted in the same transaction, for the next process."""
        now = self._works.clock.now()

        async def write(connection: Connection) -> Asked:
            store = Store(connection)
            keys = await erasure.erase(store, now, one.person, addresses)
            detail = {
                **one.detail,
                "keys": sorted({*keys, *one.detail.get("keys", ())}),
                "addresses": sorted({*addresses, *one.detail.get("addresses", ())}),
            }
            await own_requests.note(store, one.id, detail)
            await store.keep()
            return replace(one, detail=detail)

        return await self._works.writer.run(write, COLLECTING)

    async def _remove(self, keys: list[str]) -> None:
        """Under the writer, so that no photo of the same content is being noted as stored meanwhile."""

        async def write(connection: Connection) -> None:
            gone = set(keys) - await evidence.used(Store(connection), keys)
            await outbox.let_go(connection, gone)
            await asyncio.to_thread(lambda: [self._files.remove(key) for key in gone])

        if keys:
            await self._works.writer.run(write, COLLECTING)

    async def _forget_words(self) -> None:
        """The index of words is written anew, a little at a time."""
        for step in range(FORGETTING):
            work = partial(forget, begin=step == 0)
            if not await self._works.writer.run(work, COLLECTING):
                return

    async def _cut(self) -> None:
        for _ in range(CUTS):
            if await self._works.writer.run(Outside(cut_log), COLLECTING):
                return
            await asyncio.sleep(0.05)
        raise TimeoutError("somebody reads all the time")

    # -- telling -------------------------------------------------------------------------------------------------------

    async def _tell(self, one: Asked, replies: list[Reply], detail: dict[str, list[str]] | None) -> None:
        now = self._works.clock.now()

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            if not await own_requests.done(store, one.id, now.real, detail):
                return []
            await store.keep()
            talk = (await conversations.load(connection, [one.address], now.today))[one.address] if replies else None
            spoken = [replace(reply, language=one.language) for reply in replies]
            due = [Due(self._works.numbers.take(), one.address, outbox.lane("reply"), reply) for reply in spoken]
            if talk is not None and not talk.open and not talk.fresh and replies[-1].choices:
                talk.offered(replies[-1])
                await conversations.offer(connection, [(one.address, talk.menu)])
            return await outbox.add(connection, due, now.real) if due else []

        self._sender.offer(await self._works.writer.run(write, COLLECTING))


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
