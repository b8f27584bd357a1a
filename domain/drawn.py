"""What is drawn up beside the batches, for it takes long: pictures of figures, sheets, annexes, letters."""

from typing import Final, Literal, TypeAlias

from domain.books import Annex, Book
from domain.charts import Chart, ChartKind
from domain.letters import ChaseLetter
from domain.papers.achievements import AchievementReport
from domain.papers.minutes import Minutes
from domain.papers.reviews import ReviewReport
from domain.papers.submissions import SubmissionDoc, SummaryList

Drawn: TypeAlias = (
    Chart | Book | Annex | ChaseLetter | Minutes | SubmissionDoc | SummaryList | AchievementReport | ReviewReport
)
"""Values that say all that is in the file; ``mark(version)`` is the same for the same content."""
PaperKind: TypeAlias = Literal[
    "book_xlsx", "book_docx", "letter", "minutes", "submission", "summary_list", "achievement", "review"
]
DrawnKind: TypeAlias = ChartKind | PaperKind
PNG: Final = "image/png"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
