"""Killed in the middle of speaking to many: nobody is left out, nobody is nudged twice (RELIABILITY R3, F16)."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.app import opened
from bot.sender import IN_FLIGHT
from domain.messages import LANES, Address, Reply
from storage.post import outbox
from storage.post.outbox import Due
from storage.tables import OUTBOX
from tests.kill import ground
from tests.kill.checks import looking, whole
from tests.kill.people import Telegram
from tests.kill.processes import ForkServer, fork_server, forked, serving_telegram
from tests.kill.test_kills import SEED
from tests.kit.botapi import TOKEN
from tests.kit.house import settings

FIRST = 50_000
AWAY = 0.05
"""Seconds to the platform and back: kills meet messages under way."""
PACE = 150


@dataclass(frozen=True)
class Told:
    """What came of one run."""

    missing: int
    repeats: int
    nudged_twice: int
    unknown: int
    wrong: Counter


async def plan_for_many(url, folder, announced, reminded):
    """An announcement to some, a reminder to others, a chat each."""
    account = TOKEN.partition(":")[0]
    async with opened(settings(url, folder)) as base:
        due = [
            Due(number, Address("telegram", account, str(FIRST + number)).key, LANES.index(lane), Reply(lane))
            for number, lane in enumerate(["announcement"] * announced + ["reminder"] * reminded, 1000)
        ]
        random.Random(7).shuffle(due)
        at = base.clock.real()
        for first in range(0, len(due), 500):
            await base.writer.run(lambda one, some=due[first : first + 500]: outbox.add(one, some, at))


async def one_life(api: Telegram, server: ForkServer, chosen, folder, dice, share: float) -> bool:
    """Start, let it speak for a while, kill it; False when there was nothing left to say."""
    before = api.ledger.counts["sendMessage"]
    service = await forked(server, chosen, folder)
    wanted = before + dice.uniform(0.1, 1.9) * share
    until = time.monotonic() + 20
    while api.ledger.counts["sendMessage"] < wanted and time.monotonic() < until:
        await asyncio.sleep(0.002)
        if api.ledger.counts["sendMessage"] > before and await _over(api):
            break
    await asyncio.sleep(dice.uniform(0, 0.03))
    await service.kill()
    return not await _over(api)


async def _over(api: Telegram) -> bool:
    return len({one.chat_id for one in api.sent}) >= api.expected


async def verdict(url, api: Telegram) -> Told:
    """Compare what is in the rows with what the people have got."""
    got = Counter(one.chat_id for one in api.sent if one.method == "sendMessage")
    async with looking(url) as connection:
        rows = (await connection.execute(select(OUTBOX.c.id, OUTBOX.c.lane, OUTBOX.c.state, OUTBOX.c.address))).all()
    missing = repeats = twice = unknown = 0
    wrong: Counter = Counter()
    for row in rows:
        times = got[int(row.address.rpartition(":")[2])]
        if row.lane == LANES.index("reminder"):
            twice += times > 1
            unknown += row.state == "unknown"
            missing += row.state == "sent" and times == 0
            wrong[row.state] += row.state not in {"sent", "unknown"}
        else:
            missing += times == 0
            repeats += max(0, times - 1)
            wrong[row.state] += row.state != "sent"
    return Told(missing, repeats, twice, unknown, +wrong)


async def ordeal(url, folder, recipients: int, kills: int) -> None:
    """All of it, and the verdict."""
    dice, began, done = random.Random(SEED), time.monotonic(), 0
    reminded = recipients // 3
    await plan_for_many(url, folder, recipients, reminded)
    async with Telegram() as api, fork_server() as server:
        api.faults.latency, api.expected = AWAY, recipients + reminded
        chosen = serving_telegram(api.token, api.url, url, folder) | {"TELEGRAM_PACE": str(PACE)}
        share = api.expected / (kills + 2)
        while done < kills and await one_life(api, server, chosen, folder, dice, share):
            done += 1
        before = api.signs_of_life
        service = await forked(server, chosen, folder)
        await api.comes_alive(before, 15)
        until = time.monotonic() + 30
        while not await settled(url):
            assert time.monotonic() < until, "something is left over"
            await asyncio.sleep(0.05)
        service.stop()
        assert await service.ends(10) == 0
        told = await verdict(url, api)
        busiest = api.ledger.busiest()
    print(f"seed {SEED}: {recipients} + {reminded}, {done} kills: {told}, {time.monotonic() - began:.1f} s")  # noqa: T201
    assert done >= kills * 0.8, "it was over before it could be killed"
    assert (told.missing, told.nudged_twice, told.wrong) == (0, 0, Counter()), f"seed {SEED}: {told}"
    assert told.repeats <= IN_FLIGHT * done
    assert told.unknown <= IN_FLIGHT * done
    assert told.repeats + told.unknown > 0, "no kill met a message under way"
    assert busiest <= PACE * 30 / 28, "a life's last second and the next one's first were crowded"
    assert await whole(url) == []


async def settled(url) -> bool:
    async with looking(url) as connection:
        left = select(OUTBOX.c.id).where(OUTBOX.c.state.in_(("planned", "claimed"))).limit(1)
        return (await connection.execute(left)).first() is None


async def test_speaking_to_180_survives_6_kills_on_sqlite(sqlite_template, tmp_path):
    await ordeal(await ground.sqlite_ground(sqlite_template, tmp_path), tmp_path, 180, 6)


async def test_speaking_to_180_survives_6_kills_on_postgresql(postgres_server, tmp_path):
    await ordeal(await ground.postgres_ground(postgres_server), tmp_path, 180, 6)


@pytest.mark.torture
async def test_speaking_to_1500_survives_40_kills_on_sqlite(sqlite_template, tmp_path):
    await ordeal(await ground.sqlite_ground(sqlite_template, tmp_path), tmp_path, 1500, 40)


@pytest.mark.torture
async def test_speaking_to_1500_survives_40_kills_on_postgresql(postgres_server, tmp_path):
    await ordeal(await ground.postgres_ground(postgres_server), tmp_path, 1500, 40)
