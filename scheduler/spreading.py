"""What becomes of published examples by itself: thanks once the first has it, questions after 30 and 60 days."""

from datetime import timedelta
from typing import Final

from domain.clock import Now
from handlers.context import House, Telling
from handlers.exemplars import adoption_telling, conference_words, thanking
from scheduler.tellings import may_speak
from storage import audit
from storage.database import Connection
from storage.deeds import deeds
from storage.exemplars import adoptions, conferences, exemplars, publications
from storage.exemplars.adoptions import Ask
from storage.exemplars.conferences import Conference
from storage.store import Store

MOST: Final = 50
"""Questions in one transaction."""
BEFORE: Final = timedelta(days=3)
"""So long before a conference its organiser is reminded (II-5)."""
TOO_LATE: Final = timedelta(days=14)
"""After so many days a question is politely left unasked."""


async def ask(connection: Connection, now: Now, house: House) -> tuple[int, list[Telling]]:
    """Ask what is due; returns how many questions were looked at, and what people are to be told."""
    if not may_speak(now, house):
        return 0, []
    store, told = Store(connection), list[Telling]()
    asks = await adoptions.due(store, now, MOST)
    for one in asks:
        told += await _ask(store, now, house, one)
    # Whatever falls due before the next working day is said today: three days before, or sooner.
    last = house.calendar.next_working_day(now.today + timedelta(days=1)) - timedelta(days=1)
    near = await conferences.near(store, last + BEFORE, MOST)
    for conference in near:
        told += await _remind(store, now, house, conference)
    await store.keep()
    return len(asks) + len(near), told


async def publish(store: Store, now: Now, house: House, dispatch: int) -> list[Telling]:
    """The first unit has it: it is public from today on, and thanks are given (F10); once, whatever comes after."""
    one = await publications.drafted(store, dispatch)
    if one is None or not await publications.mark_out(store, now, one.id):
        return []
    audit.note(store, now, one.by, "published", f"deed:{one.deed}")
    before = await exemplars.known(store, now, one.deed, one.scope)
    if before is not None:
        await exemplars.published(store, now, before, one.scope)
    deed = await deeds.get(store, now, one.deed, one.scope)
    return await thanking.of_office(store, now, house, deed, one) if deed and deed.state == "confirmed" else []


async def _ask(store: Store, now: Now, house: House, ask: Ask) -> list[Telling]:
    """Each question leaves once, or never with a reason: set aside, no longer public, too late, nobody there."""
    reason = await _reason(store, now, ask)
    told = [] if reason else await adoption_telling.tellings(store, now, house, ask)
    if not any(one.reader.address for one in told):
        await adoptions.take(store, now, ask, "skipped", reason or ("no_address" if told else "nobody"))
        return []
    return told if await adoptions.take(store, now, ask, "asked") else []


async def _reason(store: Store, now: Now, ask: Ask) -> str:
    if ask.adoption.state != "applied":
        return "declined"
    if aside := await adoptions.set_aside(store, ask.adoption.deed):
        return aside
    if not await publications.any_of(store, ask.adoption.deed):
        return "taken_down"
    return "too_late" if now.today - ask.due_on > TOO_LATE else ""


async def _remind(store: Store, now: Now, house: House, one: Conference) -> list[Telling]:
    """Once, three days before, or never with a reason: its day has passed, nobody is there to be told."""
    reason = "too_late" if one.on < now.today else ""
    told = [] if reason else await conference_words.tellings(store, now, house, one)
    if not any(telling.reader.address for telling in told):
        await conferences.remind(store, now, one.id, reason or ("no_address" if told else "nobody"))
        return []
    return told if await conferences.remind(store, now, one.id) else []
