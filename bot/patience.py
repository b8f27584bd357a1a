"""Manners of channels without buttons or edits: whose numbers count, and how often a changing message is said."""

import time
from dataclasses import replace

from bot.channels.contract import Channel
from bot.slots import Slots
from bot.works import Works
from storage import conversations, outbox
from storage.database import Connection, reading
from storage.outbox import Due
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

    async def said(self, channel: Channel, due: Due) -> None:
        """From here on its numbers are what is typed, where there are no buttons; in an open form only its labels."""
        self._since.pop(due.id, None)
        if channel.capabilities.buttons or due.lane == REPLY or not due.reply.choices:
            return

        async def write(connection: Connection) -> None:
            talks = await conversations.load(connection, [due.address], self._works.clock.now().today)
            talk = talks[due.address]
            if not talk.fresh:
                talk.told(due.reply)
                await conversations.tell(connection, [talk])

        await self._works.writer.run(write, MARKS)
