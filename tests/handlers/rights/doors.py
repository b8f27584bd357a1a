"""The rows of what is open to everybody, and of what shows the way."""

from tests.handlers.rights.cells import Forms, Rows, Thing

ROWS: Rows = {
    "/help": (None, ""),
    "/menu": (None, ""),
    "/language": (None, ""),
    "/cancel": (None, ""),
    "/bots": ("review", ""),
    "/file": (None, ""),
    "later": (None, ""),
}
FORMS: Forms = {}


THINGS: dict[str, Thing] = {}
