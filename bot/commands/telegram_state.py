"""Asks Telegram how it sees us, once and with a short time-out: for the doctor and for invitation links."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.settings import Settings

SHORT = aiohttp.ClientTimeout(total=4)
"""Whoever makes an invitation waits no longer for a link."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came back: ``result`` when Telegram said ok, else ``reason`` (an HTTP code or the kind of the fault)."""

    result: dict[str, Any] | None
    reason: str = ""
    ahead: float | None = None
    """Seconds by which our clock is ahead of theirs, from the Date header; None without an answer."""


async def ask(settings: Settings, method: str) -> Said:
    """Call a method without arguments. Nothing that is raised or returned holds the token."""
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}/{method}"
    try:
        async with (
            aiohttp.ClientSession(timeout=SHORT) as session,
            session.get(url, proxy=settings.http_proxy_url or None) as response,
        ):
            answer = await response.json(content_type=None)
            ahead = _ahead(response.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
        return Said(None, type(fault).__name__)
    if not isinstance(answer, dict) or not answer.get("ok") or not isinstance(answer.get("result"), dict):
        return Said(None, str(response.status), ahead)
    return Said(answer["result"], "", ahead)


async def username(settings: Settings) -> str:
    """The bot's name for links; empty when Telegram is not there to ask."""
    if not settings.telegram_token:
        return ""
    said = await ask(settings, "getMe")
    return str((said.result or {}).get("username") or "")


def _ahead(date: str) -> float | None:
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    except ValueError:
        return None
