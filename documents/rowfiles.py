"""Rows as plain text, one after another: .csv that any spreadsheet opens, and a line of JSON each for machines."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from documents.tables import harmless
from domain.books import Cell, Heading


class CsvFile:
    """A .csv with the names that machines know the columns by, and the mark by which Excel knows the letters."""

    def __init__(self, path: Path, columns: Sequence[Heading]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.name for column in columns])

    def close(self) -> None:
        """All rows are there."""
        self._file.close()

    def row(self, cells: Sequence[Cell]) -> None:
        """The next row; days and moments as ISO 8601."""
        self._writer.writerow([harmless(_plain(cell)) for cell in cells])


class LinesFile:
    """A line of JSON for each row of each sheet, with its names: the same rows are the same bytes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def close(self) -> None:
        """All rows are there."""
        self._file.close()

    def row(self, sheet: str, columns: Sequence[Heading], cells: Sequence[Cell]) -> None:
        """The next row."""
        told = {column.name: _plain(cell) for column, cell in zip(columns, cells, strict=True)}
        self._file.write(json.dumps({"sheet": sheet, **told}, ensure_ascii=False) + "\n")


def _plain(cell: Cell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, date) else cell
