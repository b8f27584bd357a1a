"""How near a bot account is to the end of what its plan allows: people, and messages of a month."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

SCARCE = 80
"""Percent from which on it is said."""
State = Literal["", "scarce", "full"]


def month_of(real: datetime, zone: tzinfo) -> str:
    """The month that a plan counts, as in "2025-04", on the wall of the office."""
    return f"{real.astimezone(zone):%Y-%m}"


def state(used: int, most: int) -> State:
    """Whether four fifths are used, or all; neither where there is no bound (0)."""
    if not most or used * 100 < most * SCARCE:
        return ""
    return "full" if used >= most else "scarce"


@dataclass(frozen=True, slots=True)
class Room:
    """One bot: what it has used of its plan. ``unit`` is the name of the branch it is for, "" for the province."""

    account: str
    name: str
    unit: str
    people: int
    most_people: int
    messages: int
    most_messages: int
    refused: bool = False
    """The platform itself says that the month is full."""
    link: str = ""
    """What opens it."""
    unit_id: int | None = None

    @property
    def of_people(self) -> State:
        """How it stands with people."""
        return state(self.people, self.most_people)

    @property
    def of_messages(self) -> State:
        """How it stands with messages."""
        return "full" if self.refused else state(self.messages, self.most_messages)
