"""``thidua units``: what was typed, as one request to whoever holds the database."""

import base64
from pathlib import Path

from bot.commands.bring import content_of, day_of
from bot.commands.change import change, say
from bot.commands.edge import BAD_FILE, Ended, words_of
from bot.settings import Settings

INTO = "INTO"


async def move(settings: Settings, file: Path, *, dry_run: bool) -> int:
    """Units under other ones, from a file."""
    coded = base64.b64encode(content_of(settings, file)).decode()
    return say(await change(settings, "units_move", content=coded, dry_run=dry_run))


async def merge(settings: Settings, typed: list[str], day: str, *, dry_run: bool) -> int:
    """``A B INTO C``."""
    codes, into = _parted(settings, typed, "thidua units merge A B INTO C --day 01/07/2025")
    if len(into) != 1:
        raise _wrong(settings, "thidua units merge A B INTO C --day 01/07/2025")
    told = {"codes": codes, "into": into[0], "day": day_of(settings, day)}
    return say(await change(settings, "units_merge", **told, dry_run=dry_run))


async def split(settings: Settings, typed: list[str], day: str, *, dry_run: bool) -> int:
    """``A INTO B C``."""
    codes, into = _parted(settings, typed, "thidua units split A INTO B C --day 01/07/2025")
    if len(codes) != 1:
        raise _wrong(settings, "thidua units split A INTO B C --day 01/07/2025")
    told = {"code": codes[0], "into": into, "day": day_of(settings, day)}
    return say(await change(settings, "units_split", **told, dry_run=dry_run))


async def rename(settings: Settings, code: str, name: str, day: str, *, dry_run: bool) -> int:
    """Another name from a day on."""
    told = {"code": code, "name": name, "day": day_of(settings, day)}
    return say(await change(settings, "units_rename", **told, dry_run=dry_run))


async def close(settings: Settings, code: str, day: str, successor: str, *, dry_run: bool) -> int:
    """The end of a unit."""
    told = {"code": code, "day": day_of(settings, day), "successor": successor}
    return say(await change(settings, "units_close", **told, dry_run=dry_run))


def _parted(settings: Settings, typed: list[str], usage: str) -> tuple[list[str], list[str]]:
    """What stands before and after the word INTO, both something."""
    at = next((place for place, word in enumerate(typed) if word.upper() == INTO), 0)
    if not 0 < at < len(typed) - 1:
        raise _wrong(settings, usage)
    return typed[:at], typed[at + 1 :]


def _wrong(settings: Settings, usage: str) -> Ended:
    return Ended(BAD_FILE, words_of(settings)("into_missing", usage=usage))
