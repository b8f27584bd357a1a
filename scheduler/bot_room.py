"""Tells the Office once a month when a bot nears the end of its plan, and once when it has reached it (ZALO §1.3)."""

from collections.abc import Iterator

from domain.clock import Now
from domain.messages import Reply
from domain.people import Reader
from domain.plan_room import Room, month_of
from handlers import bots
from handlers.context import House, Telling, button, offers
from storage.database import Connection
from storage.people import people
from storage.post import conversations
from storage.store import Store
from texts.catalogue import Words


async def warn(connection: Connection, now: Now, house: House) -> list[Telling]:
    """What is to be said to whom; a key makes it happen once in a month."""
    store = Store(connection, writable=False)
    states = [one for room in await bots.rooms(store, now, house.plan) for one in _states(room)]
    if not states:
        return []
    held = await people.holders(store, house.root, ["office"], now.today)
    tellings = []
    for person in dict.fromkeys(person for person, _ in held):
        reader = await conversations.reader(store, person, now.today, house.default_language)
        words = house.catalogue.words(reader.language, reader.person)
        tellings += [_telling(reader, words, now, room, what) for room, what in states]
    return tellings


def _states(room: Room) -> Iterator[tuple[Room, str]]:
    if room.of_people:
        yield room, f"people_{room.of_people}"
    if room.of_messages:
        yield room, f"messages_{room.of_messages}"


def _telling(reader: Reader, words: Words, now: Now, room: Room, what: str) -> Telling:
    text = words(f"bots.{what}", **bots.named(words, room), month=f"{now.real.astimezone(now.zone):%m/%Y}")
    reply = Reply(text, offers(words, [[button(words, "see_bots", "/bots")]]))
    person = reader.person.id if reader.person else 0
    return Telling(reader, reply, "notice", f"bot:{room.account}:{month_of(now.real, now.zone)}:{what}:{person}")
