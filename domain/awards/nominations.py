"""A nomination on its way from the unit past the relay and the Office to the council and the decision (IV.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, get_args

from domain.messages import Json

State = Literal[
    "drafted",
    "at_relay",
    "at_office",
    "at_council",
    "agreed",
    "not_agreed",
    "noticed",
    "submitted",
    "decided",
    "declined",
    "held",
    "withdrawn",
]
"""``drafted`` is with the unit: it was given back to be completed. ``noticed`` stands open to comments, ``submitted``
went up with a submission. Beside the way: ``declined`` with a reason, ``held`` while a case is open, ``withdrawn``."""
STATES: tuple[State, ...] = get_args(State)

Route = Literal["regular", "adhoc"]
"""Within the movements (IV), or the ad-hoc award that has its own way and is open to pupils (G-06)."""
SubjectType = Literal["collective", "individual"]
Open = Literal["complaint", "discipline", "inspection"]
"""What keeps a nomination waiting (decree 152/2025)."""
CASES: tuple[Open, ...] = get_args(Open)

FOLLOWS: dict[State, frozenset[State]] = {
    "drafted": frozenset({"at_relay", "at_office", "withdrawn"}),
    "at_relay": frozenset({"at_office", "drafted", "held", "withdrawn"}),
    "at_office": frozenset({"at_council", "drafted", "declined", "held", "withdrawn"}),
    "at_council": frozenset({"agreed", "not_agreed", "at_office", "held", "withdrawn"}),
    "agreed": frozenset({"noticed", "at_council", "held", "withdrawn"}),
    "not_agreed": frozenset({"at_council"}),
    "noticed": frozenset({"submitted", "at_council", "held", "withdrawn"}),
    "submitted": frozenset({"decided", "held"}),
    "decided": frozenset(),
    "declined": frozenset(),
    "held": frozenset({"declined", "withdrawn"}),
    "withdrawn": frozenset(),
}
"""Which state may come after which; what is held also goes back to where it was held."""

_ADHOC: dict[State, frozenset[State]] = {
    "drafted": frozenset({"at_office", "withdrawn"}),
    "at_office": frozenset({"submitted", "drafted", "declined", "held", "withdrawn"}),
    "submitted": frozenset({"decided", "declined", "held"}),
    "held": frozenset({"declined", "withdrawn"}),
}
"""The ad-hoc way has neither relay nor council: the Office passes it on or declines, and hears what was decided."""

LIVE: frozenset[State] = frozenset(STATES) - {"not_agreed", "declined", "withdrawn"}
"""States in which a nomination stands in the way of a second one of the same."""
WITH_UNIT: frozenset[State] = frozenset({"drafted", "at_relay", "at_office"})
"""States in which the unit may still take its nomination back."""


@dataclass(frozen=True, slots=True)
class Nomination:
    """A nomination as its readers see it. ``version`` rises with every change and guards every decision.

    ``deed`` is the first of the reports it rests on. ``signed`` holds what a person decided where the rules know no
    answer: rule → {words, by, at}. ``held_from`` is where it goes back to when the case is closed.
    """

    id: int
    unit: int
    created_by: int | None
    route: Route
    subject_type: SubjectType
    subject_name: str = field(repr=False)
    position: str = field(repr=False)
    role: str
    person: int | None
    agreed: bool
    movement: str
    level: str
    form: str
    summary: str = field(repr=False)
    deed: int | None
    met_on: date | None
    present: int | None
    members: int | None
    in_favour: int | None
    state: State
    version: int
    held_from: State | None
    open_case: Open | None
    discipline_ended: date | None
    signed: Mapping[str, Json]
    reason: str | None = field(repr=False)
    sent_at: datetime
    moved_at: datetime
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class New:
    """What a unit sends: everything of a nomination that the unit itself says."""

    route: Route
    subject_type: SubjectType
    subject_name: str = field(repr=False)
    position: str = field(repr=False)
    role: str
    movement: str
    level: str
    form: str
    summary: str = field(repr=False)
    deeds: tuple[int, ...] = ()
    person: int | None = None
    agreed: bool = False
    met_on: date | None = None
    present: int | None = None
    members: int | None = None
    in_favour: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a nomination's history: what it became, who did it, when, and the words given with it."""

    act: str
    state: State
    at: datetime
    day: date
    person: int | None
    note: str | None = field(default=None, repr=False)


def ways(route: Route) -> dict[State, frozenset[State]]:
    """Which state may come after which on this way."""
    return _ADHOC if route == "adhoc" else FOLLOWS


def follows(state: State, wanted: State, route: Route = "regular", held_from: State | None = None) -> bool:
    """Whether a nomination may go from ``state`` to ``wanted``."""
    if state == "held" and wanted == held_from:
        return True
    return wanted in ways(route).get(state, frozenset())


def with_ground(nomination: Nomination, rule: str, words: str, person: int, at: datetime) -> Nomination:
    """The nomination with what a person decided where ``rule`` knows no answer, and on what grounds (G-07)."""
    ground: dict[str, Json] = {"words": words, "by": person, "at": at.isoformat()}
    return replace(nomination, signed={**nomination.signed, rule: ground})
