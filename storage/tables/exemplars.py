"""Examples on their way through the Office: where each stands, its steps, and what was noted, asked and answered."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, literal_column, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment

EXEMPLAR = Table(
    "exemplar",
    METADATA,
    to("deed.id", "deed_id", key=True),
    Column("stage", String(12), nullable=False, server_default=text("'detected'")),
    Column("side", String(8), nullable=False, server_default=text("''")),
    Column("beneath", String(8), nullable=False, server_default=text("''")),
    Column("level", String(12), nullable=False, server_default=text("''")),
    to("person.id", "assigned_to", null=True),
    Column("turn", String(8), nullable=False, server_default=text("'office'")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("changed_at", Moment),
    Column("published_on", Date),
)
"""A row from the school's confirmation on; a confirmed report without one stands at the first step."""
IS_TO_REVIEW = EXEMPLAR.c.turn == literal_column("'office'")
Index("ix_exemplar_to_review", EXEMPLAR.c.deed_id, postgresql_where=IS_TO_REVIEW, sqlite_where=IS_TO_REVIEW)
Index("ix_exemplar_stage_deed_id", EXEMPLAR.c.stage, EXEMPLAR.c.deed_id)

EXEMPLAR_STEP = Table(
    "exemplar_step",
    METADATA,
    row_id(),
    to("deed.id", "deed_id"),
    Column("step", String(12), nullable=False),
    Column("stage", String(12), nullable=False),
    Column("side", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    to("person.id", "person_id", null=True),
    Column("note", Text),
)
"""``step`` is what happened (a stage, held, hidden, lifted, returned, assigned, published), then how it stood."""
Index("ix_exemplar_step_deed_id", EXEMPLAR_STEP.c.deed_id)

EXEMPLAR_NOTE = Table(
    "exemplar_note",
    METADATA,
    row_id(),
    to("deed.id", "deed_id"),
    Column("kind", String(8), nullable=False),
    to("person.id", "by_id", null=True),
    to("person.id", "to_id", null=True),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("answer", Text),
    Column("answered_at", Moment),
)
"""Notes of the Office among itself, questions, and tasks to complete something; the last two go to somebody."""
Index("ix_exemplar_note_deed_id", EXEMPLAR_NOTE.c.deed_id)
Index("ix_exemplar_note_to_id", EXEMPLAR_NOTE.c.to_id)
