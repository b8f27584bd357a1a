"""What comes in and goes out, row by row before it is acted on."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, literal_column, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed, RowId

INBOX = Table(
    "inbox",
    METADATA,
    row_id(),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("event", String(128), nullable=False),
    Column("address", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(8), nullable=False, server_default=text("'waiting'")),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("code", String(8)),
    Column("taken_at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("channel", "account", "event"),
)
IS_WAITING = INBOX.c.state == literal_column("'waiting'")
"""Written out, not bound: only so can the planner see that the partial index answers."""
Index("ix_inbox_waiting", INBOX.c.id, postgresql_where=IS_WAITING, sqlite_where=IS_WAITING)
Index("ix_inbox_done_at", INBOX.c.done_at)
IS_ASIDE = INBOX.c.state == literal_column("'aside'")
Index("ix_inbox_aside", INBOX.c.taken_at, postgresql_where=IS_ASIDE, sqlite_where=IS_ASIDE)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("address", String(200), nullable=False),
    to("person.id", "person_id", null=True),
    Column("lane", Integer, nullable=False),
    Column("key", String(160), unique=True),
    Column("slot", String(80), nullable=False, server_default=text("''")),
    Column("payload", Packed),
    Column("state", String(10), nullable=False, server_default=text("'planned'")),
    Column("reason", String(40)),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Moment),
    Column("expires_at", Moment),
    Column("retry_at", Moment),
    Column("message", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
)
IS_PLANNED = OUTBOX.c.state == literal_column("'planned'")
IS_SLOTTED = OUTBOX.c.slot != literal_column("''")
Index("ix_outbox_planned", OUTBOX.c.lane, OUTBOX.c.id, postgresql_where=IS_PLANNED, sqlite_where=IS_PLANNED)
Index("ix_outbox_slot", OUTBOX.c.address, OUTBOX.c.slot, postgresql_where=IS_SLOTTED, sqlite_where=IS_SLOTTED)
IS_SETTLED = OUTBOX.c.state != literal_column("'planned'")
Index("ix_outbox_settled", OUTBOX.c.created_at, postgresql_where=IS_SETTLED, sqlite_where=IS_SETTLED)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("paused_until", Moment),
)
