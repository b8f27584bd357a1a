"""The Zalo bots of a service: those that the settings name, and those that were added, their tokens sealed."""

import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot import sealing
from bot.channels.contract import Plan, Take
from bot.channels.zalo import ZaloChannel, ZaloSettings
from bot.channels.zalo.links import sweep
from bot.meter import Meter
from domain.clock import Now
from scheduler.jobs import Job
from storage.database import Connection, reading
from storage.files import Files
from storage.post import bots
from storage.post.bots import Bot
from storage.store import Store

if TYPE_CHECKING:
    from bot.app import Base

LOG = logging.getLogger("thidua.bots")

CHANNEL = "zalo"


def sweeping(folder: Path) -> Job:
    """The job that takes away notes of links that are over."""

    async def links(_: Connection, __: Now) -> int:
        return await asyncio.to_thread(sweep, folder, time.time())

    return Job("links", timedelta(minutes=15), links)


def account_of(token: str) -> str:
    """The bot's own id: it survives a new token (DESIGN §13.3)."""
    return token.partition(":")[0]


async def on_zalo(base: "Base", take: Take, files: Files) -> list[ZaloChannel]:
    """One channel for each bot; a token of the settings goes before one that was added for the same bot."""
    named = {account_of(token): token for token in base.settings.zalo_bots}

    async def meet(connection: Connection) -> None:
        store = Store(connection)
        await bots.meet(store, [(CHANNEL, account) for account in named], base.clock.real())
        await store.keep()

    if named:
        await base.writer.run(meet)
    async with reading(base.readers) as connection:
        known = [one for one in await bots.every(Store(connection)) if one.channel == CHANNEL and one.sealed]
    tokens = {**dict(_opened(base.secret, known)), **named}
    settings = base.settings
    shared = ZaloSettings(
        settings.zalo_api_url,
        settings.http_proxy_url,
        settings.public_url,
        settings.zalo_secret,
        webhook=settings.zalo_webhook,
        language=settings.default_language,
        plan=Plan(settings.zalo_people, settings.zalo_messages),
    )
    return [
        ZaloChannel(
            token,
            take,
            shared,
            base.catalogue,
            read=files.pieces,
            folder=settings.files / "zalo",
            meter=Meter(base.writer, base.readers, base.clock, (CHANNEL, account), settings.zalo_messages),
        )
        for account, token in tokens.items()
    ]


def _opened(secret: bytes, known: list[Bot]) -> Iterator[tuple[str, str]]:
    for one in known:
        try:
            yield one.account, sealing.opened(secret, one.sealed)
        except sealing.Broken:
            LOG.error("zalo bot %s: its token cannot be read with this SECRET_KEY; add it again", one.account)  # noqa: TRY400
