"""Telegram's errors as the closed set that the sender knows (STACK §6), and their names without the token in them."""

from datetime import timedelta

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.contract import SendError

LONGEST_BACK_OFF = 60.0


def seconds_of(fault: RetryAfter) -> float:
    """How long Telegram wants silence."""
    after = fault.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def send_error(fault: TelegramError) -> SendError:  # noqa: PLR0911 - a table of outcomes
    """Telegram's error as one of the closed set (STACK §6)."""
    if isinstance(fault, RetryAfter):
        return SendError("too_many", retryable=True, retry_after=seconds_of(fault), whole_account=True)
    if isinstance(fault, InvalidToken):
        return SendError("server", retryable=True, retry_after=LONGEST_BACK_OFF, whole_account=True)
    if isinstance(fault, Forbidden):
        return SendError("blocked", retryable=False)
    if isinstance(fault, ChatMigrated):
        return SendError("migrated", retryable=False, moved_to=str(fault.new_chat_id))
    if isinstance(fault, BadRequest):
        gone = "chat not found" in fault.message.lower()
        return SendError("gone" if gone else "refused", retryable=False)
    if isinstance(fault, TimedOut):
        return SendError("network", retryable=True, unknown=True)
    if isinstance(fault, NetworkError):
        return SendError(
            "network", retryable=True, unknown=not isinstance(fault.__cause__, aiohttp.ClientConnectorError)
        )
    return SendError("server", retryable=True)


def named(fault: BaseException) -> str:
    """An error without its text: InvalidToken's holds the token (RELIABILITY F11)."""
    if isinstance(fault, ConnectionError):
        return str(fault) or type(fault).__name__
    return type(fault).__name__
