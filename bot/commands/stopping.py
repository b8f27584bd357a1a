"""SIGTERM and SIGINT end the service in order, and never later than promised."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOG = logging.getLogger("thidua.stopping")

WITHIN = 24.0
"""Seconds for closing; then the process leaves: what was acknowledged is flushed, so nothing is lost (DESIGN §3)."""


@asynccontextmanager
async def until_signal() -> AsyncIterator[asyncio.Event]:
    """An event that a signal sets; leaving the block may take ``WITHIN`` seconds from then on."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    deadline: list[asyncio.TimerHandle] = []

    def asked() -> None:
        if not stop.is_set():
            deadline.append(loop.call_later(WITHIN, _leave))
        stop.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, asked)
    try:
        yield stop
    finally:
        for timer in deadline:
            timer.cancel()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)


async def either(*events: asyncio.Event) -> None:
    """Return when one of them is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for one in waiting:
        one.cancel()


def _leave() -> None:
    LOG.warning("closing took longer than %s s; leaving now, nothing acknowledged is lost", WITHIN)
    os._exit(0)
