"""Nominations, sessions of the council, public notices and decisions."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import index, to
from storage.types import Moment, Packed, RowId

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    _nominations()


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
