"""``thidua check``: the doctor, who says line by line what is right and what is wrong, and changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from tempfile import NamedTemporaryFile

import typer

from bot.commands.check_zalo import zalo
from bot.commands.door import Hung, door_path, knock
from bot.commands.edge import WRONG, words_of
from bot.commands.findings import Finding, right, so, wrong
from bot.commands.telegram_state import Said, ask
from bot.commands.words import TerminalWords
from bot.settings import Settings
from domain.papers.freezes import Freeze
from storage import campaigns
from storage.database import Connection, open_engine, reading, sqlite_path
from storage.files import Files
from storage.lock import alone
from storage.papers import freezes, papers
from storage.post import inbox, outbox
from storage.schema import standing
from storage.store import Store
from storage.units import units
from texts.catalogue import Catalogue

LONGEST_WAIT = timedelta(minutes=5)
"""A message that waits longer, while the service runs, is not being handled."""
CLOCKS_APART = 30.0
"""Seconds by which our clock may differ from Telegram's."""
_SIGNS = {True: "✓", False: "✗", None: "·"}


async def doctor(settings: Settings) -> int:
    """Print what is found; 1 when something is wrong."""
    words, count = words_of(settings), 0
    async for finding in _examined(settings, words):
        typer.echo(f"{_SIGNS[finding.right]} {finding.text}")
        count += finding.right is False
    typer.echo(words("check_wrong", n=count) if count else words("check_right"))
    return WRONG if count else 0


async def _examined(settings: Settings, words: TerminalWords) -> AsyncIterator[Finding]:
    for finding in _settings(settings, words):
        yield finding
    state, reason = await standing(settings.database_url)
    kind = words("on_sqlite" if sqlite_path(settings.database_url) else "on_postgresql")
    yield Finding(state == "present", words(f"database_{state}", reason=reason, kind=kind))
    running = state not in {"missing", "unreachable"} and await _runs(settings)
    yield so(words("service_runs" if running else "service_rests"))
    yield _files(settings, words)
    for finding in _templates(settings, words):
        yield finding
    if state == "present":
        async for finding in _stored(settings, words, running=running):
            yield finding
    async for finding in _telegram(settings, words, running=running):
        yield finding
    async for finding in zalo(settings, words, is_there=state == "present"):
        yield finding


def _settings(settings: Settings, words: TerminalWords) -> list[Finding]:
    found = [right(words("settings_read", zone=settings.time_zone, language=settings.default_language))]
    if not settings.secret_key:
        found.append(so(words("own_key")))
    if settings.public_url and not settings.public_url.startswith("https://"):
        found.append(wrong(words("no_https")))
    return found


async def _runs(settings: Settings) -> bool:
    """Whether a service holds the database: it opens its door, or else its lock is taken."""
    try:
        if await knock(door_path(settings), {"verb": "ping"}) is not None:
            return True
    except (OSError, Hung):
        return True
    async with alone(settings.database_url) as held:
        return not held


def _files(settings: Settings, words: TerminalWords) -> Finding:
    try:
        settings.files.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=settings.files, prefix="check-") as file:
            file.write(b"thidua")
    except OSError as fault:
        return wrong(words("files_bad", folder=settings.files, reason=fault.strerror))
    return right(words("files_good", folder=settings.files))


def _templates(settings: Settings, words: TerminalWords) -> list[Finding]:
    """The office's own templates: each that cannot be used, with what is missing or unknown in it."""
    if settings.templates is None:
        return []
    from documents.official import templates

    found, bad = templates.read(settings.templates)
    spoken = Catalogue.load().words(settings.default_language)
    said = [(one.file, spoken(f"mistake.{one.mistake.key}", **one.mistake.values)) for one in bad]
    told = [wrong(words("template_bad", file=file, reason=reason)) for file, reason in said]
    return [*told, right(words("templates_good", n=len(found), folder=settings.templates))] if found else told


# -- what is stored ----------------------------------------------------------------------------------------------------


