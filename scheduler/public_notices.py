"""Ends public notices whose days are over, on a working morning (I.2-2)."""

from collections.abc import Callable
from datetime import timedelta

from domain.clock import Now
from handlers.context import House, Telling
from handlers.outcomes.notice_ends import end
from scheduler.jobs import Job
from scheduler.tellings import due_of, may_speak, menus_of
from storage.database import Connection
from storage.outcomes import notices
from storage.post import conversations, outbox
from storage.post.outbox import Numbers
from storage.store import Store


def public_notices(house: Callable[[], House], numbers: Numbers) -> Job:
    """The job; ``house`` is asked anew each time, for a campaign may be imported while the service runs."""

    async def run(connection: Connection, now: Now) -> int:
        here, store = house(), Store(connection)
        if not may_speak(now, here):
            return 0
        over = [one for one in await notices.open_ones(store, here.campaign_id) if one.to_day < now.today]
        told: list[Telling] = []
        for notice in over:
            told += await end(store, now, here, notice)
        await store.keep()
        due = [due_of(numbers, one) for one in told]
        if menus := menus_of(told):
            await conversations.offer(connection, menus)
        if due:
            await outbox.add(connection, due, now.real)
        return 0

    return Job("public_notices", timedelta(minutes=5), run)
