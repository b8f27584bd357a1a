"""A database with campaign, units and people who have joined, made once for each kind and copied for each test."""

import shutil
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import Base
from domain.conversations import Conversation
from domain.messages import Address
from domain.people import Person, Role
from storage import notes
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.units import units
from tests.kill.people import FIRST_ID, HEAD_ID
from tests.kit.botapi import TOKEN
from tests.kit.house import SCHOOL, THURSDAY, furnished, settings
from tests.kit.postgres import Server

TEACHERS = 24
TEMPLATE = "kill_ground"


async def lay(url: str, folder: Path, teachers: int = TEACHERS, day: datetime = THURSDAY) -> None:
    """Fill an empty database: Minh heads a school, so many teachers work there, and it is that day."""
    async with furnished(settings(url, folder), day) as base:
        ahead = base.clock.ahead.total_seconds()

        async def write(connection: AsyncConnection) -> None:
            await _join(base, connection, HEAD_ID, "Minh", "head")
            for number in range(teachers):
                await _join(base, connection, FIRST_ID + number, f"Lan {number}", "teacher")
            store = Store(connection)
            await notes.put(store, "ahead_seconds", ahead)
            await store.keep()

        await base.writer.run(write)


async def _join(base: Base, connection: AsyncConnection, chat: int, name: str, role: Role) -> None:
    store, now = Store(connection), base.clock.now()
    unit = await units.by_code(store, SCHOOL, now.today)
    assert unit
    person = await people.add(store, now, name, "co")
    await people.consent(store, now, person, 1, "vi", "telegram")
    await people.grant(store, person, role, unit.id, now.today, None)
    await store.keep()
    address = Address("telegram", TOKEN.partition(":")[0], str(chat))
    await conversations.save(connection, [Conversation(address, Person(person, name, "co"), "vi")], now.real)


async def sqlite_ground(template: Path, folder: Path) -> str:
    """A copy of the template, which is laid when it is first asked for."""
    if not template.exists():  # noqa: ASYNC240 - tests may block
        await lay(f"sqlite+aiosqlite:///{template}", template.parent)
    shutil.copy(template, folder / "thidua.db")
    return f"sqlite+aiosqlite:///{folder / 'thidua.db'}"


async def postgres_ground(server: Server) -> str:
    """The same on PostgreSQL."""
    try:
        return server.create(template=TEMPLATE)
    except RuntimeError:
        await lay(server.create(TEMPLATE), Path("/tmp"))
        return server.create(template=TEMPLATE)
