"""The one writer: a queue of pieces of work, each one transaction, and gathering so that many share one flush."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[AsyncConnection], Awaitable[T]]

MESSAGES, MARKS, TICKS, COLLECTING = range(4)
"""Who goes first when several wait (DESIGN §13.2)."""

MOST_ROWS = 500
"""No transaction carries more rows than this."""


class Writer:
    """Runs work on the only connection that writes, most urgent first, one transaction each."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._queue: list[tuple[int, int, Work[Any], asyncio.Future[Any]]] = []
        self._numbers = count()
        self._wake = asyncio.Event()
        self._rest = asyncio.Event()
        self._rest.set()
        self._connection: AsyncConnection | None = None

    async def run(self, work: Work[T], urgency: int = MESSAGES) -> T:
        """Commit ``work`` and give back its result; raises what it raised, with nothing written."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (urgency, next(self._numbers), work, done))
        self._rest.clear()
        self._wake.set()
        return await asyncio.shield(done)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Writer"]:
        """Work until left; what is queued by then is still committed."""
        task = asyncio.create_task(self._loop(), name="writer")
        try:
            yield self
        finally:
            await self._rest.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._let_go()

    async def _loop(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                _, _, work, done = heapq.heappop(self._queue)
                try:
                    result = await self._commit(work)
                except Exception as fault:  # noqa: BLE001 - handed to whoever asked, who knows what it means
                    done.set_exception(fault)
                    done.exception()
                else:
                    done.set_result(result)
            self._rest.set()

    async def _commit(self, work: Work[T]) -> T:
        try:
            connection = self._connection or await self._engine.connect()
            self._connection = connection
            async with connection.begin():
                return await work(connection)
        except (DBAPIError, OSError) as fault:
            if isinstance(fault, OSError) or fault.connection_invalidated:
                await self._let_go()
            raise

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await asyncio.gather(connection.close(), return_exceptions=True)


class Gathering(Generic[T, R]):
    """Collects items while the writer is busy and commits them together: one flush for all (RELIABILITY F4).

    ``after`` hears the result of each commit once, before those who wait for it.
    """

    def __init__(
        self,
        writer: Writer,
        write: Callable[[AsyncConnection, Sequence[T]], Awaitable[R]],
        urgency: int,
        after: Callable[[R], None] | None = None,
    ) -> None:
        self._writer = writer
        self._write = write
        self._urgency = urgency
        self._after = after
        self._waiting: list[tuple[Sequence[T], asyncio.Future[R]]] = []
        self._turn: asyncio.Task[None] | None = None

    async def add(self, items: Sequence[T]) -> R:
        """Return when the items, and whatever shared their transaction, are flushed; the result is the whole group's."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, done))
        if self._turn is None or self._turn.done():
            self._turn = asyncio.create_task(self._take_turns(), name="gathering")
        return await asyncio.shield(done)

    async def _take_turns(self) -> None:
        while self._waiting:
            group: list[tuple[Sequence[T], asyncio.Future[R]]] = []

            async def write(connection: AsyncConnection, group: list[Any] = group) -> R:
                # Only now, when the writer is free, is it decided who shares this flush.
                items: list[T] = []
                while self._waiting and len(items) < MOST_ROWS:
                    group.append(self._waiting.pop(0))
                    items.extend(group[-1][0])
                return await self._write(connection, items)

            try:
                result = await self._writer.run(write, self._urgency)
            except Exception as fault:  # noqa: BLE001 - each of those who wait must hear it
                if not group:
                    group, self._waiting = self._waiting, []
                for _, done in group:
                    done.set_exception(fault)
                    done.exception()
            else:
                if self._after is not None:
                    self._after(result)
                for _, done in group:
                    done.set_result(result)
