"""Jobs run in transactions of their own, tell how much they did, and one that fails does not stop the next ring."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from domain.clock import Now
from scheduler.jobs import JOBS, Job
from scheduler.ticker import tick, ticking
from storage.writer import MOST_ROWS
from tests.storage.room import ZONE, Room, at, room

ADD = text("INSERT INTO note (name, value) VALUES (:name, '1')")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[Room]:
    async with room(database_url) as opened:
        yield opened


async def names(house: Room) -> list[str]:
    return [row[0] for row in await house.rows(text("SELECT name FROM note ORDER BY name"))]


async def test_a_job_commits_what_it_did_and_logs_how_much(house: Room, caplog: pytest.LogCaptureFixture):
    async def work(connection: object, now: object) -> int:
        await connection.execute(ADD, [{"name": f"{now.today}-{number}"} for number in range(3)])
        return 3

    with caplog.at_level(logging.INFO):
        assert await tick(Job("adding", timedelta(minutes=1), work), house.writer, at) == 3
    assert await names(house) == ["2025-04-10-0", "2025-04-10-1", "2025-04-10-2"]
    assert "job adding: 3" in caplog.messages


async def test_a_failing_job_leaves_nothing_and_says_so(house: Room, caplog: pytest.LogCaptureFixture):
    async def work(connection: object, _: object) -> int:
        await connection.execute(ADD, {"name": "half"})
        raise LookupError

    assert await tick(Job("failing", timedelta(minutes=1), work), house.writer, at) == 0
    assert await names(house) == []
    assert "job failing failed" in caplog.messages


async def test_a_job_with_more_than_one_transaction_of_work_goes_on_at_once(house: Room):
    left, turns = [MOST_ROWS, MOST_ROWS, 7], []

    async def work(connection: object, _: object) -> int:
        turns.append(connection.get_transaction())
        return left.pop(0)

    assert await tick(Job("long", timedelta(minutes=1), work), house.writer, at) == 2 * MOST_ROWS + 7
    assert len(turns) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_failing_job_does_not_stop_the_next_ring(house: Room):
    rings: list[int] = []
    enough = asyncio.Event()

    async def work(_: object, __: object) -> int:
        rings.append(len(rings))
        if len(rings) == 3:
            enough.set()
        raise LookupError

    async with ticking(house.writer, at, (Job("failing", timedelta(seconds=0.1), work),)):
        await asyncio.wait_for(enough.wait(), 10)
    count = len(rings)
    await asyncio.sleep(0.3)
    assert len(rings) == count, "it rings on after it was left"


@pytest.mark.parametrize(("real", "campaign"), [(-2, -2), (0, 24)], ids=["clock set back", "demo's day moved on"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_clock_that_is_set_rings_at_once_and_silences_nothing(house: Room, real: int, campaign: int):
    loop, rang, leap = asyncio.get_running_loop(), asyncio.Event(), [0, 0]
    start, began = datetime.now(UTC), loop.time()

    def now() -> Now:
        at = start + timedelta(seconds=loop.time() - began)
        return Now(at + timedelta(hours=leap[0]), at + timedelta(hours=leap[1]), ZONE)

    async def work(_: object, __: object) -> int:
        rang.set()
        return 1

    async with ticking(house.writer, now, (Job("hourly", timedelta(hours=1), work),)):
        await asyncio.sleep(1.2)
        assert not rang.is_set()
        leap[:] = real, campaign
        await asyncio.wait_for(rang.wait(), 5)


def test_every_job_has_a_name_of_its_own_and_a_pace():
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(job.every >= timedelta(seconds=1) for job in JOBS)
