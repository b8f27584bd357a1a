"""When a step of the ladder is spoken, to which seat, and when it is better left unsaid (DESIGN §7, DOMAIN §9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal

from domain.calendar import Calendar
from domain.campaigns import Audience, Campaign, Step
from domain.clock import Now

PROMISE: Final = "promise"
"""The step of the morning after a day that the unit itself named."""

State = Literal["planned", "told", "folded", "sent", "failed", "skipped", "expired", "unknown"]
"""Due · in the outbox · waits for the digest · and what became of it; ``skipped`` always has a reason."""

Reason = Literal[
    "answered",
    "asked",
    "promised",
    "excused",
    "overtaken",
    "too_late",
    "ended",
    "moved",
    "nobody",
    "no_address",
    "no_head",
    "head_unreachable",
    "ceiling",
]
"""Why nothing is said, or (``no_head``, ``head_unreachable``) why somebody else than the head is told:

``answered`` (or nobody below is late), ``asked`` (the Office has to decide), ``promised`` (a day that has not passed),
``excused``; ``overtaken`` by the next step, ``too_late`` to be polite, ``ended`` with its obligation, ``moved`` with
its due day; ``nobody`` holds a seat, ``no_address`` where one could be reached (if it was told all the same, then to
the relay above); ``ceiling``: written to often enough this week.
"""

LATE_AFTER: Final = timedelta(hours=2)
"""A reminder spoken so long after its hour says why it comes late (H5)."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When people may be spoken to: working days, school recesses, and the hours of those days (rule 18)."""

    campaign: Campaign
    calendar: Calendar
    zone: tzinfo

    def are_now(self, now: Now) -> bool:
        """Whether unsolicited words may be said at this moment."""
        works = self.calendar.is_working_day(now.today)
        return works and self.campaign.speaking_from <= now.local.time() < self.campaign.speaking_until

    def close(self, day: date) -> datetime:
        """The end of the speaking hours of a day."""
        return datetime.combine(day, self.campaign.speaking_until, self.zone)

    def next_open(self, now: Now) -> datetime:
        """The beginning of the next speaking hours, if they are not now."""
        early = self.calendar.is_working_day(now.today) and now.local.time() < self.campaign.speaking_from
        day = now.today if early else self.calendar.add_working_days(now.today, 1)
        return datetime.combine(day, self.campaign.speaking_from, self.zone)

    def day_for(self, day: date, *, schools: bool) -> date:
        """``day``, or the first day after it on which offices work and, for schools, no recess is on."""
        while True:
            day = self.calendar.next_working_day(day)
            recess = next((one for one in self.campaign.recesses if one.first <= day <= one.last), None)
            if recess is None or not schools:
                return day
            day = recess.last + timedelta(days=1)

    def moment(self, step: Step, due: date) -> datetime:
        """When a step is spoken: its days from the due day, moved on to a day of work, at its hour."""
        day = self.day_for(due + timedelta(days=step.offset), schools=step.is_of_schools)
        return datetime.combine(day, step.at, self.zone)

    def morning_after(self, promised: date) -> datetime:
        """When a unit is asked about a day it had named (D2)."""
        day = self.day_for(promised + timedelta(days=1), schools=True)
        return datetime.combine(day, self.campaign.promise_at, self.zone)

    def is_too_late(self, at: datetime, due: date, now: Now) -> bool:
        """Whether a word meant for ``at`` is better left unsaid: days ago, or of a due day that has passed (R36)."""
        day = at.astimezone(self.zone).date()
        if now.today > self.calendar.add_working_days(day, self.campaign.late_days):
            return True
        return day <= due < now.today


def slot(basis: date, seat: Audience, person: int | None = None) -> str:
    """The last part of a reminder's key: the day it is counted from, the seat, and of many holders which."""
    return f"{basis.isoformat()}:{seat}" + (f":{person}" if person else "")


@dataclass(frozen=True, slots=True)
class Ring:
    """A step whose time has come, for the units whose due day is ``basis``. ``reason``: it is not spoken any more."""

    step: str
    basis: date
    at: datetime
    seats: tuple[Audience, ...]
    reason: Reason | None = None


def due_rings(hours: Hours, steps: Sequence[Step], due: date, since: datetime, now: Now) -> list[Ring]:
    """The steps of one due day whose moment has come since ``since``, in order.

    Only the last of them is spoken: whoever is reminded of the due day today need not hear that it was a week away.
    """
    moments = [(hours.moment(step, due), step) for step in steps]
    come = [(at, step) for at, step in moments if since <= at <= now.campaign]
    rings = []
    for place, (at, step) in enumerate(come, 1):
        reason: Reason | None = "too_late" if hours.is_too_late(at, due, now) else None
        rings.append(Ring(step.code, due, at, step.audience, "overtaken" if place < len(come) else reason))
    return rings


def stands_still(hours: Hours, steps: Sequence[Step], ring: tuple[str, date, datetime], now: Now) -> Reason | None:
    """Why a ring that was planned earlier is not spoken now; None when it is still its time."""
    code, due, at = ring
    later = [hours.moment(step, due) for step in steps if step.code != code]
    if code != PROMISE and any(at < other <= now.campaign for other in later):
        return "overtaken"
    return "too_late" if hours.is_too_late(at, due, now) else None


@dataclass(frozen=True, slots=True)
class LateUnit:
    """An obliged unit without an answer: how often it was reminded, and what stands in the way of reaching it."""

    unit: int
    name: str
    kind: str
    above: str
    times: int
    hindrance: Literal["", "nobody", "unreachable"] = ""
    channel: str = ""
    since: date | None = None
    """Where, and since when, its people cannot be written to."""


@dataclass(frozen=True, slots=True)
class LateList:
    """The late units of a branch on a day, of how many obliged: what relay and Office are told, and a letter names."""

    obligation: int
    name: str
    due: date
    day: date
    obliged: int
    units: tuple[LateUnit, ...] = field(default=())

    @property
    def to_call(self) -> list[int]:
        """The places in the list, from 1, of units that no message reaches."""
        return [place for place, unit in enumerate(self.units, 1) if unit.hindrance]
