"""Databases to measure on: the real campaign and units, people who have joined; made once, copied for each round."""

import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import asyncpg
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.talks import FIRST_CHAT, TODAY
from bot import loading
from bot.app import Base, opened, the_house
from bot.settings import Settings
from domain.clock import Now
from domain.conversations import Conversation
from domain.messages import Address
from storage import notes
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.tables import UNIT_SPAN
from tests.kit.botapi import TOKEN
from tests.kit.postgres import Server

CAMPAIGN = Path(__file__).parents[1] / "campaigns" / "hai-phong-2025"
CHECKS = {
    "deeds": "SELECT count(*) FROM deed",
    "unhandled": "SELECT count(*) FROM inbox WHERE state <> 'done'",
    "unsent": "SELECT count(*) FROM outbox WHERE state <> 'sent'",
}


class Databases:
    """Hands out a fresh, filled database per round; `folder` must lie on the disk that is to be measured."""

    def __init__(self, folder: Path, server: Server, members: int) -> None:
        self.folder = folder
        self.server = server
        self.members = members

    async def prepare(self) -> None:
        """Fill one of each kind, to be copied."""
        self.server.create("filled")
        for url in (self._sqlite("filled"), self.server.url("filled")):
            async with opened(settings(url, self.folder)) as base:
                await furnish(base, self.members)

    def fresh(self, kind: str, name: str) -> str:
        """The address of a new copy."""
        if kind == "postgresql":
            return self.server.create(name, template="filled")
        for file in self.folder.glob("filled.db*"):
            if not file.name.endswith(".lock"):
                shutil.copy(file, self.folder / file.name.replace("filled", name))
        return self._sqlite(name)

    def drop(self, kind: str, name: str) -> None:
        if kind == "postgresql":
            self.server.drop(name)
        for file in self.folder.glob(f"{name}.db*"):
            file.unlink()

    async def check(self, kind: str, name: str) -> dict[str, int]:
        """What the round has left behind."""
        return await self._ask_postgresql(name) if kind == "postgresql" else self._ask_sqlite(name)

    def _ask_sqlite(self, name: str) -> dict[str, int]:
        connection = sqlite3.connect(self.folder / f"{name}.db")
        try:
            return {key: connection.execute(query).fetchone()[0] for key, query in CHECKS.items()}
        finally:
            connection.close()

    async def _ask_postgresql(self, name: str) -> dict[str, int]:
        connection = await asyncpg.connect(host=str(self.server.folder), user="postgres", database=name)
        try:
            return {key: await connection.fetchval(query) for key, query in CHECKS.items()}
        finally:
            await connection.close()

    def _sqlite(self, name: str) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/{name}.db"


def settings(url: str, folder: Path) -> Settings:
    return Settings(_env_file=None, database_url=url, files_url=f"file:{folder / 'files'}", secret_key="bench")


async def furnish(base: Base, members: int) -> None:
    """The campaign, its units, and `members` teachers spread over the units that must report."""
    base.clock.ahead = TODAY.astimezone(UTC) - base.clock.real()
    await loading.load_campaign(base, CAMPAIGN / "campaign.toml")
    sheet = await loading.read_units(base, CAMPAIGN / "units.csv")
    if sheet.problems:
        raise SystemExit(f"bench: units.csv has {len(sheet.problems)} problems")
    await loading.load_units(base, sheet, None)
    obliged = (await the_house(base)).campaign.duty("plan").obliged
    now = base.clock.now()
    await base.writer.run(lambda connection: join(connection, now, obliged, members))


async def join(connection: AsyncConnection, now: Now, kinds: Sequence[str], members: int) -> None:
    """Rows as joining leaves them. No unit has a head yet, so each update brings exactly one reply."""
    store = Store(connection)
    schools = [row[0] for row in await store.rows(select(UNIT_SPAN.c.unit_id).where(UNIT_SPAN.c.kind.in_(kinds)))]
    chats = []
    for n in range(members):
        person = await people.add(store, now, f"Lan {n + 1}", "co")
        await people.consent(store, now, person, 1, "vi", "telegram")
        await people.grant(store, person, "teacher", schools[n % len(schools)], now.today, None)
        address = Address("telegram", TOKEN.partition(":")[0], str(FIRST_CHAT + n))
        chats.append(Conversation(address, await conversations.person_on(store, person, now.today)))
    await notes.put(store, "ahead_seconds", (now.campaign - now.real).total_seconds())
    await store.keep()
    await conversations.save(connection, chats, now.real)
