"""Reads a table from a .csv or .xlsx that somebody sends, trusting neither its name nor its size."""

import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import TranslatorError
from openpyxl.utils.exceptions import InvalidFileException

from domain.mistakes import Mistake
from domain.vietnamese import clean, flat

LARGEST_UNPACKED: Final = 50 * 1024 * 1024
"""Bytes that all members of an .xlsx may declare together (RELIABILITY S16); also the most a .csv may have."""
MOST_MEMBERS: Final = 1_000
MOST_MARKS: Final = 3_000_000
"""Tags and attributes in an .xlsx, all counted: each costs some 200 bytes while parsed (99 kB took 1.3 GB without)."""
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 64
_HEADER_WITHIN: Final = 30
_HEAD_OF_MEMBER: Final = 1_024
_CHUNK: Final = 1 << 20
_STRANGE_XML: Final = re.compile(rb"<!DOCTYPE|^(?:\xff\xfe|\xfe\xff)|encoding\s*=\s*[\"'](?!(?i:utf-8|us-ascii)[\"'])")
"""Entities that could multiply, and encodings in which tags could hide: Excel writes neither."""
_HEAD_OF_TEXT: Final = 20_000
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_ZIP: Final = b"PK\x03\x04"
_UNREADABLE: Final = (
    *(
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
        AssertionError,
        EOFError,
        OSError,
        RuntimeError,
    ),
    *(SyntaxError, zipfile.BadZipFile, zlib.error, InvalidFileException, TokenizerError, TranslatorError, struct.error),
)
"""What openpyxl and zipfile raise on files that are not what they claim to be; an XML parser raises SyntaxError."""

Line = tuple[int, tuple[str, ...]]
"""A row number as a spreadsheet shows it, and its cells as text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its number and what stands under each known column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a header. ``headings`` tells how the file itself spells each column; ``ignored`` are others."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a table may have: those it needs, those it may have, and other spellings (folded) of their names."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)

    def named(self, heading: str) -> str:
        """The column a heading stands for, or "" when it is none of ours."""
        folded = " ".join(re.sub(r"[^a-z0-9]+", " ", flat(clean(heading))).split())
        name = self.spellings.get(folded, folded.replace(" ", "_"))
        return name if name in self.needed + self.optional else ""


def read_table(content: bytes, columns: Columns) -> Table:
    """The table in the first sheet that has a header with all needed columns; raises Mistake for the whole file.

    Title lines, blank and merged rows above the header are passed over; blank lines are left out.
    """
    closest: Sequence[str] = columns.needed
    for sheet in _sheets(content, columns):
        lines = [line for line in sheet if any(line[1])]
        for place, (_, cells) in enumerate(lines[:_HEADER_WITHIN]):
            found = {columns.named(cell) for cell in cells}
            missing = [name for name in columns.needed if name not in found]
            if not missing:
                return _table(lines[place], lines[place + 1 :], columns)
            closest = min(closest, missing, key=len)
    raise Mistake("import_columns_missing", missing=", ".join(closest), needed=", ".join(columns.needed))


def _table(header: Line, lines: Iterable[Line], columns: Columns) -> Table:
    places: dict[str, int] = {}
    ignored = []
    for place, heading in enumerate(header[1]):
        name = columns.named(heading)
        if name in places:
            raise Mistake("import_column_twice", row=header[0], column=heading)
        if name:
            places[name] = place
        elif heading:
            ignored.append(heading)
    rows = tuple(
        Row(number, {name: cells[place] for name, place in places.items() if place < len(cells)})
        for number, cells in lines
    )
    return Table(rows, {name: header[1][place] for name, place in places.items()}, tuple(ignored))


def _sheets(content: bytes, columns: Columns) -> list[list[Line]]:
    if content.startswith(_OLD_EXCEL):
        raise Mistake("import_old_excel")
    return _workbook(content) if content.startswith(_ZIP) else [_csv_lines(content, columns)]


# --- .csv -------------------------------------------------------------------------------------------------------------


def _csv_lines(content: bytes, columns: Columns) -> list[Line]:
    if len(content) > LARGEST_UNPACKED:
        raise Mistake("import_too_large", most_mb=LARGEST_UNPACKED // 2**20)
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns), strict=True)
    lines = []
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise Mistake("import_too_many_rows", most=MOST_ROWS)
            lines.append((number, tuple(_one_line(cell) for cell in cells[:MOST_COLUMNS])))
    except csv.Error:
        raise Mistake("import_csv_quotes", line=reader.line_num) from None
    return lines


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark; other encodings (CP1258, TCVN3, UTF-16) are not guessed at."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake("import_not_utf8", line=content[: error.start].count(b"\n") + 1) from None
    if "\0" in text:
        raise Mistake("import_unknown_type")
    return text


def _delimiter(text: str, columns: Columns) -> str:
    """Comma, semicolon (Excel with Vietnamese settings) or tab: whichever parts a first line into the most columns."""

    def named(delimiter: str) -> int:
        lines = text[:_HEAD_OF_TEXT].splitlines()[:_HEADER_WITHIN]
        return max((sum(columns.named(cell) != "" for cell in line.split(delimiter)) for line in lines), default=0)

    return max(",;\t", key=named)


# --- .xlsx ------------------------------------------------------------------------------------------------------------


def _workbook(content: bytes) -> list[list[Line]]:
    try:
        _weigh(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and validations it drops
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
            try:
                return [_sheet_lines(sheet) for sheet in book.worksheets]
            finally:
                book.close()
    except _UNREADABLE:
        raise Mistake("import_broken_xlsx") from None


def _weigh(content: bytes) -> None:
    """Refuse what would not fit before any of it is parsed; zipfile never unpacks more than a member declares."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or declared > LARGEST_UNPACKED:
            raise Mistake("import_too_large", most_mb=LARGEST_UNPACKED // 2**20)
        marks = 0
        for member in members:
            with archive.open(member) as opened:
                head = opened.read(_CHUNK)
                if _STRANGE_XML.search(head[:_HEAD_OF_MEMBER]):
                    raise Mistake("import_broken_xlsx")
                for chunk in chain([head], iter(partial(opened.read, _CHUNK), b"")):
                    marks += chunk.count(b"<") + chunk.count(b"=")
                    if marks > MOST_MARKS:
                        raise Mistake("import_too_large", most_mb=LARGEST_UNPACKED // 2**20)


def _sheet_lines(sheet: Any) -> list[Line]:  # noqa: ANN401 - openpyxl's read-only sheet has no public type
    sheet.reset_dimensions()  # the declared size may be anything
    lines = []
    rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(rows, 1):
        texts = tuple(_as_text(cell) for cell in cells)
        if any(texts):
            if number > MOST_ROWS:
                raise Mistake("import_too_many_rows", most=MOST_ROWS)
            lines.append((number, texts))
    return lines


def _as_text(value: object) -> str:
    """A cell as a person reads it: 92.0 is "92", a date cell an ISO day; a formula is "=..." and is not worked out."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | bool | int | float):
        return _one_line(str(value))
    return value.isoformat() if isinstance(value, date) else "="  # what is left are formulas over several cells


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
