"""`make bench`: the service beside plain bots, in rounds that take turns; speaking to many; /summary as deeds grow."""

import argparse
import asyncio
import shutil
import tempfile
from datetime import UTC
from pathlib import Path

from benchmarks import environment, exports, likeness, machine, office, sending, summary, table
from benchmarks.databases import Databases
from benchmarks.rounds import Load, Result, Row, play
from bot.clock import WallClock
from tests.kit.postgres import Server, running_server

ROOT = Path(__file__).parents[1]
ECHOES = ("echo_ptb", "echo_aiogram")
STORES = ("sqlite", "postgresql")


def rows(*, quick: bool) -> list[Row]:
    """All rows, those of one way side by side."""
    ways = [{}, {"webhook": True, "connections": 40}, {"webhook": True, "connections": 100}]
    found: list[Row] = []
    for way in ways[: 2 if quick else 3]:
        found += [Row(echo, **way) for echo in ECHOES]
        found += [Row("service", database=store, **way) for store in STORES]
        if not quick and way.get("connections") != 100:
            found += [Row("service", database=store, talk="menu", **way) for store in STORES]
    return found


async def measure(chosen: list[Row], load: Load, server: Server, folder: Path) -> list[Result]:
    """A B C A B C ...: what disturbs the machine for a while disturbs all alike."""
    databases = Databases(folder, server, max(load.updates, 3000) // 8)
    print("bench: filling the databases with the campaign, its units and people ...", flush=True)
    await databases.prepare()
    results, number = [Result(row) for row in chosen], 0
    for turn in range(load.rounds):
        for result in results:
            number += 1
            one = await play(result.row, load, databases, number)
            result.rounds.append(one)
            what = f"{result.row.subject} {result.row.database} {result.row.talk}, {result.row.how}"
            print(
                f"bench: round {turn + 1} of {load.rounds}, {what}: {one.rate:.0f}/s, {one.p50:.0f}/{one.p99:.0f} ms",
                flush=True,
            )
    return results


def main() -> None:
    """Read the command line, measure, print one table each; nothing is kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute: one short round, no /summary")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--updates", type=int, default=0, help="updates of one ceiling measurement")
    parser.add_argument("--away", type=float, default=0.0, help="seconds before each answer of Telegram's")
    parser.add_argument(
        "--only", default="", help="rows that hold all these words: service, echo_ptb, sqlite, menu, polling ..."
    )
    parser.add_argument("--summary", action="store_true", help="only /summary, /search and /mine")
    parser.add_argument("--sending", action="store_true", help="only speaking to many")
    parser.add_argument("--exports", action="store_true", help="only files of 60,000 rows")
    parser.add_argument("--likeness", action="store_true", help="only reports that are alike")
    parser.add_argument("--office", action="store_true", help="/summary and the Office's desk in one table")
    chosen = parser.parse_args()
    environment.ready()
    (ROOT / "build").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "build"))
    try:
        with running_server(durable=True) as server:
            asyncio.run(run(chosen, server, folder))
    finally:
        shutil.rmtree(folder)


async def run(chosen: argparse.Namespace, server: Server, folder: Path) -> None:
    """All parts, each with its table."""
    print(await machine.line(server), flush=True)
    if chosen.exports:
        print("\n" + "\n".join(await exports.table(server, folder)), flush=True)
        return
    if chosen.office:
        print("\n" + "\n".join(await office.table(server, folder)), flush=True)
        return
    if chosen.likeness:
        print("\n" + "\n".join(await likeness.table(server, folder)), flush=True)
        return
    if chosen.sending or not (chosen.quick or chosen.only or chosen.summary):
        databases = Databases(folder, server, 200)
        await databases.prepare()
        quick, now = chosen.quick, WallClock(UTC).now()
        sizes = chosen.rounds or (1 if quick else 3), chosen.updates or 2000, 15.0 if quick else 60.0
        print("\n" + "\n".join(await sending.tables(databases, *sizes, now)), flush=True)
    if not chosen.summary and not chosen.sending:
        quick = chosen.quick
        load = Load(
            chosen.rounds or (1 if quick else 3),
            chosen.updates or (800 if quick else 3000),
            2 if quick else 6,
            chosen.away,
        )
        picked = [row for row in rows(quick=quick) if all(word in f"{row} {row.how}" for word in chosen.only.split())]
        results = await measure(picked, load, server, folder)
        print("\n" + "\n".join(table.lines(results)), flush=True)
    if chosen.summary or not (chosen.quick or chosen.only or chosen.sending):
        print("\n" + "\n".join(await summary.table(server, folder)), flush=True)
    print(f"\nA fixed piece of work takes {machine.yardstick():.0f} ms now.", flush=True)


if __name__ == "__main__":
    main()
