"""What all documents share: their number and day, who is proposed in them, and a mark that tells one from another."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

SubjectType: TypeAlias = Literal["collective", "individual"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Number and day: blank while nobody knows them, then only ``year`` stands (clause H-1).

    ``is_draft``: no person has approved the document yet, and it says so on its first page.
    """

    year: int
    number: str = ""
    day: date | None = None
    is_draft: bool = True


@dataclass(frozen=True, slots=True)
class Nominee:
    """Who is proposed, written alike in every paper: ``place`` is position and unit, as people read them."""

    subject_type: SubjectType
    name: str
    place: str


class Marked:
    """A value that says all that is in its file."""

    __slots__ = ()

    def mark(self, version: int) -> str:
        """The same for the same content; ``version`` is that of the layout."""
        return hashlib.sha256(repr((version, type(self).__name__, self)).encode()).hexdigest()
