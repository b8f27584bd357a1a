"""The report of an interim or final review (báo cáo sơ kết, tổng kết): its figures, annexes and open sections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from domain.campaign_awards import Level
from domain.campaigns import Launcher
from domain.letters import Basis as PlanBasis
from domain.letters import Letterhead
from domain.papers.bases import LegalBasis
from domain.papers.papers import Issue, Marked, Nominee

ReviewKind: TypeAlias = Literal["interim", "final"]
OpenSection: TypeAlias = Literal[
    "advantages", "difficulties", "steering", "general", "shortcomings", "lessons", "directions", "proposals"
]
OPEN_SECTIONS: Final[tuple[OpenSection, ...]] = (
    "advantages",
    "difficulties",
    "steering",
    "general",
    "shortcomings",
    "lessons",
    "directions",
    "proposals",
)
"""What no figure knows: a person writes it, or it stays a dotted line. Never invented."""
STAGES: Final = ("detected", "nurtured", "concluded", "replicated")


@dataclass(frozen=True, slots=True)
class Stages:
    """The four steps (II-4): how many good examples stand at each of them."""

    detected: int = 0
    nurtured: int = 0
    concluded: int = 0
    replicated: int = 0

    @property
    def n(self) -> int:
        """All together."""
        return self.detected + self.nurtured + self.concluded + self.replicated


@dataclass(frozen=True, slots=True)
class MovementResult:
    """A movement in the period: reports that came in, those that schools confirmed, units that told of it."""

    code: str
    name: str
    launched_by: Launcher
    is_campaign: bool
    deeds: int
    confirmed: int
    units: int


@dataclass(frozen=True, slots=True)
class AwardCount:
    """One line of the table of awards: so many collectives and individuals proposed for a form, so many decided."""

    level: Level
    form: str
    collectives: int
    individuals: int
    decided_collectives: int = 0
    decided_individuals: int = 0


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Annex 1: a unit and its plan. ``reached`` of ``total`` people were told of it; None where nobody said."""

    unit: str
    above: str
    number: str = ""
    issued: date | None = None
    state: str = ""
    reached: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ExemplarLine:
    """Annex 2: a good example; pupils as initials and class."""

    code: str
    who: str
    what: str
    unit: str
    movement: str
    stage: str


@dataclass(frozen=True, slots=True)
class NomineeLine:
    """Annex 3: who is proposed for what."""

    nominee: Nominee
    movement: str
    form: str


@dataclass(frozen=True, slots=True)
class LateLine:
    """Annex 4: a unit that has not carried it out, and what is missing."""

    unit: str
    above: str
    missing: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How units stand on the day: ``complete`` of ``obliged`` have a plan and a confirmed activity (I.2-1)."""

    obliged: int
    complete: int
    issued: int
    followed: int
    drafting: int
    extension: int
    exemption: int
    silent: int
    deeds: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ReviewReport(Marked):
    """The report. ``first`` to ``last`` is its period, ``as_of`` the day at whose end its figures stood.

    ``freeze`` is the code under which they were frozen, "" where they were not, and ``frozen_at`` the local moment.
    ``good`` examples are confirmed by schools and counted at the four steps; annex 2 lists them all, or where they
    are too many (``lists_all`` is False) those that were concluded or replicated. ``ways`` are forms of dissemination
    in words, with how many units named each. ``written`` holds what people wrote for open sections.
    """

    head: Letterhead
    issue: Issue
    review: ReviewKind
    period: str
    first: date
    last: date
    as_of: date
    frozen_at: datetime | None
    freeze: str
    to: tuple[str, ...]
    recipients: tuple[str, ...]
    campaign: str
    plan: PlanBasis
    bases: tuple[LegalBasis, ...]
    counted: Counted
    units: int
    reached: int | None
    ways: tuple[tuple[str, int], ...]
    movements: tuple[MovementResult, ...]
    stages: Stages
    good: int
    lists_all: bool
    collectives: int
    individuals: int
    awards: tuple[AwardCount, ...]
    plans: tuple[PlanLine, ...]
    exemplars: tuple[ExemplarLine, ...]
    nominees: tuple[NomineeLine, ...]
    late: tuple[LateLine, ...]
    written: tuple[tuple[OpenSection, str], ...] = ()

    def text(self, section: OpenSection) -> str:
        """What a person wrote there, or ""."""
        return dict(self.written).get(section, "")
