"""Drains the outbox: replies, notices, reminders, announcements in this order, at each account's pace (DESIGN §6)."""

import asyncio
import contextlib
import heapq
import logging
import random
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.channels.contract import Channel, SendError
from bot.desk import account_of
from bot.pacer import Pace, Pacer
from bot.works import Works
from domain.messages import Address
from storage import conversations, outbox
from storage.database import Connection, reading
from storage.outbox import Due, Mark
from storage.writer import MARKS, MESSAGES, Gathering

LOG = logging.getLogger("thidua.sender")

IN_FLIGHT = 64
"""After a crash at most so many messages can come twice."""
SWEEP_SECONDS = 1.0
MOST_KEPT = 10_000
MOST_LOADED = 500
LONGEST_WAIT = 3600.0
AWAY = timedelta(days=1)
LAST_SENDS = 10.0
"""Seconds that sends in flight have to end when the service stops; systemd waits longer."""
SLOTS_REMEMBERED = 5_000


class _Line:
    """One account's queue: what is due, which chats are busy, and the pace."""

    def __init__(self, channel: Channel, pace: Pace) -> None:
        self.channel = channel
        self.pacer = Pacer(pace)
        self.queue: list[tuple[int, int, Due]] = []
        self.busy: dict[str, list[tuple[int, int, Due]]] = {}
        self.wake = asyncio.Event()
        self.slots = asyncio.Semaphore(IN_FLIGHT)
        self.failures = 0

    def push(self, due: Due) -> None:
        heapq.heappush(self.queue, (due.lane, due.id, due))
        self.wake.set()

    def pop(self) -> Due | None:
        """The most urgent message whose chat is free."""
        while self.queue:
            entry = heapq.heappop(self.queue)
            due = entry[2]
            waiting = self.busy.get(due.address)
            if waiting is None:
                self.busy[due.address] = []
                return due
            waiting.append(entry)
        return None

    def free(self, address: str) -> None:
        """The chat can be spoken to again."""
        for entry in self.busy.pop(address, ()):
            heapq.heappush(self.queue, entry)
        self.wake.set()

    def free_later(self, due: Due, seconds: float) -> None:
        """The same after a while, and ``due`` is tried again before what waits behind it."""
        self.busy[due.address].append((due.lane, due.id, due))
        asyncio.get_running_loop().call_later(seconds, self.free, due.address)


