"""SIGKILL at random moments under traffic: nothing acknowledged is lost, nothing happens twice, every talk goes on."""

import asyncio
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.kill import checks, ground
from tests.kill.people import Head, Teacher, Telegram
from tests.kill.processes import ForkServer, Running, executed, fork_server, forked, serving_telegram

SEED = int(os.environ.get("KILL_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)
"""Printed when a test fails; KILL_SEED brings the same moments back."""
TORTURE_ROUNDS = int(os.environ.get("KILL_ROUNDS", "200"))
LONGEST_LIFE = 0.6
"""Seconds of work between the first sign of life and the kill."""
HASTY = 4
"""So many people write all their answers at once (by polling, which keeps their order)."""


@dataclass
class Ring:
    """One run: the platform, the people, the service that is killed, and what was noticed."""

    api: Telegram
    url: str
    settings: dict[str, str]
    folder: Path
    server: ForkServer
    dice: random.Random
    teachers: list[Teacher] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kills: int = 0

    async def start(self, *, by_exec: bool = False) -> Running:
        """Start the service, with traffic flowing."""
        if by_exec:
            return await executed(self.settings, self.folder)
        return await forked(self.server, self.settings, self.folder)

    async def round(self, confirmed: checks.Confirmed, *, by_exec: bool) -> None:
        """One life and one death; then what the platform was told must be in the database."""
        early = not by_exec and self.dice.random() < 0.2
        before = self.api.signs_of_life
        service = await self.start(by_exec=by_exec)
        if not early:
            await self.api.comes_alive(before, 15)
        await asyncio.sleep(self.dice.uniform(0, LONGEST_LIFE))
        await service.kill()
        self.kills += 1
        if missing := await confirmed.missing(self.url):
            self.faults.append(f"kill {self.kills}: {len(missing)} confirmed updates are not in the inbox")

    async def drain(self) -> None:
        """Start once more, let everybody finish, and stop in good order."""
        for one in self.teachers:
            one.enough = True
        service = await self.start()
        await self.api.until(lambda api: all(one.done for one in self.teachers) and not api.pending, 40)
        until = time.monotonic() + 20
        while not await checks.settled(self.url):
            assert time.monotonic() < until, "messages are left over"
            await asyncio.sleep(0.05)
        service.stop()
        assert await service.ends(10) == 0


async def ordeal(url: str, folder: Path, mode: str, rounds: int, execs: int, seed: int) -> None:
    """All of it, and the verdict."""
    dice = random.Random(seed)
    by_exec = set(dice.sample(range(rounds), execs))
    began = time.monotonic()
    async with Telegram(webhook_in_order=True) as api, fork_server() as server:
        head = Head(api)
        ring = Ring(
            api, url, serving_telegram(api.token, api.url, url, folder, webhook=mode == "webhook"), folder, server, dice
        )
        ring.teachers = [
            Teacher(api, number, dice, hasty=mode == "polling" and number < HASTY) for number in range(ground.TEACHERS)
        ]
        confirmed = checks.Confirmed(api)
        for one in ring.teachers:
            one.begin()
        for number in range(rounds):
            await ring.round(confirmed, by_exec=number in by_exec)
        await ring.drain()
        faults = ring.faults + [f"{one.number}: {fault}" for one in ring.teachers for fault in one.faults]
        faults += [f"confirmed and missing: {one}" for one in await confirmed.missing(url)]
        faults += await checks.deeds_once(url, ring.teachers)
        faults += await checks.all_was_said(url, api, ring.kills)
        faults += checks.head_was_told(head, ring.teachers)
        faults += await checks.whole(url)
        deeds = sum(one.filling for one in ring.teachers)
        repeated = sum(one.repeated for one in ring.teachers)
        print(  # noqa: T201 - shown when it fails, or with -s
            f"seed {seed}: {ring.kills} kills, {confirmed.count} updates, {deeds} deeds, "
            f"{repeated} repeats, {time.monotonic() - began:.1f} s"
        )
        log = (folder / "log").read_text()[-1500:] if (folder / "log").exists() else ""
        assert not faults, f"seed {seed}, {len(faults)} faults:\n" + "\n".join(faults[:12]) + f"\nlog: {log}"
        assert deeds > ring.kills, "there was hardly any traffic"


@pytest.mark.parametrize(("mode", "rounds", "execs"), [("polling", 12, 1), ("webhook", 8, 1)])
async def test_killed_at_random_moments_on_sqlite(sqlite_template, tmp_path, mode, rounds, execs):
    url = await ground.sqlite_ground(sqlite_template, tmp_path)
    await ordeal(url, tmp_path, mode, rounds, execs, SEED)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killed_at_random_moments_on_postgresql(postgres_server, tmp_path, mode):
    url = await ground.postgres_ground(postgres_server)
    await ordeal(url, tmp_path, mode, rounds=8, execs=1, seed=SEED)


@pytest.mark.torture
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_tortured_on_sqlite(sqlite_template, tmp_path, mode):
    url = await ground.sqlite_ground(sqlite_template, tmp_path)
    await ordeal(url, tmp_path, mode, TORTURE_ROUNDS, TORTURE_ROUNDS // 20, SEED)


@pytest.mark.torture
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_tortured_on_postgresql(postgres_server, tmp_path, mode):
    url = await ground.postgres_ground(postgres_server)
    await ordeal(url, tmp_path, mode, TORTURE_ROUNDS, TORTURE_ROUNDS // 20, SEED)
