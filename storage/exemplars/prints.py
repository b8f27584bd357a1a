"""Fingerprints of reports' words and photos, written as these come in; of what came before, a little at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from domain.likeness import text_keys
from domain.photographs import Prints, bands
from storage import notes
from storage.database import Connection
from storage.store import Store
from storage.tables import DEED, EVIDENCE, LIKENESS_PHOTO, LIKENESS_TEXT
from storage.tables.likeness import BANDS, KEYS

_TEXT = insert(LIKENESS_TEXT)
_TEXT = _TEXT.on_conflict_do_update(index_elements=["deed_id"], set_={name: _TEXT.excluded[name] for name in KEYS})
_NO_TEXT = delete(LIKENESS_TEXT).where(LIKENESS_TEXT.c.deed_id.in_(bindparam("ids", expanding=True)))
_PHOTO = insert(LIKENESS_PHOTO).on_conflict_do_nothing()
_HALF = 1 << 63
"""Databases count from minus this; fingerprints from nought."""
_DEEDS_AFTER = "likeness_deed"
_PHOTOS_AFTER = "likeness_photo"
_OLDER_DEEDS = (
    select(DEED.c.id, DEED.c.answers, LIKENESS_TEXT.c.deed_id)
    .outerjoin(LIKENESS_TEXT)
    .where(DEED.c.id > bindparam("after"))
    .order_by(DEED.c.id)
    .limit(bindparam("most"))
)
_OLDER_PHOTOS = (
    select(EVIDENCE.c.id, EVIDENCE.c.clean_key, LIKENESS_PHOTO.c.evidence_id)
    .outerjoin(LIKENESS_PHOTO)
    .where(EVIDENCE.c.id > bindparam("after"))
    .order_by(EVIDENCE.c.id)
    .limit(bindparam("most"))
)


def signed(mark: int) -> int:
    """64 bits as databases keep them."""
    return mark - 2 * _HALF if mark >= _HALF else mark


def unsigned(kept: int) -> int:
    """The same back again."""
    return kept + 2 * _HALF if kept < 0 else kept


def note_text(store: Store, deed: int, text: str) -> None:
    """What a report tells is new or has changed: its fingerprint follows at the end of the transaction."""
    store.later(_write_texts, (deed, text))


async def _write_texts(connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
    found = {deed: text_keys(text) for deed, text in dict(texts).items()}
    if rows := [{"deed_id": deed, **dict(zip(KEYS, keys, strict=True))} for deed, keys in found.items() if keys]:
        await connection.execute(_TEXT, rows)
    if none := [deed for deed, keys in found.items() if not keys]:
        await connection.execute(_NO_TEXT, {"ids": none})


async def keep_photo(store: Store, evidence: int, prints: Prints) -> None:
    """The fingerprints of a photo that was stored just now."""
    pieces = dict(zip(BANDS, (*bands(prints.whole), *bands(prints.centre)), strict=True))
    row = {"evidence_id": evidence, "whole": signed(prints.whole), "centre": signed(prints.centre)}
    await store.write(_PHOTO, {**row, **pieces})


async def forget_texts(store: Store, deeds: Sequence[int]) -> None:
    """Words of these reports are gone, and what was made of them."""
    await store.write(_NO_TEXT, {"ids": list(deeds)})


# -- what came before fingerprints were kept ---------------------------------------------------------------------------


async def older_texts(store: Store, most: int) -> int:
    """Fingerprint the next reports that were not looked at yet; returns how many there were."""
    after = await notes.get(store, _DEEDS_AFTER)
    rows = await store.rows(_OLDER_DEEDS, {"after": after or 0, "most": most})
    for number, answers in ((row[0], row[1]) for row in rows if row[2] is None):
        note_text(store, number, str(answers.get("what") or ""))
    if rows:
        await notes.put(store, _DEEDS_AFTER, rows[-1][0])
    return len(rows)


async def older_photos(store: Store, most: int) -> list[tuple[int, str | None]]:
    """The next files that were not looked at yet, with the cleaned copy of photos without a fingerprint."""
    values: dict[str, Any] = {"after": await notes.get(store, _PHOTOS_AFTER) or 0, "most": most}
    return [(row[0], None if row[2] else row[1]) for row in await store.rows(_OLDER_PHOTOS, values)]


async def looked_at(store: Store, evidence: int) -> None:
    """All files up to this one have been looked at."""
    await notes.put(store, _PHOTOS_AFTER, evidence)
