"""The figures of a branch on a day, and the 100 % of I.2-1 (DOMAIN §4): counted, dated, rounded down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from domain import deeds, plans


def tenths(numerator: int, denominator: int) -> int:
    """A percentage in tenths, rounded down: 1607 of 1608 is 99,9 %, never 100 %. 0 of 0 is 0."""
    return numerator * 1000 // denominator if denominator else 0


def is_complete(state: str | None, *, spread: bool, confirmed: int) -> bool:
    """A unit counts when its plan is settled and one activity is confirmed: a spread record or a confirmed deed."""
    return state in plans.DONE and (spread or confirmed > 0)


def kept_as(kind: str, ownership: str) -> str:
    """What stands in place of the movement in figures of plans and completeness: "tieuhoc/cong".

    Whether such a unit has the duty is for the campaign to say when it is asked, so a changed duty changes no figure.
    """
    return f"{kind}/{ownership}"


@dataclass(frozen=True, slots=True)
class Summary:
    """How a branch stands at the end of a day. ``obliged`` are its active units with the duty.

    ``complete`` and ``plans`` count some of them, each once; ``deeds`` are those of all units, ended ones among them.
    """

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


def summarise(
    day: date, obliged: int, sums: Mapping[tuple[str, str, str], int], obliges: Callable[[str, str], bool]
) -> Summary:
    """From kept figures by (measure, movement, state); ``obliges`` tells whether (kind, ownership) has the duty.

    A unit whose exemption was accepted has left the denominator; one whose request was refused has reported nothing.
    Deeds that were withdrawn, or belong to another unit, count nowhere.
    """
    movements: dict[str, dict[str, int]] = {}
    owed: dict[tuple[str, str], int] = {}
    for (measure, movement, state), n in sums.items():
        if measure == "deed" and n and state in deeds.STATES:
            movements.setdefault(movement, {})[state] = n
        elif measure in {"plan", "complete"}:
            kind, _, ownership = movement.partition("/")
            owed[measure, state] = owed.get((measure, state), 0) + (n if obliges(kind, ownership) else 0)
    stated: dict[str, int] = {state: owed.get(("plan", state), 0) for state in plans.STATES}
    stated["extension"] += owed.get(("plan", "extended"), 0)
    return Summary(
        day,
        obliged - owed.get(("plan", "excused"), 0),
        owed.get(("complete", ""), 0),
        stated,
        {state: sum(one.get(state, 0) for one in movements.values()) for state in deeds.STATES},
        movements,
    )
