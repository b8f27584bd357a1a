"""Rows that may wait until the end of a transaction: written there together, many to a statement (DESIGN §13.6)."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from storage.database import Connection

Write = Callable[[Connection, Sequence[Any]], Awaitable[None]]
"""Writes all items of one kind at once; the function itself is the kind."""


class Pile:
    """Items by how they are written. Nobody reads them before they are: figures, audit, the steps of a report."""

    def __init__(self) -> None:
        self.items: dict[Write, list[Any]] = {}

    def add(self, write: Write, item: object) -> None:
        """Leave an item to be written with its like."""
        self.items.setdefault(write, []).append(item)

    def join(self, other: "Pile") -> None:
        """Take over what another pile holds."""
        for write, items in other.items.items():
            self.items.setdefault(write, []).extend(items)

    async def write(self, connection: Connection) -> None:
        """Write everything; the pile is empty afterwards."""
        items, self.items = self.items, {}
        for write, many in items.items():
            await write(connection, many)
