"""Lists that the Office takes away hold text and numbers, whatever somebody wrote into them."""

import csv
import io

from openpyxl import load_workbook

from documents.tables import Listing, as_csv, as_xlsx

NASTY = Listing('=SUM(A1) [x]:"y"', ("Tên", "Số"), (("=1+1", 3), ("+84", -2), ("Trường THCS Sông Lấp", 1_000)))


def test_a_csv_has_no_cell_that_a_spreadsheet_would_calculate():
    told = as_csv([NASTY, NASTY])
    assert told.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(told.decode("utf-8-sig"))))
    assert [row for row in rows if any(cell.startswith(("=", "+")) for cell in row)] == []
    assert ["'=1+1", "3"] in rows
    assert ["Trường THCS Sông Lấp", "1000"] in rows


def test_an_xlsx_has_a_sheet_for_each_list_and_no_formula(tmp_path):
    as_xlsx([NASTY, NASTY], tmp_path / "lists.xlsx")
    book = load_workbook(tmp_path / "lists.xlsx")
    assert len(book.sheetnames) == 2
    sheet = book.worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.rows] == [["Tên", "Số"], *map(list, NASTY.rows)]
    assert {cell.data_type for row in sheet.rows for cell in row} == {"s", "n"}
