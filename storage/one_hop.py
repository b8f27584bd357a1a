"""SQLite statements in one visit to aiosqlite's thread instead of four: run, fetch, close together (decision 0003)."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")


class Cursor:
    """What SQLAlchemy asks of an asynchronous cursor; results are all here when a statement has run."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> Self:  # noqa: ANN401 - sequences or mappings
        """Run a statement and take all its rows."""

        def work(connection: sqlite3.Connection) -> None:
            self._take(connection.execute(sql, parameters))

        await self._connection.visit(work)
        return self

    async def executemany(self, sql: str, many: Sequence[Any]) -> Self:
        """Run a statement once for each set of values."""

        def work(connection: sqlite3.Connection) -> None:
            self._take(connection.executemany(sql, many))

        await self._connection.visit(work)
        return self

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """The real cursor was closed where it ran."""

    def _take(self, cursor: sqlite3.Cursor) -> None:
        """On aiosqlite's thread."""
        try:
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
            self._rows = cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """aiosqlite's connection with our cursors."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # theirs awaits four times for what ours does in one
        """A cursor for one statement."""
        return Cursor(self)

    async def visit(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on the thread that owns the connection."""
        return await self._execute(work, self._conn)  # type: ignore[no-any-return,no-untyped-call]  # untyped there


def connect(database: str, **given: Any) -> Connection:  # noqa: ANN401 - what sqlite3.connect takes
    """For SQLAlchemy's ``async_creator_fn``; the thread does not keep a process alive."""
    connection = Connection(lambda: sqlite3.connect(database, **given), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy itself does for connections it makes
    return connection
