"""``thidua demo``: everything embedded, no accounts: the real service, a sample province, a pretend day that moves."""

import contextlib
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot import loading
from bot.app import Base, Service, serving
from bot.commands.base import alone
from bot.commands.demo_cast import CAMPAIGNS, Cast, begins, seats
from bot.commands.demo_life import live
from bot.commands.edge import AGAIN, Ended
from bot.commands.run import beside
from bot.commands.seats import ADDRESS, demo_address
from bot.commands.stopping import until_signal
from bot.commands.words import TerminalWords, terminal_words
from bot.settings import Settings, read_settings
from scheduler.jobs import JOBS
from scheduler.ticker import tick
from storage import campaigns, notes
from storage.database import Connection, reading
from storage.store import Store
from web.demo import DemoStage

LOOPBACK = "127.0.0.1"
TRIES = 20
"""Ports that are tried from the first one on; then any free one."""
AHEAD = "ahead_seconds"
FURNISHED = "demo_furnished"


async def play(folder: Path, port: int, language: str, began: float) -> int:
    """Serve the demo of that folder until a signal; the exit code. ``began`` is when the command was given."""
    words = terminal_words(language)
    async with until_signal() as stop, playing(folder, port, words) as service:
        typer.echo(words("demo_ready", url=demo_address(folder), seconds=f"{time.monotonic() - began:.1f}"))
        typer.echo(words("demo_stop", folder=folder))
        await stop.wait()
        typer.echo(words("demo_stopped", folder=service.base.settings.files.parent))
    return 0


@asynccontextmanager
async def playing(folder: Path, port: int, words: TerminalWords) -> AsyncIterator[Service]:
    """The demo's service. Raises Ended when it plays in that folder already."""
    new = not (folder / "thidua.db").exists()
    if new:
        typer.echo(words("demo_first", folder=folder))
    try:
        async with alone(demo_settings(folder, free_port(port), words.language)) as base:
            await furnish(base, words)
            stage = stage_of(base)
            async with serving(base, stage) as service, beside(service):
                with _address(folder, f"http://{LOOPBACK}:{service.port}"):
                    yield service
    except Ended as ended:
        if ended.code == AGAIN and (url := demo_address(folder)):
            raise Ended(AGAIN, words("demo_runs", url=url)) from None
        raise


def demo_settings(folder: Path, port: int, language: str) -> Settings:
    """Settings that no environment can turn towards real channels or a real database."""
    return read_settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'thidua.db'}",
        files_url=f"file:{folder / 'files'}",
        web_host=LOOPBACK,
        web_port=port,
        public_url="",
        telegram_token="",
        telegram_mode="",
        zalo_tokens="",
        zalo_mode="",
        secret_key="",
        time_zone="Asia/Ho_Chi_Minh",
        default_language=language,
    )


def free_port(first: int) -> int:
    """``first``, or the next one that nobody listens on."""
    for port in range(first, min(first + TRIES, 65536)) if first else ():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((LOOPBACK, port))
                return port
    return 0


# -- the stage ---------------------------------------------------------------------------------------------------------


def stage_of(base: Base) -> DemoStage:
    """Three seats and the pretend clock: it only goes forward, and moving it lets the clock's jobs run at once."""

    async def move(to: datetime) -> None:
        ahead = to.astimezone(UTC) - base.clock.real()
        if ahead <= base.clock.ahead:
            return
        await base.writer.run(lambda connection: _keep_ahead(connection, ahead.total_seconds()))
        base.clock.ahead = ahead
        for job in JOBS:
            await tick(job, base.writer, base.clock.now)

    return DemoStage(seats(base.secret), base.clock.campaign, move, base.settings.zone)


async def _keep_ahead(connection: Connection, seconds: float) -> None:
    store = Store(connection)
    await notes.put(store, AHEAD, seconds)
    await store.keep()


# -- the first start ---------------------------------------------------------------------------------------------------


async def furnish(base: Base, words: TerminalWords) -> None:
    """Campaign, units, people and what they have done so far: once, and from the start again if it was cut short."""
    async with reading(base.readers) as connection:
        if await notes.get(Store(connection), FURNISHED):
            return
    base.clock.ahead = begins(base.settings.zone).astimezone(UTC) - base.clock.real()
    campaign, _ = await loading.load_campaign(base, CAMPAIGNS / "hai-phong-2025" / "campaign.toml")
    typer.echo(words("demo_campaign", name=campaign.short_name))
    sheet = await loading.read_units(base, CAMPAIGNS / "demo" / "units.csv")
    new, _ = await loading.load_units(base, sheet, None)
    typer.echo(words("demo_units", n=new or len(sheet.rows)))
    happened = await base.writer.run(lambda connection: _people(base, connection))
    typer.echo(words("demo_life", n=happened))


async def _people(base: Base, connection: Connection) -> int:
    """Cast, life, and the note that all is there: one transaction."""
    stage = Cast(connection, base.clock.real(), base.settings.zone)
    running = await campaigns.running(stage.store)
    if running is None:
        raise LookupError("campaign")
    await stage.enter(base.secret)
    happened = await live(stage, running, base.secret)
    await notes.put(stage.store, AHEAD, base.clock.ahead.total_seconds())
    await notes.put(stage.store, FURNISHED, value=True)
    await stage.store.keep()
    return happened


@contextmanager
def _address(folder: Path, url: str) -> Iterator[None]:
    """Leave the address for ``thidua chat`` while the demo runs."""
    path = folder / ADDRESS
    path.write_text(url, "ascii")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