class Sender:
    """Sends what is committed, and nothing else; marks what became of it, many marks to a flush."""

    def __init__(self, works: Works, paces: Mapping[str, Pace]) -> None:
        """``paces`` by channel name."""
        self._works = works
        self._paces = paces
        self._lines: dict[tuple[str, str], _Line] = {}
        # In turn with messages, not behind them: a send keeps its place in flight until its mark is written.
        self._marks: Gathering[Mark, None] = Gathering(works.writer, outbox.mark, MESSAGES)
        self._held: set[int] = set()
        self._dropped: set[int] = set()
        self._let_go: set[int] = set()
        """What was settled since a sweep began to read: its view of the database may be older than that."""
        self._newest: dict[tuple[str, str], int] = {}
        self._shown: dict[tuple[str, str], str] = {}
        self._sweep = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def offer(self, due: Iterable[Due]) -> None:
        """Messages whose rows are committed. What does not fit in memory is found again by the sweep."""
        for one in due:
            line = self._lines.get(account_of(one.address))
            if line is None or one.id in self._held or len(self._held) >= MOST_KEPT or one.not_before is not None:
                continue
            self._held.add(one.id)
            if one.reply.slot:
                place = one.address, one.reply.slot
                self._newest[place] = max(one.id, self._newest.get(place, 0))
                _trim(self._newest)
            line.push(one)

    def drop(self, rows: Iterable[int]) -> None:
        """Messages that were skipped after they had been taken into memory: they do not leave."""
        self._dropped |= self._held.intersection(rows)

    async def wake(self, address: Address) -> None:
        """Somebody opened their page, or wrote after having been away: what waits for them is due now."""
        await self._works.writer.run(lambda connection: outbox.wake(connection, address.key), MARKS)
        self._sweep.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send until left; what is in flight by then is finished."""
        for key, channel in self._works.channels.items():
            self._lines[key] = _Line(channel, self._paces.get(channel.name, Pace()))
        async with reading(self._works.readers) as connection:
            for channel_name, account, until in await outbox.pauses(connection):
                if line := self._lines.get((channel_name, account)):
                    line.pacer.pause(time.monotonic() + (until - self._works.clock.real()).total_seconds())
        await self._find()  # what an earlier process left goes before anything new in the same chat
        loops = [asyncio.create_task(self._drain(line), name="sender") for line in self._lines.values()]
        loops.append(asyncio.create_task(self._sweeping(), name="sweep"))
        try:
            yield
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            if self._tasks:
                _, late = await asyncio.wait(self._tasks, timeout=LAST_SENDS)
                for task in late:
                    task.cancel()

    # -- picking -------------------------------------------------------------------------------------------------------

    async def _drain(self, line: _Line) -> None:
        while True:
            if wait := line.pacer.delay(time.monotonic()):
                await asyncio.sleep(wait)
                continue
            await line.slots.acquire()
            due = line.pop()
            if due is None:
                line.slots.release()
                line.wake.clear()
                await line.wake.wait()
                continue
            chat = Address.of(due.address).chat
            if wait := line.pacer.chat_delay(chat, time.monotonic()):
                line.slots.release()
                line.free_later(due, wait)
                continue
            line.pacer.take(chat, time.monotonic())
            task = asyncio.create_task(self._send(line, due), name="send")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _sweeping(self) -> None:
        """Finds what is due and not in memory: left by an earlier process, put off, or planned for now."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._sweep.wait(), SWEEP_SECONDS)
            self._sweep.clear()
            try:
                await self._find()
            except Exception:  # an edge: the database may be away for a while
                LOG.exception("sweep failed")

    async def _find(self) -> None:
        self._let_go.clear()
        now, campaign = self._works.clock.real(), self._works.clock.campaign()
        async with reading(self._works.readers) as connection:
            due = await outbox.waiting(connection, now, campaign, MOST_KEPT)
            # Under load nearly all of them are on their way already: only what is new is read whole.
            new = [row for row in due if row not in self._held]
            for at in range(0, len(new), MOST_LOADED):
                found = await outbox.load(connection, new[at : at + MOST_LOADED])
                self.offer(one for one in found if one.id not in self._let_go)

    # -- sending -------------------------------------------------------------------------------------------------------

    async def _send(self, line: _Line, due: Due) -> None:
        again = 0.0
        try:
            try:
                mark = await self._try(line, due)
            finally:
                line.pacer.land(time.monotonic())
            if mark.retry_at and mark.reason != "away":
                again, due.tries = (mark.retry_at - mark.at).total_seconds(), mark.tries
            await self._mark(mark)
        except Exception:  # an edge: nothing may stop the line
            LOG.exception("sending %s failed", due.id)
        finally:
            line.slots.release()
            if again:
                # Its chat stays closed until then: what was said later must not arrive before it.
                line.free_later(due, again)
            else:
                self._held.discard(due.id)
                self._dropped.discard(due.id)
                self._let_go.add(due.id)
                line.free(due.address)

    async def _mark(self, mark: Mark) -> None:
        """Until it is written: a message that has left and has no mark would be sent again."""
        while True:
            try:
                await self._marks.add([mark])
            except Exception:  # an edge: the disk may be full for a while
                LOG.exception("mark of %s not written", mark.id)
                await asyncio.sleep(SWEEP_SECONDS)
            else:
                return

    async def _try(self, line: _Line, due: Due) -> Mark:
        now = self._works.clock.real()
        if due.expires_at is not None and due.expires_at < self._works.clock.campaign():
            return Mark(due.id, "expired", now, reason="too_late", tries=due.tries)
        if due.id in self._dropped:
            return Mark(due.id, "skipped", now, reason="silenced", tries=due.tries)
        if self._newest.get((due.address, due.reply.slot), due.id) > due.id:
            return Mark(due.id, "skipped", now, reason="superseded", tries=due.tries)
        address = Address.of(due.address)
        try:
            replaces = await self._replaced(line, due)
            message = await line.channel.send(address, due.reply, replaces)
        except SendError as error:
            return await self._failed(line, due, error)
        except FileNotFoundError:
            return Mark(due.id, "failed", now, reason="file_gone", tries=due.tries + 1)
        line.failures = 0
        if due.reply.slot:
            self._remember(due, message)
        return Mark(due.id, "sent", self._works.clock.real(), message=message, tries=due.tries)

    async def _failed(self, line: _Line, due: Due, error: SendError) -> Mark:
        now = self._works.clock.real()
        LOG.info("message %s not sent: %s", due.id, error.reason)
        if not error.retryable:
            if error.reason in {"blocked", "gone"}:
                await self._works.writer.run(lambda one: conversations.blocked(one, due.address, now), MARKS)
            return Mark(due.id, "failed", now, reason=error.reason, tries=due.tries + 1)
        if error.reason == "away":
            return Mark(due.id, "planned", now, reason="away", tries=due.tries, retry_at=now + AWAY)
        wait = error.retry_after if error.retry_after is not None else self._back_off(due.tries)
        if error.reason == "too_many":
            await self._pause(line, now, wait)
            return Mark(
                due.id, "planned", now, reason=error.reason, tries=due.tries, retry_at=now + timedelta(seconds=wait)
            )
        if error.reason in {"network", "server"}:
            line.failures += 1
            line.pacer.pause(time.monotonic() + min(60.0, 0.1 * 2 ** min(line.failures, 10)))
        again = now + timedelta(seconds=wait)
        return Mark(due.id, "planned", now, reason=error.reason, tries=due.tries + 1, retry_at=again)

    async def _pause(self, line: _Line, now: datetime, wait: float) -> None:
        """A ban binds every lane, and the next process too."""
        line.pacer.pause(time.monotonic() + wait)
        until = now + timedelta(seconds=wait)

        async def write(connection: Connection) -> None:
            await outbox.pause(connection, line.channel.name, line.channel.account, until)

        await self._works.writer.run(write, MARKS)

    def _back_off(self, tries: int) -> float:
        return min(LONGEST_WAIT, 2.0 ** min(tries, 12)) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter

    # -- slots ---------------------------------------------------------------------------------------------------------

    async def _replaced(self, line: _Line, due: Due) -> str | None:
        if not due.reply.slot or not line.channel.capabilities.edits:
            return None
        if known := self._shown.get((due.address, due.reply.slot)):
            return known
        async with reading(self._works.readers) as connection:
            return await outbox.last_in_slot(connection, due)

    def _remember(self, due: Due, message: str) -> None:
        self._shown[due.address, due.reply.slot] = message
        _trim(self._shown)


def _trim(slots: dict[tuple[str, str], Any]) -> None:
    """Forget the slots that were used first."""
    while len(slots) > SLOTS_REMEMBERED:
        slots.pop(next(iter(slots)))
