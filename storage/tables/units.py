"""The tree of units in time, and its closure."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Packed

UNIT = Table(
    "unit",
    METADATA,
    row_id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("aliases", Packed),
    Column("ownership", String(16), nullable=False, server_default=text("''")),
    Column("staff_total", Integer),
    to("unit.id", "successor_id", null=True),
    Column("note", Text, nullable=False, server_default=text("''")),
)

UNIT_SPAN = Table(
    "unit_span",
    METADATA,
    to("unit.id", "unit_id", key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    to("unit.id", "parent_id", null=True),
)
Index("ix_unit_span_parent_id", UNIT_SPAN.c.parent_id)

BRANCH = Table(
    "branch",
    METADATA,
    to("unit.id", "ancestor_id", key=True),
    to("unit.id", "unit_id", key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_branch_unit_id", BRANCH.c.unit_id)

HEIR = Table(
    "heir",
    METADATA,
    to("unit.id", "unit_id", key=True),
    to("unit.id", "heir_id"),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
)
"""Which unit that works goes on in place of one that has ended, through any number of successors."""
Index("ix_heir_heir_id", HEIR.c.heir_id)
