"""Draws up the pictures, sheets and letters that people ask for, beside the batches, and sends each once (F1, F5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.attending import Attendant
from bot.desk import account_of
from bot.easel import Easel
from bot.sender import Sender
from bot.works import Works
from documents.drawing import VERSION
from domain.conversations import Conversation
from domain.drawn import Drawn
from domain.messages import Address, Attachment, Incoming, Reply
from domain.mistakes import Mistake
from handlers.context import Context
from handlers.drawn import MAKERS
from handlers.wanted import Wanted
from storage import drawings
from storage.database import Connection, reading
from storage.drawings import Asked
from storage.files import Files
from storage.post import conversations, outbox
from storage.post.outbox import Due
from storage.store import Store
from storage.writer import COLLECTING

AGAIN = timedelta(seconds=5)
MOST_TRIES = 3
"""After that the words go without the file."""
SLOW = 5.0
"""Seconds after which the person is told that it takes a while."""
TOO_LONG = 60.0
MOST_BYTES = 5 * 1024 * 1024


class Draughtsman(Attendant[Asked]):
    """Asked → looked up or drawn → sent."""

    def __init__(self, works: Works, files: Files, sender: Sender, easel: Easel, slow: float = SLOW) -> None:
        super().__init__(works, "draughtsman", drawings, AGAIN)
        self._files = files
        self._sender = sender
        self._easel = easel
        self._slow = slow

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work until left, with the process that draws beside."""
        async with self._easel.open(), super().running():
            yield

    async def _carry_out(self, one: Asked) -> None:
        try:
            wanted = await self._wanted(one)
        except Mistake:  # the right to see them has gone meanwhile
            await self._send(one, None)
            return
        channel = self._works.channels.get(account_of(one.address))
        takes = channel is not None and (channel.capabilities.pictures or not wanted.is_picture)
        if wanted.thing is None or not takes or one.tries >= MOST_TRIES:
            await self._send(one, wanted.without if wanted.thing is not None and wanted.without else wanted.reply)
            return
        mark = wanted.thing.mark(VERSION)
        key = await self._known(mark) or await self._drawn(one, wanted.thing, is_announced=not wanted.is_picture)
        attached = Attachment(key, wanted.name, wanted.media_type)
        reply = wanted.reply
        said = replace(reply, picture=attached) if wanted.is_picture else replace(reply, document=attached)
        await self._send(one, said, (mark, key))

    async def _wanted(self, one: Asked) -> Wanted:
        """From the figures as they are now, within the rights the person has now."""
        house, now = self._works.house, self._works.clock.now()
        address = Address.of(one.address)
        async with reading(self._works.readers) as connection:
            store = Store(connection, writable=False)
            person = await conversations.person_on(store, one.person, now.today)
            words = house.catalogue.words(one.language, person)
            incoming = Incoming(address, "", "", now.real)
            ctx = Context(incoming, Conversation(address, person), now, store, house, words)
            return await MAKERS[one.kind](ctx, one.marks)

    async def _known(self, mark: str) -> str | None:
        async with reading(self._works.readers) as connection:
            key = await drawings.known(Store(connection), mark)
        return key if key and self._files.path(key).is_file() else None

    async def _drawn(self, one: Asked, thing: Drawn, *, is_announced: bool) -> str:
        """The key of the file; the person hears of it when it takes long, unless they were told at once."""
        drawing = asyncio.create_task(self._easel.draw(thing))
        done, _ = await asyncio.wait([drawing], timeout=self._slow)
        if not done and not is_announced:
            await self._tell_slow(one)
        try:
            content = await asyncio.wait_for(drawing, TOO_LONG)
        except TimeoutError:
            self._easel.put_away()
            raise
        return (await self._files.put(_whole(content), MOST_BYTES))[0]

    async def _tell_slow(self, one: Asked) -> None:
        words = self._works.house.catalogue.words(one.language)

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            if not await drawings.told(store, one.id):
                return []
            await store.keep()
            return await self._plan(connection, one, Reply(words("chart.slow")))

        self._sender.offer(await self._works.writer.run(write, COLLECTING))

    async def _send(self, one: Asked, reply: Reply | None, drawn: tuple[str, str] | None = None) -> None:
        now = self._works.clock.now()

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            if not await drawings.done(store, one.id):
                return []
            if drawn is not None:
                await drawings.keep(store, *drawn, now.real)
            await store.keep()
            if reply is None:
                return []
            talk = (await conversations.load(connection, [one.address], now.today))[one.address]
            if not talk.open and not talk.fresh and reply.choices:
                talk.offered(reply)
                await conversations.offer(connection, [(one.address, talk.menu)])
            return await self._plan(connection, one, reply)

        self._sender.offer(await self._works.writer.run(write, COLLECTING))

    async def _plan(self, connection: Connection, one: Asked, reply: Reply) -> list[Due]:
        due = [Due(self._works.numbers.take(), one.address, outbox.lane("reply"), reply)]
        return await outbox.add(connection, due, self._works.clock.real())


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
