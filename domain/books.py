"""What stands in the sheets that people take away, before anybody writes the file: columns and typed cells."""

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | date | datetime | None
"""Moments are local and without a zone: a spreadsheet knows none."""


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what stands over it, and how wide it is, in letters."""

    label: str
    width: int
    name: str = ""
    """What machines call it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a file; ``note`` says under its title of which moment it is."""

    name: str
    title: str
    note: str
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A sheet whose rows come one after another and are never all at hand.

    ``code`` is what machines call it. ``count`` rows must come, as the figures or the database say; None where nothing
    counts them.
    """

    code: str
    name: str
    title: str
    note: str
    columns: tuple[Heading, ...]
    rows: AsyncIterator[Row]
    count: int | None
    tell: Callable[[Row], Row] | None = None
    """What people read of a row, where machines get it otherwise."""

    def told(self, row: Row) -> Row:
        """A row as people read it."""
        return self.tell(row) if self.tell else row


@dataclass(frozen=True, slots=True)
class Book:
    """A file of sheets."""

    pages: tuple[Page, ...]

    def mark(self, version: int) -> str:
        """The same for the same content; ``version`` is that of the layout."""
        return hashlib.sha256(repr((version, "book", self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Annex:
    """The same sheets as an annex to a document: of which body, and to what it belongs."""

    body: str
    book: Book

    def mark(self, version: int) -> str:
        """As above."""
        return hashlib.sha256(repr((version, "annex", self)).encode()).hexdigest()
