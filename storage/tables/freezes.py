"""Figures that were frozen, with the hashes of the files that hold the rows behind them."""

from sqlalchemy import Column, Date, Index, String, Table, Text, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed

FREEZE = Table(
    "freeze",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("movement", String(16), nullable=False, server_default=text("''")),
    Column("as_of", Date),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
    to("person.id", "person_id", null=True),
    Column("state", String(8), nullable=False, server_default=text("'asked'")),
    Column("figures", Packed),
    Column("files", Packed),
    Column("digest", String(64)),
    Column("frozen_at", Moment),
)
"""``files`` are [name, key, media type, size, rows] each. Once ``kept``, a row is never changed and never deleted."""
Index("ix_freeze_campaign_id", FREEZE.c.campaign_id)
