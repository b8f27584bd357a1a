"""What units owe by a day: the duties of a campaign as single obligations, and those the Office adds in chat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from domain.calendar import Calendar
from domain.campaigns import Campaign, Duty, Step
from domain.messages import Json

Answers = Literal["plan", "done"]
"""What settles an obligation: a plan, or the unit's word that it is done."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation before it is stored; ``code`` is unique in its campaign ("plan", "figures:2025-04")."""

    code: str
    duty: str
    name: str
    due: date
    kinds: tuple[str, ...]
    ownerships: tuple[str, ...]
    steps: tuple[str, ...] = ()
    answers: Answers = "done"
    branch: int | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """A stored one. Steps before ``created_at`` (campaign time, when its due day was set) are nobody's to remind of."""

    id: int
    campaign: int
    code: str
    duty: str
    name: str
    due: date
    kinds: tuple[str, ...]
    ownerships: tuple[str, ...]
    branch: int | None
    as_of: date | None
    steps: tuple[str, ...]
    answers: Answers
    created_at: datetime
    ended_at: datetime | None = None
    branch_until: date | None = None
    """The first day on which its branch is not there any more."""

    @property
    def settles_by_plan(self) -> bool:
        """The unit answers with its plan; all others are said to be done."""
        return self.answers == "plan"

    def day_of(self, today: date) -> date:
        """The day whose units are obliged."""
        return self.as_of or today

    def branch_day(self, today: date) -> date:
        """The day on which units lie under its branch: a district that is abolished leaves its schools obliged."""
        day = self.day_of(today)
        return min(day, self.branch_until - timedelta(days=1)) if self.branch_until else day


DutyState = Literal["done", "drafting", "extension", "exempt", "extended", "excused", "refused"]
"""What a unit says of a duty that is no plan; the last three are the Office's words on its request."""
DUTY_STATES: tuple[DutyState, ...] = ("done", "drafting", "extension", "exempt")


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """What a unit last said about such a duty; ``due`` is the day the Office granted it."""

    id: int
    obligation: int
    unit: int
    state: DutyState
    version: int
    answers: dict[str, Json] = field(repr=False)
    reported_at: datetime
    due: date | None
    reporter: int | None


def owed(campaign: Campaign, calendar: Calendar) -> list[Owed]:
    """Every obligation of the campaign's file, due days moved on to working days (DOMAIN §11)."""
    return [one for duty in campaign.duties for one in _of_duty(campaign, calendar, duty)]


def _of_duty(campaign: Campaign, calendar: Calendar, duty: Duty) -> Iterator[Owed]:
    if duty.due is not None:
        yield _one(duty, duty.code, duty.name, calendar.next_working_day(duty.due))
    elif duty.monthly_day:
        for day in _months(campaign, duty.monthly_day):
            name = duty.name.replace("{month}", str(day.month))
            yield _one(duty, f"{duty.code}:{day:%Y-%m}", name, calendar.next_working_day(day))


def _one(duty: Duty, code: str, name: str, due: date) -> Owed:
    return Owed(code, duty.code, name, due, duty.obliged, duty.ownerships, duty.steps, duty.answers)


def _months(campaign: Campaign, day: int) -> Iterator[date]:
    """That day of every month of the campaign."""
    at = campaign.start.replace(day=day)
    while at <= campaign.end:
        if at >= campaign.start:
            yield at
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)


def ladder(campaign: Campaign, obligation: Obligation) -> list[Step]:
    """The rungs of this obligation, in the order of days."""
    wanted = set(obligation.steps)
    steps = [step for step in campaign.steps if not wanted or step.code in wanted]
    return sorted(steps, key=lambda step: (step.offset, step.at, step.code))
