"""Takes messages out of the outbox as the sender does, by the same pace and the same last look, to nobody's phone."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.claims import Claims, Wording
from bot.pacer import Pace, Pacer
from bot.rehearsal.clock import TravellingClock
from bot.rehearsal.crowd import Crowd
from bot.works import Works
from domain.messages import Address, Reply
from storage import rehearsal
from storage.database import Connection, reading
from storage.people import reaching
from storage.post import conversations, outbox, sending
from storage.post.outbox import Due, Mark
from storage.post.sending import Later, Skip
from storage.rehearsal import Waiting

A_BATCH: Final = 400
FLIGHT: Final = 0.08
"""Seconds from a message's leaving to its answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """What became of one message, when, and how long after it could have left."""

    row: int
    person: int
    channel: str
    lane: int
    subject: str
    key: str
    state: str
    reason: str
    at: datetime
    planned_at: datetime


@dataclass(slots=True)
class _Line:
    """One account: its pace, and the moment up to which it has spoken."""

    pacer: Pacer
    overall: int
    at: float
    since: float
    """When it last began to have something to say."""

    def room(self, until: float, most: int) -> int:
        """How many messages can leave in time, at least one if there is any time at all."""
        if self.at >= until:
            return 0
        return max(1, min(most, int((until - self.at) * self.overall))) if self.overall else most

    def turn(self, chat: str, *, can_wait: bool) -> float:
        """The moment at which the next message of that chat leaves."""
        while True:
            wait = max(self.pacer.delay(self.at), self.pacer.even_delay(self.at) if can_wait else 0.0)
            wait = wait or self.pacer.chat_delay(chat, self.at)
            if not wait:
                return self.at
            self.at += wait

    def leave(self, chat: str, *, can_wait: bool) -> float:
        """It leaves; when it arrives is counted as the platform counts."""
        at = self.turn(chat, can_wait=can_wait)
        self.pacer.take(chat, at)
        if can_wait:
            self.pacer.take_evenly(at)
        self.pacer.leave(at)
        self.pacer.land(at + FLIGHT)
        return at


