"""A whole province, made fast: schools, people and deeds as the service leaves them, figures as recount counts."""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from benchmarks import counting, spread
from benchmarks.bulk import Bulk
from benchmarks.databases import CAMPAIGN
from bot import loading
from bot.app import Base, the_house
from domain.clock import OPEN_END
from domain.exemplars import STAGES
from domain.people import Role
from domain.vietnamese import plain
from handlers.context import House
from storage.database import reading
from storage.deeds.search import folded
from storage.people import people
from storage.store import Store
from storage.tables import (
    CONSENT,
    CONVERSATION,
    DEED,
    DEED_STEP,
    EXEMPLAR,
    EXEMPLAR_STEP,
    GRANT,
    PERSON,
    PLAN,
    PLAN_STEP,
)
from storage.units import units
from storage.units.spans import Span
from storage.units.units import Tree

TODAY = datetime(2025, 12, 15, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
"""Near the end of the campaign, when most days lie behind."""
SCHOOLS, PEOPLE = 1_700, 60_000
OFFICE, RELAY, SCHOOL = "SGDDT-HP", "PGD-305", "THCS-2"
"""Of those who ask. ``SCHOOL`` is one of the made schools, under ``RELAY``."""
ASKERS: tuple[tuple[str, Role, str], ...] = (
    ("Hoa", "office", OFFICE),
    ("Thu", "relay", RELAY),
    ("Minh", "head", SCHOOL),
    ("Lan", "teacher", SCHOOL),
)
FIRST_PERSON = 1_001
STORIES = Path(__file__).parents[1] / "tests" / "data" / "good_deeds_vi.jsonl"
COMMON = "giang"
"""A word of every third report."""
RARE = "thach"
"""A word of one report in 100,000."""
FAMILY = "Nguyen Tran Le Pham Hoang Vu Dang Bui Do Ho Ngo Duong Ly"
MIDDLE = "Thi Van Minh Thu Ngoc Duc Hong Thanh Quoc Bich"
GIVEN = "Lan Hoa Binh An Chi Dung Giang Ha Huong Khanh Linh Mai Nam Oanh Phuc Quynh Son Tam Uyen Xuan Yen"
NAMES = tuple(words.split() for words in (FAMILY, MIDDLE, GIVEN))
PLAN_STATES = ("issued", "issued", "issued", "follows", "drafting", "extension")
DEED_STATES = ("confirmed",) * 7 + ("sent", "sent", "returned")


@dataclass(slots=True)
class Province:
    """What is known of the units while rows are made."""

    base: Base
    house: House
    schools: list[int]
    members: dict[int, list[int]]
    askers: dict[str, int]
    names: dict[int, list[str]]
    bulk: Bulk
    deeds: int = 0


async def found(base: Base, folder: Path) -> Province:
    """Campaign, units, those who will ask, people and plans; no deeds yet."""
    base.clock.ahead = TODAY.astimezone(UTC) - base.clock.real()
    await loading.load_campaign(base, CAMPAIGN / "campaign.toml")
    sheet = await loading.read_units(base, units_file(folder))
    await loading.load_units(base, sheet, None)
    house = await the_house(base)
    kinds = house.campaign.duty("plan").obliged
    async with reading(base.readers) as connection:
        tree = await units.tree(Store(connection))
    schools = [unit for unit, spans in tree.spans.items() if spans[-1][3] in kinds]
    bulk = Bulk(base.engine)
    names = {unit: told_of(tree, spans[-1], house.root) for unit, spans in tree.spans.items() if spans[-1][4]}
    province = Province(base, house, sorted(schools), {}, await askers(base), names, bulk)
    await settle(province)
    await plan(province)
    return province


def told_of(tree: Tree, span: Span, root: int) -> list[str]:
    """The names a report of a unit is found by: its own, and that of the district above it."""
    return [span[2]] if span[4] == root else [span[2], tree.spans[span[4]][-1][2]]


def units_file(folder: Path) -> Path:
    """The campaign's units with so many schools more, spread over its districts."""
    path = folder / "units.csv"
    with (CAMPAIGN / "units.csv").open(encoding="utf-8", newline="") as known, path.open("w", newline="") as made:
        rows = list(csv.DictReader(known))
        writer = csv.DictWriter(made, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        districts = [row["code"] for row in rows if row["kind"] == "pgd"]
        for n in range(SCHOOLS):
            kind = ("mamnon", "tieuhoc", "thcs")[n % 3]
            more = {"code": f"{kind.upper()}-{n}", "name": f"Truong {kind.upper()} {n}", "kind": kind}
            writer.writerow({**more, "parent_code": districts[n % len(districts)], "ownership": "cong"})
    return path


async def askers(base: Base) -> dict[str, int]:
    """Those who will ask, by name."""
    now = base.clock.now()

    async def join(connection: AsyncConnection) -> dict[str, int]:
        store, joined = Store(connection), {}
        for name, role, code in ASKERS:
            unit = await units.by_code(store, code, now.today)
            joined[name] = await people.add(store, now, name, "co")
            await people.grant(store, joined[name], role, unit.id, now.today, None)
        await store.keep()
        return joined

    return await base.writer.run(join)


async def settle(province: Province) -> None:
    """Everybody else: teachers, and the first of each school its head."""
    dice, schools = random.Random(1), province.schools
    lives_in = [(FIRST_PERSON + n, schools[n % len(schools)]) for n in range(PEOPLE)]
    for person, unit in lives_in:
        province.members.setdefault(unit, []).append(person)
    since, at = province.house.campaign.start, TODAY
    pour = province.bulk.pour
    await pour(PERSON, "id name title created_at", ((person, a_name(dice), "co", at) for person, _ in lives_in))
    heads = {members[0] for members in province.members.values()}
    await pour(
        GRANT,
        "id person_id role unit_id from_day to_day",
        ((n, n, "head" if n in heads else "teacher", unit, since, OPEN_END) for n, unit in lives_in),
    )
    await pour(
        CONVERSATION,
        "id address person_id language seen_at",
        ((n, f"telegram:7001:{n}", n, "vi", at) for n, _ in lives_in),
    )
    await pour(
        CONSENT,
        "id person_id notice language channel given_at",
        ((n, n, 1, "vi", "telegram", at) for n, _ in lives_in),
    )


async def plan(province: Province) -> None:
    """What most schools have said of their plan."""
    dice, house = random.Random(2), province.house
    told = [
        (number, house.campaign_id, unit, dice.choice(PLAN_STATES), a_day(house, dice))
        for number, unit in enumerate(province.schools, 1)
        if dice.random() < 0.8
    ]
    await province.bulk.pour(
        PLAN,
        "id campaign_id unit_id state version answers spread complete reported_on reported_at",
        (
            (number, campaign, unit, state, 1, {}, False, False, day, TODAY)
            for number, campaign, unit, state, day in told
        ),
    )
    await province.bulk.pour(
        PLAN_STEP,
        "plan_id state spread at day",
        ((number, state, False, TODAY, day) for number, _, _, state, day in told),
    )


async def grow(province: Province, deeds: int) -> None:
    """Bring it to so many deeds, count all figures, and let the database look at itself."""
    dice = random.Random(deeds)
    known = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    stories = [(one["what"], one["result"] or "") for one in known]
    made = [deed(province, number, stories, dice) for number in range(province.deeds + 1, deeds + 1)]
    await province.bulk.pour(
        DEED,
        "id campaign_id unit_id reporter_id state version movement answers from_day to_day outside sent_at sent_on "
        "folded",
        made,
    )
    await province.bulk.pour(DEED_STEP, "deed_id state movement at day", (step for one in made for step in steps(one)))
    await province.bulk.pour(
        EXEMPLAR,
        "deed_id stage side beneath level turn version changed_at published_on",
        (row for one in made for row in exemplar(one)),
    )
    await province.bulk.pour(
        EXEMPLAR_STEP, "deed_id step stage side at day", (step for one in made for step in at_office(one))
    )
    public = {one[0] for one in made if stage_of(one[0]) == "replicated"}
    await spread.pour(province.bulk, province.schools, province.house.root, made, public)
    await province.bulk.index_words()
    checked = made[:: len(made) // 50]
    if any(one[-1] != folded(one[7], province.names[one[2]]) for one in checked):
        raise SystemExit("bench: the words of reports are not folded as the service folds them")
    province.deeds = deeds
    await counting.look(province.base)
    await counting.count(province.base, province.bulk, province.house.campaign_id)
    await counting.look(province.base)


Deed = tuple


def deed(province: Province, number: int, stories: Sequence[tuple[str, str]], dice: random.Random) -> Deed:
    """A report with the story of a real one, by somebody of the school."""
    house, day = province.house, a_day(province.house, dice)
    unit = dice.choice(province.schools)
    reporter = dice.choice(province.members[unit])
    if number % 250 == 0 and number <= 5_000:
        reporter = province.askers["Lan"]
    what, result = dice.choice(stories)
    what += ", 24 bai giang so" if number % 3 == 0 else ""
    what += ", chong thach sung" if number % 100_000 == 7 else ""
    said = {"what": what, "who": f"co {a_name(dice)}", "result": result}
    words = " ".join([plain_of(what), said["who"].lower(), plain_of(result), *told_names(province, unit)])
    state = dice.choice(DEED_STATES)
    if state == "sent" and day < TODAY.date() - timedelta(days=10):
        state = "confirmed"  # who leaves a report without a word hears of it
    at = datetime.combine(day, time(9), TODAY.tzinfo)
    return (
        number,
        house.campaign_id,
        unit,
        reporter,
        state,
        1,
        dice.choice(house.campaign.movements).code,
        said,
        day,
        day,
        False,
        at,
        day,
        f" {words}",
    )


_PLAIN: dict[str, str] = {}


def plain_of(words: str) -> str:
    """Folding takes time, and stories repeat."""
    if words not in _PLAIN:
        _PLAIN[words] = plain(words)
    return _PLAIN[words]


def told_names(province: Province, unit: int) -> list[str]:
    """The names of a unit and the one above it, folded: what `folded` adds after the answers."""
    names = " ".join(province.names[unit])
    if names not in _PLAIN:
        _PLAIN[names] = folded({}, province.names[unit]).strip()
    return [_PLAIN[names]]


def steps(one: Deed) -> Iterator[tuple]:
    """Sent, and where the head has spoken, what was said two days later."""
    number, state, movement, at, day = one[0], one[4], one[6], one[11], one[12]
    yield number, "sent", movement, at, day
    if state != "sent":
        later = min(day + timedelta(days=2), TODAY.date())
        yield number, state, movement, at + (later - day), later


def stage_of(number: int) -> str:
    """Of ten that a school confirmed, three are nurtured, one concluded, some spread; the others wait or were asked."""
    return "replicated" if number % 33 == 0 else STAGES[(0, 0, 0, 0, 0, 0, 1, 1, 1, 2)[number % 10]]


def exemplar(one: Deed) -> Iterator[tuple]:
    """How far it has come with the Office, which has one in five hundred still to answer."""
    number, day = one[0], one[12]
    stage = stage_of(number)
    if one[4] == "confirmed":
        waits = stage == "detected" and number % 500 < 2
        later = None if waits else one[11] + timedelta(days=3)
        public = day + timedelta(days=3) if stage == "replicated" else None
        yield number, stage, "", "", "", "office" if waits else "others", 1 if waits else 2, later, public


def at_office(one: Deed) -> Iterator[tuple]:
    """Its last step there, and that it was published."""
    number, at, later = one[0], one[11] + timedelta(days=3), one[12] + timedelta(days=3)
    stage = stage_of(number)
    if one[4] == "confirmed" and stage != "detected":
        yield number, stage, stage, "", at, later
        if stage == "replicated":
            yield number, "published", stage, "", at, later


def a_day(house: House, dice: random.Random) -> date:
    return house.campaign.start + timedelta(days=dice.randrange((TODAY.date() - house.campaign.start).days))


def a_name(dice: random.Random) -> str:
    return " ".join(dice.choice(words) for words in NAMES)
