"""Sheets as a spreadsheet opens them: typed cells, a frozen and filtered head, and never a formula."""

import zipfile
from contextlib import closing
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from documents import workbooks
from documents.workbooks import Workbook
from domain.books import Heading

COLUMNS = tuple(Heading(name, 20) for name in ("TT", "Đơn vị", "Thời điểm", "Ngày hẹn", "Ghi chú"))
EVIL = ("=1+1", "+84912345678", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x","y")', "https://x.vn", "0123", "\uff1d1+1")


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        with closing(Workbook(tmp_path / "book.xlsx")) as book:
            one = book.sheet("Các lần nhắc [1]", COLUMNS, "Sổ đôn đốc", "Số liệu 08:00")
            for row in rows:
                one.row(row)
            one.end()
        return load_workbook(tmp_path / "book.xlsx").worksheets[0]

    return write


def test_numbers_days_and_moments_are_what_they_are(sheet):
    found = sheet((1, "THCS Sông Lấp", datetime.fromisoformat("2025-04-21T08:30"), date(2025, 4, 25), None))
    row = found[5]
    assert [cell.value for cell in row] == [
        1,
        "THCS Sông Lấp",
        datetime.fromisoformat("2025-04-21T08:30"),
        datetime.fromisoformat("2025-04-25"),
        None,
    ]
    assert (row[2].number_format, row[3].number_format) == ("dd/mm/yyyy hh:mm", "dd/mm/yyyy")
    assert [cell.value for cell in found[4]] == [one.label for one in COLUMNS]


def test_the_head_stays_in_sight_and_is_filtered(sheet):
    found = sheet((1, "a", None, None, ""), (2, "b", None, None, ""))
    assert (found.freeze_panes, found.auto_filter.ref) == ("A5", "A4:E6")
    assert found.title == "Các lần nhắc 1"


def test_what_people_typed_is_never_a_formula_a_link_or_a_number(sheet, tmp_path):
    found = sheet(*[(place, text, None, None, text) for place, text in enumerate(EVIL, 1)])
    for place, text in enumerate(EVIL, 5):
        for column in (1, 4):
            cell = found[place][column]
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    with zipfile.ZipFile(tmp_path / "book.xlsx") as packed:
        parts = [packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/")]
    assert parts
    assert b"<f" not in b"".join(parts)


def test_a_book_without_lines_opens_too(sheet):
    assert sheet().max_row == 4


def test_a_text_too_long_for_a_cell_is_cut_and_not_left_out(sheet):
    found = sheet((1, "a" * 40_000, None, None, None))
    assert (len(found[5][1].value), found[5][1].value[-1]) == (workbooks.LONGEST_CELL, "…")


def test_a_sheet_that_is_full_goes_on_in_another_with_the_same_head(sheet, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_LINES", workbooks.HEAD_ROW + 3)
    sheet(*[(place, "a", None, None, None) for place in range(1, 6)])
    book = load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["Các lần nhắc 1", "Các lần nhắc 1 (2)", "Các lần nhắc 1 (3)"]
    assert [[row[0].value for row in one.iter_rows(min_row=5)] for one in book.worksheets] == [[1, 2], [3, 4], [5]]
    assert {one.cell(4, 2).value for one in book.worksheets} == {"Đơn vị"}
