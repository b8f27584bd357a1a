"""The verbs that change what is stored, done on an open database: the same beside a running service and without one."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from bot import loading
from bot.app import Base
from bot.commands.bot_acts import BOT_ACTS, on_zalo
from bot.commands.door import Answer, Request
from bot.commands.edge import AGAIN, BAD_FILE
from bot.commands.export_acts import EXPORT_ACTS
from bot.commands.unit_acts import UNIT_ACTS
from bot.commands.words import TerminalWords, shown, terminal_words
from bot.loading import Change
from bot.reorganising import Refused
from documents.importers import UnitSheet
from domain import codes
from domain.campaigns import read_campaign
from domain.mistakes import Mistake
from domain.people import ROLES
from storage import audit, campaigns
from storage.database import Connection, reading
from storage.figures.recount import Superseded, recount
from storage.store import Store
from storage.units import units
from storage.writer import TICKS
from texts.catalogue import Words

_LONGEST_VALUE = 60


async def act(base: Base, request: Request) -> Answer:
    """Do what is asked: {"verb", "language", …} gives {"code", "lines", "changed", …}."""
    return await _ACTS[request["verb"]](base, request)


# -- campaigns ---------------------------------------------------------------------------------------------------------


async def _campaign(base: Base, request: Request) -> Answer:
    """{"campaign": its JSON, "dry_run"}: what changes entry by entry, then the new version is stored."""
    words, campaign = terminal_words(request["language"]), read_campaign(request["campaign"])
    async with reading(base.readers) as connection:
        before = await campaigns.spec(Store(connection), campaign.code)
    changes = differences(before, campaign.as_json()) if before is not None else []
    lines = shown(words, [words("campaign_entry", place=place, old=old, new=new) for place, old, new in changes])
    if not request["dry_run"]:
        await loading.put_campaign(base, campaign)
    state = "new" if before is None else "changed" if changes else "same"
    told = words(f"campaign_{state}", code=campaign.code, n=len(changes))
    counted = words("campaign_counts", movements=len(campaign.movements), duties=len(campaign.duties))
    return _answer(request, [*lines, told, counted, _closing(words, request)])


def differences(before: object, after: object, place: str = "") -> list[tuple[str, str, str]]:
    """Where two trees of JSON differ: (dotted path, old, new), lists counted from 1, "" for what is not there."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys: list[Any] = [*before, *(key for key in after if key not in before)]
        pairs = [(str(key), before.get(key), after.get(key)) for key in keys]
    elif isinstance(before, list) and isinstance(after, list):
        longest = max(len(before), len(after))
        padded = [[*some, *[None] * (longest - len(some))] for some in (before, after)]
        pairs = [(str(at), old, new) for at, (old, new) in enumerate(zip(*padded, strict=True), 1)]
    else:
        return [] if before == after else [(place, _short(before), _short(after))]
    dot = f"{place}." if place else ""
    return [one for key, old, new in pairs for one in differences(old, new, dot + key)]


