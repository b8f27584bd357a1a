"""What people do of their own accord in a rehearsal, each at its moment."""

import heapq
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TypeAlias

from domain.campaigns import Wave


@dataclass(frozen=True, slots=True)
class Answer:
    """A unit answers for what it owes; ``keeps`` when it does on the day what it had promised."""

    obligation: int
    unit: int
    step: str
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The Office answers a unit's request."""

    obligation: int
    unit: int


@dataclass(frozen=True, slots=True)
class Announce:
    """An officer lets an announcement go: of a wave, or (None) that the campaign begins."""

    wave: Wave | None


@dataclass(frozen=True, slots=True)
class GoOn:
    """An officer has looked at how the first few went, and lets the rest go."""

    dispatch: int


Event: TypeAlias = Answer | Decision | Announce | GoOn


class Events:
    """In the order of their moments, and of what was thought of first."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Event]] = []
        self._numbers = count()

    def add(self, at: datetime, event: Event) -> None:
        """It will happen then."""
        heapq.heappush(self._heap, (at, next(self._numbers), event))

    @property
    def next_at(self) -> datetime | None:
        """When the next one happens."""
        return self._heap[0][0] if self._heap else None

    def pop(self, until: datetime, most: int) -> list[tuple[datetime, Event]]:
        """The next ones up to and at ``until``; what moves an announcement comes alone."""
        found: list[tuple[datetime, Event]] = []
        while self._heap and self._heap[0][0] <= until and len(found) < most:
            if isinstance(self._heap[0][2], Announce | GoOn) and found:
                break
            at, _, event = heapq.heappop(self._heap)
            found.append((at, event))
            if isinstance(event, Announce | GoOn):
                break
        return found
