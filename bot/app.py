"""The composition root: opens everything in order, closes it in reverse (DESIGN §1, STYLE habit 9)."""

import asyncio
import logging
import os
import secrets
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot import bots, keeping
from bot.archivist import Archivist
from bot.channels.contract import Channel, Take
from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebChannel
from bot.clock import WallClock
from bot.collector import Collector
from bot.draughtsman import Draughtsman
from bot.easel import Easel
from bot.pacer import Pace
from bot.rounds import jobs
from bot.sender import Sender
from bot.settings import Settings
from bot.switchboard import Switchboard
from bot.works import Works
from documents.importers import read_holidays
from domain.calendar import Calendar
from domain.messages import Address
from domain.papers.bases import LegalBasis, read_bases
from domain.readers.units import Units
from handlers.context import House
from handlers.forms import added
from handlers.sendings.dispatch_kinds import Wording
from scheduler.heartbeat import outage_at_start
from scheduler.nudging import last_look
from scheduler.ticker import ticking
from storage import campaigns, notes
from storage.database import Engine, open_engine, reading, sqlite_path
from storage.files import Files
from storage.lock import Lock, alone
from storage.migrate import migrate
from storage.post import inbox, outbox
from storage.post.outbox import Numbers
from storage.store import Store
from storage.units import callings, units
from storage.writer import Writer
from texts.catalogue import Catalogue
from web.app import build_app
from web.demo import DemoStage

LOG = logging.getLogger("thidua.app")

VAR = Path("var")
HOLIDAYS = Path(__file__).parents[1] / "campaigns/holidays.csv"
LEGAL_BASES = HOLIDAYS.with_name("legal_bases.toml")
UNLIMITED = Pace(overall=0)
Wake = Callable[[Address], Awaitable[None]]


class Refused(Exception):
    """The service cannot start; the text says why and what to do."""


@dataclass(slots=True)
class Base:
    """The database opened for one process: the lock is held while this lives."""

    settings: Settings
    writer: Writer
    engine: Engine
    readers: Engine
    clock: WallClock
    catalogue: Catalogue
    secret: bytes
    lock: Lock


def secret_key(settings: Settings) -> bytes:
    """SECRET_KEY, or a key made once and kept beside the database, readable by its owner alone."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = (sqlite_path(settings.database_url) or VAR / "thidua").with_suffix(".key")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text().strip().encode()


@asynccontextmanager
async def only_one(settings: Settings) -> AsyncIterator[Lock]:
    """Hold the lock of this database: a second process refuses in a sentence instead of writing beside the first."""
    async with alone(settings.database_url) as held:
        if held is None:
            raise Refused(
                "Another thidua is already running on this database; stop it first, or use another DATABASE_URL."
            )
        yield held


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Base]:
    """The database, locked, migrated and ready to be written."""
    engine, readers = open_engine(settings.database_url, "writer"), open_engine(settings.database_url, "reader")
    async with AsyncExitStack() as stack:
        lock = await stack.enter_async_context(only_one(settings))
        await migrate(settings.database_url)
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(readers.dispose)
        writer = await stack.enter_async_context(Writer(engine).running())
        clock = WallClock(settings.zone)
        async with reading(readers) as connection:
            ahead = await notes.get(Store(connection), "ahead_seconds")
        clock.ahead = timedelta(seconds=float(str(ahead or 0)))
        yield Base(settings, writer, engine, readers, clock, Catalogue.load(), secret_key(settings), lock)


async def the_house(base: Base) -> House:
    """What handlers share; refuses while no campaign has been imported."""
    async with reading(base.readers) as connection:
        store = Store(connection)
        found = await campaigns.running(store)
        root = await units.root(store, base.clock.now().today)
        names = await callings.names(store, base.clock.now().today)
        ended = await callings.ended(store, base.clock.now().today)
    if found is None:
        raise Refused("No campaign yet: thidua import campaign FILE, then thidua import units FILE.")
    number, campaign = found
    return House(
        campaign,
        number,
        added.spoken(base.catalogue, campaign),
        base.settings.default_language,
        base.secret,
        root.id if root else 0,
        await asyncio.to_thread(Units, names),
        await asyncio.to_thread(Units, ended),
        the_calendar(),
        page=base.settings.public_url,
        bases=legal_bases(),
        plan=(base.settings.zalo_people, base.settings.zalo_messages),
    )


def own_templates(base: Base) -> Mapping[str, bytes]:
    """The office's own templates, each looked at: whoever prepared them hears at once of one that cannot be used."""
    if base.settings.templates is None:
        return {}
    from documents.official import templates  # noqa: PLC0415 - python-docx is large, and few have their own

    found, wrong = templates.read(base.settings.templates)
    if wrong:
        words = base.catalogue.words(base.settings.default_language)
        told = words(f"mistake.{wrong[0].mistake.key}", **wrong[0].mistake.values)
        raise Refused(f"TEMPLATES_DIR: {wrong[0].file}: {told}")
    return found


