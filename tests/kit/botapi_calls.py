"""Short ways for tests to call the loopback Bot API and to stand where the bot's webhook would."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.kit.botapi import BotApi

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40
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
