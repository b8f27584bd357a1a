"""People as the service knows them: a name, how to address it, and the roles held in which unit."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.messages import Address

Title = Literal["", "co", "thay", "chi", "anh"]
"""How a person asked to be addressed; "" until they did (CONVERSATIONS §1.2)."""

TITLES: tuple[Title, ...] = ("co", "thay", "chi", "anh")

Role = Literal["teacher", "staff", "head", "deputy", "relay", "office", "council", "partner", "operator"]

ROLES: tuple[Role, ...] = ("teacher", "staff", "head", "deputy", "relay", "office", "council", "partner", "operator")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in a unit on the day the message is handled."""

    role: Role
    unit: int
    unit_code: str
    unit_name: str
    unit_kind: str
    past: tuple[int, ...] = ()
    """Units that have ended and whose place this one took: what they left is this one's to do (DESIGN §13.5)."""
    acting: bool = False
    """Heads the unit for a period, while its head is away."""
    until: date | None = None
    """Of somebody who acts: the last day of that."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has joined: consent was given before this existed."""

    id: int
    name: str
    title: Title
    grants: tuple[Grant, ...] = ()
    withdrawn: bool = False
    """Took their consent back: nameless and without rights until they agree again or are erased."""

    def holding(self, *roles: Role) -> Grant | None:
        """The first grant of one of these roles."""
        return next((grant for grant in self.grants if grant.role in roles), None)

    @property
    def home(self) -> Grant | None:
        """Where they work: the grant that came first."""
        return self.grants[0] if self.grants else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is told something: who they are, the words they read, and where they can be reached."""

    person: Person | None
    language: str
    address: Address | None
    busy: bool = False
    """A form is open there: numbers typed belong to its question, not to a notice."""
