"""Which message stands in a slot of a chat, and which of those on their way is the newest (DESIGN §13.9)."""

from collections.abc import MutableMapping
from typing import TypeVar

from bot.works import Works
from storage.database import reading
from storage.post import outbox
from storage.post.outbox import Due

REMEMBERED = 5_000

Place = tuple[str, str]
V = TypeVar("V")


class Slots:
    """Remembers the slots used last; the database knows the rest."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._newest: dict[Place, int] = {}
        self._shown: dict[Place, str] = {}

    def on_its_way(self, due: Due) -> None:
        """A message that takes the place of those before it."""
        if due.reply.slot:
            place = due.address, due.reply.slot
            _keep(self._newest, place, max(due.id, self._newest.get(place, 0)))

    def is_old(self, due: Due) -> bool:
        """A newer one is on its way to the same place."""
        return self._newest.get((due.address, due.reply.slot), due.id) > due.id

    async def replaced(self, due: Due, *, edits: bool) -> str | None:
        """The platform's id of the message that ``due`` is to change, None to say it anew."""
        if not due.reply.slot or not edits:
            return None
        if known := self._shown.get((due.address, due.reply.slot)):
            return known
        async with reading(self._works.readers) as connection:
            return await outbox.last_in_slot(connection, due)

    def shown(self, due: Due, message: str) -> None:
        """It stands there now."""
        if due.reply.slot:
            _keep(self._shown, (due.address, due.reply.slot), message)


def _keep(places: MutableMapping[Place, V], place: Place, value: V) -> None:
    """And forget the places that were used first."""
    places[place] = value
    while len(places) > REMEMBERED:
        del places[next(iter(places))]
