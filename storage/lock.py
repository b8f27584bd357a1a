"""Lets one process at a time write a database: a lock that ends with the process, however that ended (DESIGN §13.2)."""

import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import text

from storage.database import DatabaseRefused, open_engine, sqlite_path

_TRY = text("SELECT pg_try_advisory_lock(7411, 1)")
_FREE = text("SELECT pg_advisory_unlock(7411, 1)")


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[bool]:
    """Hold the database of ``url``; False when another process holds it. Raises DatabaseRefused, OSError away."""
    path = sqlite_path(url)
    if path is None:
        async with _alone_on_server(url) as held:
            yield held
    else:
        with _alone_with_file(path) as held:
            yield held


@asynccontextmanager
async def _alone_on_server(url: str) -> AsyncIterator[bool]:
    engine = open_engine(url, "migration")
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            yield bool((await connection.execute(_TRY)).scalar_one())
            await connection.execute(_FREE)
    finally:
        await engine.dispose()


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
