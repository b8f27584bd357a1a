"""Climbs the ladder: every step whose time has come is written down for each unit it concerns, said or not (F9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.campaigns import Audience, Campaign
from domain.clock import Now
from domain.obligations import Obligation, ladder
from domain.reminders import PROMISE, Hours, Ring, due_rings, slot
from handlers.context import House
from storage import campaigns
from storage.duties import obligations, obliged, owed_days, rungs
from storage.people import seats
from storage.store import Store

PROMISES_BACK = timedelta(days=60)
"""How long after a promised day it may still be asked about, once the service runs again."""
A_CLIMB = 200
"""Rungs written down in one transaction; replies wait no longer than that takes."""
Done = set[tuple[int, str, date]]
"""Rings known to be written down whole: (obligation, step, basis). Only saves looking; the database decides."""


@dataclass(slots=True)
class Ladder:
    """All obligations with the campaign, the hours and the rungs of each, as of one tick."""

    house: House
    obligations: list[Obligation]
    hours: dict[int, Hours] = field(default_factory=dict)
    """By campaign."""

    def of(self, obligation: Obligation) -> Hours:
        """When people may be spoken to about it."""
        return self.hours[obligation.campaign]

    @property
    def root(self) -> int:
        """The whole tree; an obligation of one branch finds its own units in it."""
        return self.house.root


async def stand(store: Store, house: House, now: Now) -> Ladder:
    """Read what is owed; campaigns that are not running any more keep their obligations."""
    found = Ladder(house, await obligations.open_ones(store))
    known: dict[int, Campaign] = {house.campaign_id: house.campaign}
    if {one.campaign for one in found.obligations} - known.keys():
        known = {**dict(await campaigns.every(store)), **known}
    found.hours = {row: Hours(campaign, house.calendar, now.zone) for row, campaign in known.items()}
    return found


async def climb(store: Store, now: Now, found: Ladder, done: Done) -> int:
    """Write down up to a transaction's worth of what has come due; returns how many rows."""
    planned = 0
    granted = await owed_days.granted(store)
    promised = await owed_days.promised(store, now.today - PROMISES_BACK, now.today)
    for obligation in found.obligations:
        days = {obligation.due} | owed_days.of(granted, obligation), owed_days.of(promised, obligation)
        for ring in _rings(now, found, obligation, days, done):
            key = obligation.id, ring.step, ring.basis
            if key in done:
                continue
            if planned >= A_CLIMB:
                return planned
            written = await _write_down(store, now, found, obligation, ring, A_CLIMB - planned)
            planned += written
            if not written:
                done.add(key)
    return planned


def _rings(
    now: Now, found: Ladder, obligation: Obligation, days: tuple[set[date], set[date]], done: Done
) -> Iterator[Ring]:
    """Those of its due days and its promised days; days of which every step is written down cost no reckoning."""
    hours, steps = found.of(obligation), ladder(found.of(obligation).campaign, obligation)
    for due in sorted(days[0]):
        if not all((obligation.id, step.code, due) in done for step in steps):
            yield from due_rings(hours, steps, due, obligation.created_at, now)
    for day in sorted(days[1]):
        if (obligation.id, PROMISE, day) not in done and (at := hours.morning_after(day)) <= now.campaign:
            yield Ring(PROMISE, day, at, ("head",), "too_late" if hours.is_too_late(at, day, now) else None)


async def _write_down(store: Store, now: Now, found: Ladder, obligation: Obligation, ring: Ring, most: int) -> int:
    written = await rungs.write_down(store, obligation, found.root, now, ring, most)
    if written:
        return written
    above = [seat for seat in ring.seats if seat in {"relay", "office"}]
    return await rungs.add(store, await _above(store, now, found, obligation, ring, above)) if above else 0


async def _above(
    store: Store, now: Now, found: Ladder, obligation: Obligation, ring: Ring, wanted: Sequence[Audience]
) -> list[rungs.Row]:
    """The rows of those above: one for each person of the offices that have late units under them."""
    root = found.root
    counts = await obliged.counts(store, obligation, root, now.today, ring.basis)
    late = {unit: n for unit, (_, n) in counts.items() if unit != root}
    if "office" in wanted:
        late_in_all = sum(n for _, n in counts.values())
        late = {**(late if "relay" in wanted else {}), root: late_in_all}
    held = await seats.held(store, late, now.today)
    return [
        row
        for unit, n in late.items()
        for row in _rows(obligation, ring, unit, "office" if unit == root else "relay", n, held)
    ]


def _rows(
    obligation: Obligation, ring: Ring, unit: int, seat: Audience, late: int, held: seats.Seats
) -> Iterator[rungs.Row]:
    people = held.get((unit, seat), ())
    reason = ring.reason or (None if late else "answered")
    for person in people:
        yield rungs.row(obligation.id, unit, ring, seat, slot(ring.basis, seat, person), reason, person)
    if not people:
        yield rungs.row(obligation.id, unit, ring, seat, slot(ring.basis, seat), reason or "nobody", None)


def looks_next(found: Ladder, obligation: Obligation, basis: date, at: datetime, *, has_relay: bool) -> date | None:
    """The day on which the list of late units goes to the next office above."""
    hours = found.of(obligation)
    wanted: set[Audience] = {"relay", "office"} if has_relay else {"office"}
    days = [
        moment.date()
        for step in ladder(hours.campaign, obligation)
        if wanted & set(step.audience) and (moment := hours.moment(step, basis)) > at
    ]
    return min(days, default=None)
