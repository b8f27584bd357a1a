"""Two questions that machines ask: does the process live, and can it work."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

Ready: TypeAlias = Callable[[], Awaitable[str]]
"""Answers an empty string when the service can work, else one sentence that says why not."""


async def alive(_request: web.Request) -> web.Response:
    """The process answers: restarting it would help nothing."""
    return web.Response(text="ok\n")


def readiness(ready: Ready) -> Callable[[web.Request], Awaitable[web.Response]]:
    """200 when the service can work, else 503 with the reason."""

    async def answer(_request: web.Request) -> web.Response:
        reason = await ready()
        return web.Response(text=f"{reason or 'ok'}\n", status=503 if reason else 200)

    return answer
