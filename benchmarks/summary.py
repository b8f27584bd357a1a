"""/summary in a small and a large province: the handler's time must not grow with what has been reported."""

import csv
import random
import time
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from pathlib import Path

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks.databases import CAMPAIGN, settings
from benchmarks.talks import TODAY
from bot import loading
from bot.app import Base, opened, the_house
from domain.conversations import Conversation
from domain.messages import Address, Incoming
from domain.people import Role
from handlers.context import Context, House
from handlers.router import resolve
from storage import conversations, people, units
from storage.database import reading
from storage.recount import recount
from storage.store import Store
from storage.tables import DEED, DEED_STEP, PLAN
from tests.kit.postgres import Server

PROVINCES = ((0, 5_000), (1_700, 5_000), (1_700, 100_000))
"""Schools beside those of the campaign's own file; deeds."""
ASKED = 300
WARM_UP = 20
OFFICE, SCHOOL = "SGDDT-HP", "THPT-NGOQUYEN"
QUESTIONS: tuple[tuple[str, Role, str, str], ...] = (
    ("Office: /summary", "office", OFFICE, "/summary"),
    ("Office: by movement", "office", OFFICE, "a.movements"),
    ("Office: late units, page 2", "office", OFFICE, "a.late.1"),
    ("head: /summary", "head", SCHOOL, "/summary"),
)
PLAN_STEPS = """INSERT INTO plan_step (plan_id, state, spread, at, day)
    SELECT id, state, spread, reported_at, reported_on FROM plan"""
PLAN_STATES = ("issued", "issued", "issued", "follows", "drafting", "extension")
DEED_STATES = ("confirmed",) * 7 + ("sent", "sent", "returned")


async def table(server: Server, folder: Path) -> list[str]:
    """Markdown: p50 and p95 in milliseconds, each question on both databases and in both provinces."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind in ("sqlite", "postgresql"):
        for schools, deeds in PROVINCES:
            print(f"bench: /summary on {kind}, {schools} schools more, {deeds} deeds ...", flush=True)
            name = f"province{schools}and{deeds}"
            url = server.create(name) if kind == "postgresql" else f"sqlite+aiosqlite:///{folder}/{name}.db"
            async with opened(settings(url, folder)) as base:
                await furnish(base, folder, schools, deeds)
                for question, times in (await ask(base)).items():
                    found.setdefault((question, kind), []).append(times)
    sizes = [f"+{schools:,} schools, {deeds:,} deeds" for schools, deeds in PROVINCES]
    lines = [f"| asked | database | {' | '.join(sizes)} |", f"|{' --- |' * (2 + len(sizes))}"]
    return lines + [f"| {who} | {kind} | {' | '.join(times)} |" for (who, kind), times in found.items()]


async def furnish(base: Base, folder: Path, schools: int, deeds: int) -> None:
    """Campaign, units, plans of most units, deeds over the days so far; the service's own recount makes the figures."""
    base.clock.ahead = TODAY.astimezone(UTC) - base.clock.real()
    await loading.load_campaign(base, CAMPAIGN / "campaign.toml")
    sheet = await loading.read_units(base, units_file(folder, schools))
    await loading.load_units(base, sheet, None)
    house = await the_house(base)
    await base.writer.run(lambda connection: fill(connection, house, deeds))
    await recount(base.readers, base.writer, house.campaign_id)
    await base.writer.run(lambda connection: connection.execute(text("ANALYZE")))


def units_file(folder: Path, schools: int) -> Path:
    """The campaign's units with so many schools more."""
    path = folder / f"units{schools}.csv"
    with (CAMPAIGN / "units.csv").open(encoding="utf-8", newline="") as known, path.open("w", newline="") as made:
        rows = csv.DictReader(known)
        writer = csv.DictWriter(made, rows.fieldnames)
        writer.writeheader()
        writer.writerows(rows)
        for n in range(schools):
            more = {"code": f"THCS-{n}", "name": f"Truong THCS {n}", "kind": "thcs", "parent_code": OFFICE}
            writer.writerow({**more, "ownership": "cong"})
    return path


