"""The jobs of reminders: climb the ladder and speak, look once more before each leaves, copy outcomes to the book."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from domain.clock import Now
from domain.obligations import Obligation
from domain.reminders import PROMISE
from handlers.context import House
from scheduler.jobs import Job
from scheduler.ladder import A_CLIMB, Done, Ladder, climb, stand
from scheduler.reminders import A_TURN, speak
from storage.database import Connection
from storage.duties import obliged, owed_days, promises, reminders
from storage.post import sending
from storage.post.outbox import Due, Numbers
from storage.store import Store
from storage.writer import MOST_ROWS

ANSWERED, ENDED, MOVED = "answered", "ended", "moved"


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
        if written < A_CLIMB:
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
        known = {one.id: one for one in found.obligations}
        stands: set[int] = set()
        reasons: dict[int, str] = {}
        for number in sorted({one.obligation for one in carried}):
            of_it = [one for one in carried if one.obligation == number]
            why = await _reasons(store, now, found, known.get(number), of_it)
            stands |= {one.outbox for one, reason in zip(of_it, why, strict=True) if not reason}
            reasons |= {one.outbox: reason for one, reason in zip(of_it, why, strict=True) if reason}
        return {row: sending.Skip(reason) for row, reason in reasons.items() if row not in stands}

    return look


async def _reasons(
    store: Store, now: Now, found: Ladder, obligation: Obligation | None, carried: Sequence[reminders.Carried]
) -> list[str]:
    """Why each of these nudges of one obligation is better left unsaid; "" for those that still hold."""
    if obligation is None:
        return [ENDED] * len(carried)
    dues = await owed_days.due_days(store, obligation)
    spared = await obliged.spared(store, obligation, found.root, now.today, [one.unit for one in carried])
    return [MOVED if one.step != PROMISE and one.basis not in dues else spared.get(one.unit, ENDED) for one in carried]
