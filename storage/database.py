"""Opens SQLite or PostgreSQL the safe way: one connection writes, a few read (DESIGN §13.2, RELIABILITY §1.3)."""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection as PlainConnection
from sqlalchemy import Engine as PlainEngine
from sqlalchemy import event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction, create_async_engine

from storage import one_hop

Role = Literal["writer", "reader", "migration"]

Connection: TypeAlias = AsyncConnection
Engine: TypeAlias = AsyncEngine
Savepoint: TypeAlias = AsyncTransaction
DatabaseFault: TypeAlias = DBAPIError
"""What the other rooms call the things storage/ hands them; a server that is away raises OSError as well."""

_COMMON = ("busy_timeout=10000", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY", "mmap_size=0")
_WRITER = (
    "auto_vacuum=INCREMENTAL",
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "wal_autocheckpoint=1000",
    "journal_size_limit=67108864",
    "cache_size=-65536",
)
_PRAGMAS: dict[Role, tuple[str, ...]] = {
    "writer": (*_COMMON, "foreign_keys=ON", *_WRITER),
    "reader": (*_COMMON, "foreign_keys=ON", "query_only=ON", "wal_autocheckpoint=0", "cache_size=-16384"),
    "migration": (*_COMMON, *_WRITER, "foreign_keys=OFF"),
}
_MUST_BE: dict[Role, dict[str, str | int]] = {
    "writer": {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1},
    "reader": {"foreign_keys": 1, "query_only": 1},
    "migration": {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 0},
}
_PG_SETTINGS = {
    "synchronous_commit": "on",
    "statement_timeout": "15000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "30000",
    "timezone": "UTC",
    # Compiling a statement takes longer than any of ours runs.
    "jit": "off",
}
_PG_ROLES: dict[Role, dict[str, str]] = {
    "writer": {},
    # One plan for the whole department and for a school alike is wrong for one of them (28 ms or 550 for a movement).
    "reader": {"default_transaction_read_only": "on", "plan_cache_mode": "force_custom_plan"},
    "migration": {"statement_timeout": "0"},
}


class DatabaseRefused(Exception):
    """The database cannot be used safely; the text says why, in one sentence."""


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL, None for another database."""
    parsed = make_url(url)
    # A name that SQLite reads as a URI ("file:/srv/x.db?vfs=...") lies where that says, not in a folder called "file:".
    return Path((parsed.database or "").removeprefix("file:")) if parsed.get_backend_name() == "sqlite" else None


def open_engine(url: str, role: Role, *, readers: int = 4) -> Engine:
    """An engine of one connection for the writer, of ``readers`` for reading, with the hooks that keep promises.

    Raises DatabaseRefused for a SQLite file that cannot be written where it lies.
    """
    path = sqlite_path(url)
    size = readers if role == "reader" else 1
    if path is None:
        return create_async_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_pre_ping=role != "writer",
            pool_recycle=1800,
            connect_args={"server_settings": _PG_SETTINGS | _PG_ROLES[role], "timeout": 10},
        )
    _must_be_writable(path)
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=15,
        connect_args={"timeout": 10, "isolation_level": None, "async_creator_fn": one_hop.connect},
    )
    hook_sqlite(engine.sync_engine, role)
    return engine


def _must_be_writable(path: Path) -> None:
    """Readers too write: WAL keeps their marks in a file beside the database."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise DatabaseRefused(f"The folder {path.parent} cannot be made: {fault.strerror}.") from None
    for needed in (path.parent, path):
        if needed.exists() and not os.access(needed, os.W_OK):
            raise DatabaseRefused(f"{needed} cannot be written; give it to the account that runs thidua.")


def hook_sqlite(engine: PlainEngine, role: Role) -> None:
    """Set and read back the PRAGMAs; begin every transaction by hand (the driver's own begin comes too late)."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:  # noqa: ANN401 - the driver's own type
        cursor = connection.cursor()
        for pragma in _PRAGMAS[role]:
            cursor.execute(f"PRAGMA {pragma}")
        for name, want in _MUST_BE[role].items():
            cursor.execute(f"PRAGMA {name}")
            got = cursor.fetchone()[0]
            if got != want:
                raise DatabaseRefused(
                    f"SQLite keeps {name}={got} where {want} is needed; is this file system fit for a database?"
                )
        cursor.close()

    begin = "BEGIN DEFERRED" if role == "reader" else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def on_begin(connection: PlainConnection) -> None:
        connection.exec_driver_sql(begin)


async def cut_log(connection: Connection) -> bool:
    """Move all of SQLite's write-ahead log into the file and cut it to nothing, so that what was erased is gone.

    False when somebody is reading: try again. There is nothing to cut on PostgreSQL. Not inside a transaction.
    """
    driver = (await connection.get_raw_connection()).driver_connection
    return await driver.visit(_cut) if isinstance(driver, one_hop.Connection) else True


def _cut(connection: sqlite3.Connection) -> bool:
    connection.execute("PRAGMA busy_timeout=100")
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute("PRAGMA busy_timeout=10000")
    return not busy


@asynccontextmanager
async def reading(engine: Engine) -> AsyncIterator[Connection]:
    """One consistent view of the database for a handler that only reads."""
    async with engine.connect() as connection, connection.begin():
        yield connection


@asynccontextmanager
async def unchanging(engine: Engine) -> AsyncIterator[Connection]:
    """A view in which all statements see the same moment, however long they take; SQLite's always is one."""
    async with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        async with connection.begin():
            yield connection
