"""The rows of papers that leave the house, and the things they act on."""

from tests.handlers.rights.cells import Forms, Rows, Thing

ROWS: Rows = {}
FORMS: Forms = {}
THINGS: dict[str, Thing] = {}
