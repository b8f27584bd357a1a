"""From the inbox to the desk, batch by batch, and on to the sender: order, turns, and what happens on failure."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.contract import Raw
from bot.desk import MOST_TRIES, Answered, Desk, Outcome, Reading, account_of
from bot.lanes import Lanes
from bot.sender import Sender
from bot.works import Works
from storage.database import Connection, reading
from storage.post import inbox
from storage.post.inbox import Fresh, Waiting
from storage.writer import MESSAGES, Gathering

LOG = logging.getLogger("thidua.switchboard")

BATCH = 64
"""Conversations that share a transaction."""
RETRY_AFTER = (1.0, 5.0)
"""Seconds before the second and the third try."""
AT_START = 1000

Item = Waiting | Answered


class Switchboard:
    """Takes raw updates, has them handled in the order of each conversation, and hands the answers to the sender."""

    def __init__(self, works: Works, sender: Sender) -> None:
        self._works = works
        self._sender = sender
        self._desk = Desk(works)
        self._lanes: Lanes[Item] = Lanes()
        self._intake: Gathering[Fresh, list[Waiting]] = Gathering(works.writer, _store, MESSAGES, self._queue)
        self._tasks: set[asyncio.Task[None]] = set()
        self._recovered = asyncio.Event()
        self.on_files: Callable[[list[str]], None] = lambda _: None
        """Told after a commit from which chats files were sent in it."""

    async def take(self, raws: Sequence[Raw]) -> None:
        """Commit raw updates, flushed; returns when the platform may be told."""
        await self._recovered.wait()  # or what is committed meanwhile would join its lane twice
        at = self._works.clock.real()
        await self._intake.add([Fresh(raw.event, raw.address, raw.body, at) for raw in raws])

    def _queue(self, stored: Sequence[Waiting]) -> None:
        """Only what has been committed joins its lane."""
        for waiting in stored:
            self._lanes.put(waiting.address, waiting)

    # -- the loop ------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Handle until left; a batch that has begun is finished."""
        await self._recover()
        stop = asyncio.Event()
        loop = asyncio.create_task(self._loop(stop), name="switchboard")
        try:
            yield
        finally:
            stop.set()
            self._lanes.ring()
            await loop
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _recover(self) -> None:
        """What an earlier process stored and did not handle comes first."""
        after = 0
        while True:
            async with reading(self._works.readers) as connection:
                left = await inbox.left(connection, after, AT_START)
            if not left:
                self._recovered.set()
                return
            self._queue(left)
            after = left[-1].id

    async def _loop(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if batch := self._lanes.take(BATCH):
                await self._turn(batch)
            else:
                await self._lanes.waiting()

    async def _turn(self, batch: Sequence[Item]) -> None:
        try:
            outcome = await self._works.writer.run(lambda connection: self._desk.handle(connection, batch), MESSAGES)
        except Exception as fault:  # noqa: BLE001 - an edge: the batch died, so each message runs alone
            if len(batch) == 1:
                await self._failed_alone(batch[0], fault)
                return
            for one in batch:
                await self._turn([one])
        else:
            self._committed(outcome)

    def _committed(self, outcome: Outcome) -> None:
        self._sender.drop(outcome.silenced())
        self._sender.offer(outcome.due)
        for waiting in reversed(outcome.left):
            self._lanes.put_back_first(waiting.address, waiting)
        for answered in outcome.answered:
            if answered.incoming.press:
                channel = self._works.channels[account_of(answered.waiting.address)]
                self._start(channel.acknowledge(answered.incoming))
        self._lanes.release(answered.waiting.address for answered in outcome.answered)
        if senders := [answered.waiting.address for answered in outcome.answered if answered.incoming.files]:
            self.on_files(senders)
        for one in outcome.reading:
            self._start(self._read(one))
        for waiting, _ in outcome.failed:
            self._after_failure(waiting)

    async def _read(self, one: Reading) -> None:
        """A handler that only reads; its answer joins the next batch."""
        try:
            answered = await self._desk.read(one)
        except Exception as fault:  # noqa: BLE001 - an edge: this message fails alone
            await self._failed_alone(one.waiting, fault)
        else:
            self._lanes.put_back(one.waiting.address, answered)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- failing -------------------------------------------------------------------------------------------------------

    async def _failed_alone(self, one: Item, fault: Exception) -> None:
        """Even alone it fails: count it in a transaction of its own, or wait while the database is away."""
        waiting = one.waiting if isinstance(one, Answered) else one
        waiting.tries += 1
        LOG.error("message %s failed alone, try %s", waiting.id, waiting.tries, exc_info=fault)
        try:
            due = await self._works.writer.run(lambda connection: self._desk.fail(connection, waiting), MESSAGES)
        except Exception:
            LOG.exception("message %s waits for the database", waiting.id)
            waiting.tries -= 1
            self._lanes.put_back_later(waiting.address, waiting, RETRY_AFTER[-1])
        else:
            self._sender.offer(due)
            self._after_failure(waiting)

    def _after_failure(self, waiting: Waiting) -> None:
        if waiting.tries >= MOST_TRIES:
            self._lanes.release([waiting.address])
        else:
            self._lanes.put_back_later(waiting.address, waiting, RETRY_AFTER[waiting.tries - 1])


async def _store(connection: Connection, fresh: Sequence[Fresh]) -> list[Waiting]:
    """Updates of one flush in the platform's order: requests side by side may have overtaken each other."""
    return await inbox.add(connection, sorted(fresh, key=lambda one: int(one.event) if one.event.isdigit() else 0))
