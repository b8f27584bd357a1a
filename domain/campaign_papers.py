"""What a campaign says of papers: its plan, what stands on letters of the office, and the legal bases it names."""

from dataclasses import dataclass
from datetime import date

from domain.entries import Words


@dataclass(frozen=True, slots=True)
class Plan:
    """The document that launches the campaign. Blank number and None mean "not known yet" and print as blanks (H-1)."""

    symbol: Words
    abstract: Words
    issuer: Words
    place: Words
    number: str = ""
    issued: date | None = None
    signer_title: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Letters:
    """What stands on letters of the office beside what the plan says. Whatever is blank a person writes in (H-1).

    ``superior`` is the body above, ``symbol`` what follows the number (body and drafting unit), then whom to ask.
    """

    superior: str = ""
    symbol: str = ""
    room: str = ""
    phone: str = ""
    mail: str = ""
    report_to: tuple[Words, ...] = ()
    """Whom reports and submissions are addressed to (V.1), one each."""


BLANK = Letters()
"""Of a campaign that says nothing of its letters."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis (H-2). ``clause`` is where the plan names it, blank for the preamble; half-open validity."""

    kind: Words
    number: str
    issuer: Words
    abstract: Words
    issued: date | None = None
    clause: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
