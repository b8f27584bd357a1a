"""Lays sheets out as annexes of a document: pages that lie, heads repeated on each of them (Decree 30/2020)."""

from datetime import date, datetime

from documents import official
from documents.official import Column
from domain.books import Annex, Cell
from texts.official import BLANK, dated, wording

_ROMAN = ("I", "II", "III", "IV", "V")


def write(annex: Annex) -> bytes:
    """The .docx: an annex for each sheet, with page numbers of its own."""
    pages = annex.book.pages
    paper = official.blank(pages[0].title, landscape=True)
    what = wording("annex_what", number=BLANK, symbol=BLANK, day=dated(None))
    of = wording("annex_of", what=what, body=annex.body)
    for place, page in enumerate(pages):
        number = _ROMAN[place] if len(pages) > 1 else ""
        official.annex(paper, page.title, of, number=number, landscape=True, is_first=place == 0)
        whole = sum(column.width for column in page.columns)
        columns = [Column(column.label, column.width / whole) for column in page.columns]
        official.table(paper, columns, [[_told(cell) for cell in row] for row in page.rows], official.LYING)
    return official.as_bytes(paper)


def _told(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)
