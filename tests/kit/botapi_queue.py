"""The updates that wait for the bot, and getUpdates' offset rules.

Offsets follow do_get_updates in telegram-bot-api's Client.cpp and tdlib's TQueue.cpp: an offset confirms everything
below it, a negative one counts from the tail, and one more than ten beyond the tail (or far before it) is not believed:
the head is answered and nothing is confirmed, which is what makes a jump to smaller update ids survivable.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from tests.kit.botapi_faults import Faults, Refused

if TYPE_CHECKING:
    from tests.kit.botapi_webhook import Webhook

UNASKED = frozenset(
    {"chat_member", "message_reaction", "message_reaction_count"}
)  # sent only when allowed_updates names them
LONGEST_POLL = 50
FUTURE = 10
PAST = 2_000_000
OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True)
class Entry:
    id: int
    raw: bytes
    chat: int | None
    tries: int = 0


class Queue:
    """All unconfirmed updates of one bot, oldest first."""

    def __init__(self, faults: Faults, changed: Callable[[], None]) -> None:
        self.faults = faults
        self.entries: OrderedDict[int, Entry] = OrderedDict()
        self.tail = 0
        self.allowed: frozenset[str] | None = None
        self.webhook: Webhook | None = None
        self._changed = changed
        self._sequence = 0
        self._parked: asyncio.Future[None] | None = None

    def push(self, update: dict, chat: int | None) -> bool:
        """Queue one update that has its update_id; False when allowed_updates keeps it out."""
        kind = next(key for key in update if key != "update_id")
        if (kind not in self.allowed) if self.allowed else (kind in UNASKED):
            return False
        raw = orjson.dumps(update)
        self.tail = max(self.tail, update["update_id"] + 1)
        for _ in range(1 + self.faults.duplicates):
            self._sequence += 1
            self.entries[self._sequence] = Entry(update["update_id"], raw, chat)
            if self.webhook:
                self.webhook.offer(self._sequence)
        if self._parked and not self._parked.done():
            self._parked.set_result(None)
        return True

    def jump(self, update_id: int) -> None:
        """After a week without updates the next id is random; the queue is empty then, as updates live for a day."""
        if self.entries:
            raise RuntimeError(f"{len(self.entries)} updates are unconfirmed: an id jumps only when none is left")
        self.tail = update_id

    def allow(self, kinds: Iterable[str] | None) -> None:
        """None keeps the earlier choice, an empty list asks for the default set."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, sequence: int) -> None:
        self.entries.pop(sequence, None)
        self._changed()

    def clear(self) -> None:
        self.entries.clear()
        self._changed()

    async def get(self, offset: int, limit: int, seconds: float) -> bytes:
        """The JSON array that answers getUpdates; waits up to `seconds` for the first update."""
        if self.webhook:
            raise Refused(409, ACTIVE)
        self.interrupt(OTHER)
        batch = self._batch(offset, limit)
        if not batch and seconds > 0 and await self._park(min(seconds, LONGEST_POLL)):
            batch = self._batch(offset, limit)
        return b"[" + b",".join(entry.raw for entry in batch) + b"]"

    def interrupt(self, reason: str) -> None:
        """End the getUpdates that is waiting, with a 409."""
        if self._parked and not self._parked.done():
            self._parked.set_exception(Refused(409, reason))
        self._parked = None

    async def _park(self, seconds: float) -> bool:
        parked = self._parked = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(parked, seconds)
        except TimeoutError:
            return False
        finally:
            if self._parked is parked:
                self._parked = None
        return True

    def _batch(self, offset: int, limit: int) -> list[Entry]:
        if offset < 0:
            offset += self.tail
        if self.tail - PAST <= offset <= self.tail + FUTURE:
            confirmed = False
            while self.entries and next(iter(self.entries.values())).id < offset:
                self.entries.popitem(last=False)
                confirmed = True
            if confirmed:
                self._changed()
        batch = [entry for entry, _ in zip(self.entries.values(), range(min(max(limit, 1), 100)), strict=False)]
        window = self.faults.shuffle
        if window > 1:
            mixed = []
            for start in range(0, len(batch), window):
                part = batch[start : start + window]
                self.faults.dice.shuffle(part)
                mixed += part
            return mixed
        return batch
