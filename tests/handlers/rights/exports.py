"""The rows of files that are taken away, and the units they are of."""

from tests.handlers.rights.cells import Forms, Rows, Thing
from tests.handlers.rights.figures import slice_of

ROWS: Rows = {
    "/export": ("export", ""),
    "export_of": ("export", "file of a unit"),
    "export_period": ("export", "file of a unit"),
    "take": ("export", "file of a unit"),
    "exports": ("export_all", "a page"),
}
FORMS: Forms = {}
THINGS: dict[str, Thing] = {"file of a unit": Thing(slice_of, "unit_not_yours")}
