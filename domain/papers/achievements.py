"""An achievement report (báo cáo thành tích): who, what was achieved, what was received before (DOMAIN §8)."""

from dataclasses import dataclass

from domain.letters import Letterhead
from domain.papers.papers import Issue, Marked, Nominee


@dataclass(frozen=True, slots=True)
class Achievement:
    """One thing done: ``when`` as it is written, the words of whoever told it, figures, and what bears it out."""

    when: str
    text: str
    figures: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Honour:
    """A title or commendation received: the year, its form, and the decision by number, day and body."""

    year: str
    form: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class AchievementReport(Marked):
    """The report. ``head.body`` is the unit, ``head.superior`` the body above it; ``form`` what is proposed, or "".

    ``movement`` is its exact name, or "" for the campaign. What is not known (birth, education) stays a dotted line: it
    is never asked here, a person writes it in.
    """

    head: Letterhead
    issue: Issue
    nominee: Nominee
    form: str
    movement: str
    achievements: tuple[Achievement, ...]
    honours: tuple[Honour, ...] = ()
    role: str = ""
    """What the person does, for their own words: "giáo viên, tổ Toán"."""
