"""``thidua export``: the files of /export at the terminal, beside a running service; what is taken is logged."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from tempfile import mkdtemp

import typer

from bot.clock import WallClock
from bot.commands.bring import day_of
from bot.commands.change import change
from bot.commands.edge import BAD_FILE, CONFIG, WRONG, Ended, words_of
from bot.press import carry_out
from bot.settings import Settings
from domain.campaigns import Campaign
from domain.clock import Now
from domain.extracts import KINDS, Extract, ExtractKind, Order, RowsDiffer, Written
from domain.rights import Scope
from domain.summary import Slice
from storage import campaigns, notes
from storage.database import open_engine, reading
from storage.schema import standing
from storage.store import Store
from storage.units import units

SUFFIXES: dict[str, str] = {"all": ".zip"}
"""Of each file; the others are .xlsx."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is looked up before anything is written."""

    campaign: Campaign
    root: int
    ids: dict[str, int]
    now: Now


async def export(settings: Settings, kind: str, file: Path, unit: str, days: tuple[str, str], movement: str) -> int:
    """Write the file, whole or not at all. Raises Ended for whatever cannot be taken."""
    words = words_of(settings)
    chosen = next((one for one in KINDS if one == kind), None)
    suffix = SUFFIXES.get(kind, ".xlsx")
    if chosen is None:
        raise Ended(BAD_FILE, words("export_kinds", kind=kind, known=", ".join(KINDS)))
    if file.suffix.lower() != suffix:
        raise Ended(BAD_FILE, words("export_suffix", suffix=suffix, name=file.name))
    wanted, known = await _slice(settings, unit, days, movement)
    written = await _write(settings, chosen, wanted, known, file)
    typer.echo(words("exported", n=written.rows, file=file))
    return 0


async def _slice(settings: Settings, unit: str, days: tuple[str, str], movement: str) -> tuple[Slice, Known]:
    words = words_of(settings)
    known = await _look_up(settings)
    first, last = (date.fromisoformat(day) if (day := day_of(settings, one)) else None for one in days)
    if (first is None) != (last is None) or (first and last and first > last):
        raise Ended(BAD_FILE, words("export_days"))
    if unit and unit.upper() not in known.ids:
        near = get_close_matches(unit.upper(), known.ids, 3, 0.4) or sorted(known.ids)[:3]
        raise Ended(BAD_FILE, words("unknown_unit", unit=unit, near=", ".join(near)))
    codes = [one.code for one in known.campaign.movements]
    if movement and movement.upper() not in codes:
        raise Ended(BAD_FILE, words("export_movements", movement=movement, known=", ".join(codes)))
    return Slice(known.ids[unit.upper()] if unit else known.root, first, last, movement.upper()), known


async def _look_up(settings: Settings) -> Known:
    """Raises Ended where there is nothing to read."""
    words = words_of(settings)
    state, reason = await standing(settings.database_url)
    if state != "present":
        raise Ended(CONFIG, words(f"database_{state}", reason=reason, kind=""))
    engine = open_engine(settings.database_url, "reader", readers=1)
    try:
        async with reading(engine) as connection:
            store = Store(connection, writable=False)
            clock = WallClock(
                settings.zone, timedelta(seconds=float(str(await notes.get(store, "ahead_seconds") or 0)))
            )
            now = clock.now()
            running, root = await campaigns.running(store), await units.root(store, now.today)
            ids = {code.upper(): row for code, row in (await units.tree(store)).ids.items()}
    finally:
        await engine.dispose()
    if running is None or root is None:
        raise Ended(BAD_FILE, words("no_campaign"))
    return Known(running[1], root.id, ids, now)


async def _write(settings: Settings, kind: ExtractKind, wanted: Slice, known: Known, file: Path) -> Written:
    """Into a folder beside the file, logged, and only then under its name."""
    words = words_of(settings)
    scope = Scope("export", (known.root,), below=True, person=0)
    extract = Extract(kind, wanted, scope, words.language, known.now, words("export_by"))
    with _folder_beside(settings, file) as folder:
        try:
            written = await carry_out(Order(extract, settings.database_url, folder, settings.files))
        except RowsDiffer as fault:
            raise Ended(WRONG, words("export_differs", written=fault.written, counted=fault.counted)) from None
        path = written.pieces[0].path
        days = [day.isoformat() if day else "" for day in (wanted.first, wanted.last)]
        of = {"kind": kind, "unit": wanted.unit, "days": days, "movement": wanted.movement}
        await change(settings, "exported", rows=written.rows, size=os.stat(path).st_size, **of)  # noqa: PTH116 - as in R5
        _settle(path, file)
    return written


@contextmanager
def _folder_beside(settings: Settings, file: Path) -> Iterator[Path]:
    """A folder on the same disk, taken away again."""
    try:
        folder = Path(mkdtemp(prefix=".thidua-export-", dir=file.parent))
    except OSError as fault:
        raise Ended(BAD_FILE, words_of(settings)("export_folder", folder=file.parent, reason=fault.strerror)) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(path: Path, file: Path) -> None:
    path.replace(file)
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
