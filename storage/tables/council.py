"""Sessions of the council with their cases and secret votes; public notices, objections; papers that decide."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment

SESSION = Table(
    "council_session",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    Column("held_on", Date, nullable=False),
    Column("place", String(120), nullable=False),
    to("person.id", "chair_id", null=True),
    to("person.id", "secretary_id", null=True),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    to("person.id", "opened_by", null=True),
    Column("opened_at", Moment),
    Column("counted_at", Moment),
    to("person.id", "confirmed_by", null=True),
    Column("confirmed_at", Moment),
)
"""``state``: drawn (called, nobody votes yet) | voting | counted (waits for a second member) | ended | dropped."""
Index("ix_council_session_campaign_id_held_on", SESSION.c.campaign_id, SESSION.c.held_on)

SESSION_MEMBER = Table(
    "council_member",
    METADATA,
    to("council_session.id", "session_id", key=True),
    to("person.id", "person_id", key=True),
    Column("seat", String(8), nullable=False),
    Column("changed_at", Moment),
)
"""``seat``: absent | present | sheet (away, with a sheet of paper sent to the secretary)."""
Index("ix_council_member_person_id", SESSION_MEMBER.c.person_id)

SESSION_CASE = Table(
    "council_case",
    METADATA,
    row_id(),
    to("council_session.id", "session_id"),
    to("nomination.id", "nomination_id"),
    Column("place", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("members", Integer),
    Column("present", Integer),
    Column("pool", Integer),
    Column("recused", Integer),
    Column("cast", Integer),
    Column("in_favour", Integer),
    Column("sheets", Integer, nullable=False),
    Column("sheets_in_favour", Integer, nullable=False),
    to("person.id", "sheets_by", null=True),
    to("person.id", "sheets_confirmed_by", null=True),
    Column("threshold", String(40)),
    Column("agreed", Boolean),
    Column("closed_at", Moment),
    to("person.id", "closed_by", null=True),
    UniqueConstraint("session_id", "nomination_id"),
)
"""``state``: waiting | counted | postponed. The numbers are those at the closing; who voted what is nowhere."""
Index("ix_council_case_nomination_id", SESSION_CASE.c.nomination_id)

RECUSAL = Table(
    "council_recusal",
    METADATA,
    to("council_case.id", "case_id", key=True),
    to("person.id", "person_id", key=True),
    Column("at", Moment, nullable=False),
)
"""Members who said that they have to do with a case; whose unit it is of is looked up, not written down."""
Index("ix_council_recusal_person_id", RECUSAL.c.person_id)

VOTE = Table(
    "council_vote",
    METADATA,
    to("council_case.id", "case_id", key=True),
    Column("token", String(64), primary_key=True),
    Column("choice", String(8), nullable=False),
    sqlite_with_rowid=False,
)
"""Neither person nor hour, and in the order of tokens: docs/decisions says what can be seen from the database."""

NOTICE = Table(
    "public_notice",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    to("unit.id", "unit_id"),
    Column("from_day", Date, nullable=False),
    Column("to_day", Date, nullable=False),
    Column("state", String(8), nullable=False),
    to("person.id", "opened_by", null=True),
)
"""``to_day`` is the last day on which it stands open. ``state``: open | ended."""
Index("ix_public_notice_campaign_id_state", NOTICE.c.campaign_id, NOTICE.c.state)

NOTICE_ROW = Table(
    "public_notice_row",
    METADATA,
    to("public_notice.id", "notice_id", key=True),
    to("nomination.id", "nomination_id", key=True),
)
Index("ix_public_notice_row_nomination_id", NOTICE_ROW.c.nomination_id)

OBJECTION = Table(
    "objection",
    METADATA,
    row_id(),
    to("public_notice.id", "notice_id"),
    to("nomination.id", "nomination_id"),
    to("person.id", "person_id", null=True),
    Column("words", Text),
    Column("at", Moment, nullable=False),
    Column("state", String(10), nullable=False),
    Column("answer", Text),
    to("person.id", "answered_by", null=True),
    Column("answered_at", Moment),
)
"""``state``: open | upheld | dismissed."""
Index("ix_objection_nomination_id_state", OBJECTION.c.nomination_id, OBJECTION.c.state)
Index("ix_objection_person_id", OBJECTION.c.person_id)

DECISION = Table(
    "award_decision",
    METADATA,
    row_id(),
    to("campaign.id", "campaign_id"),
    Column("kind", String(10), nullable=False),
    Column("number", String(40), nullable=False),
    Column("day", Date),
    Column("decided_by", String(120), nullable=False),
    Column("reason", Text),
    to("person.id", "recorded_by", null=True),
    Column("at", Moment, nullable=False),
)
"""``kind``: submitted (the submission upward), decided, revoked (chapter VII: declared what was not so).
Of an ad-hoc award number ("") and day (null) may not be known yet."""
Index("ix_award_decision_campaign_id", DECISION.c.campaign_id)

DECISION_ROW = Table(
    "award_decision_row",
    METADATA,
    to("award_decision.id", "decision_id", key=True),
    to("nomination.id", "nomination_id", key=True),
)
Index("ix_award_decision_row_nomination_id", DECISION_ROW.c.nomination_id)