async def fill(connection: AsyncConnection, house: House, deeds: int) -> None:
    dice = random.Random(deeds)
    obliged = house.campaign.duty("plan").obliged
    kinds = ", ".join(f"'{kind}'" for kind in obliged)
    found = await connection.execute(text(f"SELECT unit_id FROM unit_span WHERE kind IN ({kinds}) ORDER BY unit_id"))
    schools = [row[0] for row in found]
    plans = [plan(house, unit, dice) for unit in schools if dice.random() < 0.8]
    await connection.execute(insert(PLAN), plans)
    await connection.execute(text(PLAN_STEPS))
    numbers = range(1, deeds + 1)
    for first in range(0, deeds, 5_000):
        made = [deed(house, number, schools, dice) for number in numbers[first : first + 5_000]]
        await connection.execute(insert(DEED), made)
        await connection.execute(insert(DEED_STEP), [step for one in made for step in steps(one)])


def plan(house: House, unit: int, dice: random.Random) -> dict:
    return {
        "campaign_id": house.campaign_id,
        "unit_id": unit,
        "state": dice.choice(PLAN_STATES),
        "version": 1,
        "answers": {},
        "spread": False,
        "complete": False,
        "reported_on": a_day(house, dice),
        "reported_at": TODAY,
    }


def deed(house: House, number: int, schools: Sequence[int], dice: random.Random) -> dict:
    day = a_day(house, dice)
    return {
        "id": number,
        "campaign_id": house.campaign_id,
        "unit_id": dice.choice(schools),
        "state": dice.choice(DEED_STATES),
        "version": 1,
        "movement": dice.choice(house.campaign.movements).code,
        "answers": {"what": "24 bai giang so on thi cho hs khoi 12, ca to dung chung"},
        "from_day": day,
        "to_day": day,
        "outside": False,
        "sent_at": TODAY,
        "sent_on": day,
    }


def steps(one: dict) -> list[dict]:
    """Sent, and where the head has spoken, what was said two days later."""
    common = {"deed_id": one["id"], "movement": one["movement"], "at": TODAY}
    told = [{**common, "state": "sent", "day": one["sent_on"]}]
    if one["state"] != "sent":
        told.append({**common, "state": one["state"], "day": min(one["sent_on"] + timedelta(days=2), TODAY.date())})
    return told


def a_day(house: House, dice: random.Random) -> date:
    return house.campaign.start + timedelta(days=dice.randrange((TODAY.date() - house.campaign.start).days))


async def ask(base: Base) -> dict[str, str]:
    """Each question ASKED times, the way the switchboard asks it: a reading handler on the read pool."""
    house, now = await the_house(base), base.clock.now()
    found: dict[str, str] = {}
    for question, role, code, value in QUESTIONS:

        async def join(connection: AsyncConnection, role: Role = role, code: str = code) -> Conversation:
            store = Store(connection)
            unit = await units.by_code(store, code, now.today)
            person = await people.add(store, now, "Hoa", "chi")
            await people.grant(store, person, role, unit.id, now.today, None)
            await store.keep()
            return Conversation(Address("web", "web", "1"), await conversations.person_on(store, person, now.today))

        talk = await base.writer.run(join)
        times = sorted([await once(base, house, talk, value) for _ in range(WARM_UP + ASKED)][WARM_UP:])
        found[question] = f"{times[ASKED // 2] * 1000:.1f} / {times[int(ASKED * 0.95)] * 1000:.1f}"
    return found


async def once(base: Base, house: House, talk: Conversation, value: str) -> float:
    """Seconds from the message to the finished answer."""
    begun, now = time.perf_counter(), base.clock.now()
    incoming = Incoming(talk.address, "", "", now.real, choice=value)
    async with reading(base.readers) as connection:
        words = house.catalogue.words("vi", talk.person)
        ctx = Context(incoming, talk, now, Store(connection, writable=False), house, words)
        await resolve(ctx).run(ctx)
    return time.perf_counter() - begun