def legal_bases() -> tuple[LegalBasis, ...]:
    """What documents rest on, from the file beside the campaigns."""
    return read_bases(tomllib.loads(LEGAL_BASES.read_text("utf-8")))


def the_calendar() -> Calendar:
    """Working days, from the file beside the campaigns."""
    return Calendar(read_holidays(HOLIDAYS.read_bytes()))


@dataclass(slots=True)
class Service:
    """The running service, as tests and the demo see it."""

    base: Base
    works: Works
    switchboard: Switchboard
    sender: Sender
    collector: Collector
    archivist: Archivist
    draughtsman: Draughtsman
    clerk: Draughtsman
    port: int


@asynccontextmanager
async def serving(base: Base, stage: DemoStage | None = None) -> AsyncIterator[Service]:
    """Channels, switchboard, sender, collector, web server and clock, until left."""
    files = Files(base.settings.files)
    files.open()
    async with reading(base.readers) as connection:
        numbers = Numbers(await outbox.highest(connection))
    channels: dict[tuple[str, str], Channel] = {}
    most = base.settings.messages_per_minute
    shared = (base.writer, base.readers, numbers, base.clock, base.lock, most)
    works = Works(await the_house(base), channels, *shared)
    works.database_url = base.settings.database_url
    works.outage = await base.writer.run(lambda connection: outage_at_start(connection, base.clock.now()))
    paces = {"telegram": Pace(overall=base.settings.telegram_pace), "zalo": Pace(overall=base.settings.zalo_pace)}
    sender = Sender(works, {**paces, "web": UNLIMITED})
    sender.wordings["reminder"] = sender.wordings["digest"] = last_look(lambda: works.house)
    sender.wordings["dispatch"] = Wording(lambda: works.house)
    board = Switchboard(works, sender)
    collector = Collector(works, files, sender)
    board.on_files = collector.nudge
    for channel in _channels(base, board.take, sender.wake, files, stage):
        channels[channel.name, channel.account] = channel
    if stage is None:
        for channel in await bots.on_zalo(base, board.take, files):
            channels[channel.name, channel.account] = channel
    async with AsyncExitStack() as stack:
        # The network opens first and closes last: what is in flight when the service stops can leave or be stored.
        port = await stack.enter_async_context(_http(base, channels))
        for channel in channels.values():
            await stack.enter_async_context(channel.running())
        await stack.enter_async_context(sender.running())
        await stack.enter_async_context(collector.running())
        await stack.enter_async_context(board.running())
        web_folder = base.settings.files / "web"
        archivist = Archivist(works, files, sender, keeping.forgetting(web_folder))
        await stack.enter_async_context(archivist.running())
        easel = Easel(base.settings.files / "drawing", own_templates(base))
        draughtsman = Draughtsman(works, files, sender, easel)
        await stack.enter_async_context(draughtsman.running())
        clerk = Draughtsman(works, files, sender, Easel(base.settings.files / "drawing", patient=True), long=True)
        await stack.enter_async_context(clerk.running())
        rounds = (*jobs(works), *keeping.jobs(files, web_folder), bots.sweeping(base.settings.files / "zalo"))
        await stack.enter_async_context(ticking(base.writer, base.clock.now, rounds))
        yield Service(base, works, board, sender, collector, archivist, draughtsman, clerk, port)


def _channels(base: Base, take: Take, wake: Wake, files: Files, stage: DemoStage | None) -> Iterator[Channel]:
    """A channel is on when its settings are present; the web chat always is, and the demo has no other."""
    settings = base.settings
    yield WebChannel(
        take,
        settings.files / "web",
        wake,
        settings.public_url,
        stage,
        read=files.pieces,
        language=settings.default_language,
        zone=settings.zone,
        real=base.clock.campaign,
    )
    if settings.telegram_token and stage is None:
        yield TelegramChannel(
            settings.telegram_token,
            take,
            files.read,
            api_url=settings.telegram_api_url,
            file_url=settings.telegram_file_url,
            proxy=settings.http_proxy_url,
            public_url=settings.public_url,
            secret=settings.telegram_secret,
            webhook=settings.webhook,
        )


@asynccontextmanager
async def _http(base: Base, channels: dict[tuple[str, str], Channel]) -> AsyncIterator[int]:
    settings = base.settings

    async def ready() -> str:
        async with reading(base.readers) as connection:
            waiting, since = await inbox.backlog(connection)
        age = base.clock.real() - since if since else timedelta()
        return f"{waiting} messages wait, the oldest for {age.seconds} s" if age > timedelta(minutes=5) else ""

    routes = [route for channel in channels.values() for route in channel.routes()]
    app = build_app(routes, ready=ready, public_url=settings.public_url, language=settings.default_language)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.web_host, settings.web_port, backlog=512)
        try:
            await site.start()
        except OSError as fault:
            reason = os.strerror(fault.errno) if fault.errno else "no address"
            raise Refused(
                f"WEB_HOST, WEB_PORT: cannot listen on {settings.web_host}:{settings.web_port}: {reason}."
            ) from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
