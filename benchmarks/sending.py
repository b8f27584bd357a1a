"""Speaking to many: the ceiling beside python-telegram-bot and aiogram, and the pace of an announcement by the rule."""

import asyncio
import contextlib
import statistics
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from benchmarks import environment
from benchmarks.databases import Databases
from benchmarks.rounds import SETTLE, spent
from benchmarks.subject import SUBJECTS, Telegram, clean, echo_words, started, telegram
from benchmarks.talks import FIRST_CHAT
from domain.clock import Now
from domain.messages import LANES, Address, Choice, Reply
from storage.database import open_engine
from storage.post import outbox
from storage.post.outbox import Due
from tests.kit.botapi import TOKEN

FIRST = 5_000_000
"""The first of the chats that are spoken to; nobody writes from them."""
PROVINCE = 60_000
WORDS = (
    "Sở Giáo dục và Đào tạo thông báo: phong trào thi đua đợt 1 bắt đầu từ thứ Hai, 14/04/2025. Đơn vị ban hành "
    "kế hoạch trước ngày 25/04/2025 và báo số, ngày ban hành tại đây. Mời thầy cô xem công văn và bấm nút bên dưới."
)
BUTTON = Choice("a.ack.1.1", "Đã nhận và sẽ thực hiện")
PACE = 28
"""Messages a second: the service's setting, below the 30 in any second that Telegram allows a bot."""


@dataclass
class Way:
    """Who speaks, and how; figures of each round: messages/s, CPU ms per message (own, mock, database server)."""

    who: str
    how: str
    database: str = ""
    rates: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    servers: list[float] = field(default_factory=list)
    mocks: list[float] = field(default_factory=list)


def ways() -> list[Way]:
    return [
        Way("send_ptb", "loop"),
        Way("send_ptb", "64 side by side"),
        Way("send_ptb", "limiter, lifted"),
        Way("send_aiogram", "loop"),
        Way("send_aiogram", "64 side by side"),
        Way("service", "outbox", "sqlite"),
        Way("service", "outbox", "postgresql"),
    ]


# -- planning ----------------------------------------------------------------------------------------------------------


async def plan(url: str, count: int, now: Now) -> None:
    """Rows of an announcement, held until :func:`let_go`."""
    engine = open_engine(url, "writer")
    account = TOKEN.partition(":")[0]
    try:
        for first in range(0, count, 500):
            due = [
                Due(
                    number + 1,
                    Address("telegram", account, str(FIRST + number)).key,
                    LANES.index("announcement"),
                    Reply(WORDS, ((BUTTON,),)),
                    subject="bench:1",
                )
                for number in range(first, min(first + 500, count))
            ]
            async with engine.begin() as connection:
                await outbox.add(connection, due, now.real)
                await connection.execute(text("UPDATE outbox SET waits = 'held' WHERE waits = ''"))
    finally:
        await engine.dispose()


async def let_go(url: str) -> None:
    engine = open_engine(url, "writer")
    try:
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE outbox SET waits = '' WHERE waits = 'held'"))
    finally:
        await engine.dispose()


# -- the ceiling -------------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def script(mock: Telegram, way: Way, count: int, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A yardstick that waits for a line before it speaks, and for another before it ends."""
    words = echo_words(mock, 0) | {"WAY": way.how, "FIRST": str(FIRST), "COUNT": str(count), "TEXT": WORDS}
    with (folder / "log.txt").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(environment.ready()), str(SUBJECTS / f"{way.who}.py"), cwd=folder, env=clean() | words, stderr=log,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
    if await process.stdout.readline() != b"ready\n":
        raise RuntimeError(f"{way.who} did not come up; see {folder}/log.txt")
    try:
        yield process
    finally:
        process.stdin.close()
        await process.wait()


async def ceiling(way: Way, count: int, databases: Databases, number: int, now: Now) -> None:
    """One round of one way."""
    folder = databases.folder / f"sending{number}"
    folder.mkdir()
    async with telegram() as mock:
        await mock.ask("listen", rule=False)
        if way.who != "service":
            async with script(mock, way, count, folder) as process:
                before = spent(process.pid, mock.pid, None)
                process.stdin.write(b"go\n")
                told = await mock.ask("heard", messages=count, timeout=300.0)
                await process.stdout.readline()
                note(way, told, before, spent(process.pid, mock.pid, None))
            return
        url = databases.fresh(way.database, folder.name)
        server = databases.server.folder if way.database == "postgresql" else None
        await plan(url, count, now)
        async with started(mock, "service", webhook=False, url=url, folder=folder) as (pid, _):
            await asyncio.sleep(1.5)
            before = spent(pid, mock.pid, server)
            await let_go(url)
            told = await mock.ask("heard", messages=count, timeout=300.0)
            await asyncio.sleep(SETTLE)
            note(way, told, before, spent(pid, mock.pid, server))
        left = await databases.check(way.database, folder.name)
        if left["unsent"] or told["chats"] != count:
            raise RuntimeError(f"{way}: {left} and {told}; see {folder}/log.txt")
        databases.drop(way.database, folder.name)


