"""Writes lists that the Office takes away as .csv or .xlsx, no cell of which a spreadsheet could take for a formula."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter

Cell = str | int
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NO_SHEET: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with a title and a heading over each column."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


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


def as_xlsx(listings: Sequence[Listing]) -> bytes:
    """A sheet for each, the heading in bold and held in place."""
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, one in enumerate(listings, 1):
            sheet = book.add_worksheet(_sheet_name(one.title, place))
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(one.header):
                sheet.set_column(column, column, _width(one, column), wrapped)
                sheet.write(0, column, heading, bold)
            for number, row in enumerate(one.rows, 1):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def _sheet_name(title: str, place: int) -> str:
    return f"{place}. {_NO_SHEET.sub(' ', title)}"[:_LONGEST_NAME].strip(" '")


def _width(listing: Listing, column: int) -> int:
    longest = max((len(str(row[column])) for row in (listing.header, *listing.rows)), default=0)
    return min(_WIDEST, longest + 2)
