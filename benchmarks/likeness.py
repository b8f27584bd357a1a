"""Reports that are alike, looked up among 500,000 with a million photos: what one opened report costs."""

import json
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks import province
from benchmarks.bulk import Bulk
from benchmarks.databases import CAMPAIGN, settings
from benchmarks.summary import Times
from bot import loading
from bot.app import Base, opened, the_house
from domain.likeness import KEYS, text_keys
from domain.photographs import BANDS, bands
from domain.rights import Scope
from storage.database import reading
from storage.exemplars import likeness
from storage.exemplars.prints import signed
from storage.store import Store
from storage.tables import DEED, EVIDENCE, LIKENESS_PHOTO, LIKENESS_TEXT
from storage.units import units
from tests.kit.postgres import Server

DEEDS, TEXTS, PHOTOS_OF_EACH = 500_000, 40_000, 2
COPIED = 40
"""Every so manieth report shows a photo of the one before."""
ASKED, WARM_UP = 200, 20


def _texts(dice: random.Random) -> list[str]:
    """Two pieces of real stories with some other words: pieces come again far oftener than in life."""
    stories = [json.loads(line)["text"].split() for line in province.STORIES.read_text("utf-8").splitlines()]
    words = [word for story in stories for word in story]

    def piece() -> list[str]:
        story = dice.choice(stories)
        at = dice.randrange(max(1, len(story) - 12))
        return [dice.choice(words) if dice.random() < 0.4 else word for word in story[at : at + 12]]

    return [" ".join([*piece(), *piece()]) for _ in range(TEXTS)]


def _mark(dice: random.Random) -> int:
    """64 bits whose coarsest piece is shared three times as often as chance would have it, as in real photos."""
    return dice.getrandbits(48) << 16 | int(65_536 * dice.random() ** 2)


def _photos(dice: random.Random) -> Iterator[tuple[int, ...]]:
    last = (0, 0)
    for number in range(1, DEEDS * PHOTOS_OF_EACH + 1):
        copied = number % (COPIED * PHOTOS_OF_EACH) == 0
        whole, centre = (last[0] ^ 0b1011, last[1] ^ 0b1) if copied else (_mark(dice), _mark(dice))
        last = whole, centre
        yield number, signed(whole), signed(centre), *bands(whole), *bands(centre)


async def fill(base: Base, folder: Path) -> None:
    """Reports, their photos, and the fingerprints of both."""
    await loading.load_campaign(base, CAMPAIGN / "campaign.toml")
    await loading.load_units(base, await loading.read_units(base, province.units_file(folder)), None)
    campaign = (await the_house(base)).campaign_id
    dice, bulk = random.Random(5), Bulk(base.engine)
    async with reading(base.readers) as connection:
        tree = await units.tree(Store(connection))
    schools, texts = sorted(tree.spans), _texts(dice)
    keys, first = list(map(text_keys, texts)), province.TODAY - timedelta(days=360)
    sent = ((n, first + timedelta(days=n * 360 // DEEDS)) for n in range(1, DEEDS + 1))
    columns = "id campaign_id unit_id state version movement answers outside sent_at sent_on"
    await bulk.pour(
        DEED,
        columns,
        (
            (n, campaign, dice.choice(schools), "confirmed", 1, "TP3", {"what": texts[n % TEXTS]}, False, at, at.date())
            for n, at in sent
        ),
    )
    named = " ".join(["deed_id", *(f"key_{place}" for place in range(KEYS))])
    await bulk.pour(LIKENESS_TEXT, named, ((n, *keys[n % TEXTS]) for n in range(1, DEEDS + 1) if keys[n % TEXTS]))
    columns, count = "id address run subject ref kind clean_key state sent_at", DEEDS * PHOTOS_OF_EACH
    await bulk.pour(
        EVIDENCE,
        columns,
        (
            (n, "web:web:1", n, f"deed:{(n + 1) // PHOTOS_OF_EACH}", {}, "photo", f"{n:064d}", "stored", first)
            for n in range(1, count + 1)
        ),
    )
    pieces = [f"{part}_{place}" for part in ("whole", "centre") for place in range(BANDS)]
    named = " ".join(["evidence_id whole centre", *pieces])
    await bulk.pour(LIKENESS_PHOTO, named, _photos(dice))


async def ask(base: Base) -> tuple[Times, float]:
    """What opening a report costs, and how many it found on average."""
    dice, now = random.Random(8), base.clock.now()
    async with reading(base.readers) as connection:
        root = await units.root(Store(connection), now.today)
    assert root is not None
    scope, took, found = Scope("review", (root.id,), below=True, person=0), [], 0
    for turn in range(WARM_UP + ASKED):
        number = dice.randrange(1, DEEDS // COPIED) * COPIED
        async with reading(base.readers) as connection:
            begun = time.perf_counter()
            alike = await likeness.alike(Store(connection), now, number, scope)
            spent = (time.perf_counter() - begun) * 1_000
        if turn >= WARM_UP:
            took.append(spent)
            found += len(alike)
    took.sort()
    return Times(took[len(took) // 2], took[len(took) * 95 // 100]), found / ASKED


async def table(server: Server, folder: Path, stores: str = "sqlite postgresql") -> list[str]:
    """Markdown: p50 / p95 in milliseconds on both databases."""
    lines = [f"| reports alike, of {DEEDS:,} | p50 ms | p95 ms | found |", "| --- | --- | --- | --- |"]
    for kind in stores.split():
        url = server.create("likeness") if kind == "postgresql" else f"sqlite+aiosqlite:///{folder}/likeness.db"
        async with opened(settings(url, folder)) as base:
            base.clock.ahead = province.TODAY - base.clock.real()
            begun = time.perf_counter()
            await fill(base, folder)
            print(f"bench: {kind} filled after {time.perf_counter() - begun:.0f} s", flush=True)
            times, found = await ask(base)
            lines.append(f"| {kind} | {times.p50:.1f} | {times.p95:.1f} | {found:.1f} |")
            print(lines[-1], flush=True)
    return lines
