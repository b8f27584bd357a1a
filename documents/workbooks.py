"""Writes an .xlsx row by row: typed cells, the head frozen and filtered, days as Viet Nam writes them, no formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from domain.books import Cell, Heading

HEAD_ROW: Final = 3
"""Title and note stand above, and an empty line."""
MOST_LINES: Final = 1_048_576
"""Lines of a sheet; what is more goes on in another one."""
LONGEST_CELL: Final = 32_767
"""Letters of a cell. A spreadsheet holds no more, and XlsxWriter would leave out the whole text."""
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_FORBIDDEN_IN_NAME: Final = str.maketrans("", "", "[]:*?/\\")
_LONGEST_NAME: Final = 31
_SAFE: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Workbook:
    """A file that is being written, sheet after sheet: of all rows, the one at hand is in memory."""

    def __init__(self, path: Path, title: str = "", made: datetime | None = None) -> None:
        """``made`` is local: the same rows and the same moment are the same bytes."""
        self._book = xlsxwriter.Workbook(str(path), {**_SAFE, "constant_memory": True, "tmpdir": str(path.parent)})
        self._book.set_properties({"title": title, **({"created": made} if made else {})})
        cell = {"border": 1, "valign": "top"}
        self._formats = {
            name: self._book.add_format(look)
            for name, look in {
                "title": {"bold": True, "font_size": 14},
                "note": {"italic": True},
                "head": {**cell, "bold": True, "text_wrap": True},
                "text": {**cell, "text_wrap": True},
                "day": {**cell, "num_format": _DAY},
                "moment": {**cell, "num_format": _MOMENT},
            }.items()
        }
        self._names: set[str] = set()

    def close(self) -> None:
        """Write the file itself; before that there are only rows beside it."""
        self._book.close()

    def sheet(self, name: str, columns: Sequence[Heading], title: str = "", note: str = "") -> "Sheet":
        """The next sheet; the ones before are done. Without a title the head stands in the first line."""
        return Sheet(self, name, columns, title, note)

    def begin(self, name: str) -> Any:  # noqa: ANN401 - XlsxWriter ships no types
        """An empty sheet of about that name: no two are called the same."""
        plain = name.translate(_FORBIDDEN_IN_NAME).strip(" '") or "-"
        called = next(one for one in _tries(plain) if one.casefold() not in self._names)
        self._names.add(called.casefold())
        return self._book.add_worksheet(called)

    def format(self, name: str) -> Any:  # noqa: ANN401 - as above
        """How cells of a kind look."""
        return self._formats[name]


def _tries(name: str) -> Iterable[str]:
    yield name[:_LONGEST_NAME]
    place = 2
    while True:
        end = f" ({place})"
        yield name[: _LONGEST_NAME - len(end)] + end
        place += 1


class Sheet:
    """A sheet that is being written; one that is full goes on in another."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[Heading], title: str, note: str) -> None:
        self._book, self._name, self._columns, self._above = book, name, columns, (title, note)
        self.rows = 0
        self._begin()

    def _begin(self) -> None:
        self._sheet = sheet = self._book.begin(self._name)
        head = HEAD_ROW if self._above[0] else 0
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(head + 1, 0)
        sheet.repeat_rows(head)
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, column.width)
        if self._above[0]:
            sheet.write_string(0, 0, self._above[0], self._book.format("title"))
            sheet.write_string(1, 0, self._above[1], self._book.format("note"))
        for place, column in enumerate(self._columns):
            sheet.write_string(head, place, column.label, self._book.format("head"))
        self._head, self._line = head, head + 1

    def row(self, cells: Sequence[Cell]) -> None:
        """The next row."""
        if self._line == MOST_LINES:
            self.end()
            self._begin()
        for place, cell in enumerate(cells):
            self._cell(place, cell)
        self._line += 1
        self.rows += 1

    def end(self) -> None:
        """All rows are there: the head filters them."""
        self._sheet.autofilter(self._head, 0, max(self._line - 1, self._head + 1), len(self._columns) - 1)

    def _cell(self, place: int, cell: Cell) -> None:
        """What people typed is text whatever it looks like: never a formula, a link or a number."""
        sheet, line, book = self._sheet, self._line, self._book
        if cell is None or cell == "":
            sheet.write_blank(line, place, None, book.format("text"))
        elif isinstance(cell, str):
            sheet.write_string(line, place, fitting(cell), book.format("text"))
        elif isinstance(cell, int):
            sheet.write_number(line, place, cell, book.format("text"))
        elif isinstance(cell, datetime):
            sheet.write_datetime(line, place, cell, book.format("moment"))
        else:
            sheet.write_datetime(line, place, _midnight(cell), book.format("day"))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day


def fitting(text: str) -> str:
    """As much of a text as a cell holds."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
