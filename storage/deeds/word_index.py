"""Looks words up in SQLite's index of reports, and makes it forget what was taken away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, column, literal_column, select, table, text

from storage.database import Connection
from storage.store import Store
from storage.tables import DEED
from storage.types import RowId

FEW: Final = 5_000
"""Reports that are soon opened one by one."""
_PLAIN = re.compile(r"[a-z0-9&%+]+")
_WORDS = table("deed_words", column("rowid", RowId))
_ROW = _WORDS.c.rowid
_MATCH = text("deed_words MATCH :matched")
_OF_ROW = literal_column("+deed_words.rowid", RowId)
"""The plus keeps SQLite from asking the index anew for each report: it is gone through once, the newest first."""
_COUNT = text("SELECT count(*) FROM (SELECT rowid FROM deed_words WHERE deed_words MATCH :matched LIMIT :most)")
_TAKE = text("INSERT INTO deed_words (deed_words, rowid, folded) VALUES ('delete', :row, :words)")
_PUT = text("INSERT INTO deed_words (rowid, folded) VALUES (:row, :words)")
_PAGES: Final = 200
"""Of a few kilobytes: a step takes some milliseconds."""
_STEP = text("INSERT INTO deed_words (deed_words, rank) VALUES ('merge', :pages)")
_CHANGES = text("SELECT total_changes()")


@dataclass(frozen=True, slots=True)
class Change:
    """The folded words of a report as they were and are; "" for none."""

    deed: int
    was: str
    now: str


async def renew(connection: Connection, changes: Sequence[Change]) -> None:
    """Let the index follow rows that have been written; it wants to be told what it held."""
    if connection.dialect.name != "sqlite":
        return
    if gone := [{"row": one.deed, "words": one.was} for one in changes if one.was and one.was != one.now]:
        await connection.execute(_TAKE, gone)
    if new := [{"row": one.deed, "words": one.now} for one in changes if one.now and one.was != one.now]:
        await connection.execute(_PUT, new)


def matched(words: Sequence[str]) -> str:
    """What the index is asked for: words that begin so; "" where it cannot tell.

    Only words of plain letters are looked up: others may be several to the index. Whoever asks looks at the texts too.
    """
    return " AND ".join(f'"{word}"*' for word in words if _PLAIN.fullmatch(word))


async def is_common(store: Store, matched: str) -> bool:
    """Whether more than :data:`FEW` reports hold the words."""
    row = await store.row(_COUNT, {"matched": matched, "most": FEW + 1})
    return row is not None and int(row[0]) > FEW


def newest(where: Sequence[ColumnElement[bool]], *, those: Select[tuple[int]] | None = None) -> Select[tuple[int]]:
    """Reports that hold words (``:matched``), the newest first; if given, only of ``those``.

    The index gives one after the other, so the first of many cost no more than the first of few.
    """
    among = [_OF_ROW.in_(those)] if those is not None else []
    held = select(DEED.c.id).select_from(_WORDS.join(DEED, DEED.c.id == _OF_ROW))
    return held.where(_MATCH, *among, *where).order_by(_ROW.desc())


def among_newest(where: Sequence[ColumnElement[bool]]) -> Select[tuple[int]]:
    """The same, looking no further than the newest :data:`FEW` that hold the words."""
    those = select(_ROW).select_from(_WORDS).where(_MATCH).order_by(_ROW.desc()).limit(FEW).subquery("those")
    return select(DEED.c.id).join(those, DEED.c.id == those.c.rowid).where(*where).order_by(those.c.rowid.desc())


async def forget(connection: Connection, *, begin: bool) -> bool:
    """One step of writing the index anew without what was taken away; False when nothing is left to be done.

    Until then the words are found no more, but their bytes lie in the older parts of the index.
    """
    if connection.dialect.name != "sqlite":
        return False
    before = (await connection.execute(_CHANGES)).scalar_one()
    await connection.execute(_STEP, {"pages": -_PAGES if begin else _PAGES})
    return int((await connection.execute(_CHANGES)).scalar_one()) - int(before) > 1
