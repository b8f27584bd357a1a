"""APScheduler rings, the database knows what is due: interval jobs in memory, nothing stored (STACK §7)."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.clock import Now
from scheduler.jobs import JOBS, Job
from storage.writer import MOST_ROWS, TICKS, Writer

LOG = logging.getLogger("thidua.ticker")


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
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


async def tick(job: Job, writer: Writer, now: Callable[[], Now]) -> int:
    """One ring of one job: transactions of its own until less than a full one is left to do, the count in the log."""
    total, count = 0, MOST_ROWS
    try:
        while count >= MOST_ROWS:
            count = await writer.run(lambda connection: job.run(connection, now()), TICKS)
            total += count
    except Exception:  # an edge: the next ring tries again
        LOG.exception("job %s failed", job.name)
    if total:
        LOG.info("job %s: %s", job.name, total)
    return total
