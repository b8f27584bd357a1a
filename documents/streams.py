"""Writes streams of rows into files and counts them: what the figures count must be there, to the last row (S26)."""

import json
import os
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from documents.rowfiles import CsvFile, LinesFile
from documents.workbooks import Sheet, Workbook
from domain.books import Row, Stream
from domain.drawn import JSONL, XLSX, ZIP
from domain.extracts import Piece, RowsDiffer

_CSV_FOLDER: Final = "csv"
Take = Callable[[Row], None]


async def workbook(path: Path, streams: Sequence[Stream], made: datetime) -> tuple[Piece, list[int]]:
    """One .xlsx with a sheet for each stream; returns how many rows each has. Raises RowsDiffer."""
    counts = []
    with closing(Workbook(path, streams[0].title, made)) as book:
        for stream in streams:
            sheet = _sheet(book, stream)
            counts.append(await _pour(stream, sheet.row))
            sheet.end()
    _flush(path)
    return Piece(f"{path.stem}.xlsx", path, XLSX, counts[0]), counts


async def frozen(path: Path, streams: Sequence[Stream], made: datetime) -> list[Piece]:
    """The same as an .xlsx to read and as lines of JSON to compare with, from one reading. Raises RowsDiffer."""
    lines, count = path.with_suffix(".jsonl"), 0
    with closing(LinesFile(lines)) as kept, closing(Workbook(path, streams[0].title, made)) as book:
        for stream in streams:
            sheet = _sheet(book, stream)

            def both(cells: Row, sheet: Sheet = sheet, stream: Stream = stream) -> None:
                sheet.row(stream.told(cells))
                kept.row(stream.code, stream.columns, cells)

            count += await _pour(stream, both)
            sheet.end()
    for one in (path, lines):
        _flush(one)
    return [Piece(path.name, path, XLSX, count), Piece(lines.name, lines, JSONL, count)]


async def packed(path: Path, streams: Sequence[Stream], made: datetime, readme: str) -> Piece:
    """Everything as an .xlsx and as a .csv each, with the numbers of rows, in one .zip. Raises RowsDiffer.

    What is packed stays beside it in the folder.
    """
    book_path = path.with_suffix(".xlsx")
    counts: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        with closing(Workbook(book_path, streams[0].title, made)) as book:
            for stream in streams:
                counts[stream.code] = await _twice(book, stream, path.with_suffix(".csv"), pack)
        pack.write(book_path, f"{path.stem}.xlsx", zipfile.ZIP_STORED)
        pack.writestr("rows.json", json.dumps(counts, indent=1))
        pack.writestr("README.txt", readme)
    _flush(path)
    return Piece(path.name, path, ZIP, sum(counts.values()))


async def _twice(book: Workbook, stream: Stream, path: Path, pack: zipfile.ZipFile) -> int:
    """A sheet of the workbook and a .csv of its own, which goes into the pack."""
    sheet = _sheet(book, stream)
    with closing(CsvFile(path, stream.columns)) as plain:

        def both(cells: Row) -> None:
            sheet.row(cells)
            plain.row(cells)

        count = await _pour(stream, both)
    sheet.end()
    pack.write(path, f"{_CSV_FOLDER}/{stream.code}.csv")
    return count


def _sheet(book: Workbook, stream: Stream) -> Sheet:
    return book.sheet(stream.name, stream.columns, stream.title, stream.note)


async def _pour(stream: Stream, take: Take) -> int:
    count = 0
    async for cells in stream.rows:
        take(cells)
        count += 1
    if stream.count is not None and count != stream.count:
        raise RowsDiffer(stream.name, count, stream.count)
    return count


def _flush(path: Path) -> None:
    """On the disk before it gets its last name (RELIABILITY R5)."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
