"""Whom something is sent to, as data: roles, kinds of units, branches, and what they have or have not done."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from domain.messages import Json
from domain.people import Role
from domain.units import RELAYS, Kind

SCHOOLS: Final[tuple[Kind, ...]] = ("thpt", "thcs", "tieuhoc", "mamnon", "gdtx", "liencap")
"""What is meant by "the schools"."""
LEADERS: Final[tuple[Role, ...]] = ("head", "deputy")


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who meets all of these; an empty field asks nothing.

    ``branches``, ``without`` and ``units`` are unit codes: everything below the first, nothing below the second, those
    very units. ``movements`` are codes of which the unit has reported something. ``late_for`` is a duty's code, of
    which the unit has said nothing. ``unacknowledged`` and ``received`` are numbers of announcements, ``published`` is
    that of an example they were sent; ``owes`` is the number of an obligation that the unit is late with.
    """

    roles: tuple[Role, ...] = ()
    kinds: tuple[Kind, ...] = ()
    branches: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    movements: tuple[str, ...] = ()
    late_for: str = ""
    unacknowledged: int = 0
    received: int = 0
    owes: int = 0
    published: int = 0

    def as_json(self) -> dict[str, Json]:
        """As JSON, empty fields left out; :meth:`of` reads it back unchanged."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Audience":
        """Read back; a field that a release has removed is let be."""
        known = {one.name for one in fields(cls)}
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**{name: value for name, value in told.items() if name in known})

    @property
    def has_relays(self) -> bool:
        """Whether the offices between department and schools are among them."""
        return not self.kinds or any(kind in self.kinds for kind in RELAYS)

    def with_relays(self) -> "Audience":
        """The same, and the people of those offices too."""
        roles: tuple[Role, ...] = (*self.roles, "relay") if self.roles and "relay" not in self.roles else self.roles
        kinds = tuple(dict.fromkeys((*self.kinds, *RELAYS))) if self.kinds else ()
        return replace(self, roles=roles, kinds=kinds)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a sending would go. Everybody is counted once; ``channels`` counts the people reached, by channel.

    Of the ``units`` meant, ``reached`` have somebody who can be told, ``empty`` have nobody who has joined, and the
    rest have only people who cannot be told. ``full`` people were written to often enough this week and are left alone;
    ``full_units`` are those in which nobody is left to be told.
    """

    people: int = 0
    units: int = 0
    reached: int = 0
    empty: int = 0
    unreachable: int = 0
    channels: tuple[tuple[str, int], ...] = ()
    full: int = 0
    full_units: int = 0

    @property
    def deaf(self) -> int:
        """Units with people of whom none can be told anything."""
        return self.units - self.reached - self.empty - self.full_units

    def as_json(self) -> dict[str, Json]:
        """As JSON; :meth:`of` reads it back."""
        return {**asdict(self), "channels": [list(one) for one in self.channels]}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Reach":
        """Read back."""
        channels = tuple((str(name), int(n)) for name, n in kept.get("channels", ()))
        return cls(**{**kept, "channels": channels})
