"""What changed since figures were frozen: the frozen rows beside those of now, unit by unit (chốt số)."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal, TypeAlias

from documents import streams
from domain.books import Cell, Row, Stream
from domain.extracts import PAGE_OF_UNITS, Written
from domain.messages import Json
from domain.summary import Slice
from domain.unit_names import short_name
from handlers.exports import frozen_sheets
from handlers.exports.frozen_sheets import DEEDS, UNITS
from handlers.exports.ground import Columns, Ground

CHANGES: Columns = (("what", 10), ("sheet", 14), ("code", 20), ("unit", 38), ("field", 22), ("before", 24), ("now", 24))
_OF_NO_ACCOUNT: Final = frozenset({"unit_code", "code", "unit", "above"})
"""What a row is known by, and names, which change without anything having happened."""
What: TypeAlias = Literal["added", "gone", "changed"]
Frozen: TypeAlias = dict[str, tuple[str, tuple[Cell, ...]]]
"""By the code of a unit or report: the unit's name, and what is compared."""


@dataclass(slots=True)
class Found:
    """Counts by sheet and kind, changes by unit, and how many units were complete then and are now."""

    counts: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    complete: Counter[str] = field(default_factory=lambda: Counter(then=0, now=0))

    def facts(self, page: int) -> dict[str, Json]:
        """For the message: the numbers, and one page of units, those that changed most first."""
        listed = sorted(self.units.items(), key=lambda one: (-one[1], one[0]))
        first = page * PAGE_OF_UNITS
        shown: list[Json] = [[short_name(name), n] for name, n in listed[first : first + PAGE_OF_UNITS]]
        return {**self.counts, **self.complete, "units": len(listed), "shown": shown}


async def write(ground: Ground, folder: Path) -> Written:
    """The list of changes as an .xlsx, and their numbers."""
    found, extract = Found(), ground.extract
    title = ground.words("freeze.title.changes", code=extract.name)
    heads = ground.headings(CHANGES, "freeze.column.")
    sheet, rows = ground.words("freeze.sheet.changes"), _changes(ground, found)
    stream = Stream("changes", sheet, title, ground.note, heads, rows, None)
    name = f"{extract.name}-{ground.words('freeze.file_changes')}-{extract.now.today}.xlsx"
    piece, counts = await streams.workbook(folder / name, [stream], extract.now.local.replace(tzinfo=None))
    return Written((piece,), counts[0], found.facts(extract.page))


async def _changes(ground: Ground, found: Found) -> AsyncIterator[Row]:
    """Every change, a line each."""
    kept = _read(ground.files.path(ground.extract.frozen))
    wanted = ground.extract.wanted
    async for row in _compared(ground, found, "units", kept["units"], _units_now(ground, found, wanted)):
        yield row
    async for row in _compared(ground, found, "deeds", kept["deeds"], _deeds_now(ground, wanted)):
        yield row


def _read(path: Path) -> Mapping[str, Frozen]:
    """The frozen rows; the units complete among them are told by their last column."""
    found: dict[str, Frozen] = {"units": {}, "deeds": {}}
    keys = {"units": "unit_code", "deeds": "code"}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            sheet = row.pop("sheet")
            if sheet in found:
                found[sheet][row[keys[sheet]]] = (row["unit"], _values(row))
    return found


def _values(row: Mapping[str, Cell]) -> tuple[Cell, ...]:
    return tuple(value for name, value in row.items() if name not in _OF_NO_ACCOUNT)


def _fields(columns: Columns) -> list[str]:
    return [name for name, _ in columns if name not in _OF_NO_ACCOUNT]


async def _units_now(ground: Ground, found: Found, wanted: Slice) -> AsyncIterator[tuple[str, str, tuple[Cell, ...]]]:
    async for one in frozen_sheets.units_now(ground, Slice(wanted.unit)):
        found.complete["now"] += int(one.complete)
        yield one.code, one.name, _plain(UNITS, frozen_sheets.unit_row(one))


async def _deeds_now(ground: Ground, wanted: Slice) -> AsyncIterator[tuple[str, str, tuple[Cell, ...]]]:
    """Of a period the same reports as they stand today, else those that stand today."""
    now = wanted if wanted.first else Slice(wanted.unit, movement=wanted.movement)
    async for row in frozen_sheets.deeds_of(ground, now, as_today=True):
        yield str(row[0]), str(row[2]), _plain(DEEDS, row)


def _plain(columns: Columns, row: Row) -> tuple[Cell, ...]:
    """As JSON gives it back."""
    cells = (cell.isoformat() if isinstance(cell, date) else cell for cell in row)
    return _values(dict(zip((name for name, _ in columns), cells, strict=True)))


async def _compared(
    ground: Ground,
    found: Found,
    sheet: str,
    kept: Frozen,
    now: AsyncIterator[tuple[str, str, tuple[Cell, ...]]],
) -> AsyncIterator[Row]:
    columns = UNITS if sheet == "units" else DEEDS
    if sheet == "units":
        found.complete["then"] = sum(values[-1] == 1 for _, values in kept.values())
    left = set(kept)
    async for code, unit, values in now:
        left.discard(code)
        if code not in kept:
            yield _line(ground, found, "added", sheet, (code, unit), ("", "", ""))
        elif values != kept[code][1]:
            for told in _changed(ground, columns, kept[code][1], values):
                yield _line(ground, found, "changed", sheet, (code, unit), told)
            found.counts[f"{sheet}_changed"] += 1
            found.units[unit] += 1
    for code in sorted(left):
        yield _line(ground, found, "gone", sheet, (code, kept[code][0]), ("", "", ""))


def _changed(
    ground: Ground, columns: Columns, before: tuple[Cell, ...], now: tuple[Cell, ...]
) -> Iterator[tuple[str, Cell, Cell]]:
    for name, old, new in zip(_fields(columns), before, now, strict=True):
        if old != new:
            yield ground.words(f"freeze.column.{name}"), _told(ground, name, old), _told(ground, name, new)


def _told(ground: Ground, name: str, value: Cell) -> Cell:
    """A code in words."""
    words = ground.words
    if name in {"spread", "good", "complete"}:
        return words("export.yes") if value else words("export.no")
    if name == "plan_state":
        return words(f"export.plan.{value}")
    if name == "state":
        return words(f"deed.state.{value}")
    return ground.movement(str(value)) if name == "movement" else value


def _line(
    ground: Ground, found: Found, what: What, sheet: str, where: tuple[str, str], told: tuple[str, Cell, Cell]
) -> Row:
    if what != "changed":
        found.counts[f"{sheet}_{what}"] += 1
        found.units[where[1]] += 1
    return ground.words(f"freeze.what.{what}"), ground.words(f"freeze.sheet.{sheet}"), *where, *told
