"""Drains the outbox: replies, notices, reminders, announcements in this order, at each account's pace (DESIGN §6)."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.claims import Claims, Wording
from bot.courier import Courier
from bot.directing import direct, go_round
from bot.line import IN_FLIGHT, Line
from bot.outages import Outages
from bot.pacer import Pace
from bot.recovering import recover
from bot.slots import Slots
from bot.works import Works
from domain.messages import Address
from storage.database import reading
from storage.post import outbox, sending
from storage.post.outbox import Due, Mark, account_of
from storage.post.sending import BULK, URGENT
from storage.writer import MARKS, MESSAGES, Gathering

LOG = logging.getLogger("thidua.sender")

SWEEP_SECONDS = 1.0
MOST_KEPT = 10_000
MOST_LOADED = 500
BULK_KEPT = 500
"""Of what can wait, so much of an account is in memory; the rest is fetched when half of it has left."""
LOOK_AGAIN = 0.05
LAST_SENDS = 10.0
"""Seconds that sends in flight have to end when the service stops; systemd waits longer."""


class Sender:
    """Sends what is committed, and nothing else; marks what became of it, many marks to a flush."""

    def __init__(self, works: Works, paces: Mapping[str, Pace]) -> None:
        """``paces`` by channel name."""
        self._works = works
        self.wordings: dict[str, Wording] = {}
        """By kind of subject ("announcement"): who decides about such messages when their turn has come."""
        self._paces = paces
        self._lines: dict[str, Line] = {}
        self._slots = Slots(works)
        self._courier = Courier(works, Claims(works, self.wordings), self._slots)
        # In turn with messages, not behind them: a send keeps its place in flight until its mark is written.
        self._marks: Gathering[Mark, None] = Gathering(works.writer, outbox.mark, MESSAGES)
        self._absent: Gathering[tuple[str, datetime], None] = Gathering(works.writer, sending.put_off, MESSAGES)
        self._outages = Outages(works, self.offer)
        self._held: set[int] = set()
        self._dropped: set[int] = set()
        self._let_go: set[int] = set()
        """What was settled since a sweep began to read: its view of the database may be older than that."""
        self._waking: set[str] = set()
        self._sweep = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def offer(self, due: Iterable[Due]) -> None:
        """Messages whose rows are committed. What does not fit in memory is found again by the sweep."""
        for one in due:
            line = self._lines.get(account_of(one.address))
            if line is None:
                self._sweep.set()  # its chat is still to be chosen
            elif one.address in line.away:
                self._wake_soon(one.address)  # after what waits there already
            elif one.not_before is None and not (one.lane >= BULK[0] and line.bulk >= BULK_KEPT):
                self._take_in(line, one)

    def drop(self, rows: Iterable[int]) -> None:
        """Messages that were skipped, or sent another way, after they had been taken into memory: they do not leave."""
        known = self._held.intersection(rows)
        for line in self._lines.values() if known else ():
            for due in line.take_out(known):
                self._leave(line, due)
        self._dropped |= self._held & known

    def _take_in(self, line: Line, due: Due) -> None:
        if due.id in self._held or len(self._held) >= MOST_KEPT:
            return
        self._held.add(due.id)
        self._slots.on_its_way(due)
        line.take_in(due)

    def _leave(self, line: Line, due: Due) -> None:
        """Memory forgets a message that is settled or waits in the database."""
        self._held.discard(due.id)
        self._dropped.discard(due.id)
        self._let_go.add(due.id)
        line.let_go(due)
        if line.bulk == BULK_KEPT // 2:
            self._sweep.set()

    async def wake(self, address: Address) -> None:
        """Somebody opened their page, or is spoken to after having been away: what waits for them is due now."""
        line = self._lines.get(account_of(address.key))
        await self._works.writer.run(lambda connection: sending.wake(connection, address.key), MARKS)
        if line is None:
            return
        async with reading(self._works.readers) as connection:
            for due in await sending.of_chat(connection, address.key):
                self._take_in(line, due)
            line.away.discard(address.key)

    def _wake_soon(self, address: str) -> None:
        if address not in self._waking:
            self._waking.add(address)
            self._start(self._wake_once(address))

    async def _wake_once(self, address: str) -> None:
        self._waking.discard(address)  # whoever is spoken to from here on may come too late to be found
        try:
            await self.wake(Address.of(address))
        except Exception:  # an edge: the database may be away for a while; the next sweep finds them
            LOG.exception("a chat could not be woken")

    # -- life ----------------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send until left; what is in flight by then is finished."""
        for channel in self._works.channels.values():
            line = Line(channel, self._paces.get(channel.name, Pace()))
            self._lines[line.account] = line
        self._held |= await recover(self._works, self._lines)
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

    async def _drain(self, line: Line) -> None:
        sure = self._works.lock.sure
        while True:
            if not sure.is_set():
                await sure.wait()
            if pause := line.pacer.delay(time.monotonic()):
                await asyncio.sleep(pause)
                continue
            if line.failures and line.flying:
                await asyncio.sleep(LOOK_AGAIN)  # nothing gets through: one at a time tries, until one does
                continue
            await line.slots.acquire()
            due = line.pop()
            if due is None:
                line.slots.release()
                line.wake.clear()
                await line.wake.wait()
                continue
            if due.id in self._dropped:
                line.slots.release()
                self._leave(line, due)
                line.free(due.address)
                continue
            if (wait := line.turn(due, time.monotonic())) is not None:
                line.slots.release()
                await asyncio.sleep(wait)
                continue
            line.flying += 1
            self._start(self._send(line, due))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="send")
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
                for line in self._lines.values():
                    await self._outages.look(line)
            except Exception:  # an edge: the database may be away for a while
                LOG.exception("sweep failed")

    async def _find(self) -> None:
        self._let_go.clear()
        await self._ripen()
        directed, fetched = 0, 0
        if any(line.bulk <= BULK_KEPT // 2 for line in self._lines.values()):
            directed = await direct(self._works, MOST_LOADED)
        for line in self._lines.values():
            if line.is_down(time.monotonic()):
                self.drop(await go_round(self._works, line.account, MOST_LOADED))
            await self._fetch(line, URGENT, MOST_KEPT)
            if line.bulk <= BULK_KEPT // 2 and line.pacer.delay(time.monotonic()) <= SWEEP_SECONDS:
                fetched += await self._fetch(line, BULK, line.bulk + BULK_KEPT)
        if directed == MOST_LOADED and not fetched:
            self._sweep.set()  # all of them had no chat: the next may have one

    async def _ripen(self) -> None:
        clock = self._works.clock
        async with reading(self._works.readers) as connection:
            ids = await sending.ripe(connection, clock.real(), clock.campaign(), MOST_LOADED)
        if ids:
            await self._works.writer.run(lambda connection: sending.ripen(connection, ids), MARKS)
        if len(ids) >= MOST_LOADED:
            self._sweep.set()

    async def _fetch(self, line: Line, lanes: tuple[int, int], most: int) -> int:
        async with reading(self._works.readers) as connection:
            found = await sending.ready(connection, line.account, lanes, most)
            # Under load nearly all of them are on their way already: only what is new is read whole.
            new = [row for row in found if row not in self._held]
            for at in range(0, len(new), MOST_LOADED):
                for due in await sending.load(connection, new[at : at + MOST_LOADED]):
                    if due.id in self._let_go:
                        continue
                    if due.address in line.away:
                        self._wake_soon(due.address)
                    else:
                        self._take_in(line, due)
        return len(new)

    # -- sending -------------------------------------------------------------------------------------------------------

    async def _send(self, line: Line, due: Due) -> None:
        rest = 0.0
        try:
            if mark := await self._courier.send(line, due):
                rest = await self._settle(line, due, mark)
        except Exception:  # an edge: nothing may stop the line
            LOG.exception("sending %s failed", due.id)
        finally:
            line.slots.release()
            line.flying -= 1
            if rest:
                # What was said later in this chat must not arrive before it.
                line.rest(due, rest)
            else:
                self._leave(line, due)
            line.free(due.address)

    async def _settle(self, line: Line, due: Due, mark: Mark) -> float:
        """Write down what became of it; seconds until it is tried again, 0 when it leaves memory."""
        await self._written(self._marks, mark)
        if mark.reason == "away" and mark.retry_at:
            line.away.add(due.address)
            for other in line.drop(due.address):
                self._leave(line, other)
            await self._written(self._absent, (due.address, mark.retry_at))
            return 0.0
        if mark.moved_to:
            self._sweep.set()
        if mark.retry_at is None:
            return 0.0
        due.tries, due.unsure = mark.tries, mark.unsure
        return (mark.retry_at - mark.at).total_seconds()

    @staticmethod
    async def _written(gathering: Gathering[Any, None], item: Mark | tuple[str, datetime]) -> None:
        """Until it is: a message that has left and has no mark would be sent again."""
        while True:
            try:
                await gathering.add([item])
            except Exception:  # an edge: the disk may be full for a while
                LOG.exception("what became of a message is not written")
                await asyncio.sleep(SWEEP_SECONDS)
            else:
                return


__all__ = ["IN_FLIGHT", "Sender"]
