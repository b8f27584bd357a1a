"""The campaign, what is reported under it, and the figures that are kept of that."""

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

CAMPAIGN = Table(
    "campaign",
    METADATA,
    row_id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("spec", Packed, nullable=False),
    Column("imported_at", Moment, nullable=False),
)

DEED = Table(
    "deed",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    to("person.id", "reporter_id", null=True),
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
    to("person.id", "decided_by", null=True),
    Column("reason", Text),
    Column("folded", Text, nullable=False, server_default=text("''")),
)
Index("ix_deed_reporter_id", DEED.c.reporter_id)
Index("ix_deed_unit_id_state", DEED.c.unit_id, DEED.c.state)
Index("ix_deed_sent_on", DEED.c.sent_on, DEED.c.id)
FOLDED_WORDS = "array_to_tsvector(array_remove(string_to_array({}folded, ' '), ''))"
"""The words of a report as PostgreSQL looks them up, at hand or (``deed.``) named; SQLite goes through the texts."""
Index("ix_deed_folded", text(FOLDED_WORDS.format("")), postgresql_using="gin", _table=DEED).ddl_if(dialect="postgresql")

DEED_STEP = Table(
    "deed_step",
    METADATA,
    row_id(),
    to("deed.id", "deed_id"),
    Column("state", String(12), nullable=False),
    Column("movement", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    to("person.id", "person_id", null=True),
    Column("note", Text),
)
Index("ix_deed_step_deed_id", DEED_STEP.c.deed_id)

DEED_VERSION = Table(
    "deed_version",
    METADATA,
    to("deed.id", "deed_id", key=True),
    Column("version", Integer, primary_key=True),
    Column("answers", Packed, nullable=False),
    Column("movement", String(16), nullable=False),
    Column("changed", Packed, nullable=False),
    Column("replaced_at", Moment, nullable=False),
    to("person.id", "replaced_by", null=True),
)

CHASED = Table(
    "chased",
    METADATA,
    to("deed.id", "deed_id", key=True),
    Column("version", Integer, primary_key=True),
    Column("step", String(8), primary_key=True),
    Column("at", Moment, nullable=False),
)

PRAISED = Table(
    "praised",
    METADATA,
    to("deed.id", "deed_id", key=True),
    to("person.id", "person_id", key=True),
    Column("asked_at", Moment, nullable=False),
    Column("answer", String(12)),
    Column("words", Text),
    Column("answered_at", Moment),
)

Index("ix_praised_person_id", PRAISED.c.person_id)

MINOR = Table(
    "minor",
    METADATA,
    to("deed.id", "deed_id", key=True),
    Column("name", String(120), nullable=False),
    Column("child_on", Date, nullable=False),
    Column("child_form", String(12), nullable=False),
    Column("child_by", String(120), nullable=False),
    Column("guardian_on", Date, nullable=False),
    Column("guardian_form", String(12), nullable=False),
    Column("guardian_by", String(120), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    to("person.id", "recorded_by"),
)
"""A pupil's full name, apart from the report: there only with both consents, seen by few, gone with one statement."""

PLAN = Table(
    "plan",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("answers", Packed, nullable=False),
    Column("spread", Boolean, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("due_on", Date),
    Column("promised_on", Date),
    Column("reported_on", Date, nullable=False),
    Column("reported_at", Moment, nullable=False),
    to("person.id", "reporter_id", null=True),
    UniqueConstraint("campaign_id", "unit_id"),
)

PLAN_STEP = Table(
    "plan_step",
    METADATA,
    row_id(),
    to("plan.id", "plan_id"),
    Column("state", String(12), nullable=False),
    Column("spread", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    to("person.id", "person_id", null=True),
    Column("answers", Packed),
    Column("note", Text),
)
Index("ix_plan_step_plan_id", PLAN_STEP.c.plan_id)

EVIDENCE = Table(
    "evidence",
    METADATA,
    row_id(),
    Column("address", String(200), nullable=False),
    to("person.id", "person_id", null=True),
    Column("run", RowId, nullable=False),
    Column("subject", String(40)),
    Column("ref", Packed, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", String(200), nullable=False, server_default=text("''")),
    Column("file_key", String(64)),
    Column("clean_key", String(64)),
    Column("media_type", String(80)),
    Column("size", RowId),
    Column("state", String(8), nullable=False, server_default=text("'owed'")),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("retry_at", Moment),
    Column("sent_at", Moment, nullable=False),
)
Index("ix_evidence_address_run", EVIDENCE.c.address, EVIDENCE.c.run)
Index("ix_evidence_subject", EVIDENCE.c.subject)
Index("ix_evidence_person_id_sent_at", EVIDENCE.c.person_id, EVIDENCE.c.sent_at)
Index("ix_evidence_file_key", EVIDENCE.c.file_key)
Index("ix_evidence_clean_key", EVIDENCE.c.clean_key)
IS_OWED = EVIDENCE.c.state == literal_column("'owed'")
Index("ix_evidence_owed", EVIDENCE.c.id, postgresql_where=IS_OWED, sqlite_where=IS_OWED)

FIGURE = Table(
    "figure",
    METADATA,
    to("campaign.id", "campaign_id", key=True),
    to("unit.id", "branch_id", key=True),
    Column("measure", String(16), primary_key=True),
    Column("movement", String(16), primary_key=True),
    Column("state", String(12), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""A sum reads a stretch of the key: with the day at its end nothing has to be sorted into groups, and SQLite keeps the
rows in the key itself (decision 5)."""
