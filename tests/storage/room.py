"""What tests of storage/ stand in: a migrated database with its writer and readers, and a day to be in."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, insert

from domain.clock import Now
from domain.rights import Scope
from domain.units import UnitRow
from storage.database import Connection, Engine, open_engine, reading
from storage.migrate import migrate
from storage.people import people
from storage.store import Store
from storage.tables import CAMPAIGN
from storage.types import AnyRow
from storage.units import units
from storage.writer import Writer
from tests.kit import patterns

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
THURSDAY = date(2025, 4, 10)


def at(day: date = THURSDAY, hour: int = 9, **later: float) -> Now:
    """Office hours of a day; both clocks agree."""
    instant = datetime.combine(day, time(hour), ZONE).astimezone(UTC) + timedelta(**later)
    return Now(instant, instant, ZONE)


@dataclass(slots=True)
class Room:
    """An open database."""

    url: str
    engine: Engine
    readers: Engine
    writer: Writer

    async def does(self, work: Callable[[Store], Awaitable[T] | T], urgency: int = 0) -> T:
        """One transaction of a handler."""

        async def write(connection: Connection) -> T:
            store = Store(connection)
            result = work(store)
            if inspect.isawaitable(result):
                result = await result
            await store.keep()
            return result

        return await self.writer.run(write, urgency)

    async def sees(self, work: Callable[[Store], Awaitable[T]]) -> T:
        """A look through the read pool."""
        async with reading(self.readers) as connection:
            return await work(Store(connection, writable=False))

    async def rows(self, statement: Executable, **values: object) -> list[AnyRow]:
        """What a SELECT finds."""
        return list(await self.sees(lambda store: store.rows(statement, values)))

    async def campaign(self, code: str = "hp-2025") -> int:
        """A campaign's row; its spec is of no interest here."""
        add = insert(CAMPAIGN).returning(CAMPAIGN.c.id)
        values = {"code": code, "spec": {}, "imported_at": at().real}
        return await self.does(lambda store: store.add(add, values))

    async def province(self, *rows: UnitRow, as_of: date | None = None) -> dict[str, int]:
        """Units by code, after taking these rows."""
        await self.does(lambda store: units.take(store, rows, as_of))
        return dict((await self.sees(units.tree)).ids)

    async def person(self, name: str = "Lan") -> int:
        """Somebody who has joined."""
        return await self.does(lambda store: people.add(store, at(), name, "co"))


@asynccontextmanager
async def room(url: str) -> AsyncIterator[Room]:
    """A database brought to the present schema and opened as the service opens it."""
    await patterns.lay(url, "tables", patterns.tables)
    await migrate(url)
    engine, readers = open_engine(url, "writer"), open_engine(url, "reader")
    try:
        async with Writer(engine).running() as writer:
            yield Room(url, engine, readers, writer)
    finally:
        await readers.dispose()
        await engine.dispose()


def heads(person: int, *roots: int) -> Scope:
    """What Minh may touch: the very units he heads."""
    return Scope("confirm_deed", roots, below=False, person=person)


def seeing(*roots: int) -> Scope:
    """The figures of these branches may be seen."""
    return Scope("see_figures", roots, below=True, person=0)


SMALL = (
    UnitRow("SO", "Sở GDĐT", "sgddt"),
    UnitRow("PGD", "Phòng GDĐT Lê Chân", "pgd", "SO"),
    UnitRow("A", "THPT Ngô Quyền", "thpt", "SO"),
    UnitRow("B", "Tiểu học Nguyễn Công Trứ", "tieuhoc", "PGD"),
    UnitRow("C", "Mầm non Hoa Sen", "mamnon", "PGD"),
)
"""A province of five units: the department, a relay, three schools."""

__all__ = ["SMALL", "THURSDAY", "ZONE", "Room", "at", "heads", "room", "seeing"]
