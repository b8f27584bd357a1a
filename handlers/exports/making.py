"""Which sheets stand in which file, written from one view of the database: run in a process of its own (F5)."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from documents import streams
from domain.books import Stream
from domain.extracts import ExtractKind, Written
from handlers.exports import (
    chase_sheets,
    deed_sheet,
    differences,
    frozen_sheets,
    nomination_sheet,
    plan_sheets,
    raw_sheets,
)
from handlers.exports.ground import Ground

SHEETS: Mapping[ExtractKind, Callable[[Ground], Awaitable[list[Stream]]]] = {
    "plans": plan_sheets.plans,
    "deeds": deed_sheet.deeds,
    "late": plan_sheets.late,
    "chase": chase_sheets.chase,
    "all": raw_sheets.everything,
    "nominations": nomination_sheet.nominations,
}


def file_name(ground: Ground) -> str:
    """As in "theo-doi-ke-hoach-2025-04-28"."""
    return f"{ground.words(f'export.file.{ground.extract.kind}')}-{ground.extract.now.today}"


async def write(ground: Ground, folder: Path) -> Written:
    """Into ``folder``, flushed. Raises RowsDiffer when a sheet has not as many rows as are counted."""
    if ground.extract.kind == "changes":
        return await differences.write(ground, folder)
    made = ground.extract.now.local.replace(tzinfo=None)
    if ground.extract.kind == "freeze":
        figures = await frozen_sheets.figures_of(ground)
        sheets = await frozen_sheets.frozen(ground, figures)
        pieces = await streams.frozen(folder / f"{ground.extract.name}.xlsx", sheets, made)
        return Written(tuple(pieces), pieces[0].rows, figures.as_json())
    sheets = await SHEETS[ground.extract.kind](ground)
    if ground.extract.kind == "all":
        piece = await streams.packed(folder / f"{file_name(ground)}.zip", sheets, made, ground.words("export.readme"))
        return Written((piece,), piece.rows, {"sheets": len(sheets)})
    piece, counts = await streams.workbook(folder / f"{file_name(ground)}.xlsx", sheets, made)
    return Written((piece,), counts[0])
