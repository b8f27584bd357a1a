"""Figures frozen at a moment (chốt số): a code that a report cites, the figures, and the files with the rows behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from domain.extracts import Stored
from domain.summary import Slice, Summary

State = Literal["asked", "kept", "refused"]
"""``refused``: the rows did not bear the figures out, so nothing was frozen."""


def code_of(row: int) -> str:
    """As people read it: S-012."""
    return f"S-{row:03}"


@dataclass(frozen=True, slots=True)
class Figures:
    """How the slice stood at its end, and of a period how many reports came in and were confirmed within it."""

    stood: Summary
    new: int = 0
    good: int = 0

    def as_json(self) -> dict[str, Any]:
        """To be kept; :meth:`of` reads it back."""
        stood = self.stood
        return {
            "day": stood.day.isoformat(),
            "obliged": stood.obliged,
            "complete": stood.complete,
            "plans": dict(stood.plans),
            "deeds": dict(stood.deeds),
            "movements": {code: dict(states) for code, states in stood.movements.items()},
            "new": self.new,
            "good": self.good,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Figures":
        """From what was kept."""
        names = ("obliged", "complete", "plans", "deeds", "movements")
        return cls(Summary(date.fromisoformat(kept["day"]), *(kept[name] for name in names)), kept["new"], kept["good"])


FrozenFile: TypeAlias = Stored


@dataclass(frozen=True, slots=True)
class Freeze:
    """Figures of a slice at a moment. ``digest`` is the SHA-256 of the manifest: slice, moment, figures, file hashes.

    ``words`` say the slice in Vietnamese, as in "toàn ngành, tháng 04/2025, đến 30/04/2025"; ``at`` is campaign time.
    The files hold codes, units, days and states, and neither people nor their words: erasing somebody leaves them be.
    """

    id: int
    wanted: Slice
    words: str
    at: datetime
    by: int | None
    figures: Figures
    files: tuple[FrozenFile, ...]
    digest: str

    @property
    def code(self) -> str:
        """What a report cites: S-012."""
        return code_of(self.id)
