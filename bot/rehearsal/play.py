"""Plays a campaign from its first day to its last: from one moment at which something can happen to the next."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.app import UNLIMITED
from bot.pacer import Pace
from bot.rehearsal.agenda import Agenda
from bot.rehearsal.answering import Answering, Coming
from bot.rehearsal.events import Announce, Events, GoOn
from bot.rehearsal.ledger import Ledger
from bot.rehearsal.officer import Officer, launch
from bot.rehearsal.postman import Postman, Said
from bot.rehearsal.stage import Stage
from bot.rehearsal.wishes import Wishes
from bot.rounds import jobs
from bot.works import Works
from handlers.sendings.dispatch_kinds import Wording
from scheduler.jobs import JOBS, Job
from scheduler.nudging import last_look
from scheduler.ticker import tick
from storage import rehearsal
from storage.database import Connection, reading
from storage.duties import obligations
from storage.post.outbox import Numbers
from storage.store import Store

A_STEP: Final = timedelta(minutes=1)
"""While messages wait, what people do is taken in no larger steps than this."""
MOST_EVENTS: Final = 100
SENDINGS: Final = "dispatches"

T = TypeVar("T")
Told = Callable[[datetime, int], None]
"""Hears how far it has come: the moment, and how many messages have left."""


@dataclass(frozen=True, slots=True)
class Played:
    """What is left when the last day is over."""

    ledger: Ledger
    postman: Postman
    moments: int
    """At so many of them the clock rang."""


async def play(stage: Stage, wishes: Wishes, told: Told) -> Played:
    """The whole of it; the database of the stage holds what became of everything."""
    return await _Play(stage, wishes, told).run()


class _Play:
    def __init__(self, stage: Stage, wishes: Wishes, told: Told) -> None:
        self._stage, self._clock, self._told = stage, stage.clock, told
        base, house = stage.base, stage.house
        self._works = Works(house, {}, base.writer, base.readers, Numbers(0), base.clock, base.lock)
        # What forgets says nothing to anybody, and the result is counted from what is not forgotten.
        self._jobs = [job for job in jobs(self._works) if job not in JOBS]
        self._sendings = next(job for job in self._jobs if job.name == SENDINGS)
        look = last_look(lambda: house)
        wordings = {"reminder": look, "digest": look, "dispatch": Wording(lambda: house)}
        paces = {
            "telegram": Pace(overall=base.settings.telegram_pace),
            "zalo": Pace(overall=base.settings.zalo_pace),
            "web": UNLIMITED,
        }
        self._postman = Postman(self._works, self._clock, stage.crowd, wordings, paces)
        self._answering = Answering(house, stage.crowd, self._clock, wishes.seed)
        self._officer = Officer(house, stage.crowd, self._clock, wishes.waves)
        self._ledger = Ledger(stage.crowd, self._clock.zone)
        self._agenda = Agenda(house)
        self._events = Events()
        self._every = wishes.every
        self._sent = self._moments = 0
        self._is_active = False
        self._ends = stage.last
        if wishes.waves != "none":
            self._events.add(launch(house.campaign, self._officer.hours, stage.first), Announce(None))

    async def run(self) -> Played:
        """Until nothing comes before the last moment."""
        await self._ring(self._jobs)
        await self._speak()
        while True:
            rings, posts = await self._rings(), await self._posts()
            self._ends = min(rings, self._events.next_at or rings)
            due = min(rings, posts or rings)
            coming = self._events.next_at
            if min(due, coming or due) > self._stage.last:
                break
            if coming is not None and coming < due:
                await self._happen(due)
            else:
                await self._arrive(due, rings=due == rings)
            self._told(self._clock.at, self._sent)
        self._clock.go(self._stage.last)
        await self._ring(self._jobs)  # what became of the last day's messages is written into the books
        self._postman.finish()
        return Played(self._ledger, self._postman, self._moments)

    async def _arrive(self, at: datetime, *, rings: bool) -> None:
        """A moment at which the clock's jobs ring, or only messages that were put off are tried again."""
        self._clock.go(at)
        if rings:
            self._moments += 1
            await self._ring(self._jobs)
            await self._speak()
        else:
            await self._hear(await self._postman.deliver(min(self._ends, self._stage.last)))

    async def _rings(self) -> datetime:
        """When the jobs have something to do next."""
        if self._every is not None:
            first = self._stage.first
            return first + ((self._clock.at - first) // self._every + 1) * self._every
        async with reading(self._stage.base.readers) as connection:
            return await self._agenda.after(connection, self._clock.now())

    async def _posts(self) -> datetime | None:
        """When a message that was put off is to be tried again."""
        async with reading(self._stage.base.readers) as connection:
            return await rehearsal.next_message(connection, self._clock.at)

    async def _ring(self, some: list[Job]) -> int:
        return sum([await tick(job, self._stage.base.writer, self._clock.now) for job in some])

    # -- people --------------------------------------------------------------------------------------------------------

    async def _happen(self, due: datetime) -> None:
        """What people do before the next moment; step by step while messages wait, for some may become needless."""
        first = self._events.next_at or due
        waits = self._postman.is_held_up or self._is_active
        until = min(due, first + A_STEP) if waits else due
        events = self._events.pop(until - timedelta(microseconds=1), MOST_EVENTS)
        if len(events) == 1 and isinstance(events[0][1], Announce | GoOn):
            self._clock.go(events[0][0])
            await self._write(lambda store: self._moves(store, events[0][1]))
            await self._ring([self._sendings])
            await self._speak()
            return
        before = self._answering.days_named
        for at, event in await self._write(lambda store: self._answering.happen(store, events)):
            self._events.add(at, event)
        if self._answering.days_named > before:
            self._agenda.changed()
        if waits:
            await self._speak()

    async def _moves(self, store: Store, event: object) -> None:
        if isinstance(event, Announce):
            await self._officer.announces(store, event)
        elif isinstance(event, GoOn):
            await self._officer.goes_on(store, event)

    # -- messages ------------------------------------------------------------------------------------------------------

    async def _speak(self) -> None:
        """Let leave what waits, until the next moment; announcements are fed on as they leave."""
        ends = min(await self._rings(), self._stage.last)
        ends = min(ends, self._events.next_at or ends)
        while True:
            said = await self._postman.deliver(ends)
            await self._hear(said)
            self._told(self._clock.at, self._sent)
            await self._look_after_sendings()
            if not self._is_active:
                return
            self._clock.go(min(self._postman.busy_until(), ends - timedelta(microseconds=1)))
            if not await self._ring([self._sendings]) and not said:
                return

    async def _look_after_sendings(self) -> None:
        async with reading(self._stage.base.readers) as connection:
            self._is_active, coming = await self._officer.looks(Store(connection, writable=False))
        for at, event in coming:
            self._events.add(at, event)

    async def _hear(self, said: list[Said]) -> None:
        if not said:
            return
        async with reading(self._stage.base.readers) as connection:
            store = Store(connection, writable=False)
            nudged = await rehearsal.nudged(store, [one.row for one in said if one.state == "sent"])
            owed = {one.id: one for one in await obligations.open_ones(store)} if nudged else {}
            coming: list[Coming] = await self._answering.heard(store, said, nudged)
        self._ledger.enter(said, nudged, owed)
        self._sent += sum(one.state == "sent" for one in said)
        for at, event in (*coming, *self._officer.reads(said)):
            self._events.add(at, event)

    async def _write(self, work: Callable[[Store], Awaitable[T]]) -> T:
        async def write(connection: Connection) -> T:
            store = Store(connection)
            result = await work(store)
            await store.keep()
            return result

        return await self._stage.base.writer.run(write)
