"""Pictures of figures, sheets and letters: those that are asked for and not drawn yet, and those that were drawn."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, false, text

from storage.tables.base import METADATA, row_id, to
from storage.types import Moment, Packed

DRAWING_REQUEST = Table(
    "drawing_request",
    METADATA,
    row_id(),
    to("person.id", "person_id"),
    Column("address", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("marks", Packed, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    Column("told", Boolean, nullable=False, server_default=false()),
    Column("retry_at", Moment),
    Column("asked_at", Moment, nullable=False),
)
"""A row lives until its picture is on its way. ``marks`` say which figures; ``told``: that it takes long was said."""
Index("ix_drawing_request_person_id", DRAWING_REQUEST.c.person_id)

DRAWING = Table(
    "drawing",
    METADATA,
    Column("mark", String(64), primary_key=True),
    Column("file_key", String(64), nullable=False),
    Column("drawn_at", Moment, nullable=False),
)
"""``mark`` stands for all that the picture shows, so the same figures in the same words are drawn once."""
Index("ix_drawing_drawn_at", DRAWING.c.drawn_at)
