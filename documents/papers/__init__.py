"""The documents of the Office as .docx: values of domain/papers in, bytes out, in the form of Decree 30/2020/ND-CP."""

from typing import TypeAlias

from documents.papers import achievements, minutes, reviews, submissions
from domain.papers.achievements import AchievementReport
from domain.papers.minutes import Minutes
from domain.papers.reviews import ReviewReport
from domain.papers.submissions import SubmissionDoc, SummaryList

AnyPaper: TypeAlias = Minutes | SubmissionDoc | SummaryList | AchievementReport | ReviewReport


def write(told: AnyPaper) -> bytes:
    """The .docx of any of them."""
    if isinstance(told, Minutes):
        return minutes.write(told)
    if isinstance(told, SubmissionDoc):
        return submissions.write(told)
    if isinstance(told, SummaryList):
        return submissions.write_list(told)
    if isinstance(told, AchievementReport):
        return achievements.write(told)
    return reviews.write(told)
