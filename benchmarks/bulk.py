"""Pours rows into a table as fast as the database takes them: the service's own types, none of its statements."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import asyncpg
from sqlalchemy import Table, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import sqlite_path

AT_ONCE = 20_000
Rows = Iterable[Sequence[object]]


class Bulk:
    """A connection of its own beside the service's writer, which must be idle meanwhile."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._dialect = engine.dialect
        self._url = engine.url.render_as_string(hide_password=False)

    async def empty(self, table: Table) -> None:
        """Take everything out of a table."""
        if path := sqlite_path(self._url):
            with _sqlite(path) as connection:
                connection.execute(f"DELETE FROM {table.name}")
            return
        connection = await self._postgresql()
        await connection.execute(f"TRUNCATE {table.name}")
        await connection.close()

    async def pour(self, table: Table, columns: str, rows: Rows) -> None:
        """Rows in the order of ``columns``, which are parted by blanks."""
        names = columns.split()
        told = self._told(table, names, rows)
        if path := sqlite_path(self._url):
            marks = ", ".join("?" * len(names))
            with _sqlite(path) as connection:
                connection.executemany(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", told)
            return
        connection = await self._postgresql()
        while part := list(islice(told, AT_ONCE)):
            await connection.copy_records_to_table(table.name, records=part, columns=names)
        await connection.close()

    async def index_words(self) -> None:
        """SQLite's index of words is told by the service; here it reads all reports."""
        if path := sqlite_path(self._url):
            with _sqlite(path) as connection:
                connection.execute("INSERT INTO deed_words(deed_words) VALUES ('rebuild')")

    def _told(self, table: Table, names: Sequence[str], rows: Rows) -> Iterator[tuple[object, ...]]:
        """Each value as the database's driver takes it."""
        kinds = [table.c[name].type.dialect_impl(self._dialect).bind_processor(self._dialect) for name in names]
        for row in rows:
            yield tuple([value if told is None else told(value) for told, value in zip(kinds, row, strict=True)])

    async def _postgresql(self) -> asyncpg.Connection:
        url = make_url(self._url)
        return await asyncpg.connect(host=str(url.query["host"]), user=url.username, database=url.database)


@contextmanager
def _sqlite(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        with connection:
            yield connection
