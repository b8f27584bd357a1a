"""What was done, for ever, and small facts of the installation itself."""

from sqlalchemy import Column, Index, String, Table

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed, RowId

AUDIT = Table(
    "audit",
    METADATA,
    row_id(),
    Column("at", Moment, nullable=False),
    Column("campaign_at", Moment, nullable=False),
    to("person.id", "actor_id", null=True),
    Column("action", String(40), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("fields", Packed, nullable=False),
    Column("seq", RowId, unique=True),
    Column("seal", String(64)),
)
Index("ix_audit_subject", AUDIT.c.subject)

AUDIT_VALUE = Table(
    "audit_value",
    METADATA,
    to("audit.id", "audit_id", key=True),
    Column("field", String(40), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("value", Packed),
)

NOTE = Table(
    "note",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Packed, nullable=False),
)
"""Small facts of the installation itself: the demo's pretend time, the version of what was loaded."""
