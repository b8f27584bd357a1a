"""A unit's answer about its campaign plan (V.3-1, V.3-2): five states, and which of them settle the duty."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.messages import Json

State = Literal["issued", "follows", "drafting", "extension", "exempt"]
STATES: tuple[State, ...] = ("issued", "follows", "drafting", "extension", "exempt")

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

    @property
    def settled(self) -> bool:
        """Nothing more is asked of this unit about its plan."""
        return self.state in DONE
