"""Files of many rows, written row by row in a process of their own: what is wanted, and what came of it (F5)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

from domain.clock import Now
from domain.messages import Json
from domain.rights import Scope
from domain.summary import Slice

ExtractKind: TypeAlias = Literal["plans", "deeds", "late", "chase", "all", "freeze", "changes", "nominations"]
KINDS: Final[tuple[ExtractKind, ...]] = ("plans", "deeds", "late", "chase", "all", "nominations")
"""Those that are asked for by name, in the order of their buttons; buttons count them, so new ones go to the end."""


PAGE_OF_UNITS: Final = 5
"""Changed units that a message tells of."""


@dataclass(frozen=True, slots=True)
class Extract:
    """Which rows, of which slice and for whom: no row is in here. ``by`` is who takes them, as the file says it.

    ``name`` is what its files are called, where that does not follow from the kind; ``frozen`` is the content of the
    file store that a comparison begins from, and ``page`` which of the changed units are told.
    """

    kind: ExtractKind
    wanted: Slice
    scope: Scope
    language: str
    now: Now
    by: str
    name: str = ""
    frozen: str = ""
    page: int = 0

    def mark(self, version: int) -> str:
        """Another one each time: every file says who took it and when."""
        return hashlib.sha256(repr((version, self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Order:
    """What a process of its own needs: ``folder`` is empty and takes what is written, ``files`` is the file store."""

    extract: Extract
    database_url: str
    folder: Path
    files: Path


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that was written and lies flushed under a name that is not its last."""

    name: str
    path: Path
    media_type: str
    rows: int


@dataclass(frozen=True, slots=True)
class Written:
    """``rows`` of the first sheet, as many as the database said there are; ``facts`` is what else was found."""

    pieces: tuple[Piece, ...]
    rows: int
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the file store; ``key`` is the SHA-256 of its bytes."""

    name: str
    key: str
    media_type: str
    size: int
    rows: int


class RowsDiffer(Exception):
    """Not as many rows were written as the figures count: such a file is not handed out."""

    def __init__(self, sheet: str, written: int, counted: int) -> None:
        super().__init__(sheet, written, counted)
        self.sheet, self.written, self.counted = sheet, written, counted
