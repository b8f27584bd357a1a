"""Writes lists that are at hand as .csv or .xlsx, no cell of which a spreadsheet could take for a formula."""

import csv
import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from documents.workbooks import Workbook
from domain.books import Cell, Heading

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula may begin; the last four are the same signs in full width, which spreadsheets take for them."""
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with a title and a heading over each column."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def as_csv(listings: Sequence[Listing]) -> bytes:
    """One under another, an empty line between, with the mark by which Excel knows the letters."""
    told = io.StringIO(newline="")
    writer = csv.writer(told)
    for place, one in enumerate(listings):
        if place:
            writer.writerow([])
        writer.writerow([harmless(one.title)])
        writer.writerow([harmless(cell) for cell in one.header])
        writer.writerows([harmless(cell) for cell in row] for row in one.rows)
    return ("\ufeff" + told.getvalue()).encode()


def harmless(cell: Cell) -> Cell:
    """What a spreadsheet would calculate becomes the text that it is (RELIABILITY F18)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_xlsx(listings: Sequence[Listing], path: Path) -> None:
    """A sheet for each, the heading in bold and held in place."""
    with closing(Workbook(path)) as book:
        for place, one in enumerate(listings, 1):
            columns = [Heading(label, _width(one, at)) for at, label in enumerate(one.header)]
            sheet = book.sheet(f"{place}. {one.title}", columns)
            for row in one.rows:
                sheet.row(row)
            sheet.end()


def _width(listing: Listing, column: int) -> int:
    longest = max((len(str(row[column])) for row in (listing.header, *listing.rows)), default=0)
    return min(_WIDEST, longest + 2)
