"""Documents the Office drafts here: what they are about, what was written for them, and the file that was approved."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed

PAPER = Table(
    "paper",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    Column("kind", String(12), nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("as_of", Date, nullable=False),
    Column("words", Text, nullable=False),
    to("freeze.id", "freeze_id", null=True),
    Column("state", String(10), nullable=False, server_default=text("'draft'")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("sections", Packed, nullable=False),
    Column("number", String(40), nullable=False, server_default=text("''")),
    Column("issued", Date),
    Column("file_key", String(64)),
    to("person.id", "drafted_by", null=True),
    Column("drafted_at", Moment, nullable=False),
    to("person.id", "approved_by", null=True),
    Column("approved_at", Moment),
)
"""``file_key`` is the SHA-256 of the approved file: from then on those bytes are handed out, and the row stays."""
Index("ix_paper_campaign_id", PAPER.c.campaign_id)
