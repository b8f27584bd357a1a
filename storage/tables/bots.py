"""Our bots on platforms where one alone is too few: whose each is, and how much of its month is spent."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment

BOT = Table(
    "bot",
    METADATA,
    row_id(),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("sealed", Text),
    Column("name", String(120), nullable=False, server_default=text("''")),
    Column("link", String(300), nullable=False, server_default=text("''")),
    to("unit.id", "unit_id", null=True),
    Column("added_at", Moment, nullable=False),
    UniqueConstraint("channel", "account"),
)
"""``sealed`` is the token, encrypted; empty for a bot that the settings name. ``unit_id``: whose people it is for."""
Index("ix_bot_unit_id", BOT.c.unit_id)

BOT_MONTH = Table(
    "bot_month",
    METADATA,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("spoken", Integer, nullable=False),
    Column("is_full", Boolean, nullable=False),
)
"""``month`` as in "2025-04"; ``is_full`` says that the platform itself refused, whatever we have counted."""
