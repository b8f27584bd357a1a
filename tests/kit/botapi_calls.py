"""Short ways for tests to call the loopback Bot API and to stand where the bot's webhook would."""

import contextlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.kit.botapi import BotApi


def a_photo(width: int = 320, height: int = 240) -> bytes:
    """A real photo, with the traces a phone leaves in it."""
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    exif.get_ifd(0x8825)[2] = (20.0, 51.0, 0.0)
    written = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(written, "JPEG", exif=exif, quality=95)
    return written.getvalue()


JPEG = a_photo()
KEY = {"text": "Có", "callback_data": "y"}


def row(*pairs: tuple[str, str]) -> InlineKeyboardMarkup:
    """One row of inline buttons from (label, value)."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=value) for label, value in pairs]])


async def call(http: aiohttp.ClientSession, api: BotApi, method: str, **args: Any) -> tuple[int, Any]:
    """HTTP status and decoded answer of one method call with a JSON body."""
    async with http.post(f"{api.url}/bot{api.token}/{method}", json=args) as response:
        return response.status, await response.json()


async def raw_updates(http: aiohttp.ClientSession, api: BotApi) -> list[dict]:
    """The updates that wait, as Telegram sends them."""
    _, answer = await call(http, api, "getUpdates")
    return answer["result"]


@contextlib.asynccontextmanager
async def endpoint(handler: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """A web server whose only address, the value, is answered by `handler`."""
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()
