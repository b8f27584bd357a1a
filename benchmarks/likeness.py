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


async def ask(base: Base) -> tuple[Times, Times, float]:
    """What opening a report takes, what of that this process works, and how many it found on average."""
    dice, now = random.Random(8), base.clock.now()
    async with reading(base.readers) as connection:
        root = await units.root(Store(connection), now.today)
    assert root is not None
    scope, found = Scope("review", (root.id,), below=True, person=0), 0
    took: list[float] = []
    worked: list[float] = []
    for turn in range(WARM_UP + ASKED):
        number = dice.randrange(1, DEEDS // COPIED) * COPIED
        async with reading(base.readers) as connection:
            begun, busy = time.perf_counter(), time.process_time()
            alike = await likeness.alike(Store(connection), now, number, scope)
            spent, work = time.perf_counter() - begun, time.process_time() - busy
        if turn >= WARM_UP:
            took.append(spent * 1_000)
            worked.append(work * 1_000)
            found += len(alike)
    return _times(took), _times(worked), found / ASKED


def _times(spent: list[float]) -> Times:
    ranked = sorted(spent)
    return Times(ranked[len(ranked) // 2], ranked[len(ranked) * 95 // 100])


async def table(server: Server, folder: Path, stores: str = "sqlite postgresql") -> list[str]:
    """Markdown: p50 / p95 in milliseconds on both databases; a busy machine makes the first longer, not the second."""
    lines = [f"| reports alike, of {DEEDS:,} | ms p50 / p95 | our processor | found |", "| --- | --- | --- | --- |"]
    for kind in stores.split():
        url = server.create("likeness") if kind == "postgresql" else f"sqlite+aiosqlite:///{folder}/likeness.db"
        async with opened(settings(url, folder)) as base:
            base.clock.ahead = province.TODAY - base.clock.real()
            begun = time.perf_counter()
            await fill(base, folder)
            print(f"bench: {kind} filled after {time.perf_counter() - begun:.0f} s", flush=True)
            times, work, found = await ask(base)
            shown = [f"{one.p50:.0f} / {one.p95:.0f}" for one in (times, work)]
            lines.append(f"| {kind} | {' | '.join(shown)} | {found:.1f} |")
            print(lines[-1], flush=True)
    return lines
