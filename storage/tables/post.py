"""What comes in and goes out, row by row before it is acted on."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, and_, literal_column, text

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
    Column("account", String(81), nullable=False, server_default=text("''")),
    Column("lane", Integer, nullable=False),
    Column("key", String(160), unique=True),
    Column("subject", String(64)),
    Column("slot", String(80), nullable=False, server_default=text("''")),
    Column("payload", Packed),
    Column("state", String(10), nullable=False, server_default=text("'planned'")),
    Column("waits", String(4), nullable=False, server_default=text("''")),
    Column("reason", String(40)),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("unsure", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Moment),
    Column("expires_at", Moment),
    Column("retry_at", Moment),
    Column("message", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
)
IS_PLANNED = OUTBOX.c.state == literal_column("'planned'")
IS_CLAIMED = OUTBOX.c.state == literal_column("'claimed'")
IS_READY = and_(IS_PLANNED, OUTBOX.c.waits == literal_column("''"))
"""What waits for its time or is held lies outside this index: however much it is, nobody reads past it."""
IS_TIMED = and_(IS_PLANNED, OUTBOX.c.waits == literal_column("'time'"))
IS_LATER = and_(IS_TIMED, OUTBOX.c.retry_at.is_(None))
IS_AGAIN = and_(IS_TIMED, OUTBOX.c.retry_at.is_not(None))
IS_SLOTTED = OUTBOX.c.slot != literal_column("''")
HAS_SUBJECT = OUTBOX.c.subject.is_not(None)
IS_SETTLED = and_(
    OUTBOX.c.state != literal_column("'planned'"),
    OUTBOX.c.state != literal_column("'claimed'"),
)
"""Such rows are forgotten some weeks later; the ledgers have copied long before what became of them."""
Index("ix_outbox_ready", OUTBOX.c.account, OUTBOX.c.lane, OUTBOX.c.id, postgresql_where=IS_READY, sqlite_where=IS_READY)
Index("ix_outbox_later", OUTBOX.c.not_before, postgresql_where=IS_LATER, sqlite_where=IS_LATER)
Index("ix_outbox_again", OUTBOX.c.retry_at, postgresql_where=IS_AGAIN, sqlite_where=IS_AGAIN)
Index("ix_outbox_planned", OUTBOX.c.address, postgresql_where=IS_PLANNED, sqlite_where=IS_PLANNED)
Index("ix_outbox_claimed", OUTBOX.c.id, postgresql_where=IS_CLAIMED, sqlite_where=IS_CLAIMED)
Index("ix_outbox_slot", OUTBOX.c.address, OUTBOX.c.slot, postgresql_where=IS_SLOTTED, sqlite_where=IS_SLOTTED)
Index(
    "ix_outbox_subject", OUTBOX.c.subject, OUTBOX.c.state, OUTBOX.c.waits,
    postgresql_where=HAS_SUBJECT, sqlite_where=HAS_SUBJECT,
)  # fmt: skip
Index("ix_outbox_settled", OUTBOX.c.created_at, postgresql_where=IS_SETTLED, sqlite_where=IS_SETTLED)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("paused_until", Moment),
)
