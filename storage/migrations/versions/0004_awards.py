"""Nominations, sessions of the council, public notices and decisions."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import index, to
from storage.types import Moment, Packed, RowId

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    _nominations()
    _council()


def _nominations() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("unit.id", "unit_id"),
        to("person.id", "created_by", null=True),
        sa.Column("route", sa.String(8), nullable=False),
        sa.Column("subject_type", sa.String(12), nullable=False),
        sa.Column("subject_name", sa.String(120), nullable=False),
        sa.Column("position", sa.String(120), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        to("person.id", "person_id", null=True),
        sa.Column("agreed", sa.Boolean, nullable=False),
        sa.Column("movement", sa.String(16), nullable=False),
        sa.Column("level", sa.String(12), nullable=False),
        sa.Column("form", sa.String(24), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        to("deed.id", "deed_id", null=True),
        sa.Column("met_on", sa.Date),
        sa.Column("present", sa.Integer),
        sa.Column("members", sa.Integer),
        sa.Column("in_favour", sa.Integer),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("held_from", sa.String(12)),
        sa.Column("open_case", sa.String(12)),
        sa.Column("discipline_ended", sa.Date),
        sa.Column("signed", Packed, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.Column("sent_at", Moment, nullable=False),
        sa.Column("moved_at", Moment, nullable=False),
        sa.Column("due_on", sa.Date),
    )
    index("ix_nomination_unit_id_state", "nomination", ["unit_id", "state"])
    index("ix_nomination_campaign_id_state", "nomination", ["campaign_id", "state"])
    index("ix_nomination_person_id", "nomination", ["person_id"])
    op.create_table(
        "nomination_deed",
        to("nomination.id", "nomination_id", key=True),
        to("deed.id", "deed_id", key=True),
    )
    index("ix_nomination_deed_deed_id", "nomination_deed", ["deed_id"])
    op.create_table(
        "nomination_step",
        sa.Column("id", RowId, primary_key=True),
        to("nomination.id", "nomination_id"),
        sa.Column("act", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        to("person.id", "person_id", null=True),
        sa.Column("note", sa.Text),
    )
    index("ix_nomination_step_nomination_id", "nomination_step", ["nomination_id"])


def _council() -> None:
    _sessions()
    _votes()
    _notices()
    _award_papers()


def _sessions() -> None:
    op.create_table(
        "council_session",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("unit.id", "unit_id"),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        to("person.id", "chair_id", null=True),
        to("person.id", "secretary_id", null=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        to("person.id", "opened_by", null=True),
        sa.Column("opened_at", Moment),
        sa.Column("counted_at", Moment),
        to("person.id", "confirmed_by", null=True),
        sa.Column("confirmed_at", Moment),
    )
    index("ix_council_session_campaign_id_held_on", "council_session", ["campaign_id", "held_on"])
    op.create_table(
        "council_member",
        to("council_session.id", "session_id", key=True),
        to("person.id", "person_id", key=True),
        sa.Column("seat", sa.String(8), nullable=False),
        sa.Column("changed_at", Moment),
    )
    index("ix_council_member_person_id", "council_member", ["person_id"])
    op.create_table(
        "council_case",
        sa.Column("id", RowId, primary_key=True),
        to("council_session.id", "session_id"),
        to("nomination.id", "nomination_id"),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("members", sa.Integer),
        sa.Column("present", sa.Integer),
        sa.Column("pool", sa.Integer),
        sa.Column("recused", sa.Integer),
        sa.Column("cast", sa.Integer),
        sa.Column("in_favour", sa.Integer),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("sheets_in_favour", sa.Integer, nullable=False),
        to("person.id", "sheets_by", null=True),
        to("person.id", "sheets_confirmed_by", null=True),
        sa.Column("threshold", sa.String(40)),
        sa.Column("agreed", sa.Boolean),
        sa.Column("closed_at", Moment),
        to("person.id", "closed_by", null=True),
        sa.UniqueConstraint("session_id", "nomination_id"),
    )
    index("ix_council_case_nomination_id", "council_case", ["nomination_id"])


def _votes() -> None:
    op.create_table(
        "council_recusal",
        to("council_case.id", "case_id", key=True),
        to("person.id", "person_id", key=True),
        sa.Column("at", Moment, nullable=False),
    )
    index("ix_council_recusal_person_id", "council_recusal", ["person_id"])
    op.create_table(
        "council_vote",
        to("council_case.id", "case_id", key=True),
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("choice", sa.String(8), nullable=False),
        sqlite_with_rowid=False,
    )


def _notices() -> None:
    op.create_table(
        "public_notice",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("unit.id", "unit_id"),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("to_day", sa.Date, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        to("person.id", "opened_by", null=True),
    )
    index("ix_public_notice_campaign_id_state", "public_notice", ["campaign_id", "state"])
    op.create_table(
        "public_notice_row",
        to("public_notice.id", "notice_id", key=True),
        to("nomination.id", "nomination_id", key=True),
    )
    index("ix_public_notice_row_nomination_id", "public_notice_row", ["nomination_id"])
    op.create_table(
        "objection",
        sa.Column("id", RowId, primary_key=True),
        to("public_notice.id", "notice_id"),
        to("nomination.id", "nomination_id"),
        to("person.id", "person_id", null=True),
        sa.Column("words", sa.Text),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("answer", sa.Text),
        to("person.id", "answered_by", null=True),
        sa.Column("answered_at", Moment),
    )
    index("ix_objection_nomination_id_state", "objection", ["nomination_id", "state"])
    index("ix_objection_person_id", "objection", ["person_id"])


def _award_papers() -> None:
    op.create_table(
        "award_decision",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("decided_by", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text),
        to("person.id", "recorded_by", null=True),
        sa.Column("at", Moment, nullable=False),
    )
    index("ix_award_decision_campaign_id", "award_decision", ["campaign_id"])
    op.create_table(
        "award_decision_row",
        to("award_decision.id", "decision_id", key=True),
        to("nomination.id", "nomination_id", key=True),
    )
    index("ix_award_decision_row_nomination_id", "award_decision_row", ["nomination_id"])
