"""Lets personal data go when its time is over, class by class, as the campaign says (RELIABILITY §3.1)."""

from datetime import timedelta

from domain.clock import Now
from domain.retention import ends_on, last_day
from storage import audit, campaigns, drawings
from storage.database import Connection
from storage.deeds import word_index
from storage.outcomes import award_papers, notices
from storage.people import erasure, expiry, own_requests
from storage.sendings import dispatches
from storage.store import Store

COPIES_KEPT = timedelta(days=1)
DRAWINGS_KEPT = timedelta(days=3)
"""Longer than a message tries to leave."""
A_TURN = 100
"""Reports whose words are emptied in one transaction: each is a row of its own."""


async def _let_go(store: Store, now: Now, ago: timedelta) -> int:
    """Whoever never came back since the campaign's last day is erased like those who ask for it, and is not told."""
    people = await expiry.never_back(store, now.real - ago, A_TURN)
    for person in people:
        await own_requests.ask(store, now, "erase", person, "", "vi", {})
        audit.note(store, now, None, "person_expired", f"person:{person}")
    return len(people)


async def expire(connection: Connection, now: Now) -> int:
    """One transaction's worth of what is past its time; returns how many rows.

    Reports keep their figures and lose their words and photos; drafts and files that were never sent go whole.
    """
    store = Store(connection)
    count = 0
    for number, campaign in await campaigns.every(store):
        if now.today >= ends_on(campaign):
            count += await expiry.empty_deeds(store, number, A_TURN)
            count += await expiry.empty_nominations(store, number, A_TURN)
            count += await notices.forget(store, number, A_TURN) + await award_papers.forget(store, number)
            count += await _let_go(store, now, now.today - last_day(campaign))
    running = await campaigns.running(store)
    if running is not None:
        before = now.minus(timedelta(days=running[1].draft_days))
        count += await expiry.drop_unsent(store, before, A_TURN)
        count += await expiry.drop_drafts(store, before, A_TURN)
        since = now.campaign - timedelta(days=running[1].draft_days)
        count += await dispatches.expire(store, now, since, A_TURN)
    count += await own_requests.forget_copies(store, now.minus(COPIES_KEPT), A_TURN)
    count += await drawings.forget(store, now.minus(DRAWINGS_KEPT), A_TURN)
    count += await erasure.sweep_chats(store, A_TURN)
    if addresses := await own_requests.forget_address(store, A_TURN):
        await erasure.unaddress(store, addresses, now.real)
    await store.keep()
    await word_index.forget(connection, begin=count > 0)
    return count
