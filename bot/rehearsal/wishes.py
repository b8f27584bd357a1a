"""What is to be rehearsed, and what is assumed of people: every number of it is told with the result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

Waves = Literal["leaders", "everyone", "none"]
WAVES: tuple[Waves, ...] = get_args(Waves)
"""To whom an officer announces each wave of the campaign."""


def _after() -> dict[str, float]:
    return {"t_minus_7": 0.2, "t_minus_3": 0.3, "t_0": 0.35, "t_plus_1": 0.35, "t_plus_3": 0.4, "t_plus_5": 0.5}


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares from 0 to 1, so that the numbers that follow from them can be doubted one by one."""

    joined: Mapping[str, float] = field(
        default_factory=lambda: {"head": 0.94, "deputy": 0.8, "relay": 0.97, "office": 1.0, "teacher": 1.0}
    )
    """Of the people there are, who has joined; of teachers, as many as the wishes say."""
    channels: Mapping[str, float] = field(default_factory=lambda: {"zalo": 0.5, "telegram": 0.25, "web": 0.25})
    blocks: float = 0.02
    """Of those who have joined, who will block the bot on some day of the campaign."""
    answers: Mapping[str, float] = field(default_factory=_after)
    """After each step, of the units that were reminded."""
    answers_other: float = 0.3
    """After a step that is not in ``answers``."""
    answers_promise: float = 0.6
    """When asked about a day that has passed."""
    promises: float = 0.18
    """Of answers, those that name a day."""
    keeps: float = 0.7
    """Of named days, those on which it is done."""
    asks: float = 0.06
    """Of answers, those that ask for more time."""
    exempt: float = 0.01
    """Of answers, those that say they are not concerned."""
    granted: float = 0.8
    """Of requests, what the Office grants."""
    opens: float = 0.7
    """Working days on which somebody with the web chat opens it, once, at an hour of their own."""

    def after(self, step: str) -> float:
        """How many answer after that step."""
        return self.answers.get(step, self.answers_other)


@dataclass(frozen=True, slots=True)
class Wishes:
    """``campaign`` and ``units`` are files; without them what the database holds, or the campaign that comes with us.

    ``schools`` and ``people`` are made up; with ``joined`` people are as many, and where, as have joined by now.
    """

    campaign: Path | None = None
    units: Path | None = None
    first: date | None = None
    last: date | None = None
    schools: int = 1_700
    people: int = 60_000
    waves: Waves = "leaders"
    joined: bool = False
    seed: int = 1
    every: timedelta | None = None
    """Ring so often instead of from one due moment to the next: slow, and the proof that nothing is passed over."""
    habits: Habits = field(default_factory=Habits)
