"""Rows that are too many to hold: fetched a page at a time, each after the last row of the one before (S26)."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select

from storage.store import Store
from storage.types import AnyRow

AT_ONCE: Final = 1_000
FIRST: Final = 0
LAST: Final = 2**62
"""Where to begin: before all rows, or behind them where they go down."""


async def pages(
    store: Store, statement: Select[Any], values: Mapping[str, Any], after: int = FIRST
) -> AsyncIterator[Sequence[AnyRow]]:
    """Pages of a SELECT that begins after ``:after`` in its order, takes ``:most``, and has that key first."""
    while rows := await store.rows(statement, {**values, "after": after, "most": AT_ONCE}):
        yield rows
        if len(rows) < AT_ONCE:
            return
        after = int(rows[-1][0])
