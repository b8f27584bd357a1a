"""60,000 reports as an .xlsx: how long, how much memory, and what people who talk meanwhile notice of it (L6, R35)."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import province
from benchmarks.databases import settings
from benchmarks.subject import Telegram, cpu, started, telegram
from bot.app import Base, opened
from bot.easel import Easel
from domain.extracts import Extract, Order
from domain.rights import Scope
from domain.summary import Slice
from tests.kit.postgres import Server

DEEDS = 60_000
ALONE = 2
"""Files made on a quiet service."""
RATE = 40.0
"""Messages a second of people who talk meanwhile."""
SECONDS, TURNS = 15, 3
CHATS = 300


@dataclass(frozen=True)
class Made:
    """A file: seconds, those of CPU, the most memory the process that made it held (MB), rows, size (MB)."""

    seconds: float
    cpu: float
    memory: float
    rows: int
    size: float


async def table(server: Server, folder: Path, stores: str = "sqlite postgresql") -> list[str]:
    """Markdown: files alone, then the waits of people (p50 / p99, ms) without a file being made and with one."""
    told = "database · rows × columns · alone, s · CPU, s · beside talk, s · memory, MB · .xlsx, MB · without · with"
    heads = told.split(" · ")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for kind in stores.split():
        place = folder / f"exports-{kind}"
        place.mkdir()
        url = server.create("exports") if kind == "postgresql" else f"sqlite+aiosqlite:///{place}/province.db"
        chosen = settings(url, place)
        async with opened(chosen) as base:
            one = await province.found(base, place)
            await province.grow(one, DEEDS)
            order = ordered(base, one.house.root, place)
        alone = [await made(order) for _ in range(ALONE)]
        async with (
            telegram() as mock,
            started(mock, "service", webhook=False, url=url, folder=place),
        ):
            quiet, beside, files = await in_turns(mock, order)
        lines.append(line(kind, alone, files, quiet, beside))
        print(f"bench: {lines[-1]}", flush=True)
    return lines


def ordered(base: Base, root: int, folder: Path) -> Order:
    """All good examples of the department, as Hoa takes them."""
    scope = Scope("export", (root,), below=True, person=1)
    extract = Extract("deeds", Slice(root), scope, "vi", base.clock.now(), "chị Hoa")
    return Order(extract, base.settings.database_url, folder / "made", folder / "files")


async def made(order: Order) -> Made:
    """One file, in a process of its own that has made none before."""
    shutil.rmtree(order.folder, ignore_errors=True)
    order.folder.mkdir()
    easel = Easel(order.folder.parent / "drawing", patient=True)
    async with easel.open():
        begun = time.perf_counter()
        written = await easel.write(order)
        seconds = time.perf_counter() - begun
        [process] = easel._pool._processes  # noqa: SLF001 - weighed while it lives
        memory, spent = most_of(process), cpu(process)
    return Made(seconds, spent, memory, written.rows, written.pieces[0].path.stat().st_size / 2**20)


def most_of(process: int) -> float:
    """The most MB it has held."""
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


async def in_turns(mock: Telegram, order: Order) -> tuple["Waits", "Waits", list[Made]]:
    """Talk without and talk beside, one after the other: what else disturbs the machine disturbs both."""
    without, beside, files = [], [], []
    for _ in range(TURNS):
        without += await talk(mock)
        stop = asyncio.Event()
        busy = asyncio.create_task(making(order, stop))
        beside += await talk(mock)
        stop.set()
        files += await busy
    return of_all(without), of_all(beside), files


def of_all(waits: list[float]) -> "Waits":
    """p50 and p99, in ms."""
    waits.sort()
    return waits[len(waits) // 2] * 1000, waits[int(len(waits) * 0.99)] * 1000


async def making(order: Order, stop: asyncio.Event) -> list[Made]:
    """One file after another, until it is enough."""
    files = []
    while not stop.is_set():
        files.append(await made(order))
    return files


async def talk(mock: Telegram) -> list[float]:
    """What people wait for an answer, in seconds."""
    texts = ["xin chao"] * max(1, int(RATE * SECONDS / CHATS))
    body = {"texts": texts, "first": 5_000_001, "chats": CHATS, "limit": 0, "timeout": 240.0}
    found = await mock.ask("load", **body, rate=RATE)
    return found["waits"]


Waits = tuple[float, float]


def line(kind: str, alone: Sequence[Made], files: Sequence[Made], quiet: Waits, beside: Waits) -> str:
    fastest, slowest = min(one.seconds for one in alone), max(one.seconds for one in alone)
    longest, most = max(one.seconds for one in files), max(one.memory for one in (*alone, *files))
    cells = (
        kind,
        f"{alone[0].rows:,} × 18",
        f"{fastest:.1f}–{slowest:.1f}",
        f"{min(one.cpu for one in alone):.1f}",
        f"{longest:.1f}",
        f"{most:.0f}",
        f"{alone[0].size:.1f}",
        f"{quiet[0]:.0f} / {quiet[1]:.0f}",
        f"{beside[0]:.0f} / {beside[1]:.0f}",
    )
    return f"| {' | '.join(cells)} |"
