"""The ground of a rehearsal: a database of its own that is thrown away, with campaign, units and people put in."""

import csv
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from bot import loading
from bot.app import HOLIDAYS, Base, opened, the_house
from bot.rehearsal.clock import TravellingClock
from bot.rehearsal.crowd import Crowd, Member, Place, as_joined, made_up
from bot.rehearsal.wishes import Wishes
from bot.settings import Settings, read_settings
from documents.importers import read_campaign_file, read_holidays
from domain.calendar import Holiday
from domain.campaigns import Campaign
from domain.units import RELAYS
from handlers.context import House
from storage import campaigns, rehearsal
from storage.database import Connection, open_engine, reading
from storage.rehearsal import Joined
from storage.schema import standing
from storage.store import Store
from storage.units import units
from storage.units.units import Tree
from storage.writer import Outside

OURS: Final = Path(__file__).parents[2] / "campaigns/hai-phong-2025"
_KINDS: Final = ("mamnon", "tieuhoc", "thcs")
MADE, FILE, OWN = "made", "file", "own"
"""Where campaign or units come from: made up, a file that was named, the database of the service."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the service's own database holds: a campaign, units row by row, who has joined as roles and chats."""

    campaign: Campaign | None = None
    tree: dict[str, list[dict[str, Any]]] | None = None
    joined: tuple[Joined, ...] = ()


@dataclass(slots=True)
class Stage:
    """All that stands when the play begins."""

    base: Base
    clock: TravellingClock
    house: House
    crowd: Crowd
    places: list[Place]
    above: dict[int, str]
    """By unit: the name of the office right above it."""
    holidays: list[Holiday]
    first: datetime
    last: datetime
    units_from: str


async def look_up(settings: Settings) -> Known:
    """Read campaign, units and counts from the service's database, changing nothing; nothing where there is none."""
    state, _ = await standing(settings.database_url)
    if state != "present":
        return Known()
    engine = open_engine(settings.database_url, "reader", readers=1)
    try:
        async with reading(engine) as connection:
            found = await campaigns.running(Store(connection, writable=False))
            tree = await rehearsal.read_tree(connection)
            people = tuple(await rehearsal.joined(connection))
    finally:
        await engine.dispose()
    return Known(found[1] if found else None, tree if tree["unit"] else None, people)


@asynccontextmanager
async def set_up(settings: Settings, wishes: Wishes, known: Known) -> AsyncIterator[Stage]:
    """The stage in a temporary folder that is gone afterwards. Raises CampaignErrors and Mistake for files."""
    campaign = read_campaign_file(wishes.campaign) if wishes.campaign else known.campaign
    campaign = campaign or read_campaign_file(OURS / "campaign.toml")
    with tempfile.TemporaryDirectory(prefix="thidua-rehearsal-") as folder:
        async with opened(_settings(settings, Path(folder))) as base:
            await base.writer.run(Outside(rehearsal.hurry))
            clock = base.clock = TravellingClock(settings.zone)
            period = (wishes.first or campaign.start, wishes.last or campaign.end)
            clock.go(datetime.combine(period[0], time(), settings.zone))
            await loading.put_campaign(base, campaign)
            units_from = await _bring_units(base, wishes, known)
            house = await the_house(base)
            places, above = await _places(base, house)
            members = _members(wishes, known, places, period)
            crowd = Crowd({one.person: one for one in members}, wishes.habits, house.calendar, clock.zone, wishes.seed)
            since = clock.at
            await base.writer.run(lambda connection: _come(connection, crowd, since))
            last = datetime.combine(period[1], time(23, 59), settings.zone).astimezone(UTC)
            yield Stage(
                base,
                clock,
                house,
                crowd,
                places,
                above,
                list(read_holidays(HOLIDAYS.read_bytes())),
                since,
                last,
                units_from,
            )


async def _come(connection: Connection, crowd: Crowd, since: datetime) -> None:
    for table, rows in crowd.rows(since):
        await rehearsal.pour(connection, table, rows)


def _settings(settings: Settings, folder: Path) -> Settings:
    """Nothing of the environment leads to a real channel or a real database."""
    return read_settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'rehearsal.db'}",
        files_url=f"file:{folder / 'files'}",
        public_url="",
        telegram_token="",
        telegram_mode="",
        telegram_pace=settings.telegram_pace,
        zalo_tokens="",
        zalo_mode="",
        zalo_pace=settings.zalo_pace,
        secret_key="",
        time_zone=settings.time_zone,
        default_language=settings.default_language,
    )


# -- units -------------------------------------------------------------------------------------------------------------


async def _bring_units(base: Base, wishes: Wishes, known: Known) -> str:
    if wishes.units is None and known.tree is not None:
        tree = known.tree
        await base.writer.run(lambda connection: rehearsal.write_tree(connection, tree))
        return OWN
    source = wishes.units or made_units(wishes.schools)
    sheet = await loading.read_units(base, source)
    if sheet.problems:
        raise sheet.problems[0].mistake
    await loading.load_units(base, sheet, None)
    return FILE if wishes.units else MADE


def made_units(schools: int) -> bytes:
    """The offices of the campaign that comes with us, and so many made-up schools spread over them."""
    told = io.StringIO(newline="")
    with (OURS / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in {"sgddt", "pgd"}]
    writer = csv.DictWriter(told, ["code", "name", "kind", "parent_code", "ownership"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    root = next(row["code"] for row in rows if row["kind"] == "sgddt")
    offices = [row["code"] for row in rows if row["kind"] == "pgd"]
    for n in range(schools):
        kind = "thpt" if n % 20 == 0 else _KINDS[n % 3]
        above = root if kind == "thpt" else offices[n % len(offices)]
        school = {"code": f"{kind.upper()}-{n + 1}", "name": f"{kind.upper()} {n + 1}", "kind": kind}
        writer.writerow({**school, "parent_code": above, "ownership": "cong"})
    return told.getvalue().encode()


async def _places(base: Base, house: House) -> tuple[list[Place], dict[int, str]]:
    async with reading(base.readers) as connection:
        tree = await units.tree(Store(connection, writable=False))
    places = [_place(tree, unit, house) for unit in sorted(tree.spans)]
    names = {unit: spans[-1][2] for unit, spans in tree.spans.items()}
    above = {unit: names.get(spans[0][4] or 0, "") for unit, spans in tree.spans.items()}
    return places, above


def _place(tree: Tree, unit: int, house: House) -> Place:
    kind = str(tree.spans[unit][-1][3])
    owing = any(duty.obliges(kind, tree.ownerships.get(unit, "")) for duty in house.campaign.duties)
    return Place(unit, kind, unit == house.root, owing and kind not in RELAYS)


def _members(wishes: Wishes, known: Known, places: list[Place], period: tuple[date, date]) -> list[Member]:
    if wishes.joined:
        return as_joined(known.joined, period)
    return made_up(places, wishes.habits, wishes.people, period, wishes.seed)
