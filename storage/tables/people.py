"""Who is there: people, their consent, chats, invitations and roles."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed

PERSON = Table(
    "person",
    METADATA,
    row_id(),
    Column("name", String(120), nullable=False),
    Column("title", String(8), nullable=False, server_default=text("''")),
    Column("created_at", Moment, nullable=False),
    Column("reach", String(200)),
    Column("digest_off_at", Moment),
    Column("withdrawn_at", Moment),
    Column("erased_at", Moment),
)
"""``reach`` is the address where they want to be told things; without one it is the chat they used last.

Since ``digest_off_at`` they want no weekly overview; duties are told all the same."""

OWN_REQUEST = Table(
    "own_request",
    METADATA,
    row_id(),
    Column("kind", String(8), nullable=False),
    to("person.id", "person_id"),
    Column("address", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", String(8), nullable=False, server_default=text("'waiting'")),
    Column("detail", Packed),
    Column("retry_at", Moment),
    Column("asked_at", Moment, nullable=False),
    Column("done_at", Moment),
)
"""A copy of one's own data to be made, or an erasure to be carried out, beside the batches."""
IS_ASKED = OWN_REQUEST.c.state == literal_column("'waiting'")
Index("ix_own_request_waiting", OWN_REQUEST.c.id, postgresql_where=IS_ASKED, sqlite_where=IS_ASKED)
Index("ix_own_request_person_id", OWN_REQUEST.c.person_id)

CONSENT = Table(
    "consent",
    METADATA,
    row_id(),
    to("person.id", "person_id"),
    Column("notice", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)
Index("ix_consent_person_id", CONSENT.c.person_id)

CONVERSATION = Table(
    "conversation",
    METADATA,
    row_id(),
    Column("address", String(200), nullable=False, unique=True),
    to("person.id", "person_id", null=True),
    Column("language", String(8)),
    Column("state", Packed),
    Column("menu", Packed),
    Column("seen_at", Moment, nullable=False),
    Column("blocked_at", Moment),
)
Index("ix_conversation_person_id", CONVERSATION.c.person_id)

INVITE = Table(
    "invite",
    METADATA,
    row_id(),
    Column("code_hash", String(64), nullable=False, unique=True),
    to("unit.id", "unit_id"),
    Column("role", String(16), nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    to("person.id", "created_by", null=True),
)

JOINED = Table(
    "joined",
    METADATA,
    to("invite.id", "invite_id", key=True),
    to("person.id", "person_id", key=True),
    Column("at", Moment, nullable=False),
)

CODE_TRY = Table(
    "code_try",
    METADATA,
    row_id(),
    Column("address", String(200), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_code_try_at", CODE_TRY.c.at)

GRANT = Table(
    "role_grant",
    METADATA,
    row_id(),
    to("person.id", "person_id"),
    Column("role", String(16), nullable=False),
    to("unit.id", "unit_id"),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date, nullable=False),
    to("person.id", "given_by", null=True),
    Column("acting", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("person_id", "role", "unit_id", "from_day"),
)
Index("ix_role_grant_unit_id", GRANT.c.unit_id)

REQUEST = Table(
    "join_request",
    METADATA,
    row_id(),
    to("person.id", "person_id"),
    to("unit.id", "unit_id"),
    Column("role", String(16), nullable=False),
    Column("team", String(120), nullable=False, server_default=text("''")),
    Column("channel", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("rung", Integer, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_on", Date),
    Column("decided_at", Moment),
    to("person.id", "decided_by", null=True),
)
"""``rung`` counts whom it was brought to: head, deputy, then the offices above; ``due_on`` is empty once settled."""
Index("ix_join_request_person_id", REQUEST.c.person_id)
Index("ix_join_request_unit_id", REQUEST.c.unit_id)
Index("ix_join_request_due_on", REQUEST.c.due_on)

LINK = Table(
    "link_code",
    METADATA,
    row_id(),
    Column("code_hash", String(64), nullable=False, unique=True),
    to("person.id", "person_id"),
    to("person.id", "made_by"),
    Column("expires_at", Moment, nullable=False),
)
Index("ix_link_code_person_id", LINK.c.person_id)
Index("ix_link_code_expires_at", LINK.c.expires_at)
