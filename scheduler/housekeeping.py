"""Forgets what has served: handled updates, settled messages, old tries of codes (DESIGN §13.3)."""

from datetime import timedelta

from domain.clock import Now
from storage import inbox, invites, outbox
from storage.database import Connection
from storage.store import Store

TRIES_KEPT = timedelta(days=1)


async def forget(connection: Connection, now: Now) -> int:
    """Delete what is past its time; returns how many rows."""
    store = Store(connection)
    forgotten = await inbox.purge(connection, now.real) + await outbox.purge(connection, now.real)
    forgotten += await invites.forget_tries(store, now.minus(TRIES_KEPT))
    await store.keep()
    return forgotten
