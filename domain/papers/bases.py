"""Legal bases as data: which of them hold on a document's day, and in which order they are cited (DOMAIN §6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from domain.campaigns import Campaign, CampaignErrors
from domain.entries import Words, read_fields
from domain.problems import Problem

Use: TypeAlias = Literal["award", "layout"]
"""What a basis is cited for: awards and reviews of them, or the layout of documents (known, and not cited)."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document that others rest on. What is not known is None or "" and stays blank, never guessed.

    ``issued_year`` stands where the day is not known. Laws are cited without number. Validity is half-open: from the
    first day on, before ``valid_to``. ``covers`` are abstracts under which a campaign's plan names the same document;
    ``source`` says where these facts were found.
    """

    kind: Words
    number: str
    issuer: Words
    abstract: str = ""
    issued: date | None = None
    issued_year: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    amended_year: int | None = None
    use: Use = "award"
    covers: tuple[Words, ...] = ()
    source: str = ""

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day; unknown ends are open."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


def read_bases(tree: Mapping[str, Any]) -> tuple[LegalBasis, ...]:
    """The rows of ``[[bases]]`` in a parsed TOML file; raises CampaignErrors that name every entry at once."""
    problems: list[Problem] = []
    rows = tree.get("bases", [])
    found = [_fields(row, place, problems) for place, row in enumerate(rows)]
    if problems:
        raise CampaignErrors(problems)
    return tuple(LegalBasis(**fields) for fields in found)


def _fields(row: object, place: int, problems: list[Problem]) -> dict[str, Any]:
    return read_fields(LegalBasis, row, f"bases[{place}]", problems)


def in_force(known: Iterable[LegalBasis], day: date) -> tuple[LegalBasis, ...]:
    """Those that are cited and hold on the day, as they stand in their file: laws first, then what carries them out."""
    return tuple(one for one in known if one.use == "award" and one.holds(day))


def of_campaign(
    campaign: Campaign, known: Iterable[LegalBasis], day: date, *, all_clauses: bool = False
) -> tuple[LegalBasis, ...]:
    """The law of the day and the campaign's own bases (H-2), none twice; those of clauses in reports (II-2)."""
    law = in_force(known, day)
    covered = {name for one in law for name in one.covers}
    own = (
        LegalBasis(one.kind, one.number, one.issuer, one.abstract, one.issued, None, one.valid_from, one.valid_to)
        for one in campaign.bases
        if one.abstract not in covered and (all_clauses or not one.clause)
    )
    numbers = {one.number for one in law if one.number}
    return (*law, *(one for one in own if one.number not in numbers and one.holds(day)))
