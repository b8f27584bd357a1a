"""Reports without the school's word after some working days go to the deputy, then to the level above (DOMAIN §4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.clock import Now
from handlers.context import House, Telling
from handlers.deeds.unanswered import tellings
from scheduler.jobs import Job
from scheduler.tellings import due_of, menus_of
from storage.database import Connection
from storage.deeds import chased
from storage.post import conversations, outbox
from storage.post.outbox import Due, Mark, Numbers
from storage.store import Store

STEPS = (("deputy", 1), ("above", 2))
"""Each step comes after so many times the campaign's ``answer_days``."""
MOST = 50
"""Reports in one transaction."""


def unanswered(house: Callable[[], House], numbers: Numbers) -> Job:
    """The job; ``house`` is asked anew each time, for a campaign may be imported while the service runs."""

    async def run(connection: Connection, now: Now) -> int:
        store = Store(connection)
        done = await _skip_answered(connection, store, now)
        for step, times in STEPS:
            done += await _take(connection, store, now, house(), numbers, step, times)
        await store.keep()
        return done

    return Job("unanswered", timedelta(minutes=5), run)


async def _skip_answered(connection: Connection, store: Store, now: Now) -> int:
    gone = await chased.answered_meanwhile(store)
    if gone:
        await outbox.mark(connection, [Mark(row, "skipped", now.real, reason="answered") for row in gone])
    return len(gone)


async def _take(
    connection: Connection, store: Store, now: Now, house: House, numbers: Numbers, step: str, times: int
) -> int:
    days = times * house.campaign.answer_days
    until = house.calendar.add_working_days(now.today, -(days + 1))
    due: list[Due] = []
    found = await chased.late(store, house.campaign_id, step, until, MOST)
    for deed in found:
        if await chased.take(store, now, deed, step):
            told = await tellings(store, now, house, deed, step, days)
            due += [_due(one, numbers, _when(now, house), step) for one in told]
            if menus := menus_of(told):
                await conversations.offer(connection, menus)
    if due:
        await outbox.add(connection, due, now.real)
    return len(found)


def _when(now: Now, house: House) -> datetime | None:
    """None for at once; in quiet hours and on days off, the next working morning (CONVERSATIONS §1.18)."""
    campaign, local = house.campaign, now.local
    works = house.calendar.is_working_day(now.today)
    if works and campaign.speaking_from <= local.time() < campaign.speaking_until:
        return None
    early = works and local.time() < campaign.speaking_from
    day = now.today if early else house.calendar.add_working_days(now.today, 1)
    return datetime.combine(day, campaign.speaking_from, now.zone)


def _due(told: Telling, numbers: Numbers, at: datetime | None, step: str) -> Due:
    return replace(due_of(numbers, told), key=f"{told.key}:{step}", not_before=at)
