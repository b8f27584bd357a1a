"""Takes one message to its channel and says what became of it, by lane and by the answer it got (RELIABILITY F16)."""

import logging
import random
import time
from datetime import datetime, timedelta

from bot.channels.contract import SendError
from bot.claims import ONCE_AT_MOST, Claims
from bot.directing import choose
from bot.line import Line
from bot.patience import Patience
from bot.slots import Slots
from bot.works import Works
from domain.messages import Address, Reply
from storage.database import Connection, reading
from storage.post import accounts, conversations, outbox
from storage.post.outbox import Due, Mark
from storage.post.sending import Later, Skip
from storage.writer import MARKS

LOG = logging.getLogger("thidua.courier")

REPLY = outbox.lane("reply")
"""An answer belongs to the chat in which it was asked for."""
LONGEST_WAIT = 3600.0
AWAY = timedelta(days=1)


class Courier:
    """Knows neither queues nor sweeps."""

    def __init__(self, works: Works, claims: Claims, slots: Slots) -> None:
        self._works = works
        self._claims = claims
        self._slots = slots
        self._patience = Patience(works, slots)

    async def send(self, line: Line, due: Due) -> Mark | None:
        """Say it, if it is still to be said; None when it is planned no more and needs no mark.

        The pace was taken; a message that does not leave gives it back.
        """
        left = False
        chat = Address.of(due.address).chat
        try:
            if mark := self._too_late(due):
                return mark
            if Claims.needed(due):
                verdict = await self._claims.take(due)
                if not isinstance(verdict, Reply):
                    return self._unsaid(due, verdict)
                due.reply = verdict
            if wait := await self._patience.wait(line.channel, due):
                return self._not_yet(due, wait)
            replaces = await self._slots.replaced(due, edits=line.channel.capabilities.edits)
            left = True
            line.pacer.leave(time.monotonic())
            return await self._say(line, due, replaces)
        finally:
            if left:
                line.pacer.land(time.monotonic())
            else:
                line.pacer.give_back(chat)

    def _too_late(self, due: Due) -> Mark | None:
        now = self._works.clock.real()
        if due.expires_at is not None and due.expires_at < self._works.clock.campaign():
            return Mark(due.id, "expired", now, reason="too_late", tries=due.tries, unsure=due.unsure)
        if self._slots.is_old(due):
            return Mark(due.id, "skipped", now, reason="superseded", tries=due.tries, unsure=due.unsure)
        return None

    def _not_yet(self, due: Due, wait: float) -> Mark:
        """It keeps its place in the chat; nothing was tried."""
        now = self._works.clock.real()
        again = now + timedelta(seconds=wait)
        return Mark(due.id, "planned", now, reason="not_now", tries=due.tries, unsure=due.unsure, retry_at=again)

    def _unsaid(self, due: Due, verdict: object) -> Mark | None:
        now = self._works.clock.real()
        if verdict is None:
            return None
        if isinstance(verdict, Skip):
            return Mark(due.id, "skipped", now, reason=verdict.reason, tries=due.tries, unsure=due.unsure)
        at = verdict.at if isinstance(verdict, Later) else None
        return Mark(due.id, "planned", now, tries=due.tries, unsure=due.unsure, not_before=at, held=at is None)

    async def _say(self, line: Line, due: Due, replaces: str | None) -> Mark:
        await self._patience.offer(line.channel, due)
        try:
            message = await line.channel.send(Address.of(due.address), due.reply, replaces)
        except SendError as error:
            await self._patience.take_back(due)
            return await self._failed(line, due, error)
        except FileNotFoundError:
            await self._patience.take_back(due)
            now = self._works.clock.real()
            return Mark(due.id, "failed", now, reason="file_gone", tries=due.tries + 1, unsure=due.unsure)
        line.came_through()
        self._slots.shown(due, message)
        self._patience.arrived(due)
        now = self._works.clock.real()
        return Mark(due.id, "sent", now, message=message, tries=due.tries, unsure=due.unsure)

    async def _failed(self, line: Line, due: Due, error: SendError) -> Mark:
        now, unsure = self._works.clock.real(), due.unsure + error.unknown
        LOG.info("message %s not sent: %s", due.id, error.reason)
        if error.reason in {"network", "server"}:
            line.failed(time.monotonic(), now)
        if error.unknown and due.lane == ONCE_AT_MOST:
            return Mark(due.id, "unknown", now, reason=error.reason, tries=due.tries + 1, unsure=unsure)
        is_lost = not error.retryable
        if is_lost or error.reason == "full" or line.is_down(time.monotonic()):
            elsewhere = await self._elsewhere(line, due, error, now)
            if is_lost or elsewhere:
                state = "planned" if elsewhere else "failed"
                return Mark(due.id, state, now, None, error.reason, due.tries + 1, unsure=unsure, moved_to=elsewhere)
        if error.reason == "away":
            again = now + AWAY
            return Mark(due.id, "planned", now, reason="away", tries=due.tries, unsure=unsure, retry_at=again)
        wait, tries = self._back_off(due.tries), due.tries + 1
        if error.retry_after is not None:
            wait = error.retry_after
        if error.reason == "too_many":
            tries = due.tries
            await self._pause(line, now, wait)
        again = now + timedelta(seconds=wait)
        return Mark(due.id, "planned", now, reason=error.reason, tries=tries, unsure=unsure, retry_at=again)

    async def _elsewhere(self, line: Line, due: Due, error: SendError, now: datetime) -> str:
        """Another address for what does not arrive at this one; "" when there is none.

        A channel that is full or has been down for long keeps its people: they are only spoken to elsewhere meanwhile.
        """
        if error.reason == "migrated" and error.moved_to:
            old = Address.of(due.address)
            new = Address(old.channel, old.account, error.moved_to).key
            await self._works.writer.run(lambda one: conversations.moved(one, due.address, new), MARKS)
            return new
        if error.reason in {"blocked", "gone"}:
            await self._works.writer.run(lambda one: conversations.blocked(one, due.address, now), MARKS)
        elif error.reason == "refused":
            return ""
        if due.person is None or due.lane == REPLY:
            return ""
        avoid = frozenset() if error.reason in {"blocked", "gone"} else frozenset({line.account})
        async with reading(self._works.readers) as connection:
            return (await choose(self._works, connection, [due], avoid)).get(due.id, "")

    async def _pause(self, line: Line, now: datetime, wait: float) -> None:
        """A ban binds every lane, and the next process too."""
        until = now + timedelta(seconds=wait)
        line.banned(time.monotonic(), wait, until)

        async def write(connection: Connection) -> None:
            await accounts.pause(connection, line.channel.name, line.channel.account, until)

        await self._works.writer.run(write, MARKS)

    @staticmethod
    def _back_off(tries: int) -> float:
        return min(LONGEST_WAIT, 2.0 ** min(tries, 12)) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
