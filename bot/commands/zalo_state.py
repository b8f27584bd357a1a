"""Asks Zalo how it sees a bot of ours, once and with a short time-out: for the doctor and before a token is kept."""

from dataclasses import dataclass
from typing import Any

from bot.channels.zalo.calls import ZaloCalls, ZaloError
from bot.settings import Settings

SHORT = 6.0


@dataclass(frozen=True, slots=True)
class Said:
    """What came back; ``reason`` is Zalo's code, or "network"."""

    result: dict[str, Any] | None
    reason: str = ""


async def ask(settings: Settings, token: str, method: str) -> Said:
    """Call a method without arguments. Nothing that is raised or returned holds the token."""
    calls = ZaloCalls(token, settings.zalo_api_url, settings.http_proxy_url)
    await calls.open()
    try:
        result = await calls.call(method, seconds=SHORT)
    except ZaloError as fault:
        return Said(None, str(fault.code) if fault.code else "network")
    finally:
        await calls.close()
    return Said(result if isinstance(result, dict) else {})
