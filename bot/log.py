"""Logging without personal data: errors are told by their kind and place, and a token never gets through (S11, S38)."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_QUIET = ("httpx", "httpcore", "telegram", "aiohttp.access", "apscheduler", "aiosqlite", "sqlalchemy", "asyncio")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(level: str, form: str) -> None:
    """Point everything at one stream; libraries speak from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("thidua").setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redacted(text: str) -> str:
    """Text without anything that looks like a bot token, on one line."""
    return _TOKEN.sub("(token)", text).replace("\r", "\\r").replace("\n", "\\n")


def told(info: ExcInfo) -> str:
    """An error by kind and place. Its text is left out: it may quote what a person typed."""
    kind, error, trace = info
    if kind is None or error is None:
        return ""
    places = [
        f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
    cause = error.__cause__ or error.__context__
    because = f" because {type(cause).__name__}" if cause else ""
    return f"{kind.__name__}{because} at {' < '.join(reversed(places[-6:]))}"


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time(record)} {record.levelname:<7} {record.name}: {redacted(record.getMessage())}"
        return f"{line} | {told(record.exc_info)}" if record.exc_info else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        parts = {
            "at": _time(record),
            "level": record.levelname,
            "name": record.name,
            "message": redacted(record.getMessage()),
        }
        if record.exc_info:
            parts["error"] = told(record.exc_info)
        return json.dumps(parts, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
