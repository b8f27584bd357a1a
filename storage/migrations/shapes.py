"""What every migration says often: a column that points to another table, an index."""

import sqlalchemy as sa
from alembic import op

from storage.types import RowId


def to(target: str, name: str, *, null: bool = False, key: bool = False) -> "sa.Column[int]":
    """A column that points to a row of ``target`` (``table.column``)."""
    return sa.Column(name, RowId, sa.ForeignKey(target), nullable=null, primary_key=key)


def index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    """An index, of some rows only if ``where`` says so."""
    only = sa.text(where) if where else None
    op.create_index(name, table, columns, postgresql_where=only, sqlite_where=only)
