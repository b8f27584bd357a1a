"""Forgets what has served (DESIGN §13.3), and fingerprints reports from before fingerprints were kept."""

from datetime import timedelta

from domain.clock import Now
from storage.database import Connection
from storage.exemplars import prints
from storage.people import invites, links
from storage.post import inbox, outbox
from storage.store import Store
from storage.writer import MOST_ROWS

TRIES_KEPT = timedelta(days=1)
MOST_TEXTS = 50
"""A text takes half a millisecond, and the writer is lent for 50."""


async def forget(connection: Connection, now: Now) -> int:
    """Delete what is past its time, one transaction's worth; returns how many rows."""
    store = Store(connection)
    forgotten = await inbox.purge(connection, now.real, MOST_ROWS)
    forgotten += await outbox.purge(connection, now.real, MOST_ROWS - forgotten)
    forgotten += await invites.forget_tries(store, now.minus(TRIES_KEPT), MOST_ROWS - forgotten)
    forgotten += await links.forget(store, now.real, MOST_ROWS - forgotten)
    await store.keep()
    return forgotten


async def fingerprint(connection: Connection, now: Now) -> int:  # noqa: ARG001 - the shape of a job
    """The next reports that nobody has looked at; returns how many."""
    store = Store(connection)
    count = await prints.older_texts(store, MOST_TEXTS)
    await store.keep()
    return count
