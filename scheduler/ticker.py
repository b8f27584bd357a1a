"""APScheduler rings, the database knows what is due: interval jobs in memory, nothing stored (STACK §7)."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.clock import Now
from scheduler.jobs import JOBS, Job
from storage.writer import TICKS, Writer

LOG = logging.getLogger("thidua.ticker")

LOOK_SECONDS = 1.0
LEAP_SECONDS = 30.0
"""A clock that moved by so much more or less than time passed has been set."""


@asynccontextmanager
async def ticking(writer: Writer, now: Callable[[], Now], jobs: Sequence[Job] = JOBS) -> AsyncIterator[None]:
    """Run the table of jobs until left."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for job in jobs:
        scheduler.add_job(
            tick,
            "interval",
            args=(job, writer, now),
            seconds=job.every.total_seconds(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            id=job.name,
        )
    scheduler.start()
    minding = asyncio.create_task(_mind_the_clock(scheduler, now), name="clock")
    try:
        yield
    finally:
        minding.cancel()
        await asyncio.gather(minding, return_exceptions=True)
        scheduler.shutdown(wait=False)


async def _mind_the_clock(scheduler: AsyncIOScheduler, now: Callable[[], Now]) -> None:
    """Ring everything when a clock was set: back, it would silence the bell for as long (RELIABILITY F10).

    The campaign's clock is minded, so that the demo's day, moved forward, is seen at once too.
    """
    passed = asyncio.get_running_loop().time
    apart = now().campaign.timestamp() - passed()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        before, apart = apart, now().campaign.timestamp() - passed()
        if abs(apart - before) > LEAP_SECONDS:
            LOG.info("the clock was set by %d s", apart - before)
            for job in scheduler.get_jobs():
                job.modify(next_run_time=now().real)


async def tick(job: Job, writer: Writer, now: Callable[[], Now]) -> int:
    """One ring of one job: transactions of its own until less than a full one is left to do, the count in the log."""
    total, count = 0, job.full
    try:
        while count >= job.full:
            count = await writer.run(lambda connection: job.run(connection, now()), TICKS)
            total += count
    except Exception:  # an edge: the next ring tries again
        LOG.exception("job %s failed", job.name)
    if total:
        LOG.info("job %s: %s", job.name, total)
    return total
