"""Which examples the Office looks at: those that wait for its word, or all at a step, of a branch, of a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.exemplars import SIDES, STAGES, Side, Stage

OVERDUE = len(STAGES) + 1
"""Stands in a button's marks for those whose first answer is late."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Without a stage, those that wait for a word, nobody else's work among them; ``overdue`` for a first one too long.

    ``unit`` is a branch, 0 for all that one sees; ``assigned`` the colleague whose work is looked at, 0 for anybody.
    """

    stage: Stage | None = None
    movement: str = ""
    unit: int = 0
    assigned: int = 0
    overdue: bool = False
    side: Side = ""
    """Those that are held, or hidden, at whatever step."""

    def marks(self, movements: Sequence[str]) -> tuple[int, ...]:
        """As four whole numbers for a button's value; ``movements`` are the campaign's codes."""
        stage = STAGES.index(self.stage) + 1 if self.stage else 0
        if self.overdue or self.side:
            stage = OVERDUE if self.overdue else OVERDUE + SIDES.index(self.side)
        movement = movements.index(self.movement) + 1 if self.movement in movements else 0
        return stage, movement, self.unit, self.assigned

    @classmethod
    def of(cls, marks: Sequence[str], movements: Sequence[str]) -> "Wanted":
        """Read :meth:`marks` back; what is not there, or was not made so, asks for nothing."""
        told = [int(mark) for mark in marks[:4]]
        stage, movement, unit, assigned = told + [0] * (4 - len(told))
        return cls(
            STAGES[stage - 1] if 0 < stage <= len(STAGES) else None,
            movements[movement - 1] if 0 < movement <= len(movements) else "",
            unit,
            assigned,
            stage == OVERDUE,
            SIDES[stage - OVERDUE] if OVERDUE < stage < OVERDUE + len(SIDES) else "",
        )
