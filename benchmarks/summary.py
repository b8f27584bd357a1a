"""/summary, /search and /mine as deeds grow: on 1,700 schools and 60,000 people their time must stay flat."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import counting, province
from benchmarks.databases import settings
from benchmarks.province import Province
from bot.app import opened
from domain.conversations import Conversation
from domain.messages import Address, Incoming
from handlers.context import Context
from handlers.router import resolve
from storage.database import reading
from storage.post import conversations
from storage.store import Store
from tests.kit.postgres import Server

DEEDS = (5_000, 50_000, 500_000)
ASKED = 100
WARM_UP = 10
QUESTIONS: tuple[tuple[str, str, str], ...] = (
    ("Office: /summary", "Hoa", "/summary"),
    ("Office: last week beside the one before", "Hoa", "/summary tuan truoc"),
    ("Office: a movement in a quarter", "Hoa", "/summary cds quy 2"),
    ("Office: by movement", "Hoa", "a.movements"),
    ("Office: late units", "Hoa", "a.late.0"),
    ("Office: as of a day", "Hoa", "/summary den 30/6"),
    ("Office: units below", "Hoa", "a.below.0"),
    ("Office: reports behind the figure", "Hoa", "a.deeds.0"),
    ("relay: /summary", "Thu", "/summary"),
    ("relay: last week beside the one before", "Thu", "/summary tuan truoc"),
    ("relay: a movement in a quarter", "Thu", "/summary cds quy 2"),
    ("relay: late units", "Thu", "a.late.0"),
    ("relay: reports behind the figure", "Thu", "a.deeds.0"),
    ("head: /summary", "Minh", "/summary"),
    ("Office: /search, common word", "Hoa", f"/search {province.COMMON}"),
    ("Office: /search, rare word", "Hoa", f"/search {province.RARE}"),
    ("Office: /search, no such word", "Hoa", "/search khongcogi"),
    ("Office: /search, a name", "Hoa", "/search nguyen thu lan"),
    ("Office: /search, a number", "Hoa", "/search G-4321"),
    ("relay: /search, rare word", "Thu", f"/search {province.RARE}"),
    ("relay: /search, common word", "Thu", f"/search {province.COMMON}"),
    ("head: /search, common word", "Minh", f"/search {province.COMMON}"),
    ("teacher: /search, common word", "Lan", f"/search {province.COMMON}"),
    ("teacher: /mine", "Lan", "/mine"),
)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds by the clock, and the median of our processor's."""

    p50: float
    p95: float
    cpu: float = 0.0


async def table(
    server: Server, folder: Path, deeds: tuple[int, ...] = DEEDS, stores: str = "sqlite postgresql"
) -> list[str]:
    """Markdown: p50 / p95 in milliseconds on both databases as deeds grow, and how many times longer at the end."""
    found: dict[tuple[str, str], list[Times]] = {}
    for kind in stores.split():
        url = server.create("province") if kind == "postgresql" else f"sqlite+aiosqlite:///{folder}/province.db"
        async with opened(settings(url, folder)) as base:
            one = await province.found(base, folder)
            for size in deeds:
                begun = time.perf_counter()
                await province.grow(one, size)
                if size == deeds[0]:
                    await counting.check(base, one.house.campaign_id)
                print(f"bench: {kind} has {size:,} deeds after {time.perf_counter() - begun:.0f} s ...", flush=True)
                for question, who, value in QUESTIONS:
                    times = await ask(one, who, value)
                    print(f"bench: {kind}, {question}: {times.p50:.1f} / {times.p95:.1f} ms", flush=True)
                    found.setdefault((question, kind), []).append(times)
    return list(lines(found, deeds))


def lines(found: dict[tuple[str, str], list[Times]], deeds: tuple[int, ...]) -> Iterator[str]:
    """A row for each question and database; ratios are easier to compare than times."""
    yield f"| asked | database | {' | '.join(f'{size:,} deeds' for size in deeds)} | p95, last to first |"
    yield f"|{' --- |' * (3 + len(deeds))}"
    for question, *_ in QUESTIONS:
        for (asked, kind), times in found.items():
            if asked == question:
                told = " | ".join(f"{one.p50:.1f} / {one.p95:.1f}" for one in times)
                yield f"| {question} | {kind} | {told} | × {times[-1].p95 / times[0].p95:.1f} |"


async def ask(one: Province, who: str, value: str) -> Times:
    """The same question ASKED times, the way the switchboard asks it: a reading handler on the read pool."""
    async with reading(one.base.readers) as connection:
        person = await conversations.person_on(Store(connection), one.askers[who], one.base.clock.now().today)
    talk = Conversation(Address("web", "web", "1"), person)
    times: list[tuple[float, float]] = []
    for turn in range(WARM_UP + ASKED):
        busy = time.process_time()
        seconds = await once(one, talk, value)
        worked = time.process_time() - busy
        times += [(seconds * 1000, worked * 1000)] if turn >= WARM_UP else []
        if sum(spent for spent, _ in times) > 5_000:  # slow enough to be sure of it
            break
    return ranked(times)


def ranked(times: list[tuple[float, float]]) -> Times:
    """Of (by the clock, of our processor)."""
    clock, worked = (sorted(kind) for kind in zip(*times, strict=True))
    return Times(clock[len(clock) // 2], clock[int(len(clock) * 0.95)], worked[len(worked) // 2])


async def once(one: Province, talk: Conversation, value: str) -> float:
    """Seconds from the message to the finished answer."""
    begun, now = time.perf_counter(), one.base.clock.now()
    typed, pressed = ("", value) if value.startswith("a.") else (value, "")
    incoming = Incoming(talk.address, "", "", now.real, text=typed, choice=pressed)
    async with reading(one.base.readers) as connection:
        words = one.house.catalogue.words("vi", talk.person)
        ctx = Context(incoming, talk, now, Store(connection, writable=False), one.house, words)
        await resolve(ctx).run(ctx)
    return time.perf_counter() - begun
