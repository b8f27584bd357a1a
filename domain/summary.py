"""The figures of a branch on a day, and the 100 % of I.2-1 (DOMAIN §4): counted, dated, rounded down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain import deeds, plans


def tenths(numerator: int, denominator: int) -> int:
    """A percentage in tenths, rounded down: 1607 of 1608 is 99,9 %, never 100 %. 0 of 0 is 0."""
    return numerator * 1000 // denominator if denominator else 0


def is_complete(state: str | None, *, spread: bool, confirmed: int) -> bool:
    """A unit counts when its plan is settled and one activity is confirmed: a spread record or a confirmed deed."""
    return state in plans.DONE and (spread or confirmed > 0)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a branch stands at the end of a day. ``obliged`` are its active units with the duty."""

    day: date
    obliged: int
    complete: int
    plans: Mapping[str, int]
    deeds: Mapping[str, int]
    movements: Mapping[str, Mapping[str, int]]
    """By movement code, then by state."""

    @property
    def rate(self) -> int:
        """Tenths of a percent."""
        return tenths(self.complete, self.obliged)

    @property
    def silent(self) -> int:
        """Obliged units that have said nothing about their plan."""
        return self.obliged - sum(self.plans.values())

    @property
    def reported(self) -> int:
        """Deeds in every state together."""
        return sum(self.deeds.values())


def summarise(day: date, obliged: int, sums: Mapping[tuple[str, str, str], int]) -> Summary:
    """From kept figures by (measure, movement, state)."""
    movements: dict[str, dict[str, int]] = {}
    for (measure, movement, state), n in sums.items():
        if measure == "deed" and n:
            movements.setdefault(movement, {})[state] = n
    by_state: dict[str, int] = {state: sum(one.get(state, 0) for one in movements.values()) for state in deeds.STATES}
    return Summary(
        day,
        obliged,
        sums.get(("complete", "", ""), 0),
        {state: sums.get(("plan", "", state), 0) for state in plans.STATES},
        by_state,
        movements,
    )
