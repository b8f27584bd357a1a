"""The demo's people: made once, each with a chat of their own on the page for those one can be."""

import hmac
import tomllib
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from domain.clock import Now
from domain.conversations import Conversation
from domain.messages import Address
from domain.people import TITLES, Person, Role
from storage.database import Connection
from storage.people import people
from storage.post import conversations
from storage.store import Store
from storage.units import units
from web.demo import Seat
from web.seats import chat_of

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
CHANNEL = "web"


def told(name: str) -> dict[str, Any]:
    """A file of the demo's folder."""
    return tomllib.loads((CAMPAIGNS / "demo" / name).read_text("utf-8"))


def secret_of(key: str, secret: bytes) -> str:
    """The 128-bit id of a seat's chat: random per database, as the database's own key is, and stored nowhere."""
    return hmac.digest(secret, f"seat {key}".encode(), "sha256").hex()[:32]


def seats(secret: bytes) -> list[Seat]:
    """Who one can be on the page."""
    sitting = [person for person in told("cast.toml")["people"] if "seat" in person]
    return [Seat(name=one["key"], secret=secret_of(one["key"], secret), **one["seat"]) for one in sitting]


def begins(zone: tzinfo) -> datetime:
    """The pretend moment of the very first start."""
    first: datetime = told("cast.toml")["begins"]
    return first.replace(tzinfo=zone)


class Cast:
    """People by unit and name, made when they are first met; each joined before they did anything."""

    def __init__(self, connection: Connection, real: datetime, zone: tzinfo) -> None:
        self.store = Store(connection)
        self._connection = connection
        self._real = real
        self._zone = zone
        self._known: dict[tuple[str, str], int] = {}
        self._units: dict[str, units.Unit] = {}

    def at(self, local: datetime) -> Now:
        """The pretend moment of something that has happened."""
        return Now(self._real, local.replace(tzinfo=self._zone), self._zone)

    async def unit(self, code: str) -> units.Unit:
        """The unit of that code. Raises LookupError."""
        if code not in self._units:
            found = await units.by_code(self.store, code, self.at(begins(self._zone)).today)
            if found is None:
                raise LookupError(code)
            self._units[code] = found
        return self._units[code]

    async def person(self, code: str, who: str, role: Role, joined: datetime) -> int:
        """The person called ``who`` ("co Lan") in that unit; a new one joins then, consents, and holds ``role``."""
        if (code, who) not in self._known:
            self._known[code, who] = await self._join(code, who, role, self.at(joined))
        return self._known[code, who]

    async def _join(self, code: str, who: str, role: Role, now: Now) -> int:
        form, _, name = who.partition(" ")
        title = next(one for one in TITLES if one == form)
        person = await people.add(self.store, now, name, title)
        await people.consent(self.store, now, person, 1, "vi", CHANNEL)
        await people.grant(self.store, person, role, (await self.unit(code)).id, now.today, None)
        return person

    async def enter(self, secret: bytes) -> None:
        """Everybody of the cast joins; those with a seat are known in its chat."""
        sitting = []
        for one in told("cast.toml")["people"]:
            person = await self.person(one["unit"], f"{one['title']} {one['name']}", one["role"], one["joined"])
            if "seat" in one:
                address = Address(CHANNEL, CHANNEL, chat_of(secret_of(one["key"], secret)))
                sitting.append(Conversation(address, Person(person, one["name"], one["title"])))
        await conversations.save(self._connection, sitting, self._real)
