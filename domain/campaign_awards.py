"""Levels and forms of commendation of a campaign, as its plan names them (IV)."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from domain.entries import Code, Count, Words

Level: TypeAlias = Literal["state", "city", "department", "unit"]


@dataclass(frozen=True, slots=True)
class AwardForm:
    """A form of commendation and who decides on it; ``label`` is what its button says where the name is long."""

    code: Code
    name: Words
    decided_by: Words
    label: str = ""

    @property
    def button(self) -> str:
        """What its button says."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class AwardLevel:
    """A level of commendation (IV). Fewer full years than ``years_least`` refuse, more than ``years_most`` warn."""

    level: Level
    clause: Code
    forms: tuple[AwardForm, ...]
    text: str = ""
    years_least: Count = 0
    years_most: Count | None = None
