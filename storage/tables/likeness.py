"""Fingerprints of what reports tell and show, by which those that are alike are found, and what was said of them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from storage.tables.base import METADATA, to
from storage.types import Moment, RowId

KEYS = tuple(f"key_{place}" for place in range(12))
BANDS = tuple(f"{part}_{place}" for part in ("whole", "centre") for place in range(4))

LIKENESS_TEXT = Table(
    "likeness_text",
    METADATA,
    to("deed.id", "deed_id", key=True),
    *(Column(name, Integer, nullable=False) for name in KEYS),
)
"""Two texts that tell the same share a number in the same place."""
for _name in KEYS:
    Index(f"ix_likeness_text_{_name}", LIKENESS_TEXT.c[_name], LIKENESS_TEXT.c.deed_id)

LIKENESS_PHOTO = Table(
    "likeness_photo",
    METADATA,
    Column("evidence_id", RowId, ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True),
    Column("whole", BigInteger, nullable=False),
    Column("centre", BigInteger, nullable=False),
    *(Column(name, Integer, nullable=False) for name in BANDS),
)
"""The fingerprints of a photo and their pieces; gone with the photo."""
for _name in BANDS:
    # With the fingerprint beside its piece, so that thousands of photos are looked through without being opened.
    Index(f"ix_likeness_photo_{_name}", LIKENESS_PHOTO.c[_name], LIKENESS_PHOTO.c[_name.partition("_")[0]])

LIKENESS_WORD = Table(
    "likeness_word",
    METADATA,
    to("deed.id", "deed_id", key=True),
    to("deed.id", "other_id", key=True),
    Column("word", String(8), nullable=False),
    to("person.id", "by_id"),
    Column("at", Moment, nullable=False),
)
"""What the Office said of two reports, the older one first: ``apart`` or ``same``."""
Index("ix_likeness_word_other_id", LIKENESS_WORD.c.other_id)
