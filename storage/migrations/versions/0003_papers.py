"""What the Office takes away: frozen figures, documents and who exported what."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import index, to
from storage.types import Moment, Packed, RowId

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    _freezes()
    _exports()
    _papers()


def _freezes() -> None:
    op.create_table(
        "freeze",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("unit.id", "unit_id"),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("movement", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.Column("as_of", sa.Date),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        to("person.id", "person_id", null=True),
        sa.Column("state", sa.String(8), nullable=False, server_default=sa.text("'asked'")),
        sa.Column("figures", Packed),
        sa.Column("files", Packed),
        sa.Column("digest", sa.String(64)),
        sa.Column("frozen_at", Moment),
    )
    index("ix_freeze_campaign_id", "freeze", ["campaign_id"])


def _exports() -> None:
    op.create_table(
        "export_log",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("person.id", "person_id", null=True),
        to("unit.id", "unit_id"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("movement", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.Column("as_of", sa.Date),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("row_count", sa.Integer),
        sa.Column("size", RowId),
        sa.Column("done_at", Moment),
    )
    index("ix_export_log_person_id_asked_at", "export_log", ["person_id", "asked_at"])


def _papers() -> None:
    op.create_table(
        "paper",
        sa.Column("id", RowId, primary_key=True),
        to("campaign.id", "campaign_id"),
        to("unit.id", "unit_id"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        to("freeze.id", "freeze_id", null=True),
        sa.Column("state", sa.String(10), nullable=False, server_default=sa.text("'draft'")),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("sections", Packed, nullable=False),
        sa.Column("number", sa.String(40), nullable=False, server_default=sa.text("''")),
        sa.Column("issued", sa.Date),
        sa.Column("file_key", sa.String(64)),
        to("person.id", "drafted_by", null=True),
        sa.Column("drafted_at", Moment, nullable=False),
        to("person.id", "approved_by", null=True),
        sa.Column("approved_at", Moment),
    )
    index("ix_paper_campaign_id", "paper", ["campaign_id"])
