"""Exemplars: the steps a confirmed report takes with the Office, what it is like, who takes it up."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import index, to
from storage.types import Moment, RowId

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    _publications()
    _conferences()


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("deed.id", "deed_id"),
        to("unit.id", "unit_id"),
        to("person.id", "by_id", null=True),
        to("dispatch.id", "dispatch_id", null=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("place", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("published_at", Moment),
        sa.Column("published_on", sa.Date),
        sa.Column("down_at", Moment),
    )
    index("ix_publication_deed_id", "publication", ["deed_id"])
    index("ix_publication_drafted", "publication", ["id"], "state = 'draft'")
    op.create_table(
        "adoption",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("deed.id", "deed_id"),
        to("unit.id", "unit_id"),
        to("person.id", "person_id", null=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.UniqueConstraint("deed_id", "unit_id"),
    )
    index("ix_adoption_unit_id", "adoption", ["unit_id"])
    op.create_table(
        "adoption_ask",
        to("adoption.id", "adoption_id", key=True),
        sa.Column("after_days", sa.SmallInteger, primary_key=True),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False, server_default=sa.text("''")),
        sa.Column("asked_at", Moment),
        to("person.id", "person_id", null=True),
        sa.Column("line", sa.Text),
        sa.Column("files", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("answered_at", Moment),
    )
    index("ix_adoption_ask_due", "adoption_ask", ["due_on", "adoption_id"], "state = 'planned'")
    op.create_table(
        "thanks",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("deed.id", "deed_id"),
        to("unit.id", "unit_id"),
        sa.Column("kind", sa.String(8), nullable=False),
        to("person.id", "to_id", null=True),
        to("person.id", "by_id", null=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("first_after", sa.Integer),
        sa.Column("passed_at", Moment),
        to("person.id", "passed_by", null=True),
        sa.UniqueConstraint("deed_id", "kind"),
    )


def _conferences() -> None:
    op.create_table(
        "conference",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("unit.id", "unit_id"),
        to("person.id", "created_by", null=True),
        sa.Column("level", sa.String(12), nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("held_on", sa.Date),
        sa.Column("reminded_at", Moment),
        sa.Column("reason", sa.String(20), nullable=False, server_default=sa.text("''")),
    )
    index("ix_conference_unit_id", "conference", ["unit_id", "state"])
    index("ix_conference_near", "conference", ["on_day", "id"], "state = 'planned' AND reminded_at IS NULL")
    op.create_table(
        "honoured",
        to("conference.id", "conference_id", key=True),
        to("deed.id", "deed_id", key=True),
        sa.Column("at", Moment, nullable=False),
    )
