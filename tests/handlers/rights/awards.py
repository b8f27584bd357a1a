"""The rows of nominations, sessions and decisions, and the things they act on."""

from tests.handlers.rights.cells import Forms, Rows, Thing

ROWS: Rows = {}
FORMS: Forms = {}
THINGS: dict[str, Thing] = {}
