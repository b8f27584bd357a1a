"""Requests to join that nobody answered in three working days go to the deputy, then to the level above (A5)."""

from datetime import time

from domain.clock import Now
from domain.messages import Reply
from domain.people import Person
from domain.unit_names import short_name
from handlers.context import House, Telling, act, button, offers
from handlers.people import benches
from handlers.people.benches import FIRST_ABOVE, Bench
from storage import audit
from storage.database import Connection
from storage.people import requests
from storage.people.requests import Request
from storage.post import conversations
from storage.store import Store
from storage.units import units
from texts.catalogue import Words

MOST = 100
"""Requests passed on in one transaction."""
FROM, UNTIL = time(6, 30), time(21)
"""People are told things in these hours of working days (CONVERSATIONS §1.18)."""


async def pass_on(connection: Connection, now: Now, house: House) -> tuple[int, list[Telling]]:
    """Pass on what is due; returns how many requests were looked at, and what people are to be told."""
    if not house.calendar.is_working_day(now.today) or not FROM <= now.local.time() < UNTIL:
        return 0, []
    store, tellings = Store(connection), list[Telling]()
    due = await requests.overdue(store, now.today, MOST)
    for request in due:
        tellings += await _one(store, now, house, request)
    await store.keep()
    return len(due), tellings


async def _one(store: Store, now: Now, house: House, request: Request) -> list[Telling]:
    """To the next rung; where there is none, to whoever may have come in below meanwhile."""
    seat = await benches.bench(store, request.unit, request.rung + 1, now.today)
    seat = seat or await benches.bench(store, request.unit, 0, now.today)
    rung = max(request.rung, seat.rung) if seat else request.rung
    await requests.pass_on(store, request.id, rung, benches.due(house.calendar, now.today))
    person = await conversations.person_on(store, request.person, now.today)
    unit = await units.by_id(store, request.unit, now.today)
    if seat is None or person is None or unit is None:
        return []
    audit.note(store, now, None, "request_passed_on", f"request:{request.id}", {"rung": rung})
    told = [await _asked(store, now, house, request, seat, person, unit.name, one) for one in seat.people]
    if seat.rung > request.rung:
        told.append(await _asker(store, now, house, request, seat, unit.name))
    return told


async def _asked(  # noqa: PLR0913, PLR0917 - a request has its facts, and its reader
    store: Store, now: Now, house: House, request: Request, seat: Bench, person: Person, unit: str, who: int
) -> Telling:
    reader = await conversations.reader(store, who, now.today, house.default_language)
    words = house.catalogue.words(reader.language, reader.person)
    at = request.asked_at.astimezone(now.zone)
    when = {"time": words.time(at), "day": words.day(at.date())}
    reply = benches.question(words, request, person, unit, when)
    return Telling(reader, reply, "notice", f"request:{request.id}:{seat.rung}:{who}")


async def _asker(store: Store, now: Now, house: House, request: Request, seat: Bench, unit: str) -> Telling:
    reader = await conversations.reader(store, request.person, now.today, house.default_language)
    words = house.catalogue.words(reader.language, reader.person)
    rows = [[button(words, "withdraw_request", act("ask_withdraw"))]]
    reply = Reply(_told(words, seat, short_name(unit)), offers(words, rows))
    return Telling(reader, reply, "notice", f"request:{request.id}:{seat.rung}:asker")


def _told(words: Words, seat: Bench, unit: str) -> str:
    if seat.rung < FIRST_ABOVE:
        return words("asking.passed_to_deputy", unit=unit)
    return words("asking.passed_on", unit=unit, above=short_name(seat.unit_name))