def note(way: Way, told: dict, before: tuple, after: tuple) -> None:
    own, mock, server = ((now - then) / told["messages"] * 1000 for now, then in zip(after, before, strict=True))
    way.rates.append(told["messages"] / told["seconds"])
    way.cpus.append(own)
    way.mocks.append(mock)
    way.servers.append(server)


def ceilings(measured: list[Way]) -> list[str]:
    head = ("who", "how", "messages/s", "lowest–highest", "× ptb loop", "CPU ms", "database ms", "mock ms")
    rows = [head, ("---",) * len(head)]
    yardstick = measured[0]
    for way in measured:
        ratio = statistics.median(own / its for own, its in zip(way.rates, yardstick.rates, strict=True))
        rows.append((
            {"send_ptb": "python-telegram-bot", "send_aiogram": "aiogram"}.get(way.who, f"thidua, {way.database}"),
            way.how,
            f"**{statistics.median(way.rates):.0f}**",
            f"{min(way.rates):.0f}–{max(way.rates):.0f}",
            f"{ratio:.2f}",
            f"{statistics.median(way.cpus):.2f}",
            f"{statistics.median(way.servers):.2f}" if way.database == "postgresql" else "",
            f"{statistics.median(way.mocks):.2f}",
        ))  # fmt: skip
    return ["| " + " | ".join(row) + " |" for row in rows]


# -- under the rule ----------------------------------------------------------------------------------------------------


async def under_the_rule(
    database: str, seconds: float, databases: Databases, number: int, now: Now, away: float
) -> str:
    """A province is spoken to while people write; the line says how fast, and how long they waited."""
    folder = databases.folder / f"rule{number}"
    folder.mkdir()
    url = databases.fresh(database, folder.name)
    server = databases.server.folder if database == "postgresql" else None
    await plan(url, PROVINCE, now)
    async with telegram() as mock:
        await mock.ask("latency", seconds=away)
        await mock.ask("listen", rule=True)
        async with started(mock, "service", webhook=False, url=url, folder=folder, TELEGRAM_PACE=PACE) as (pid, _):
            await asyncio.sleep(1.5)
            await let_go(url)
            before = spent(pid, mock.pid, server)
            told = await mock.ask(
                "meanwhile", seconds=seconds, rate=2.0, chats=60, first=FIRST_CHAT, text="/help", timeout=30.0
            )
            own, _, its = (then - at for then, at in zip(spent(pid, mock.pid, server), before, strict=True))
    databases.drop(database, folder.name)
    return line_of(f"thidua, {database}, {away * 1000:.0f} ms away", told, own + its)


async def limiter(seconds: float, databases: Databases, number: int, away: float) -> str:
    """python-telegram-bot's AIORateLimiter as it comes, on the same mock."""
    folder, count = databases.folder / f"rule{number}", int(40 * seconds)
    folder.mkdir()
    async with telegram() as mock:
        await mock.ask("latency", seconds=away)
        await mock.ask("listen", rule=True)
        async with script(mock, Way("send_ptb", "limiter"), count, folder) as process:
            before = spent(process.pid, mock.pid, None)
            process.stdin.write(b"go\n")
            told = await mock.ask(
                "meanwhile", seconds=seconds, rate=0.001, chats=1, first=FIRST_CHAT, text="", timeout=30.0
            )
            own = spent(process.pid, mock.pid, None)[0] - before[0]
            process.kill()
    return line_of(f"AIORateLimiter, {away * 1000:.0f} ms away", {**told, "waits": []}, own)


def line_of(who: str, told: dict, cpu: float) -> str:
    rate, waits = told["messages"] / told["seconds"], sorted(told["waits"])
    answers = (
        f"{len(waits)}, p50 {waits[len(waits) // 2]:.2f} s, p99 {waits[int(len(waits) * 0.99)]:.2f} s" if waits else ""
    )
    return (
        f"| {who} | {rate:.2f} | {rate / PACE:.0%} | {told['busiest']} | {told['refused']} | {answers} "
        f"| {PROVINCE / rate / 60:.0f} min | {cpu / told['seconds']:.1%} |"
    )


HEAD = (
    "| who | messages/s | of the pace of 28 | busiest second | refused | answers meanwhile | 60,000 take | CPU |",
    "|---|---|---|---|---|---|---|---|",
)


async def tables(databases: Databases, rounds: int, count: int, seconds: float, now: Now) -> list[str]:
    """Both tables."""
    measured, number = ways(), 0
    for _ in range(rounds):
        for way in measured:
            number += 1
            await ceiling(way, count, databases, number, now)
            print(
                f"bench: {way.who} {way.how} {way.database}: {way.rates[-1]:.0f}/s, {way.cpus[-1]:.2f} ms", flush=True
            )
    lines = ["Without the rule:", "", *ceilings(measured), "", f"Under the rule, {seconds:.0f} s each:", "", *HEAD]
    for away in (0.0, 0.08):
        for database in ("sqlite", "postgresql"):
            number += 1
            lines.append(await under_the_rule(database, seconds, databases, number, now, away))
            print(lines[-1], flush=True)
    number += 1
    lines.append(await limiter(seconds, databases, number, 0.08))
    return lines
