"""The way in beside a running service: one request a line, as JSON, over a unix socket of its owner alone (§13.2)."""

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bot.app import VAR
from bot.settings import Settings
from storage.database import sqlite_path

LOG = logging.getLogger("thidua.door")

LONGEST = 64 * 1024 * 1024
"""Bytes of a request: a file in base64."""
PATIENCE = 120.0
"""Seconds to wait for an answer; a register of 20,000 rows takes some."""
_LONGEST_NAME = 100
"""Bytes of a socket's path; Linux takes 107."""

Request = dict[str, Any]
Answer = dict[str, Any]
Act = Callable[[Request], Awaitable[Answer]]


class Hung(Exception):
    """The service took the request and gave no answer."""


def door_path(settings: Settings) -> Path:
    """Beside the database: ``var/thidua.sock``; for a PostgreSQL database its mark is in the name."""
    path = sqlite_path(settings.database_url)
    if path is not None:
        return path.with_suffix(".sock")
    return VAR / f"thidua-{hashlib.sha256(settings.database_url.encode()).hexdigest()[:8]}.sock"


@asynccontextmanager
async def open_door(path: Path, act: Act) -> AsyncIterator[None]:
    """Answer requests until left. The caller holds the database's lock, so a socket that is there is a dead one's."""
    server = await asyncio.start_unix_server(partial(_answer, act), sock=_bound(path), limit=LONGEST)
    try:
        yield
    finally:
        server.close()
        _forget(path)


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


def _bound(path: Path) -> socket.socket:
    path.parent.mkdir(parents=True, exist_ok=True)
    _forget(path)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # readable by its owner alone from its first moment on
    try:
        with _near(path) as name:
            listening.bind(name)
    finally:
        os.umask(before)
    return listening


async def _answer(act: Act, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        line = await reader.readline()
        if line:
            writer.write(json.dumps(await act(json.loads(line)), ensure_ascii=False).encode() + b"\n")
            await writer.drain()
    except Exception:  # an edge: the service goes on, the person at the terminal hears that it failed
        LOG.exception("a request of the command line failed")
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def knock(path: Path, request: Request) -> Answer | None:
    """Ask the running service; None when none is running. Raises Hung when no answer came."""
    try:
        with _near(path) as name:
            reader, writer = await asyncio.open_unix_connection(name, limit=LONGEST)
    except (FileNotFoundError, ConnectionRefusedError):
        return None
    try:
        writer.write(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
    except (ConnectionError, TimeoutError):
        line = b""
    finally:
        writer.close()
    if not line:
        raise Hung
    answer: Answer = json.loads(line)
    return answer


@contextmanager
def _near(path: Path) -> Iterator[str]:
    """A name of the socket that fits, however deep the checkout lies."""
    if len(os.fsencode(path)) <= _LONGEST_NAME:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
