"""Looks words up in SQLite's index of reports, and makes it forget what was taken away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from storage.database import Connection
from storage.store import Store

MOST: Final = 5_000
"""Reports worth looking up one by one; words of more are soon met on the way from the newest report down, too."""
_PLAIN = re.compile(r"[a-z0-9]+")
_FIND = text("SELECT rowid FROM deed_words WHERE deed_words MATCH :words ORDER BY rowid DESC LIMIT :most")
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


async def candidates(store: Store, words: Sequence[str]) -> list[int] | None:
    """The newest reports that may hold words which begin so, :data:`MOST` at most; None where no index can tell.

    Only words of plain letters are looked up: others may be several to the index. Whoever asks looks at the texts too.
    """
    plain = [word for word in words if _PLAIN.fullmatch(word)]
    if not store.is_sqlite or not plain:
        return None
    values = {"words": " AND ".join(f'"{word}"*' for word in plain), "most": MOST}
    return [int(row[0]) for row in await store.rows(_FIND, values)]


async def forget(connection: Connection, *, begin: bool) -> bool:
    """One step of writing the index anew without what was taken away; False when nothing is left to be done.

    Until then the words are found no more, but their bytes lie in the older parts of the index.
    """
    if connection.dialect.name != "sqlite":
        return False
    before = (await connection.execute(_CHANGES)).scalar_one()
    await connection.execute(_STEP, {"pages": -_PAGES if begin else _PAGES})
    return int((await connection.execute(_CHANGES)).scalar_one()) - int(before) > 1
