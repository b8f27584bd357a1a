"""The one writer: pieces of work in order of urgency, each a transaction, and gathering so that many share a flush."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import Any, Generic, Protocol, TypeVar, cast

from storage.database import Connection, DatabaseFault, Engine, reading

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Connection], Awaitable[T]]

MESSAGES, MARKS, TICKS, COLLECTING = range(4)
"""Who goes first when several wait (DESIGN §13.2)."""


class Outside(Generic[T]):
    """Work that must not stand in a transaction, such as cutting SQLite's log."""

    def __init__(self, work: Work[T]) -> None:
        self.work = work

    async def __call__(self, connection: Connection) -> T:
        """Do it."""
        return await self.work(connection)


MOST_ROWS = 500
"""No transaction carries more rows than this."""


class Writer:
    """Runs work on the only connection that writes, most urgent first, one transaction each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: list[tuple[int, int, Work[Any], asyncio.Future[Any]]] = []
        self._numbers = count()
        self._wake = asyncio.Event()
        self._rest = asyncio.Event()
        self._rest.set()
        self._over = False
        self._connection: Connection | None = None
        self._is_gone: Callable[[], bool] = bool

    async def run(self, work: Work[T], urgency: int = MESSAGES) -> T:
        """Commit ``work`` and give back its result; raises what it raised, with nothing written.

        A caller that is cancelled does not take its work back. ``work`` must not wait for this writer.
        """
        if self._over:
            raise RuntimeError("the writer has ended")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (urgency, next(self._numbers), work, done))
        self._rest.clear()
        self._wake.set()
        return await asyncio.shield(done)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Writer"]:
        """Work until left; what is queued by then is still committed, what comes later is refused."""
        task = asyncio.create_task(self._loop(), name="writer")
        try:
            yield self
        finally:
            while not self._rest.is_set():
                await self._rest.wait()
            self._over = True
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
                except asyncio.CancelledError as fault:
                    if (task := asyncio.current_task()) and task.cancelling():
                        raise
                    self._tell(done, RuntimeError(f"the work cancelled itself: {fault!r}"))
                except Exception as fault:  # noqa: BLE001 - handed to whoever asked, who knows what it means
                    self._tell(done, fault)
                else:
                    done.set_result(result)
            self._rest.set()

    @staticmethod
    def _tell(done: asyncio.Future[Any], fault: Exception) -> None:
        """Whoever asked may have gone meanwhile; then nobody needs to be reminded of it."""
        done.set_exception(fault)
        done.exception()

    async def _commit(self, work: Work[T]) -> T:
        try:
            connection = await self._connected()
            if isinstance(work, Outside):
                return cast("T", await work(connection))
            async with connection.begin():
                return await work(connection)
        except (DatabaseFault, OSError) as fault:
            if isinstance(fault, OSError) or fault.connection_invalidated:
                await self._let_go(broken=True)
            raise

    async def _connected(self) -> Connection:
        """The connection that is held, or a new one where the server has hung up meanwhile."""
        if self._connection is not None and self._is_gone():
            await self._let_go(broken=True)
        if self._connection is None:
            connection = await self._engine.connect()
            driver = (await connection.get_raw_connection()).driver_connection
            self._is_gone = getattr(driver, "is_closed", bool)
            self._connection = connection
        return self._connection

    async def _let_go(self, *, broken: bool = False) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            if broken:
                await asyncio.gather(connection.invalidate(), return_exceptions=True)
            await asyncio.gather(connection.close(), return_exceptions=True)


class Runs(Protocol):
    """Runs work in a transaction: the :class:`Writer`, or :class:`Looking`."""

    async def run(self, work: Work[T], urgency: int = MESSAGES) -> T:
        """Run it and give back its result."""


class Looking:
    """Runs work that only reads, on the read pool: it does not wait for anybody's flush."""

    def __init__(self, readers: Engine) -> None:
        self._readers = readers

    async def run(self, work: Work[T], urgency: int = MESSAGES) -> T:  # noqa: ARG002 - nobody waits here
        """Run it and give back its result."""
        async with reading(self._readers) as connection:
            return await work(connection)


class Gathering(Generic[T, R]):
    """Collects items while the writer is busy and commits them together.

    ``after`` hears the result of each commit once, before those who wait for it; it must not raise.
    """

    def __init__(
        self,
        writer: Runs,
        write: Callable[[Connection, Sequence[T]], Awaitable[R]],
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
        """Return when the items, and whatever shared their transaction, are flushed; the result is the group's."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, done))
        if self._turn is None or self._turn.done():
            self._turn = asyncio.create_task(self._take_turns(), name="gathering")
        return await asyncio.shield(done)

    async def _take_turns(self) -> None:
        while self._waiting:
            group: list[asyncio.Future[R]] = []
            try:
                result = await self._writer.run(partial(self._share, group), self._urgency)
            except Exception as fault:  # noqa: BLE001 - each of those who wait must hear it
                for done in group or self._all():
                    done.set_exception(fault)
                    done.exception()
            else:
                if self._after is not None:
                    # Called by the loop, ahead of those it wakes next: a fault in it is its own and holds up nobody.
                    asyncio.get_running_loop().call_soon(self._after, result)
                for done in group:
                    done.set_result(result)

    async def _share(self, group: list[asyncio.Future[R]], connection: Connection) -> R:
        """Only now, when the writer is free, is it decided who shares this flush."""
        items: list[T] = []
        while self._waiting and (not group or len(items) + len(self._waiting[0][0]) <= MOST_ROWS):
            more, done = self._waiting.pop(0)
            items.extend(more)
            group.append(done)
        return await self._write(connection, items)

    def _all(self) -> list[asyncio.Future[R]]:
        """The database was away before anybody could be chosen: all who wait would have come."""
        waiting, self._waiting = self._waiting, []
        return [done for _, done in waiting]
