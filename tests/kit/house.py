"""The whole service in a test: the real campaign, a sample province, a pretend day, and people who have joined."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import case, insert, select, update

from bot import loading
from bot.app import Base, Service, opened, serving
from bot.settings import Settings
from domain.people import Role
from storage import campaigns, tables
from storage.database import Connection, reading
from storage.store import Store
from storage.tables import OBLIGATION, PLAN, UNIT
from tests.kit import patterns
from tests.kit.botapi import BotApi
from tests.kit.talker import Talker
from tests.kit.zaloapi import ZaloApi

ROOT = Path(__file__).parents[2]
CAMPAIGN = ROOT / "campaigns/hai-phong-2025/campaign.toml"
PROVINCE = ROOT / "campaigns/demo/units.csv"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
THURSDAY = datetime(2025, 4, 10, 16, 42, tzinfo=ZONE)
"""The day on which the golden conversations begin."""
SCHOOL = "THPT-NGOQUYEN"
OFFICE = "SGDDT-HP"


@dataclass(slots=True)
class House:
    """A running service, and who is in it."""

    service: Service
    base: Base
    api: BotApi
    people: dict[str, Talker] = field(default_factory=dict)

    def at(self, local: datetime) -> None:
        """Let it be this hour of the pretend calendar."""
        self.base.clock.ahead = local.astimezone(UTC) - self.base.clock.real()

    async def invite(self, role: Role, unit: str = SCHOOL, uses: int = 1, days: int = 30) -> str:
        """A fresh code."""
        made = await loading.invite(self.base, unit, role, uses, days)
        assert made is not None, unit
        return made[0]

    async def joins(self, name: str, title: str, role: Role, unit: str = SCHOOL) -> Talker:
        """Somebody comes in on Telegram, as A1 tells it; the welcome has been heard."""
        talker = self.api.person(100 + len(self.people), name)
        self.people[name] = talker
        await talker.says(f"/start {await self.invite(role, unit)}")
        await talker.hears(1, timeout=10)
        await talker.says("đồng ý")
        await talker.hears(1, timeout=10)
        await talker.says(f"{title} {name}")
        await talker.hears(1, timeout=10)
        return talker

    async def quiet(self) -> None:
        """Wait until nothing is on its way."""
        for _ in range(200):
            await asyncio.sleep(0.02)
            if not self.api.pending:
                return


def settings(
    url: str, folder: Path, api: BotApi | None = None, zalo: ZaloApi | None = None, **more: object
) -> Settings:
    """Settings of a test: nothing from the environment, a port of its own, no pace."""
    values: dict[str, object] = {
        "database_url": url,
        "files_url": f"file:{folder / 'files'}",
        "web_port": 0,
        "secret_key": "a key of the tests",
        "telegram_pace": 0,
        "messages_per_minute": 0,
        "zalo_pace": 0,
        **({"telegram_token": api.token, "telegram_api_url": api.url} if api else {}),
        **({"zalo_tokens": ",".join(zalo.bots), "zalo_api_url": zalo.url} if zalo else {}),
        **more,
    }
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


@asynccontextmanager
async def furnished(chosen: Settings, day: datetime = THURSDAY, province: Path = PROVINCE) -> AsyncIterator[Base]:
    """An open database with campaign and units in it: a copy of one where that is what is wanted, else made here."""
    if (day, province) == (THURSDAY, PROVINCE):
        await patterns.lay(chosen.database_url, "furnished", furnish)
    async with opened(chosen) as base:
        base.clock.ahead = day.astimezone(UTC) - base.clock.real()
        async with reading(base.readers) as connection:
            is_furnished = (await connection.execute(select(tables.CAMPAIGN.c.id))).first()
        if not is_furnished:
            await fill(base, province)
        yield base


async def furnish(url: str) -> None:
    """The pattern of the house on the day on which the golden conversations begin."""
    async with opened(settings(url, Path(tempfile.gettempdir()))) as base:
        base.clock.ahead = THURSDAY.astimezone(UTC) - base.clock.real()
        await fill(base, PROVINCE)


async def fill(base: Base, province: Path) -> None:
    """Take campaign and units, as ``thidua import`` does."""
    campaign, _ = await loading.load_campaign(base, CAMPAIGN)
    await loading.put_campaign(base, replace(campaign, digest_at=None))
    sheet = await loading.read_units(base, province)
    assert not sheet.problems
    await loading.load_units(base, sheet, None)
    await silence(base)


async def silence(base: Base, but: Sequence[str] = ()) -> None:
    """Nobody is reminded in a test that is not about it, or sent an overview: only these obligations are open."""

    async def write(connection: Connection) -> None:
        is_open = OBLIGATION.c.code.in_(list(but))
        await connection.execute(update(OBLIGATION).values(ended_at=case((is_open, None), else_=base.clock.real())))

    await base.writer.run(write)


async def only_these_owe(base: Base, codes: Sequence[str]) -> None:
    """All other units follow their superior's plan already."""
    now = base.clock.now()

    async def write(connection: Connection) -> None:
        running = await campaigns.running(Store(connection))
        others = select(UNIT.c.id).where(UNIT.c.code.not_in(list(codes)))
        said = {"campaign_id": running[0], "state": "follows", "version": 1, "answers": {}, "spread": True}
        when = {"complete": False, "reported_on": now.today, "reported_at": now.campaign}
        rows = [{"unit_id": row[0], **said, **when} for row in await connection.execute(others)]
        await connection.execute(insert(PLAN), rows)

    await base.writer.run(write)


@asynccontextmanager
async def living(url: str, folder: Path, day: datetime = THURSDAY, **more: object) -> AsyncIterator[House]:
    """The service with a loopback Telegram, until left."""
    async with (
        BotApi() as api,
        furnished(settings(url, folder, api, **more), day) as base,
        serving(base) as service,
    ):
        yield House(service, base, api)


__all__ = [
    "OFFICE",
    "SCHOOL",
    "THURSDAY",
    "ZONE",
    "House",
    "furnish",
    "furnished",
    "living",
    "only_these_owe",
    "settings",
    "silence",
]
