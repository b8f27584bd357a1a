"""The rows of figures and of what is looked for, and the units they are about."""

from domain.people import Person
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Rows, Thing
from tests.handlers.rights.deeds import waiting

ROWS: Rows = {
    "/summary": ("see_figures", ""),
    "/search": ("see_own", ""),
    "found_page": ("see_own", "a page"),
    "found": ("see_own", "found deed"),
    "movements": ("see_figures", ""),
    "figures": ("see_figures", ""),
    "other_period": ("see_figures", ""),
    "late": ("see_figures", "a page"),
    "below": ("see_figures", "a page"),
    "card": ("see_figures", ""),
    "late_card": ("see_figures", ""),
    "deeds": ("see_deeds", "a page"),
    "deed": ("see_deeds", "a deed of a slice"),
    "/pending": ("see_figures", ""),
    "pending": ("see_figures", "a page"),
    "late_unit": ("see_figures", "unit"),
    "chart": ("see_figures", "figures of a unit"),
}
FORMS: Forms = {}


async def slice_of(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """The figures of that unit."""
    return (str(await desk.unit(unit)), "0", "0", "0", "0", "2")


async def deed_of_slice(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """A report among those that the figures of its unit count."""
    number, _ = await waiting(desk, unit, by)
    return (str(await desk.unit(unit)), *"00000", number)


THINGS: dict[str, Thing] = {
    "figures of a unit": Thing(slice_of, "unit_not_yours"),
    "a deed of a slice": Thing(deed_of_slice, "unit_not_yours"),
    "found deed": Thing(waiting, "deed_not_yours", own=True, also="see_deeds"),
}
