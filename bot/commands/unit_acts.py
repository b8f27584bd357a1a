"""Changes of the organisation on an open database: planned, told in words, then done or only shown."""

import base64
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from bot.app import Base
from bot.commands.door import Answer, Request
from bot.commands.edge import BAD_FILE
from bot.commands.words import TerminalWords, shown, terminal_words
from bot.reorganising import Draft, Outcome, Refused, close, merge, move, rename, reorganise, split
from documents.unit_moves import read_moves
from domain.messages import Json
from domain.mistakes import Mistake
from texts.catalogue import Words


async def _move(base: Base, request: Request) -> Answer:
    """{"content": the file in base64, "dry_run"}."""
    try:
        sheet = read_moves(base64.b64decode(request["content"]))
    except Mistake as mistake:
        return _refused(base, request, [mistake])
    if sheet.problems:
        return _refused(base, request, [problem.mistake for problem in sheet.problems])
    told: list[Json] = [[one.code, one.parent_code, one.day.isoformat()] for one in sheet.moves]
    return await _do(base, request, "units_moved", move(sheet.moves), {"moves": told}, len(sheet.moves))


async def _merge(base: Base, request: Request) -> Answer:
    """{"codes", "into", "day", "dry_run"}."""
    day = _day(base, request)
    values: dict[str, Json] = {"codes": request["codes"], "into": request["into"], "day": day.isoformat()}
    return await _do(base, request, "units_merged", merge(request["codes"], request["into"], day), values)


async def _split(base: Base, request: Request) -> Answer:
    """{"code", "into": codes, "day", "dry_run"}."""
    day = _day(base, request)
    values: dict[str, Json] = {"code": request["code"], "into": request["into"], "day": day.isoformat()}
    return await _do(base, request, "unit_split", split(request["code"], request["into"], day), values)


async def _rename(base: Base, request: Request) -> Answer:
    """{"code", "name", "day", "dry_run"}."""
    day = _day(base, request)
    values: dict[str, Json] = {"code": request["code"], "name": request["name"], "day": day.isoformat()}
    return await _do(base, request, "unit_renamed", rename(request["code"], request["name"], day), values)


async def _close(base: Base, request: Request) -> Answer:
    """{"code", "day", "successor": a code or "", "dry_run"}."""
    day = _day(base, request)
    values: dict[str, Json] = {"code": request["code"], "successor": request["successor"], "day": day.isoformat()}
    return await _do(base, request, "unit_closed", close(request["code"], day, request["successor"]), values)


def _day(base: Base, request: Request) -> date:
    return date.fromisoformat(request["day"]) if request["day"] else base.clock.now().today


async def _do(
    base: Base, request: Request, action: str, plan: Callable[[Draft], None], values: dict[str, Json], asked: int = 0
) -> Answer:
    words, said = terminal_words(request["language"]), base.catalogue.words(request["language"])
    try:
        done = await reorganise(base, action, plan, values, dry_run=request["dry_run"])
    except Refused as refused:
        return _refused(base, request, refused.mistakes)
    same = max(asked - len(done.told), 0)
    closing = words("dry_run") if request["dry_run"] else words("units_done")
    lines = [*_told(words, said, done), words("units_changed_count", n=done.changed, same=same), closing]
    return {"code": 0, "lines": lines, "changed": not request["dry_run"] and done.changed > 0}


def _told(words: TerminalWords, said: Words, done: Outcome) -> list[str]:
    changes = [words(one.key, **{**one.values, "day": said.day(one.day)}) for one in done.told]
    carried = [
        words(
            "units_carried",
            name=name,
            deeds=_signed(said, found["deed"]),
            plans=_signed(said, found["plan"]),
            complete=_signed(said, found["complete"]),
        )
        for name, found in done.carried
    ]
    return [*shown(words, changes), *shown(words, carried)]


def _signed(said: Words, n: int) -> str:
    return f"{'+' if n > 0 else '−' if n < 0 else ''}{said.number(abs(n))}"


def _refused(base: Base, request: Request, mistakes: Sequence[Mistake]) -> Answer:
    words, said = terminal_words(request["language"]), base.catalogue.words(request["language"])
    lines = [said(f"mistake.{mistake.key}", **_read(said, mistake.values)) for mistake in mistakes]
    return {"code": BAD_FILE, "lines": [*shown(words, lines), words("units_refused", n=len(lines))], "changed": False}


def _read(said: Words, values: dict[str, Json]) -> dict[str, Any]:
    """Days as the reader writes them."""
    return {**values, **({"day": said.day(date.fromisoformat(str(values["day"])))} if "day" in values else {})}


UNIT_ACTS: dict[str, Callable[[Base, Request], Awaitable[Answer]]] = {
    "units_move": _move,
    "units_merge": _merge,
    "units_split": _split,
    "units_rename": _rename,
    "units_close": _close,
}
