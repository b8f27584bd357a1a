"""What a handler holds of the database: statements on one transaction, with a savepoint from its first write on."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable

from storage.database import Connection, Savepoint
from storage.pile import Pile, Write
from storage.types import AnyRow


class Store:
    """One message's view of the database. It reads its own writes and fails alone (DESIGN §13.1)."""

    def __init__(self, connection: Connection, *, writable: bool = True, pile: Pile | None = None) -> None:
        """``pile`` is the batch's, written by whoever ends it; without one, :meth:`keep` writes what was left."""
        self._connection = connection
        self._writable = writable
        self._batch = pile
        self._pile = Pile()
        self._savepoint: Savepoint | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database: the two look words up each in its own way."""
        return self._connection.dialect.name == "sqlite"

    async def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[AnyRow]:
        """All rows of a SELECT."""
        return (await self._connection.execute(statement, values or {})).all()

    async def row(self, statement: Executable, values: Mapping[str, Any] | None = None) -> AnyRow | None:
        """The first row of a SELECT, or None."""
        return (await self._connection.execute(statement, values or {})).first()

    async def write(self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
        """Change rows; returns how many (meaningless for many sets of values at once)."""
        await self._hold()
        return (await self._connection.execute(statement, values)).rowcount

    async def add(self, statement: Executable, values: Mapping[str, Any]) -> int:
        """Insert one row with RETURNING id; returns the id."""
        await self._hold()
        return int((await self._connection.execute(statement, values)).scalar_one())

    async def returned(self, statement: Executable, values: Mapping[str, Any]) -> AnyRow | None:
        """Change a row with RETURNING; None when no row was met (a compare-and-set that lost)."""
        await self._hold()
        return (await self._connection.execute(statement, values)).first()

    def later(self, write: Write, item: object) -> None:
        """Leave an item to be written at the end of the transaction, together with its like from other messages."""
        self._check()
        self._pile.add(write, item)

    async def keep(self) -> None:
        """The handler is done: its writes join the batch."""
        if self._savepoint is not None:
            await self._savepoint.commit()
            self._savepoint = None
        if self._batch is None:
            await self._pile.write(self._connection)
        else:
            self._batch.join(self._pile)
            self._pile = Pile()

    async def undo(self) -> None:
        """The handler failed: its writes are gone, the batch goes on."""
        self._pile = Pile()
        if self._savepoint is not None:
            await self._savepoint.rollback()
            self._savepoint = None

    def _check(self) -> None:
        if not self._writable:
            message = "a reading handler tried to write"
            raise RuntimeError(message)

    async def _hold(self) -> None:
        self._check()
        if self._savepoint is None:
            self._savepoint = await self._connection.begin_nested()
