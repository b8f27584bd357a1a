"""A good deed's life as far as the unit: sent, returned for more, confirmed (DOMAIN §4)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.messages import Json

State = Literal["sent", "returned", "confirmed", "not_ours", "withdrawn"]
STATES: tuple[State, ...] = ("sent", "returned", "confirmed")
"""The states in which a deed counts; one that is not the unit's, or was withdrawn, counts nowhere."""

FOLLOWS: dict[State, frozenset[State]] = {
    "sent": frozenset({"confirmed", "returned", "not_ours", "sent", "withdrawn"}),
    "returned": frozenset({"sent", "withdrawn"}),
    "confirmed": frozenset({"sent", "returned", "withdrawn"}),
    "not_ours": frozenset({"sent", "withdrawn"}),
    "withdrawn": frozenset(),
}
"""Which state may come after which; what a school confirmed is returned by the Office."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A report of a good deed as its readers see it. ``version`` rises with every change and guards every decision."""

    id: int
    unit: int
    reporter: int | None
    state: State
    version: int
    movement: str
    answers: dict[str, Json] = field(repr=False)
    sent_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = None
    reason: str | None = field(default=None, repr=False)


def outside(start: date, end: date, first: str | None, last: str | None) -> bool:
    """Whether a deed's days lie wholly outside the campaign's period (III.2): kept all the same, and flagged."""
    if first is None or last is None:
        return False
    return date.fromisoformat(last) < start or date.fromisoformat(first) > end
