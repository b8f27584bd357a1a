"""What is made beside the batches, for it takes long: pictures of figures, annexes, letters, files of many rows."""

from typing import Final, Literal, TypeAlias

from domain.books import Annex
from domain.charts import Chart, ChartKind
from domain.extracts import Extract
from domain.letters import ChaseLetter
from domain.papers.achievements import AchievementReport
from domain.papers.minutes import Minutes
from domain.papers.reviews import ReviewReport
from domain.papers.submissions import SubmissionDoc, SummaryList

Drawn: TypeAlias = (
    Chart | Annex | ChaseLetter | Minutes | SubmissionDoc | SummaryList | AchievementReport | ReviewReport
)
"""Values that say all that is in the file; ``mark(version)`` is the same for the same content."""
Made: TypeAlias = Drawn | Extract
"""What a process of its own makes: a drawing from all that it shows, an extract row by row from the database."""
PaperKind: TypeAlias = Literal[
    "book_docx", "honoured", "letter", "minutes", "submission", "summary_list", "achievement", "golden", "review"
]
LongKind: TypeAlias = Literal["extract", "freeze", "changes"]
DrawnKind: TypeAlias = ChartKind | PaperKind | LongKind
LONG: Final[tuple[LongKind, ...]] = ("extract", "freeze", "changes")
"""Made from as many rows as there are: they wait for one another, and nothing short waits for them."""
PNG: Final = "image/png"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP: Final = "application/zip"
JSONL: Final = "application/jsonl"
