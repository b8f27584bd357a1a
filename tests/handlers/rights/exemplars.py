"""The rows of good examples, and the things they act on."""

from domain.people import Person
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Rows, Thing
from tests.handlers.rights.deeds import waiting

ROWS: Rows = {
    "compare": ("review", "two deeds"),
    "two_deeds": ("review", "two deeds"),
    "one_deed": ("review", "two deeds"),
}
FORMS: Forms = {}


async def two(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Two reports of that unit that tell the same."""
    return tuple([(await waiting(desk, unit, by))[0] for _ in range(2)])


THINGS: dict[str, Thing] = {"two deeds": Thing(two, "deed_not_yours")}
