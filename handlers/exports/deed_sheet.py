"""The list of good examples: the story sheet of each report behind a figure (DOMAIN §8)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

from domain.books import Cell, Row, Stream
from handlers.deeds import deed_words
from handlers.exports.ground import Columns, Ground
from storage.deeds import deed_rows
from storage.deeds.deed_rows import DeedRow
from storage.figures import stood

DEEDS: Columns = (
    ("code", 10),
    ("movement", 22),
    ("who", 30),
    ("what", 50),
    ("result", 40),
    ("first", 13),
    ("last", 13),
    ("where", 24),
    ("unit", 34),
    ("above", 26),
    ("proof", 22),
    ("minor", 10),
    ("naming", 18),
    ("state", 18),
    ("reporter", 16),
    ("reported", 17),
    ("confirmer", 16),
    ("confirmed", 17),
)
HIDDEN = frozenset({"withdrawn", "not_ours"})
"""Reports that count no more are told by their number alone, in files as in chat."""


async def deeds(ground: Ground) -> list[Stream]:
    """Of a period all that came in, else those that stand on the day."""
    extract, words = ground.extract, ground.words
    wanted = extract.wanted
    told = await stood.of_slice(ground.store, extract.now, ground.running, wanted, extract.scope)
    movements = told.stood.movements
    standing = sum(movements.get(wanted.movement, {}).values()) if wanted.movement else told.stood.reported
    count = standing if wanted.first is None else told.new
    title = words("export.title.deeds", where=await ground.where(), what=ground.slice_words())
    columns, rows = ground.headings(DEEDS), _rows(ground)
    return [Stream("deeds", words("export.sheet.deeds"), title, ground.note, columns, rows, count)]


async def _rows(ground: Ground) -> AsyncIterator[Row]:
    extract = ground.extract
    async for page in deed_rows.rows(ground.store, extract.now, ground.running[0], extract.wanted, extract.scope):
        for one in page:
            yield _row(ground, one)


def _row(ground: Ground, one: DeedRow) -> Row:
    words, is_hidden = ground.words, one.state in HIDDEN
    said = {} if is_hidden else one.answers
    shown = replace(one, by=None, confirmer=None) if is_hidden else one
    days: tuple[Cell, Cell] = (None, None) if is_hidden else (_day(one.first), _day(one.last))
    return (
        f"G-{one.id}",
        ground.movement(one.movement),
        deed_words.who(words, said.get("who")),
        str(said.get("what") or ""),
        str(said.get("result") or ""),
        *days,
        str(said.get("where") or ""),
        one.name,
        one.above,
        deed_words.evidence(words, said),
        ("" if "minor" not in said else words("export.yes" if said["minor"] else "export.no")),
        deed_words.shown(words, "naming", said),
        words(f"deed.state.{one.state}"),
        ground.named(shown.by, shown.title),
        ground.local(one.sent_at),
        ground.named(shown.confirmer, shown.confirmer_title) if one.state == "confirmed" else "",
        ground.local(one.decided_at) if one.state == "confirmed" else None,
    )


def _day(day: date | None) -> Cell:
    return day
