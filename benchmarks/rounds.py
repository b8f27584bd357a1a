"""One round of one row: warm up, find the ceiling, then measure latency below it; and what many rounds come to."""

import asyncio
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.databases import Databases
from benchmarks.subject import Telegram, cpu, memory, servers, started, telegram
from benchmarks.talks import FIRST_CHAT, TALKS

SETTLE = 0.3
"""Seconds for marks that follow the last reply: their CPU belongs to the updates."""
SHARE = 0.6
"""Latency is measured at this share of the ceiling of the same round."""


@dataclass(frozen=True)
class Row:
    """What is measured: who (subject), how updates come in, where they are stored, what people say."""

    subject: str
    webhook: bool = False
    connections: int = 0
    database: str = ""
    talk: str = "report"

    @property
    def how(self) -> str:
        return f"webhook, {self.connections}" if self.webhook else "polling"


@dataclass(frozen=True)
class Load:
    """How much of it."""

    rounds: int
    updates: int
    seconds: float
    away: float = 0.0


@dataclass
class Round:
    """The figures of one round. Rates in updates/s, CPU in ms per update, latency in ms, memory in MB."""

    rate: float
    cpu: float
    mock_cpu: float
    server_cpu: float
    p50: float
    p99: float
    memory: float
    start: float


@dataclass
class Result:
    """All rounds of a row."""

    row: Row
    rounds: list[Round] = field(default_factory=list)

    def median(self, name: str) -> float:
        return statistics.median(getattr(one, name) for one in self.rounds)

    def spread(self) -> str:
        rates = [one.rate for one in self.rounds]
        return f"{min(rates):.0f}–{max(rates):.0f}"

    def ratio(self, other: "Result") -> float:
        """How many times the other's rate: the median over rounds, each against its neighbour in time."""
        return statistics.median(ours.rate / its.rate for ours, its in zip(self.rounds, other.rounds, strict=True))


async def play(row: Row, load: Load, databases: Databases, number: int) -> Round:
    """Start mock and bot, measure, stop; refuses a round in which anything was lost."""
    name = f"round{number}"
    folder = databases.folder / name
    folder.mkdir()
    url = databases.fresh(row.database, name) if row.database else ""
    server = databases.server.folder if row.database == "postgresql" else None
    async with telegram() as mock:
        await mock.ask("latency", seconds=load.away)
        async with started(mock, row.subject, webhook=row.webhook, url=url, folder=folder) as (pid, start):
            found, walks = await measure(row, load, mock, pid, server)
    if row.database:
        left = await databases.check(row.database, name)
        if left["unhandled"] or left["unsent"] or (row.talk == "report" and left["deeds"] != walks):
            raise RuntimeError(f"{row}: {walks} reports were written, the database holds {left}; see {folder}/log.txt")
        databases.drop(row.database, name)
    return Round(**found, start=start)


async def measure(row: Row, load: Load, mock: Telegram, pid: int, server: Path | None) -> tuple[dict, int]:
    """The figures, and how many talks were held in all."""
    texts = TALKS[row.talk]
    said = {"texts": texts, "first": FIRST_CHAT, "limit": row.connections, "timeout": 240.0}
    chats = max(load.updates // len(texts), len(texts))
    await mock.ask("load", **said, chats=chats, rate=0.0, prelude=True)
    await asyncio.sleep(SETTLE)
    before = spent(pid, mock.pid, server)
    whole = await mock.ask("load", **said, chats=chats, rate=0.0)
    await asyncio.sleep(SETTLE)
    own, its, servers_own = (
        (now - then) / len(whole["waits"]) * 1000
        for now, then in zip(spent(pid, mock.pid, server), before, strict=True)
    )
    rate, held = len(whole["waits"]) / whole["seconds"], memory(pid)
    some = min(max(int(rate * SHARE * load.seconds / len(texts)), len(texts)), chats)
    twice = await mock.ask("extra")
    paced = await mock.ask("load", **said, chats=some, rate=rate * SHARE)
    await asyncio.sleep(SETTLE)
    twice += await mock.ask("extra")
    if twice:
        print(f"bench: {twice} replies came twice: {row}", flush=True)
    waits = sorted(paced["waits"])
    p50, p99 = (waits[int(len(waits) * share)] * 1000 for share in (0.5, 0.99))
    found = {"rate": rate, "cpu": own, "mock_cpu": its, "server_cpu": servers_own, "p50": p50, "p99": p99}
    return {**found, "memory": held}, chats + some


def spent(pid: int, mock: int, server: Path | None) -> tuple[float, float, float]:
    """Seconds of CPU so far: of the bot, of the mock, of the database server."""
    return cpu(pid), cpu(mock), servers(server) if server else 0.0
