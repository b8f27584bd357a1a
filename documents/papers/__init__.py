"""The documents of the Office as .docx: values of domain/papers in, bytes out, in the form of Decree 30/2020/ND-CP."""

from typing import TypeAlias

from documents.official.templates import Templates
from documents.papers import achievements, minutes, reviews, submissions
from domain.papers.achievements import AchievementReport
from domain.papers.minutes import Minutes
from domain.papers.reviews import ReviewReport
from domain.papers.submissions import SubmissionDoc, SummaryList

AnyPaper: TypeAlias = Minutes | SubmissionDoc | SummaryList | AchievementReport | ReviewReport


def write(told: AnyPaper, templates: Templates | None = None) -> bytes:
    """The .docx of any of them, on the office's own template where there is one for its kind."""
    own = templates or {}
    if isinstance(told, Minutes):
        return minutes.write(told, own.get("minutes", b""))
    if isinstance(told, SubmissionDoc):
        return submissions.write(told, own.get("submission", b""))
    if isinstance(told, SummaryList):
        return submissions.write_list(told)
    if isinstance(told, AchievementReport):
        return achievements.write(told, own.get("achievement", b""))
    return reviews.write(told, own.get("review", b""))
