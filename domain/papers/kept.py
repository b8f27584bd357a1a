"""A document on its way: drafted here, written on, approved by a person, and from then on kept as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from domain.papers.reviews import OPEN_SECTIONS, OpenSection, ReviewKind
from domain.summary import Slice

State: TypeAlias = Literal["draft", "approved", "dropped"]
LONGEST = 4_000
"""Letters of a section that is written in chat."""


def code_of(row: int) -> str:
    """As people read it: V-003."""
    return f"V-{row:03}"


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A document as its readers see it. ``version`` rises with every change and guards every decision.

    ``wanted`` has its ``as_of``: the day whose figures it tells. ``words`` are its period in Vietnamese. ``freeze`` is
    the number of the freeze it cites. ``file_key`` is the SHA-256 of the approved file, None until it has been made.
    """

    id: int
    kind: ReviewKind
    wanted: Slice
    words: str
    freeze: int | None
    state: State
    version: int
    sections: Mapping[str, str] = field(repr=False)
    number: str
    issued: date | None
    file_key: str | None
    drafted_by: int | None
    drafted_at: datetime
    approved_by: int | None
    approved_at: datetime | None

    @property
    def code(self) -> str:
        """What people call it by: V-003."""
        return code_of(self.id)

    @property
    def written(self) -> tuple[tuple[OpenSection, str], ...]:
        """The open sections that somebody has written."""
        return tuple((name, self.sections[name]) for name in OPEN_SECTIONS if self.sections.get(name))