class Postman:
    """Messages of one account leave one after another; accounts do not wait for each other."""

    def __init__(
        self,
        works: Works,
        clock: TravellingClock,
        crowd: Crowd,
        wordings: Mapping[str, Wording],
        paces: Mapping[str, Pace],
    ) -> None:
        self._works = works
        self._clock = clock
        self._crowd = crowd
        self._claims = Claims(works, wordings)
        self._paces = paces
        self._lines: dict[str, _Line] = {}
        self.bursts: dict[str, list[tuple[float, float]]] = {}
        """By account: from when to when it had something to say without a pause (seconds since the epoch)."""
        self.is_held_up = False
        """Something was left for which there was no time."""

    async def deliver(self, until: datetime) -> list[Said]:
        """Everything that waits and can leave before ``until``."""
        said: list[Said] = []
        full: set[str] = set()
        self.is_held_up = False
        while True:
            await self._ripen()
            await self._direct()
            async with reading(self._works.readers) as connection:
                waiting = await rehearsal.queue(connection, sorted(full), A_BATCH)
                due = await sending.load(connection, [one.row for one in waiting]) if waiting else []
            self.is_held_up = bool(full)
            if not due:
                return said
            keys = {one.row: one for one in waiting}
            said += await self._batch(due, keys, until.timestamp(), full)

    async def _ripen(self) -> None:
        now = self._clock.now()
        async with reading(self._works.readers) as connection:
            ripe = await sending.ripe(connection, now.real, now.campaign, 10 * A_BATCH)
        if ripe:
            await self._works.writer.run(lambda connection: sending.ripen(connection, ripe))

    async def _direct(self) -> None:
        """Give a chat to those messages that were planned for a person."""
        async with reading(self._works.readers) as connection:
            ids = await sending.ready(connection, "", (0, sending.BULK[1]), 10 * A_BATCH)
            due = await sending.load(connection, ids) if ids else []
            known = await reaching.chats(connection, [one.person for one in due if one.person is not None])
        if due:
            chosen = {one.id: chats[0] for one in due if (chats := known.get(one.person or 0))}
            nowhere = [one.id for one in due if one.id not in chosen]
            await self._works.writer.run(lambda connection: sending.direct(connection, chosen, nowhere))

    # -- one batch -----------------------------------------------------------------------------------------------------

    async def _batch(
        self, due: Sequence[Due], waiting: Mapping[int, Waiting], until: float, full: set[str]
    ) -> list[Said]:
        now = self._clock.at
        over = {one.id for one in due if one.expires_at and one.expires_at < now}
        late = [self._said(one, waiting[one.id], "expired", "too_late", now) for one in due if one.id in over]
        going = self._fitting([one for one in due if one.id not in over], waiting, until, full)
        verdicts = await asyncio.gather(*(self._look(one) for one in going))
        said, marks, gone = list(late), [_mark(one) for one in late], list[str]()
        for one, verdict in zip(going, verdicts, strict=True):
            if verdict is None:
                continue
            told, mark = self._settle(one, waiting[one.id], verdict)
            said.append(told)
            marks.append(mark)
            if told.reason == "blocked":
                gone.append(one.address)
        if marks:
            await self._works.writer.run(lambda connection: self._write(connection, marks, gone))
        return said

    def _fitting(self, due: Sequence[Due], waiting: Mapping[int, Waiting], until: float, full: set[str]) -> list[Due]:
        """Those that can leave in time, in order; whoever has more of them than that is done for now."""
        room: dict[str, int] = {}
        going = []
        for one in due:
            account = waiting[one.id].account
            if account not in room:
                room[account] = self._line(account).room(until, A_BATCH)
            room[account] -= 1
            if room[account] >= 0:
                going.append(one)
            else:
                full.add(account)
        return going

    async def _look(self, due: Due) -> object:
        return await self._claims.take(due) if Claims.needed(due) else due.reply

    async def _write(self, connection: Connection, marks: Sequence[Mark], gone: Sequence[str]) -> None:
        await outbox.mark(connection, marks)
        for address in gone:
            await conversations.blocked(connection, address, self._clock.at)

    def _settle(self, due: Due, waiting: Waiting, verdict: object) -> tuple[Said, Mark]:
        now = self._clock.at
        if isinstance(verdict, Skip):
            said = self._said(due, waiting, "skipped", verdict.reason, now)
            return said, _mark(said)
        if not isinstance(verdict, Reply):
            later = verdict.at if isinstance(verdict, Later) else None
            said = self._said(due, waiting, "planned", "", now)
            return said, Mark(due.id, "planned", now, not_before=later, held=later is None)
        person = due.person or 0
        line = self._line(waiting.account)
        at = datetime.fromtimestamp(line.leave(Address.of(due.address).chat, can_wait=due.lane >= sending.BULK[0]), UTC)
        if self._crowd.has_blocked(person, at.astimezone(self._clock.zone).date()):
            said = self._said(due, waiting, "failed", "blocked", at)
            return said, _mark(said)
        if waiting.account == "web:web" and not self._is_open(person, at, due):
            said = self._said(due, waiting, "planned", "away", at)
            again = self._crowd.opens(person, at)
            return said, Mark(due.id, "planned", now, reason="away", tries=due.tries + 1, retry_at=again)
        said = self._said(due, waiting, "sent", "", at)
        return said, _mark(said)

    def _is_open(self, person: int, at: datetime, due: Due) -> bool:
        """Whoever was away is there when they are looked for again: it was for the moment at which they open."""
        return due.tries > 0 or self._crowd.opens(person, at) == at

    def _said(self, due: Due, waiting: Waiting, state: str, reason: str, at: datetime) -> Said:
        channel = due.address.partition(":")[0]
        return Said(
            due.id,
            due.person or 0,
            channel,
            due.lane,
            due.subject or "",
            waiting.key,
            state,
            reason,
            at,
            waiting.planned_at,
        )

    def _line(self, account: str) -> _Line:
        """The account's line, no earlier than now; a pause in its talk begins a new burst."""
        now = self._clock.at.timestamp()
        line = self._lines.get(account)
        if line is None:
            pace = self._paces.get(account.partition(":")[0], Pace())
            line = self._lines[account] = _Line(Pacer(pace), pace.overall, now, now)
        elif line.at + 1 < now:
            self.bursts.setdefault(account, []).append((line.since, line.at))
            line.at = line.since = now
        line.at = max(line.at, now)
        return line

    def finish(self) -> None:
        """The last burst of each account ends."""
        for account, line in self._lines.items():
            self.bursts.setdefault(account, []).append((line.since, line.at))

    def busy_until(self) -> datetime:
        """When the last line falls silent."""
        return datetime.fromtimestamp(max((line.at for line in self._lines.values()), default=0.0), UTC)


def _mark(said: Said) -> Mark:
    return Mark(said.row, said.state, said.at, message=str(said.row), reason=said.reason or None)
