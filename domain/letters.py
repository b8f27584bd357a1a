"""What a letter says before anybody lays it out: who writes, what was owed by when, and who has not answered."""

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes. Whatever is "" is not known and stays blank in the letter: a person writes it in.

    ``signer`` are the lines of the signer's position; the name below them is never ours to write.
    """

    superior: str
    body: str
    symbol: str
    place: str
    signer: tuple[str, ...] = ()
    room: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class LateEntry:
    """A line of the annex: a unit, the office above it, how often it was reminded, and what stood in the way."""

    name: str
    above: str
    times: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """The document that the duty comes from."""

    number: str
    symbol: str
    issued: date | None
    abstract: str


@dataclass(frozen=True, slots=True)
class ChaseLetter:
    """A draft of the letter that urges late units (DOMAIN §9): ``day`` is the day on which they were counted."""

    head: Letterhead
    basis: Basis
    duty: str
    due: date
    day: date
    obliged: int
    units: tuple[LateEntry, ...]

    def mark(self, version: int) -> str:
        """The same for the same letter; ``version`` is that of its layout."""
        return hashlib.sha256(repr((version, self)).encode()).hexdigest()
