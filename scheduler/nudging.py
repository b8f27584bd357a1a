"""The jobs of reminders: climb the ladder and speak, look once more before each leaves, copy outcomes to the book."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from domain.clock import Now
from handlers.context import House
from scheduler.jobs import Job
from scheduler.ladder import Done, climb, stand
from scheduler.reminders import A_TURN, speak
from storage import obliged, promises, reminders, sending
from storage.database import Connection
from storage.outbox import Due, Numbers
from storage.store import Store
from storage.writer import MOST_ROWS

ANSWERED = "answered"


class LastLook(Protocol):
    """What the sender asks when a message's turn has come: row -> verdict; what is left out goes as planned."""

    async def __call__(self, store: Store, due: Sequence[Due], now: Now) -> Mapping[int, sending.Verdict]:
        """Look, and change nothing."""


def nudges(house: Callable[[], House], numbers: Numbers) -> tuple[Job, ...]:
    """The jobs; ``house`` is asked anew each time, for a campaign may be imported while the service runs."""
    done: Done = set()

    async def ladder(connection: Connection, now: Now) -> int:
        store = Store(connection)
        found = await stand(store, house(), now)
        if not found.house.root:
            return 0
        written = await climb(store, now, found, done)
        if written < MOST_ROWS:
            written += await speak(connection, store, now, found, numbers)
        await store.keep()
        return written

    async def outcomes(connection: Connection, now: Now) -> int:
        store = Store(connection)
        changed = await promises.break_overdue(store, now, MOST_ROWS)
        changed += await reminders.settle(store, now, MOST_ROWS)
        await store.keep()
        return changed

    minute = timedelta(minutes=1)
    return Job("reminders", minute, ladder, A_TURN), Job("outcomes", minute, outcomes)


def last_look(house: Callable[[], House]) -> LastLook:
    """What is asked when a reminder's turn has come: who has answered meanwhile hears nothing, and nobody at night."""

    async def look(store: Store, due: Sequence[Due], now: Now) -> dict[int, sending.Verdict]:
        found = await stand(store, house(), now)
        hours = found.hours[house().campaign_id]
        if not hours.are_now(now):
            return {one.id: sending.Later(hours.next_open(now)) for one in due}
        carried = await reminders.carried(store, [one.id for one in due])
        wanted: set[int] = set()
        for obligation in found.obligations:
            of_it = [(row, unit) for row, owed, unit in carried if owed == obligation.id]
            if of_it:
                units = [unit for _, unit in of_it]
                spared = await obliged.spared(store, obligation, found.branch(obligation), now.today, units)
                wanted |= {row for row, unit in of_it if not spared.get(unit, ANSWERED)}
        about_units = {row for row, _, _ in carried}
        return {row: sending.Skip(ANSWERED) for row in about_units - wanted}

    return look
