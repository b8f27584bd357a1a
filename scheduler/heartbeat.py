"""The beat by which a later start knows since when the service stood still (CONVERSATIONS H5)."""

from datetime import datetime, timedelta

from domain.clock import Now
from domain.outages import REMEMBERED, Outage, between
from storage import notes
from storage.database import Connection
from storage.store import Store

EVERY = timedelta(seconds=30)
"""So exact is the hour that people are told."""
_BEAT, _OUTAGE = "last_beat", "outage"


async def beat(connection: Connection, now: Now) -> int:
    """We are here now; nothing that is worth counting."""
    store = Store(connection)
    await notes.put(store, _BEAT, now.real.isoformat())
    await store.keep()
    return 0


async def outage_at_start(connection: Connection, now: Now) -> Outage | None:
    """The outage that ends with this start, or ended with one not long ago; the beat goes on from here."""
    store = Store(connection)
    last = await notes.get(store, _BEAT)
    found = between(datetime.fromisoformat(str(last)), now.real) if last else None
    if found:
        await notes.put(store, _OUTAGE, [found.since.isoformat(), found.until.isoformat()])
    else:
        found = _remembered(await notes.get(store, _OUTAGE), now)
    await store.keep()
    await beat(connection, now)
    return found


def _remembered(told: object, now: Now) -> Outage | None:
    if not isinstance(told, list):
        return None
    outage = Outage(*(datetime.fromisoformat(str(one)) for one in told))
    return outage if now.real - outage.until < REMEMBERED else None
