"""Makes the pictures, sheets and letters that people ask for, beside the batches, and sends each once (F1, F5)."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from bot.attending import Attendant
from bot.desk import account_of
from bot.easel import Easel
from bot.sender import Sender
from bot.works import Works
from documents.drawing import VERSION
from domain.conversations import Conversation
from domain.drawn import Drawn
from domain.extracts import Order, Piece, RowsDiffer, Stored
from domain.messages import Address, Incoming, Reply
from domain.mistakes import Mistake
from handlers.context import Context
from handlers.drawn import MAKERS
from handlers.wanted import Rows, Wanted
from storage import drawings
from storage.database import Connection, reading
from storage.drawings import Asked, Desk
from storage.files import Files, TooLarge
from storage.post import conversations, outbox
from storage.post.outbox import Due
from storage.store import Store
from storage.writer import COLLECTING

LOG = logging.getLogger("thidua.draughtsman")

T = TypeVar("T")
AGAIN = timedelta(seconds=5)
MOST_TRIES = 3
"""After that the words go without the file."""
SLOW = 5.0
"""Seconds after which the person is told that it takes a while."""
TOO_LONG = 60.0
MUCH_TOO_LONG = 600.0
"""For a file of many rows."""
MOST_BYTES = 5 * 1024 * 1024
MOST_OF_ROWS = 45 * 1024 * 1024
"""Telegram takes 50 MB."""
Answering = Callable[[Context], Awaitable[Reply | None]]


class Draughtsman(Attendant[Asked]):
    """Asked → looked up, drawn or written → sent. Whoever is ``long`` makes files of many rows, the other the rest."""

    def __init__(
        self,
        works: Works,
        files: Files,
        sender: Sender,
        easel: Easel,
        slow: float = SLOW,
        *,
        long: bool = False,
    ) -> None:
        super().__init__(works, "draughtsman", Desk(long), AGAIN)
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
            await self._answer(one, _nothing)
            return
        await (self._write(one, wanted) if isinstance(wanted, Rows) else self._draw(one, wanted))

    async def _wanted(self, one: Asked) -> Wanted | Rows:
        """From the figures as they are now, within the rights the person has now."""
        async with reading(self._works.readers) as connection:
            ctx = await self._context(one, Store(connection, writable=False))
            return await MAKERS[one.kind](ctx, one.marks)

    async def _context(self, one: Asked, store: Store) -> Context:
        house, now, address = self._works.house, self._works.clock.now(), Address.of(one.address)
        person = await conversations.person_on(store, one.person, now.today)
        words = house.catalogue.words(one.language, person)
        return Context(Incoming(address, "", "", now.real), Conversation(address, person), now, store, house, words)

    # -- drawn from what is at hand ------------------------------------------------------------------------------------

    async def _draw(self, one: Asked, wanted: Wanted) -> None:
        channel = self._works.channels.get(account_of(one.address))
        takes = channel is not None and (channel.capabilities.pictures or not wanted.is_picture)
        if wanted.kept and await self._is_whole(wanted.kept):
            await self._say(one, wanted.bearing(wanted.kept))
            return
        if wanted.thing is None or not takes or one.tries >= MOST_TRIES:
            is_missing = wanted.thing is not None or wanted.kept
            await self._say(one, wanted.without if is_missing and wanted.without else wanted.reply)
            return
        mark = wanted.thing.mark(self._easel.layout(VERSION))
        key = await self._known(mark) or await self._drawn(one, wanted.thing, is_announced=not wanted.is_picture)
        await self._say(one, wanted.bearing(key), (mark, key), wanted)

    async def _is_whole(self, key: str) -> bool:
        return await asyncio.to_thread(self._files.is_whole, key)

    async def _known(self, mark: str) -> str | None:
        async with reading(self._works.readers) as connection:
            key = await drawings.known(Store(connection), mark)
        return key if key and self._files.path(key).is_file() else None

    async def _drawn(self, one: Asked, thing: Drawn, *, is_announced: bool) -> str:
        """The key of the file; the person hears of it when it takes long, unless they were told at once."""
        drawing = asyncio.create_task(self._easel.draw(thing))
        content = await self._patiently(one, drawing, TOO_LONG, "" if is_announced else "chart.slow")
        return (await self._files.put(_whole(content), MOST_BYTES))[0]

    async def _say(
        self, one: Asked, reply: Reply, drawn: tuple[str, str] | None = None, wanted: Wanted | None = None
    ) -> None:
        async def answer(ctx: Context) -> Reply:
            if drawn is not None:
                await drawings.keep(ctx.store, *drawn, ctx.now.real)
            if drawn is not None and wanted and wanted.settled:
                await wanted.settled(ctx, drawn[1])
            return reply

        await self._answer(one, answer)

    # -- written row by row --------------------------------------------------------------------------------------------

    async def _write(self, one: Asked, wanted: Rows) -> None:
        """A file that does not hold what is counted, or that no chat takes, is told of; what broke is tried again."""
        if one.tries >= MOST_TRIES:
            await self._answer(one, lambda ctx: wanted.failed(ctx, "failed"))
            return
        if await asyncio.to_thread(self._files.is_nearly_full):
            LOG.error("request %s: the disk is nearly full, no files are made", one.id)
            await self._answer(one, lambda ctx: wanted.failed(ctx, "full"))
            return
        folder = self._files.folder()
        try:
            answer = await self._written(one, wanted, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        await self._answer(one, answer)

    async def _written(self, one: Asked, wanted: Rows, folder: Path) -> Answering:
        order = Order(wanted.thing, self._works.database_url, folder, self._files.root)
        writing = asyncio.create_task(self._easel.write(order))
        try:
            written = await self._patiently(one, writing, MUCH_TOO_LONG, "export.slow")
            stored = [await self._stored(piece) for piece in written.pieces]
        except RowsDiffer as fault:
            differs = fault
            LOG.error("request %s: %s rows of %s counted", one.id, fault.written, fault.counted)  # noqa: TRY400 - no trace
            return lambda ctx: wanted.differs(ctx, differs)
        except TooLarge:
            return lambda ctx: wanted.failed(ctx, "large")

        async def settle(ctx: Context) -> Reply:
            for file in stored:
                await drawings.keep(ctx.store, file.key, file.key, ctx.now.real)
            return await wanted.settled(ctx, written, stored)

        return settle

    async def _stored(self, piece: Piece) -> Stored:
        key, size = await self._files.adopt(piece.path, MOST_OF_ROWS)
        return Stored(piece.name, key, piece.media_type, size, piece.rows)

    # -- on the way ----------------------------------------------------------------------------------------------------

    async def _patiently(self, one: Asked, work: asyncio.Task[T], most: float, slow: str) -> T:
        """Wait for the worker; ``slow`` is what the person is told when it takes a while, if they are."""
        done, _ = await asyncio.wait([work], timeout=self._slow)
        if not done and slow:
            await self._tell_slow(one, slow)
        try:
            return await asyncio.wait_for(work, most)
        except TimeoutError:
            self._easel.put_away()
            raise

    async def _tell_slow(self, one: Asked, key: str) -> None:
        words = self._works.house.catalogue.words(one.language)

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            if not await drawings.told(store, one.id):
                return []
            await store.keep()
            return await self._plan(connection, one, Reply(words(key)))

        self._sender.offer(await self._works.writer.run(write, COLLECTING))

    async def _answer(self, one: Asked, answer: Answering) -> None:
        """The request is done, and so is whatever the answer writes: both, or neither."""

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            if not await drawings.done(store, one.id):
                return []
            ctx = await self._context(one, store)
            reply = await answer(ctx)
            await store.keep()
            if reply is None:
                return []
            talk = (await conversations.load(connection, [one.address], ctx.now.today))[one.address]
            if not talk.open and not talk.fresh and reply.choices:
                talk.offered(reply)
                await conversations.offer(connection, [(one.address, talk.menu)])
            return await self._plan(connection, one, reply)

        self._sender.offer(await self._works.writer.run(write, COLLECTING))

    async def _plan(self, connection: Connection, one: Asked, reply: Reply) -> list[Due]:
        due = [Due(self._works.numbers.take(), one.address, outbox.lane("reply"), reply)]
        return await outbox.add(connection, due, self._works.clock.real())


async def _nothing(ctx: Context) -> None:
    """Nobody is told anything."""


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
