"""Exemplars: the steps a confirmed report takes with the Office, what it is like, who takes it up."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.shapes import index, to
from storage.types import Moment, RowId

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    _stages()
    _likeness()
    _golden_book()
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


def _stages() -> None:
    op.create_table(
        "exemplar",
        to("deed.id", "deed_id", key=True),
        sa.Column("stage", sa.String(12), nullable=False, server_default=sa.text("'detected'")),
        sa.Column("side", sa.String(8), nullable=False, server_default=sa.text("''")),
        sa.Column("beneath", sa.String(8), nullable=False, server_default=sa.text("''")),
        sa.Column("level", sa.String(12), nullable=False, server_default=sa.text("''")),
        to("person.id", "assigned_to", null=True),
        sa.Column("turn", sa.String(8), nullable=False, server_default=sa.text("'office'")),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("changed_at", Moment),
        sa.Column("published_on", sa.Date),
    )
    index("ix_exemplar_to_review", "exemplar", ["deed_id"], "turn = 'office'")
    index("ix_exemplar_stage_deed_id", "exemplar", ["stage", "deed_id"])
    op.create_table(
        "exemplar_step",
        sa.Column("id", RowId, primary_key=True),
        to("deed.id", "deed_id"),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        to("person.id", "person_id", null=True),
        sa.Column("note", sa.Text),
    )
    index("ix_exemplar_step_deed_id", "exemplar_step", ["deed_id"])
    op.create_table(
        "exemplar_note",
        sa.Column("id", RowId, primary_key=True),
        to("deed.id", "deed_id"),
        sa.Column("kind", sa.String(8), nullable=False),
        to("person.id", "by_id", null=True),
        to("person.id", "to_id", null=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_at", Moment),
    )
    index("ix_exemplar_note_deed_id", "exemplar_note", ["deed_id"])
    index("ix_exemplar_note_to_id", "exemplar_note", ["to_id"])
    # Whatever schools had confirmed before waits for the Office's word as what they confirm from now on does.
    op.execute("INSERT INTO exemplar (deed_id) SELECT id FROM deed WHERE state = 'confirmed'")


def _likeness() -> None:
    keys = [f"key_{place}" for place in range(12)]
    op.create_table(
        "likeness_text",
        to("deed.id", "deed_id", key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in keys),
    )
    for name in keys:
        index(f"ix_likeness_text_{name}", "likeness_text", [name, "deed_id"])
    bands = [f"{part}_{place}" for part in ("whole", "centre") for place in range(4)]
    op.create_table(
        "likeness_photo",
        sa.Column("evidence_id", RowId, sa.ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("whole", sa.BigInteger, nullable=False),
        sa.Column("centre", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in bands),
    )
    for name in bands:
        index(f"ix_likeness_photo_{name}", "likeness_photo", [name, name.partition("_")[0]])
    op.create_table(
        "likeness_word",
        to("deed.id", "deed_id", key=True),
        to("deed.id", "other_id", key=True),
        sa.Column("word", sa.String(8), nullable=False),
        to("person.id", "by_id"),
        sa.Column("at", Moment, nullable=False),
    )
    index("ix_likeness_word_other_id", "likeness_word", ["other_id"])


def _golden_book() -> None:
    index("ix_praised_person_id", "praised", ["person_id"])
