"""The rows of files that are taken away, and the units they are of."""

from domain.deeds import STATES
from domain.extracts import Stored
from domain.papers.freezes import Figures
from domain.people import Person
from domain.rights import Scope
from domain.summary import Slice, Summary
from storage.papers import freezes
from tests.handlers.conftest import Desk
from tests.handlers.rights.cells import Forms, Rows, Thing
from tests.handlers.rights.figures import slice_of

ROWS: Rows = {
    "/export": ("export", ""),
    "export_of": ("export", "file of a unit"),
    "export_period": ("export", "file of a unit"),
    "take": ("export", "file of a unit"),
    "exports": ("export_all", "a page"),
    "/freeze": ("freeze", ""),
    "freeze_ask": ("freeze", "file of a unit"),
    "freeze_period": ("freeze", "file of a unit"),
    "freeze": ("freeze", "file of a unit"),
    "frozen": ("freeze", "frozen figures"),
    "frozen_file": ("freeze", "frozen figures"),
    "frozen_changes": ("freeze", "frozen figures"),
    "freezes": ("freeze", "a page"),
}
FORMS: Forms = {}


async def frozen(desk: Desk, unit: str, by: Person) -> tuple[str, ...]:
    """Figures of that unit that were frozen."""
    where, store, day = await desk.unit(unit), desk.store, desk.now.today
    held = Scope("freeze", (where,), below=True, person=by.id)
    number = await freezes.ask(store, desk.now, desk.house.campaign_id, Slice(where), unit, held)
    figures = Figures(Summary(day, 1, 0, {}, dict.fromkeys(STATES, 0), {}))
    files = [Stored("S.xlsx", "a" * 64, "x", 1, 1), Stored("S.jsonl", "b" * 64, "x", 1, 1)]
    await freezes.fill(store, desk.now, number, figures, files, "d" * 64, held)
    await store.keep()
    return str(number), "0"


THINGS: dict[str, Thing] = {
    "file of a unit": Thing(slice_of, "unit_not_yours"),
    "frozen figures": Thing(frozen, "no_such_freeze"),
}
