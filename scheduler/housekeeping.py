"""Forgets what has served: handled updates, settled messages, old tries of codes (DESIGN §13.3)."""

from datetime import timedelta

from domain.clock import Now
from storage.database import Connection
from storage.people import invites, links
from storage.post import inbox, outbox
from storage.store import Store
from storage.writer import MOST_ROWS

TRIES_KEPT = timedelta(days=1)


async def forget(connection: Connection, now: Now) -> int:
    """Delete what is past its time, one transaction's worth; returns how many rows."""
    store = Store(connection)
    forgotten = await inbox.purge(connection, now.real, MOST_ROWS)
    forgotten += await outbox.purge(connection, now.real, MOST_ROWS - forgotten)
    forgotten += await invites.forget_tries(store, now.minus(TRIES_KEPT), MOST_ROWS - forgotten)
    forgotten += await links.forget(store, now.real, MOST_ROWS - forgotten)
    await store.keep()
    return forgotten
