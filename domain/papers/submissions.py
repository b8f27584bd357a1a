"""What goes up to be decided: the submission (tờ trình) and the summary list that belongs to it (DOMAIN §8)."""

from dataclasses import dataclass
from datetime import date

from domain.letters import Letterhead
from domain.papers.bases import LegalBasis
from domain.papers.papers import Issue, Marked, Nominee


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the summary list; ``summary`` is two lines at most, with the main figures."""

    nominee: Nominee
    summary: str
    form: str


@dataclass(frozen=True, slots=True)
class SummaryList(Marked):
    """Danh sách trích ngang. ``about`` is that of the submission; number and day are those of the submission."""

    head: Letterhead
    issue: Issue
    about: str
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class CouncilWord:
    """What the council decided, as a submission cites it. Unknown is None."""

    council: str
    day: date | None
    present: int | None = None
    members: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """So many collectives and individuals for a form of commendation, and who decides on it."""

    form: str
    decided_by: str
    collectives: int
    individuals: int

    @property
    def n(self) -> int:
        """Both together."""
        return self.collectives + self.individuals


@dataclass(frozen=True, slots=True)
class SubmissionDoc(Marked):
    """The submission. ``about`` is what it asks for, in lower case; ``achieved_in`` names campaign or movement.

    ``to`` are the addressees, one each; ``decider`` is who is asked to look at it and decide; ``recipients`` are the
    lines of "Nơi nhận" between "Như trên" and "Lưu".
    """

    head: Letterhead
    issue: Issue
    to: tuple[str, ...]
    about: str
    achieved_in: str
    bases: tuple[LegalBasis, ...]
    council: CouncilWord | None
    requests: tuple[Request, ...]
    decider: str
    recipients: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """How many are proposed in all."""
        return sum(one.n for one in self.requests)