def _short(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


# -- units -------------------------------------------------------------------------------------------------------------


async def _units(base: Base, request: Request) -> Answer:
    """{"content": the file in base64, "as_of", "dry_run"}: every problem, or every change."""
    words = terminal_words(request["language"])
    as_of = date.fromisoformat(request["as_of"]) if request["as_of"] else None
    said = base.catalogue.words(request["language"])
    try:
        sheet = await loading.read_units(base, base64.b64decode(request["content"]))
    except Mistake as mistake:
        return refused(words, said, [mistake])
    if sheet.problems:
        return refused(words, said, [problem.mistake for problem in sheet.problems])
    changes, others = await loading.compare_units(base, sheet.rows, as_of)
    try:
        new, changed = await loading.load_units(base, sheet, as_of, dry_run=request["dry_run"])
    except Refused as refusal:
        return refused(words, said, list(refusal.mistakes))
    lines = shown(words, [_told(words, change) for change in changes if change.before]) if new < len(sheet.rows) else []
    lines += _unit_counts(words, sheet, new, changed, others)
    return _answer(request, [*lines, _closing(words, request)])


def _told(words: TerminalWords, change: Change) -> str:
    row, before = change.row, change.before
    if before is None or before.name == row.name:
        return words("unit_moved", code=row.code, name=row.name, kind=row.kind, above=row.parent_code or "–")
    return words("unit_renamed", code=row.code, old=before.name, new=row.name)


def _unit_counts(words: TerminalWords, sheet: UnitSheet, new: int, changed: int, others: int) -> list[str]:
    lines = [
        words("units_counts", rows=len(sheet.rows), new=new, changed=changed, same=len(sheet.rows) - new - changed)
    ]
    if others:
        lines.append(words("units_others", n=others))
    if sheet.ignored:
        lines.append(words("units_ignored", columns=", ".join(sheet.ignored)))
    return lines


def refused(words: TerminalWords, said: Words, mistakes: list[Mistake]) -> Answer:
    """A file that cannot be taken: every problem in words of the catalogue, and that nothing was changed."""
    lines = [said(f"mistake.{mistake.key}", **mistake.values) for mistake in mistakes]
    return {"code": BAD_FILE, "lines": [*lines, words("file_refused", n=len(lines))], "changed": False}


# -- invitations and figures -------------------------------------------------------------------------------------------


async def _invite(base: Base, request: Request) -> Answer:
    """{"unit", "role", "uses", "days"}: adds "invite" (the code as shown) to the answer."""
    words = terminal_words(request["language"])
    if request["role"] not in ROLES:
        return _no(words("unknown_role", role=request["role"], known=", ".join(ROLES)))
    made = await loading.invite(base, request["unit"], request["role"], request["uses"], request["days"])
    if made is None:
        async with reading(base.readers) as connection:
            known = await units.parents(Store(connection), base.clock.now().today)
        if not known:
            return _no(words("no_units"))
        near = get_close_matches(request["unit"].upper(), known, 3, 0.4) or sorted(known)[:3]
        return _no(words("unknown_unit", unit=request["unit"], near=", ".join(near)))
    code, unit = made
    role = base.catalogue.words(request["language"])(f"role.{request['role']}")
    told = words("invited", role=role, unit=unit.name, uses=request["uses"], days=request["days"])
    lines = [codes.shown(code), told, *await on_zalo(base, words, unit.id)]
    return {"code": 0, "lines": lines, "changed": False, "invite": codes.shown(code)}


def _no(line: str) -> Answer:
    return {"code": BAD_FILE, "lines": [line], "changed": False}


async def _recount(base: Base, request: Request) -> Answer:
    """Figures of the running campaign once more from the reports; the writer is free for others meanwhile."""
    words, now = terminal_words(request["language"]), base.clock.now()
    async with reading(base.readers) as connection:
        found = await campaigns.running(Store(connection))
    if found is None:
        return _no(words("no_campaign"))
    try:
        n = await recount(base.readers, base.writer, found[0])
    except Superseded:
        return {"code": AGAIN, "lines": [words("recount_superseded")], "changed": False}

    async def write(connection: Connection) -> None:
        store = Store(connection)
        audit.note(store, now, None, "recounted", f"campaign:{found[0]}", {"put_right": n})
        await store.keep()

    await base.writer.run(write, TICKS)
    return {"code": 0, "lines": [words("recounted", n=n)], "changed": False}


async def _ping(base: Base, request: Request) -> Answer:  # noqa: ARG001 - the shape of a verb
    """Whether somebody is in."""
    return {"code": 0, "lines": [], "changed": False}


# -- shared ------------------------------------------------------------------------------------------------------------


def _answer(request: Request, lines: list[str]) -> Answer:
    return {"code": 0, "lines": lines, "changed": not request["dry_run"]}


def _closing(words: TerminalWords, request: Request) -> str:
    return words("dry_run" if request["dry_run"] else "taken")


_ACTS: dict[str, Callable[[Base, Request], Awaitable[Answer]]] = {
    "import_campaign": _campaign,
    "import_units": _units,
    "invite": _invite,
    "recount": _recount,
    "ping": _ping,
    **UNIT_ACTS,
    **BOT_ACTS,
    **EXPORT_ACTS,
}
