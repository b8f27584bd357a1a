"""Sheets as a spreadsheet opens them: typed cells, a frozen and filtered head, and never a formula."""

import io
from datetime import date, datetime

from openpyxl import load_workbook

from documents import workbooks
from domain.books import Book, Heading, Page

COLUMNS = tuple(Heading(name, 20) for name in ("TT", "Đơn vị", "Thời điểm", "Ngày hẹn", "Ghi chú"))
EVIL = ("=1+1", "+84912345678", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x","y")', "https://x.vn", "0123")


def sheet(*rows):
    content = workbooks.write(Book((Page("Các lần nhắc [1]", "Sổ đôn đốc", "Số liệu 08:00", COLUMNS, rows),)))
    return load_workbook(io.BytesIO(content)).worksheets[0]


def test_numbers_days_and_moments_are_what_they_are():
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


def test_the_head_stays_in_sight_and_is_filtered():
    found = sheet((1, "a", None, None, ""), (2, "b", None, None, ""))
    assert (found.freeze_panes, found.auto_filter.ref) == ("A5", "A4:E6")
    assert found.title == "Các lần nhắc 1"


def test_what_people_typed_is_never_a_formula_a_link_or_a_number():
    found = sheet(*[(place, text, None, None, text) for place, text in enumerate(EVIL, 1)])
    for place, text in enumerate(EVIL, 5):
        for column in (1, 4):
            cell = found[place][column]
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_book_without_lines_opens_too():
    assert sheet().max_row == 4
