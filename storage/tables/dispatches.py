"""Speaking to many: what is announced, each sending of it, everybody it goes to, and calls made by telephone."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed, RowId

ANNOUNCEMENT = Table(
    "announcement",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    to("person.id", "author_id", null=True),
    to("announcement.id", "corrects_id", null=True),
    Column("title", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("doc_no", String(60), nullable=False, server_default=text("''")),
    Column("doc_day", Date),
    Column("acknowledged_by", String(8), nullable=False, server_default=text("''")),
    Column("files", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Moment, nullable=False),
)
"""``unit_id`` speaks: the department or a relay. ``acknowledged_by`` is "", "person" or "unit"."""
Index("ix_announcement_corrects_id", ANNOUNCEMENT.c.corrects_id)

CHASE = Table(
    "chase",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    to("person.id", "author_id", null=True),
    to("obligation.id", "obligation_id"),
    Column("words", Text, nullable=False, server_default=text("''")),
    Column("created_at", Moment, nullable=False),
)
"""The Office or a relay reminds late units by hand; ``words`` stand in place of the usual last sentence."""
Index("ix_chase_obligation_id", CHASE.c.obligation_id)

DISPATCH = Table(
    "dispatch",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    Column("kind", String(16), nullable=False),
    Column("subject", String(40), nullable=False),
    Column("about_id", RowId, nullable=False),
    to("unit.id", "unit_id"),
    to("person.id", "author_id", null=True),
    Column("audience", Packed, nullable=False),
    Column("state", String(10), nullable=False),
    Column("why", String(20), nullable=False, server_default=text("''")),
    Column("reach", Packed, nullable=False),
    Column("starts_at", Moment),
    to("person.id", "confirmer_id", null=True),
    Column("asked_at", Moment),
    to("person.id", "confirmed_by", null=True),
    Column("confirmed_at", Moment),
    Column("as_of", Date),
    Column("listed", Packed),
    Column("base", Packed),
    Column("progress_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""``reach`` is the count that was shown and confirmed; ``listed`` how far the list of recipients has come."""
IS_UNDER_WAY = DISPATCH.c.state.in_(
    [literal_column(f"'{state}'") for state in ("set", "canary", "sending", "paused", "stopped", "through", "ending")]
)
IS_AT_WORK = IS_UNDER_WAY & (
    DISPATCH.c.progress_at.is_not(None)
    | DISPATCH.c.state.not_in([literal_column(f"'{state}'") for state in ("paused", "stopped")])
)
"""What the clock looks at: not what is held and has come to rest (no ``progress_at``)."""
Index("ix_dispatch_at_work", DISPATCH.c.id, postgresql_where=IS_AT_WORK, sqlite_where=IS_AT_WORK)
Index("ix_dispatch_under_way", DISPATCH.c.id, postgresql_where=IS_UNDER_WAY, sqlite_where=IS_UNDER_WAY)
Index("ix_dispatch_subject", DISPATCH.c.subject)
Index("ix_dispatch_about_id", DISPATCH.c.about_id)

RECIPIENT = Table(
    "recipient",
    METADATA,
    row_id(),
    to("dispatch.id", "dispatch_id"),
    to("unit.id", "unit_id"),
    to("person.id", "person_id", null=True),
    Column("subject", String(40), nullable=False),
    Column("channel", String(16), nullable=False, server_default=text("''")),
    Column("state", String(8), nullable=False),
    Column("reason", String(40), nullable=False, server_default=text("''")),
    Column("outbox_id", RowId),
    Column("queued_at", Moment),
    Column("sent_at", Moment),
    Column("acknowledged_at", Moment),
    Column("is_canary", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("dispatch_id", "person_id"),
)
"""The ledger. A unit where nobody has joined stands in it without a person. The words live with the dispatch alone.

``queued_at``, in campaign time, is when it came to the outbox: weeks are counted by it, in the demonstration too."""
HAS_LEFT = (RECIPIENT.c.state != "planned") & (RECIPIENT.c.reason != "stopped")
"""It was tried, or is on its way: what was held before is nobody's to read."""
Index("ix_recipient_dispatch_id_state", RECIPIENT.c.dispatch_id, RECIPIENT.c.state, RECIPIENT.c.id)
Index("ix_recipient_subject_unit_id", RECIPIENT.c.subject, RECIPIENT.c.unit_id)
Index("ix_recipient_person_id_subject", RECIPIENT.c.person_id, RECIPIENT.c.subject)

PHONE_CALL = Table(
    "phone_call",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    to("person.id", "by_id", null=True),
    Column("at", Moment, nullable=False),
)
"""Somebody of the Office or a relay has telephoned a unit that messages do not reach."""
Index("ix_phone_call_unit_id", PHONE_CALL.c.unit_id)
