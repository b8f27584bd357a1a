"""One bot account's queue: what is due, which chats are busy or resting, and the account's pace."""

import asyncio
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.contract import Channel
from bot.pacer import Pace, Pacer
from domain.messages import Address
from storage.post.outbox import Due
from storage.post.sending import BULK

IN_FLIGHT = 64
"""After a crash at most so many messages can come twice."""

LONGEST_PAUSE = 60.0
"""Seconds that an account rests when nothing gets through; then it tries one message."""

LONG_DOWN = 2 * 3600.0
"""Seconds without a message that arrives, after which an account counts as down."""

Entry = tuple[int, int, Due]


@dataclass(slots=True)
class _Chat:
    """A chat with something under way: a message in flight, or one that failed and keeps its place."""

    flying: bool = True
    resting: dict[int, Due] = field(default_factory=dict)
    waiting: list[Entry] = field(default_factory=list)

    def lets(self, due: Due) -> bool:
        """What failed is not overtaken by its like; what is more urgent need not wait for it."""
        return not self.flying and all(due.lane < one.lane for one in self.resting.values())


class Line:
    """Messages of one account by lane and number, one at a time in each chat."""

    def __init__(self, channel: Channel, pace: Pace) -> None:
        self.channel = channel
        self.account = f"{channel.name}:{channel.account}"
        self.pacer = Pacer(pace)
        self.wake = asyncio.Event()
        self.slots = asyncio.Semaphore(IN_FLIGHT)
        self.failures = 0
        """In a row, of the whole account."""
        self._down_since: float | None = None
        self.silent_since: datetime | None = None
        self.banned_until: datetime | None = None
        self.flying = 0
        self.away: set[str] = set()
        """Chats in which nobody was there; what is planned for them stays in the database until they are."""
        self.bulk = 0
        """How much is in memory of what can wait."""
        self._queue: list[Entry] = []
        self._chats: dict[str, _Chat] = {}

    def take_in(self, due: Due) -> None:
        """A message that was not in memory before."""
        self.bulk += due.lane >= BULK[0]
        self._push([(due.lane, due.id, due)])

    def take_to_rest(self, due: Due, seconds: float) -> None:
        """One that an earlier process had tried: it waits for its next try."""
        self.bulk += due.lane >= BULK[0]
        self.rest(due, seconds)

    def let_go(self, due: Due) -> None:
        """It is settled, or left to the database: memory forgets it."""
        self.bulk -= due.lane >= BULK[0]

    def pop(self) -> Due | None:
        """The most urgent message whose chat is free."""
        while self._queue:
            entry = heapq.heappop(self._queue)
            due = entry[2]
            chat = self._chats.get(due.address)
            if chat is None:
                self._chats[due.address] = _Chat()
                return due
            if chat.lets(due):
                chat.flying = True
                return due
            chat.waiting.append(entry)
        return None

    def turn(self, due: Due, now: float) -> float | None:
        """Give it its turn; or put it back and tell after how many seconds to look for another."""
        chat, can_wait = Address.of(due.address).chat, due.lane >= BULK[0]
        if can_wait and (wait := self.pacer.even_delay(now)):
            self.put_back(due)  # and what is more urgent has gone before it
            return wait
        if wait := self.pacer.chat_delay(chat, now):
            self.free_later(due, wait)
            return 0.0
        self.pacer.take(chat, now)
        if can_wait:
            self.pacer.take_evenly(now)
        return None

    def came_through(self) -> None:
        """Something arrived."""
        self.failures = 0
        self._down_since = self.silent_since = self.banned_until = None

    def is_down(self, now: float) -> bool:
        """Nothing has come through for so long that people are better reached elsewhere (RELIABILITY R45)."""
        return self._down_since is not None and now - self._down_since >= LONG_DOWN

    def failed(self, now: float, at: datetime) -> None:
        """Nothing got through. What was under way when it began to be so counts once."""
        if self._down_since is None:
            self._down_since, self.silent_since = now, at
        if now >= self.pacer.paused_until:
            self.failures += 1
            self.pacer.pause(now + min(LONGEST_PAUSE, 0.1 * 2 ** min(self.failures, 10)))

    def banned(self, now: float, seconds: float, until: datetime) -> None:
        """The platform asked for silence; the longest wish counts."""
        self.pacer.pause(now + seconds)
        self.banned_until = max(until, self.banned_until or until)

    def put_back(self, due: Due) -> None:
        """It was looked at too early."""
        heapq.heappush(self._queue, (due.lane, due.id, due))
        self.free(due.address)

    def free(self, address: str) -> None:
        """The chat can be spoken to again."""
        chat = self._chats[address]
        chat.flying = False
        waiting, chat.waiting = chat.waiting, []
        if not chat.resting:
            del self._chats[address]
        self._push(waiting)

    def free_later(self, due: Due, seconds: float) -> None:
        """The chat has heard enough for the moment; ``due`` waits in it."""
        self._chats[due.address].waiting.append((due.lane, due.id, due))
        asyncio.get_running_loop().call_later(seconds, self.free, due.address)

    def rest(self, due: Due, seconds: float) -> None:
        """``due`` is tried again after a while, and before whatever of its chat is not more urgent."""
        self._chats.setdefault(due.address, _Chat(flying=False)).resting[due.id] = due
        asyncio.get_running_loop().call_later(seconds, self._rested, due)

    def _rested(self, due: Due) -> None:
        chat = self._chats.get(due.address)
        if chat is None or chat.resting.pop(due.id, None) is None:
            return  # it was taken out meanwhile
        chat.waiting.append((due.lane, due.id, due))
        if not chat.flying:
            self.free(due.address)

    def drop(self, address: str) -> list[Due]:
        """Take out what waits in a chat that is being spoken to."""
        chat = self._chats[address]
        waiting, chat.waiting = chat.waiting, []
        return [due for _, _, due in waiting]

    def take_out(self, rows: set[int]) -> list[Due]:
        """Take messages out that are not under way."""
        found = [entry for entry in self._queue if entry[1] in rows]
        if found:
            self._queue = [entry for entry in self._queue if entry[1] not in rows]
            heapq.heapify(self._queue)
        for address, chat in list(self._chats.items()):
            found += [entry for entry in chat.waiting if entry[1] in rows]
            chat.waiting = [entry for entry in chat.waiting if entry[1] not in rows]
            resting = [due for due in chat.resting.values() if due.id in rows]
            found += [(due.lane, due.id, due) for due in resting]
            for due in resting:
                del chat.resting[due.id]
            if resting and not chat.flying:
                self.free(address)
        return [due for _, _, due in found]

    def _push(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            heapq.heappush(self._queue, entry)
        self.wake.set()
