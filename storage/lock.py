"""Lets one process at a time write a database: a lock that ends with the process, however that ended (DESIGN §13.2)."""

import asyncio
import contextlib
import fcntl
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from storage.database import Connection, DatabaseFault, DatabaseRefused, Engine, open_engine, sqlite_path

LOG = logging.getLogger("thidua.lock")

LOOK_SECONDS = 5.0
"""So often, and so long at most, the server is asked whether it still knows us."""
AGAIN_SECONDS = 0.2
_TRY = text("SELECT pg_try_advisory_lock(7411, 1)")
_FREE = text("SELECT pg_advisory_unlock(7411, 1)")
_WHO = text("SELECT pg_backend_pid()")
_END_OWN = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks "
    "WHERE locktype = 'advisory' AND classid = 7411 AND objid = 1 AND granted AND pid = :own"
)


class Lock:
    """The database is ours. ``sure`` is cleared while that is in doubt: nothing may be said then (RELIABILITY R29)."""

    def __init__(self) -> None:
        self.sure = asyncio.Event()
        self.sure.set()
        self.lost = asyncio.Event()
        """Somebody else has it: this process must leave."""


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[Lock | None]:
    """Hold the database of ``url``; None when another process holds it. Raises DatabaseRefused, OSError away."""
    path = sqlite_path(url)
    if path is None:
        async with _alone_on_server(url) as held:
            yield held
    else:
        with _alone_with_file(path) as held:
            yield Lock() if held else None


@asynccontextmanager
async def _alone_on_server(url: str) -> AsyncIterator[Lock | None]:
    engine = open_engine(url, "migration")
    try:
        seat = _Seat(engine, Lock())
        if not await seat.take():
            yield None
            return
        watch = asyncio.create_task(seat.watch(), name="lock")
        try:
            yield seat.lock
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
            await seat.leave()
    finally:
        await engine.dispose()


class _Seat:
    """The connection that holds the lock of a PostgreSQL database: when it breaks, the lock is anybody's."""

    def __init__(self, engine: Engine, lock: Lock) -> None:
        self.lock = lock
        self._engine = engine
        self._connection: Connection | None = None
        self._own = 0
        self._broken = asyncio.Event()

    async def take(self) -> bool:
        """Connect and ask for the lock; False when somebody else has it."""
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(self._engine.connect())
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if not (await connection.execute(_TRY)).scalar_one():
                await connection.execute(_END_OWN, {"own": self._own})  # where only the way to the server was cut
                return False
            self._own = int((await connection.execute(_WHO)).scalar_one())
            driver: Any = (await connection.get_raw_connection()).driver_connection
            self._broken.clear()
            driver.add_termination_listener(lambda _: self._broken.set())
            self._connection = connection
            stack.pop_all()
        return True

    async def leave(self) -> None:
        """Free the lock."""
        if self._connection is not None:
            with contextlib.suppress(DatabaseFault, OSError):
                await self._connection.execute(_FREE)
            with contextlib.suppress(DatabaseFault, OSError):
                await self._connection.close()

    async def watch(self) -> None:
        """Notice at once when the connection is gone, and within seconds when only the way to it is; get it back."""
        while True:
            if await self._holds():
                continue
            self.lock.sure.clear()
            LOG.warning("the connection that held the database is gone; nothing is sent until it is ours again")
            if not await self._regain():
                self.lock.lost.set()
                return
            LOG.warning("the database is ours again")
            self.lock.sure.set()

    async def _holds(self) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._broken.wait(), LOOK_SECONDS)
        if self._broken.is_set() or self._connection is None:
            return False
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._connection.execute(_WHO)
        except (DatabaseFault, OSError):  # a TimeoutError is an OSError
            return False
        return True

    async def _regain(self) -> bool:
        """False when somebody else has it, asked twice: the first time it may have been our own that was cut off."""
        if self._connection is not None:
            await asyncio.gather(self._connection.invalidate(), self._connection.close(), return_exceptions=True)
            self._connection = None
        refused = 0
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    if await self.take():
                        return True
                    refused += 1
            except (DatabaseFault, OSError) as fault:
                LOG.info("the database is away: %s", type(fault).__name__)
            if refused > 1:
                return False
            await asyncio.sleep(AGAIN_SECONDS)


@contextmanager
def _alone_with_file(path: Path) -> Iterator[bool]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_suffix(path.suffix + ".lock").open("w")
    except OSError as fault:
        raise DatabaseRefused(f"{path.parent} cannot be written: {fault.strerror}.") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
