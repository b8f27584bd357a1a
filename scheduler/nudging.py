"""The jobs of reminders: climb the ladder and speak, take back what was answered, copy outcomes to the book."""

from collections.abc import Callable
from datetime import timedelta

from domain.clock import Now
from handlers.context import House
from scheduler.jobs import Job
from scheduler.ladder import Done, climb, stand
from scheduler.reminders import A_TURN, speak
from storage import obliged, promises, reminders, withheld
from storage.database import Connection
from storage.outbox import Numbers
from storage.store import Store
from storage.writer import MOST_ROWS

ANSWERED = "answered"


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
        changed = await _take_back(store, house(), now)
        changed += await promises.break_overdue(store, now, MOST_ROWS)
        changed += await reminders.settle(store, now, MOST_ROWS)
        await store.keep()
        return changed

    minute = timedelta(minutes=1)
    return Job("reminders", minute, ladder, A_TURN), Job("outcomes", minute, outcomes)


async def _take_back(store: Store, house: House, now: Now) -> int:
    """Messages that wait, for a long ban or through the night: not to those who have answered, and not at night."""
    waiting = await reminders.waiting(store, MOST_ROWS)
    if not waiting:
        return 0
    found = await stand(store, house, now)
    gone: set[int] = set()
    open_rows: set[int] = set()
    for obligation in found.obligations:
        of_it = [one for one in waiting if one[1] == obligation.id]
        if of_it:
            units = [unit for _, _, unit, _ in of_it]
            spared = await obliged.spared(store, obligation, found.branch(obligation), now.today, units)
            gone |= {row for _, _, unit, row in of_it if spared.get(unit, ANSWERED)}
            open_rows |= {row for _, _, unit, row in of_it if not spared.get(unit, ANSWERED)}
    hours = found.hours[house.campaign_id]
    if not hours.are_now(now):
        await withheld.put_off(store, sorted(open_rows), hours.next_open(now))
    return len(await withheld.rows(store, sorted(gone - open_rows), ANSWERED))
