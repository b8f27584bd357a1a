"""Ends public notices whose days are over, on a working morning (I.2-2)."""

from collections.abc import Callable
from datetime import timedelta

from domain.clock import Now
from handlers.context import House, Telling
from handlers.outcomes.notice_ends import end
from scheduler.jobs import Job
from storage.database import Connection
from storage.outcomes import notices
from storage.post import conversations, outbox
from storage.post.outbox import Due, Numbers
from storage.store import Store


def public_notices(house: Callable[[], House], numbers: Numbers) -> Job:
    """The job; ``house`` is asked anew each time, for a campaign may be imported while the service runs."""

    async def run(connection: Connection, now: Now) -> int:
        here, store = house(), Store(connection)
        if not _is_time(here, now):
            return 0
        over = [one for one in await notices.open_ones(store, here.campaign_id) if one.to_day < now.today]
        told: list[Telling] = []
        for notice in over:
            told += await end(store, now, here, notice)
        await store.keep()
        due = [_due(one, numbers) for one in told]
        menus = [
            (one.reader.address.key, [[choice.value, choice.label] for choice in one.reply.buttons()])
            for one in told
            if one.reader.address and not one.reader.busy
        ]
        if menus:
            await conversations.offer(connection, menus)
        if due:
            await outbox.add(connection, due, now.real)
        return 0

    return Job("public_notices", timedelta(minutes=5), run)


def _is_time(house: House, now: Now) -> bool:
    """On working days within speaking hours: what is told is told at once (CONVERSATIONS §1.18)."""
    campaign, local = house.campaign, now.local
    return house.calendar.is_working_day(now.today) and campaign.speaking_from <= local.time() < campaign.speaking_until


def _due(told: Telling, numbers: Numbers) -> Due:
    reader = told.reader
    return Due(
        numbers.take(),
        reader.address.key if reader.address else "",
        outbox.lane(told.lane),
        told.words,
        person=reader.person.id if reader.person else None,
        key=told.key,
        reason=None if reader.address else "no_address",
    )
