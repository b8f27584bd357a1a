"""What an earlier process knew, for the lines of a new one: bans, lost claims, what is tried again, the absent."""

import logging
import time
from collections.abc import Mapping

from bot.line import Line
from bot.works import Works
from storage.database import reading
from storage.post import accounts, sending
from storage.post.outbox import account_of
from storage.writer import MARKS

LOG = logging.getLogger("thidua.recovering")

MOST = 10_000


async def recover(works: Works, lines: Mapping[str, Line]) -> set[int]:
    """Fill fresh lines; returns the rows that are in memory now."""
    if lost := await works.writer.run(sending.lose_claims, MARKS):
        LOG.warning("%s reminders were on their way when the service ended: unknown, not said again", lost)
    now, began, held = works.clock.real(), time.monotonic(), set()
    for line in lines.values():
        line.pacer.begin(began)
    async with reading(works.readers) as connection:
        for channel, account, until in await accounts.pauses(connection):
            if found := lines.get(f"{channel}:{account}"):
                found.banned(began, (until - now).total_seconds(), until)
        for due, again in await sending.resting(connection, MOST):
            if found := lines.get(account_of(due.address)):
                held.add(due.id)
                found.take_to_rest(due, max(0.0, (again - now).total_seconds()))
        for address in await sending.away(connection):
            if found := lines.get(account_of(address)):
                found.away.add(address)
    return held