async def _stored(settings: Settings, words: TerminalWords, *, running: bool) -> AsyncIterator[Finding]:
    engine = open_engine(settings.database_url, "reader", readers=1)
    try:
        async with reading(engine) as connection:
            yield await _campaign(connection, words)
            yield await _tree(connection, settings, words)
            yield await _inbox(connection, words, running=running)
            yield await asyncio.to_thread(_frozen, settings, words, await freezes.every(Store(connection)))
            yield await asyncio.to_thread(_approved, settings, words, await papers.files(Store(connection)))
            waiting, _ = await outbox.backlog(connection)
            yield Finding(None if waiting else True, words("outbox", n=waiting))
            for row, channel, code, at in await inbox.set_aside(connection):
                when = at.astimezone(settings.zone)
                yield wrong(words("set_aside", row=row, channel=channel, code=code, at=f"{when:%d/%m/%Y %H:%M}"))
    finally:
        await engine.dispose()


def _frozen(settings: Settings, words: TerminalWords, kept: list[Freeze]) -> Finding:
    """Whether the files behind frozen figures are there, to the last byte."""
    files = Files(settings.files)
    bad = sorted({one.code for one in kept for file in one.files if not files.is_whole(file.key)})
    if bad:
        return wrong(words("frozen_bad", codes=", ".join(bad)))
    return right(words("frozen_good", n=len(kept)))


def _approved(settings: Settings, words: TerminalWords, kept: Mapping[str, str]) -> Finding:
    """Whether the files of approved documents are there as they were approved."""
    files = Files(settings.files)
    if bad := [code for code, key in kept.items() if not files.is_whole(key)]:
        return wrong(words("papers_bad", codes=", ".join(bad)))
    return right(words("papers_good", n=len(kept)))


async def _campaign(connection: Connection, words: TerminalWords) -> Finding:
    found = await campaigns.running(Store(connection))
    if found is None:
        return wrong(words("no_campaign"))
    return right(words("campaign_there", code=found[1].code, name=found[1].short_name))


async def _tree(connection: Connection, settings: Settings, words: TerminalWords) -> Finding:
    known = await units.parents(Store(connection), datetime.now(settings.zone).date())
    return Finding(bool(known), words("units_there", n=len(known)) if known else words("no_units"))


async def _inbox(connection: Connection, words: TerminalWords, *, running: bool) -> Finding:
    waiting, since = await inbox.backlog(connection)
    if not waiting or since is None:
        return right(words("inbox_empty"))
    age = datetime.now(UTC) - since
    late = running and age > LONGEST_WAIT
    told = words("inbox_waits", n=waiting, minutes=int(age.total_seconds() // 60))
    return Finding(False if late else None, told)


# -- Telegram ----------------------------------------------------------------------------------------------------------


async def _telegram(settings: Settings, words: TerminalWords, *, running: bool) -> AsyncIterator[Finding]:
    if not settings.telegram_token:
        yield so(words("telegram_off"))
        return
    me = await ask(settings, "getMe")
    if me.result is None:
        yield wrong(words("telegram_token" if me.reason in {"401", "404"} else "telegram_away", reason=me.reason))
        return
    yield right(words("telegram_there", name=me.result.get("username", "")))
    if me.ahead is not None:
        yield Finding(abs(me.ahead) <= CLOCKS_APART, words("clock", seconds=round(abs(me.ahead))))
    hook = await ask(settings, "getWebhookInfo")
    if hook.result is not None:
        for finding in _webhook(settings, words, hook, running=running):
            yield finding


def _webhook(settings: Settings, words: TerminalWords, hook: Said, *, running: bool) -> list[Finding]:
    told = hook.result or {}
    url, pending = str(told.get("url") or ""), int(told.get("pending_update_count") or 0)
    ours = url.startswith(settings.public_url.rstrip("/") + "/") if settings.webhook else not url
    key = ("webhook_ours" if settings.webhook else "polling") if ours else "webhook_other"
    found = [Finding(True if ours else False if running else None, words(key, n=pending))]
    if settings.webhook and (last := told.get("last_error_date")):
        at = datetime.fromtimestamp(int(last), settings.zone)
        text = " ".join(str(told.get("last_error_message") or "").split())
        found.append(so(words("webhook_error", at=f"{at:%d/%m/%Y %H:%M}", text=text)))
    return found
