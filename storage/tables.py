"""Everything that is remembered, table by table; the migrations build exactly this and a test holds them together."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from storage.types import Moment, Packed, RowId

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> "Column[int]":
    return Column("id", RowId, primary_key=True)


def _to(target: str, name: str, *, null: bool = False, key: bool = False) -> "Column[int]":
    return Column(name, RowId, ForeignKey(target), nullable=null, primary_key=key)


# -- what comes in and goes out ----------------------------------------------------------------------------------------

INBOX = Table(
    "inbox",
    METADATA,
    _id(),
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

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", RowId, primary_key=True, autoincrement=False),
    Column("address", String(200), nullable=False),
    _to("person.id", "person_id", null=True),
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
_SLOTTED = OUTBOX.c.slot != literal_column("''")
Index("ix_outbox_planned", OUTBOX.c.lane, OUTBOX.c.id, postgresql_where=IS_PLANNED, sqlite_where=IS_PLANNED)
Index("ix_outbox_slot", OUTBOX.c.address, OUTBOX.c.slot, postgresql_where=_SLOTTED, sqlite_where=_SLOTTED)
Index("ix_outbox_sent_at", OUTBOX.c.sent_at)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("paused_until", Moment),
)

# -- who is there ------------------------------------------------------------------------------------------------------

PERSON = Table(
    "person",
    METADATA,
    _id(),
    Column("name", String(120), nullable=False),
    Column("title", String(8), nullable=False, server_default=text("''")),
    Column("created_at", Moment, nullable=False),
)

CONSENT = Table(
    "consent",
    METADATA,
    _id(),
    _to("person.id", "person_id"),
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
    _id(),
    Column("address", String(200), nullable=False, unique=True),
    _to("person.id", "person_id", null=True),
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
    _id(),
    Column("code_hash", String(64), nullable=False, unique=True),
    _to("unit.id", "unit_id"),
    Column("role", String(16), nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    _to("person.id", "created_by", null=True),
)

JOINED = Table(
    "joined",
    METADATA,
    _to("invite.id", "invite_id", key=True),
    _to("person.id", "person_id", key=True),
    Column("at", Moment, nullable=False),
)

CODE_TRY = Table(
    "code_try",
    METADATA,
    _id(),
    Column("address", String(200), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("ix_code_try_at", CODE_TRY.c.at)

GRANT = Table(
    "role_grant",
    METADATA,
    _id(),
    _to("person.id", "person_id"),
    Column("role", String(16), nullable=False),
    _to("unit.id", "unit_id"),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date, nullable=False),
    _to("person.id", "given_by", null=True),
    UniqueConstraint("person_id", "role", "unit_id", "from_day"),
)
Index("ix_role_grant_unit_id", GRANT.c.unit_id)

# -- the tree of units -------------------------------------------------------------------------------------------------

UNIT = Table(
    "unit",
    METADATA,
    _id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("aliases", Packed),
    Column("ownership", String(16), nullable=False, server_default=text("''")),
    Column("staff_total", Integer),
    _to("unit.id", "successor_id", null=True),
    Column("note", Text, nullable=False, server_default=text("''")),
)

UNIT_SPAN = Table(
    "unit_span",
    METADATA,
    _to("unit.id", "unit_id", key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    _to("unit.id", "parent_id", null=True),
)

BRANCH = Table(
    "branch",
    METADATA,
    _to("unit.id", "ancestor_id", key=True),
    _to("unit.id", "unit_id", key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date, nullable=False),
)
Index("ix_branch_unit_id", BRANCH.c.unit_id)

# -- the campaign and what is reported ---------------------------------------------------------------------------------

CAMPAIGN = Table(
    "campaign",
    METADATA,
    _id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("spec", Packed, nullable=False),
    Column("imported_at", Moment, nullable=False),
)

DEED = Table(
    "deed",
    METADATA,
    _id(),
    _to("campaign.id", "campaign_id"),
    _to("unit.id", "unit_id"),
    _to("person.id", "reporter_id", null=True),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("movement", String(16), nullable=False),
    Column("answers", Packed, nullable=False),
    Column("from_day", Date),
    Column("to_day", Date),
    Column("outside", Boolean, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("sent_on", Date, nullable=False),
    Column("decided_at", Moment),
    _to("person.id", "decided_by", null=True),
    Column("reason", Text),
)
Index("ix_deed_reporter_id", DEED.c.reporter_id)
Index("ix_deed_unit_id_state", DEED.c.unit_id, DEED.c.state)

DEED_STEP = Table(
    "deed_step",
    METADATA,
    _id(),
    _to("deed.id", "deed_id"),
    Column("state", String(12), nullable=False),
    Column("movement", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    _to("person.id", "person_id", null=True),
    Column("note", Text),
)
Index("ix_deed_step_deed_id", DEED_STEP.c.deed_id)

PLAN = Table(
    "plan",
    METADATA,
    _id(),
    _to("campaign.id", "campaign_id"),
    _to("unit.id", "unit_id"),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("answers", Packed, nullable=False),
    Column("spread", Boolean, nullable=False),
    Column("reported_on", Date, nullable=False),
    Column("reported_at", Moment, nullable=False),
    _to("person.id", "reporter_id", null=True),
    UniqueConstraint("campaign_id", "unit_id"),
)

PLAN_STEP = Table(
    "plan_step",
    METADATA,
    _id(),
    _to("plan.id", "plan_id"),
    Column("state", String(12), nullable=False),
    Column("spread", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    _to("person.id", "person_id", null=True),
)
Index("ix_plan_step_plan_id", PLAN_STEP.c.plan_id)

EVIDENCE = Table(
    "evidence",
    METADATA,
    _id(),
    Column("address", String(200), nullable=False),
    _to("person.id", "person_id", null=True),
    Column("run", RowId, nullable=False),
    Column("subject", String(40)),
    Column("ref", Packed, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", String(200), nullable=False, server_default=text("''")),
    Column("file_key", String(64)),
    Column("media_type", String(80)),
    Column("size", RowId),
    Column("state", String(8), nullable=False, server_default=text("'owed'")),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("retry_at", Moment),
    Column("sent_at", Moment, nullable=False),
)
Index("ix_evidence_address_run", EVIDENCE.c.address, EVIDENCE.c.run)
Index("ix_evidence_subject", EVIDENCE.c.subject)
IS_OWED = EVIDENCE.c.state == literal_column("'owed'")
Index("ix_evidence_owed", EVIDENCE.c.id, postgresql_where=IS_OWED, sqlite_where=IS_OWED)

FIGURE = Table(
    "figure",
    METADATA,
    _to("campaign.id", "campaign_id", key=True),
    _to("unit.id", "branch_id", key=True),
    Column("day", Date, primary_key=True),
    Column("measure", String(16), primary_key=True),
    Column("movement", String(16), primary_key=True),
    Column("state", String(12), primary_key=True),
    Column("n", Integer, nullable=False),
)

# -- what was done, for ever -------------------------------------------------------------------------------------------

AUDIT = Table(
    "audit",
    METADATA,
    _id(),
    Column("at", Moment, nullable=False),
    Column("campaign_at", Moment, nullable=False),
    _to("person.id", "actor_id", null=True),
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
    _to("audit.id", "audit_id", key=True),
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
