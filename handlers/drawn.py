"""Who makes the content of each kind of file that is drawn up beside the batches, from what is so at that moment."""

from collections.abc import Awaitable, Callable, Mapping
from typing import cast

from domain.charts import KINDS, ChartKind
from handlers.context import Context
from handlers.council import minutes
from handlers.duties import chase_book, chase_letter
from handlers.exemplars import conferences
from handlers.exports import exporting, freezing, frozen
from handlers.figures import charting
from handlers.outcomes import award_files
from handlers.papers import golden_book, paper_file
from handlers.wanted import Rows, Wanted

Maker = Callable[[Context, list[int]], Awaitable[Wanted | Rows]]
"""Raises Mistake for whom it is not meant any more."""


def _of_chart(kind: ChartKind) -> Maker:
    async def make(ctx: Context, marks: list[int]) -> Wanted:
        return await charting.picture(ctx, kind, marks)

    return make


MAKERS: Mapping[str, Maker] = {
    **{cast("str", kind): _of_chart(kind) for kind in KINDS},
    "book_docx": chase_book.annex,
    "honoured": conferences.annex,
    "letter": chase_letter.letter,
    "review": paper_file.review,
    "golden": golden_book.draft,
    "extract": exporting.file,
    "minutes": minutes.minutes,
    "submission": award_files.submission,
    "summary_list": award_files.summary_list,
    "freeze": freezing.file,
    "changes": frozen.compared,
}
