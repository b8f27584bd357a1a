"""Who took which file away, of what, and how many rows it had (RELIABILITY S44)."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, RowId

EXPORT_LOG = Table(
    "export_log",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("person.id", "person_id", null=True),
    to("unit.id", "unit_id"),
    Column("kind", String(12), nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("movement", String(16), nullable=False, server_default=text("''")),
    Column("as_of", Date),
    Column("asked_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("row_count", Integer),
    Column("size", RowId),
    Column("done_at", Moment),
)
"""``asked_at`` is real time, ``at`` that of the campaign. Without a person it was taken at the server's terminal."""
Index("ix_export_log_person_id_asked_at", EXPORT_LOG.c.person_id, EXPORT_LOG.c.asked_at)
