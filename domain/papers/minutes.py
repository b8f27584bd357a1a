"""Minutes of a meeting of the council (biên bản): who came, whether they were enough, and what became of each case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from domain.letters import Letterhead
from domain.papers.papers import Issue, Marked, Nominee

Outcome: TypeAlias = Literal["agreed", "not_agreed", "open"]


@dataclass(frozen=True, slots=True)
class Attendant:
    """A member of the council; ``position`` there or in their unit; ``reason`` why they were absent, "" if unknown."""

    name: str
    position: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MinutesCase:
    """A case and its votes. ``recused`` are those who took no part, for the case is of their own unit.

    ``voted`` handed in a vote, ``in_favour`` of these agreed.
    """

    nominee: Nominee
    form: str
    voted: int
    in_favour: int
    recused: tuple[str, ...] = ()
    outcome: Outcome = "open"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Minutes(Marked):
    """The minutes. ``head.symbol`` is that of minutes (BB-...); moments are local; ``need`` is the quorum.

    ``second`` confirmed what the secretary recorded, at ``confirmed_at``. ``words`` are further remarks, as recorded.
    """

    head: Letterhead
    issue: Issue
    council: str
    about: str
    began: datetime | None
    ended: datetime | None
    room: str
    chair: Attendant | None
    secretary: Attendant | None
    present: tuple[Attendant, ...]
    absent: tuple[Attendant, ...]
    need: int
    cases: tuple[MinutesCase, ...]
    second: Attendant | None = None
    confirmed_at: datetime | None = None
    words: tuple[str, ...] = ()

    @property
    def members(self) -> int:
        """All members, whether they came or not."""
        return len(self.present) + len(self.absent)
