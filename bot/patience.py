"""Manners of channels without buttons or edits: whose numbers count, and how often a changing message is said."""

import time
from dataclasses import replace

from bot.channels.contract import Channel
from bot.slots import Slots
from bot.works import Works
from domain.conversations import Conversation
from domain.menus import arranged
from storage.database import Connection, reading
from storage.post import conversations, outbox
from storage.post.outbox import Due
from storage.writer import MARKS

REPLY = outbox.lane("reply")
LOOK_AGAIN = 10.0
LONGEST = 30 * 60.0
"""Seconds that a message with choices waits while a form is open in its chat: numbers are its answers (§13.8)."""
SETTLES = 60.0
"""Seconds that a message to be changed again and again keeps still: without edits the first and the last are said."""
REMEMBERED = 5_000


class Patience:
    """Remembers since when a message has waited; a new process lets it wait anew."""

    def __init__(self, works: Works, slots: Slots) -> None:
        self._works = works
        self._slots = slots
        self._since: dict[int, float] = {}
        self._before: dict[int, list[list[str]]] = {}
        """What the numbers meant before a message that is on its way."""

    async def wait(self, channel: Channel, due: Due) -> float:
        """Seconds after which to look again; 0 when it may be said now."""
        if wait := await self._until_it_settles(channel, due):
            return wait
        if channel.capabilities.buttons or due.lane == REPLY or not due.reply.choices:
            return 0.0
        if not await self._form_open(due.address):
            return 0.0
        if self._waited(due) < LONGEST:
            return LOOK_AGAIN
        due.reply = replace(due.reply, numbers=False)
        return 0.0

    async def _until_it_settles(self, channel: Channel, due: Due) -> float:
        """What would be an edit elsewhere waits a little: a newer one takes its place, the last is said."""
        if channel.capabilities.edits or not due.reply.slot or await self._slots.replaced(due, edits=True) is None:
            return 0.0
        left = (channel.capabilities.settling if due.lane == REPLY else SETTLES) - self._waited(due)
        return max(0.0, left)

    def _waited(self, due: Due) -> float:
        now = time.monotonic()
        since = self._since.setdefault(due.id, now)
        while len(self._since) > REMEMBERED:
            del self._since[next(iter(self._since))]
        return now - since

    async def _form_open(self, address: str) -> bool:
        async with reading(self._works.readers) as connection:
            talks = await conversations.load(connection, [address], self._works.clock.now().today)
        return bool(talks[address].open)

    async def offer(self, channel: Channel, due: Due) -> None:
        """Where there are no buttons: from here on its numbers are what is typed; in an open form only its labels.

        Before it leaves, for its reader may answer at once; :meth:`take_back` when it did not.
        """
        self._since.pop(due.id, None)
        has_numbers, file = due.lane != REPLY and bool(due.reply.choices), due.reply.document
        if channel.capabilities.buttons or not (has_numbers or file):
            return

        async def write(connection: Connection) -> None:
            talk = await self._talk(connection, due.address)
            if talk.fresh:
                return
            if has_numbers:
                self._before[due.id] = talk.menu
                talk.told(due.reply)
            if file:  # where there are no buttons files go by a link, which is soon over
                talk.given = [file.key, file.name, file.media_type, self._works.clock.real().isoformat()]
            await conversations.tell(connection, [talk])

        await self._works.writer.run(write, MARKS)

    async def take_back(self, due: Due) -> None:
        """It has not arrived: the numbers its reader sees are still those of the message before."""
        before = self._before.pop(due.id, None)
        if before is None:
            return

        async def write(connection: Connection) -> None:
            talk = await self._talk(connection, due.address)
            offered = [[one.value, one.label] for one in arranged(due.reply).in_order]
            if talk.menu == offered:
                talk.menu = before
                await conversations.tell(connection, [talk])

        await self._works.writer.run(write, MARKS)

    def arrived(self, due: Due) -> None:
        """Nothing is to be taken back any more."""
        self._before.pop(due.id, None)

    async def _talk(self, connection: Connection, address: str) -> Conversation:
        return (await conversations.load(connection, [address], self._works.clock.now().today))[address]
