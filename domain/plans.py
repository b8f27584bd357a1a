"""A unit's answer about its campaign plan (V.3-1, V.3-2), the Office's word on it, and what settles the duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.messages import Json

State = Literal["issued", "follows", "drafting", "extension", "exempt", "extended", "excused", "refused"]
STATES: tuple[State, ...] = ("issued", "follows", "drafting", "extension", "exempt")
"""What a unit can say; ``extended``, ``excused`` and ``refused`` are the Office's words on its request."""

ASKED: frozenset[State] = frozenset({"extension", "exempt"})
"""Requests that wait for the Office."""

DONE: frozenset[State] = frozenset({"issued", "follows"})
"""Own plan issued, or following the superior's (G-04: counted, shown apart)."""


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What a unit last said about its plan."""

    id: int
    unit: int
    state: State
    version: int
    answers: dict[str, Json] = field(repr=False)
    spread: bool
    reported_at: datetime
    due: date | None = None
    """The day the Office granted this unit; it holds whatever is reported afterwards."""
    reporter: int | None = None

    @property
    def settled(self) -> bool:
        """Nothing more is asked of this unit about its plan."""
        return self.state in DONE or self.state == "excused"


def due_day(general: date | None, report: PlanReport | None) -> date | None:
    """The unit's own due day: the one it was granted, else everybody's."""
    return report.due if report and report.due else general


def promised_day(state: str, answers: Mapping[str, Json]) -> date | None:
    """The day a unit named for its plan, or for another duty, while it is being worked on."""
    said = answers.get("promised_on") if state == "drafting" else None
    return date.fromisoformat(str(said)) if said else None
