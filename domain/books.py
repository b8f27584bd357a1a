"""What stands in the sheets that people take away, before anybody writes the file: columns and typed cells."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | date | datetime | None
"""Moments are local and without a zone: a spreadsheet knows none."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what stands over it, and how wide it is, in letters."""

    label: str
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a file; ``note`` says under its title of which moment it is."""

    name: str
    title: str
    note: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


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
