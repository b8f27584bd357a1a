"""Writes sheets as an .xlsx: typed cells, the head frozen and filtered, days as Viet Nam writes them, no formula."""

import io
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from domain.books import Book, Cell, Page

HEAD_ROW: Final = 3
"""Title and note stand above, and an empty line."""
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_FORBIDDEN_IN_NAME: Final = str.maketrans("", "", "[]:*?/\\")
_LONGEST_NAME: Final = 31


def write(book: Book) -> bytes:
    """The file. What people typed is text whatever it looks like: never a formula, a link or a number."""
    kept = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(kept, options)
    formats = {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "note": workbook.add_format({"italic": True}),
        "head": workbook.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"}),
        "text": workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "day": workbook.add_format({"border": 1, "num_format": _DAY, "valign": "top"}),
        "moment": workbook.add_format({"border": 1, "num_format": _MOMENT, "valign": "top"}),
    }
    for page in book.pages:
        _sheet(workbook, page, formats)
    workbook.close()
    return kept.getvalue()


def _sheet(workbook: Any, page: Page, formats: dict[str, Any]) -> None:  # noqa: ANN401 - XlsxWriter ships no types
    sheet = workbook.add_worksheet(page.name.translate(_FORBIDDEN_IN_NAME)[:_LONGEST_NAME])
    sheet.write_string(0, 0, page.title, formats["title"])
    sheet.write_string(1, 0, page.note, formats["note"])
    for place, column in enumerate(page.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD_ROW, place, column.label, formats["head"])
    for line, row in enumerate(page.rows, HEAD_ROW + 1):
        for place, cell in enumerate(row):
            _cell(sheet, (line, place), cell, formats)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(page.rows), 1), len(page.columns) - 1)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Any, at: tuple[int, int], cell: Cell, formats: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    if cell is None or cell == "":
        sheet.write_blank(*at, None, formats["text"])
    elif isinstance(cell, datetime):
        sheet.write_datetime(*at, cell, formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001 - a day
    elif isinstance(cell, int):
        sheet.write_number(*at, cell, formats["text"])
    else:
        sheet.write_string(*at, cell, formats["text"])
