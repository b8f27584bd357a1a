"""``thidua chat``: the chat page in a terminal, over the same socket; for trying a talk where there is no browser."""

import asyncio
import contextlib
import json
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
import typer

from web.line import NO_SEAT
from web.protocol import write_frame
from web.seats import cookie_name
from web.words import Words, page_words, say_moment

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between attempts to connect; the last one repeats."""
LAST_WORDS = 2.0
"""Seconds in which answers may still come after the last line was typed."""

Show = Callable[[str], None]


class Closed(Exception):
    """The service does not let this terminal in; the sentence says why."""


async def talk(
    url: str,
    seat: str,
    *,
    folder: Path = Path("var"),
    language: str = "vi",
    lines: AsyncIterator[str] | None = None,
    show: Show = typer.echo,
) -> None:
    """Talk as ``seat`` to the service at ``url`` until the input ends; ``folder`` keeps the seat's cookie, 0600."""
    cookie = SeatCookie(folder / f"chat-{seat}.cookie", seat)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        terminal = Terminal(session, url.rstrip("/"), cookie, page_words(language), language, show)
        connection = asyncio.create_task(terminal.stay_connected())
        typing = asyncio.create_task(terminal.type(lines or typed_lines()))
        try:
            await asyncio.wait((connection, typing), return_when=asyncio.FIRST_COMPLETED)
            if connection.done():
                await connection
        except Closed as closed:
            show(str(closed))
        finally:
            for task in (typing, connection):
                task.cancel()
            await asyncio.gather(typing, connection, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class SeatCookie:
    """The cookie of a seat in a file that only its owner may read."""

    path: Path
    seat: str

    def header(self) -> dict[str, str]:
        """The Cookie header; empty when there is none yet."""
        secret = self.path.read_text("ascii").strip() if self.path.is_file() else ""
        return {"Cookie": f"{cookie_name(self.seat)}={secret}"} if secret else {}

    def keep(self, answer: aiohttp.ClientResponse) -> None:
        """Keep what the service has set."""
        morsel = answer.cookies.get(cookie_name(self.seat))
        if morsel is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)
        self.path.write_text(morsel.value, "ascii")


@dataclass(slots=True)
class Terminal:
    """One person at one terminal. What is typed stays in ``unsent`` until the service has said "taken"."""

    session: aiohttp.ClientSession
    url: str
    cookie: SeatCookie
    words: Words
    language: str
    show: Show
    unsent: dict[str, str] = field(default_factory=dict)
    last: int = 0
    socket: aiohttp.ClientWebSocketResponse | None = None
    quiet: set[str] = field(default_factory=set)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def type(self, lines: AsyncIterator[str]) -> None:
        """Send line after line; at the end wait until all are stored and the answers had their time."""
        async for line in lines:
            if line.strip():
                await self.say(line.strip())
        while self.unsent:
            self.answered.clear()
            await self.answered.wait()
        await asyncio.sleep(LAST_WORDS)

    async def say(self, text: str, *, quiet: bool = False) -> None:
        """Keep first, then send; the same event goes again after a broken line."""
        event = str(uuid.uuid4())
        self.unsent[event] = write_frame("say", event=event, text=text)
        if quiet:
            self.quiet.add(event)
        if self.socket is not None:
            with contextlib.suppress(ConnectionError):
                await self.socket.send_str(self.unsent[event])

    async def stay_connected(self) -> None:
        """Connect, and again after every break, with growing pauses. Raises Closed."""
        failures = 0
        while True:
            try:
                await self._sit()
                await self._listen()
                failures = 0
            except aiohttp.ClientResponseError as refusal:
                raise Closed(self.words["forbidden"]) from refusal
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                self.show(self.words["talk_away"].format(url=self.url))
            self.socket = None
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1

    async def _sit(self) -> None:
        """Ask for the seat; the cookie that is there stays."""
        address = f"{self.url}/chat/seat?seat={self.cookie.seat}"
        async with self.session.post(address, headers=self._headers()) as answer:
            answer.raise_for_status()
            self.cookie.keep(answer)

    async def _listen(self) -> None:
        address = f"{self.url}/chat/ws?seat={self.cookie.seat}"
        async with self.session.ws_connect(address, headers=self._headers(), heartbeat=25) as socket:
            await socket.send_str(write_frame("hello", after=self.last, language=self.language))
            async for message in socket:
                await self._hear(socket, json.loads(message.data))
            if socket.close_code == NO_SEAT:
                raise Closed(self.words["no_cookie"])

    async def _hear(self, socket: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "hello":
                await self._begin(socket)
            case "taken":
                self._answered(frame["event"], self.words["talk_stored"])
            case "refused":
                self._answered(frame["event"], frame["text"])
            case "message":
                self.show(self._message(frame))
                self.last = frame["id"]
                await socket.send_str(write_frame("seen", id=frame["id"]))
            case "day":
                self.show(say_moment(self.words, datetime.fromisoformat(f"{frame['day']}T{frame['time']}")))

    async def _begin(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """The line stands: what waits goes out; a fresh terminal greets first."""
        fresh = self.socket is None and self.last == 0 and not self.unsent
        self.socket = socket
        self.show(self.words["talk_opened"].format(url=self.url))
        for frame in list(self.unsent.values()):
            await socket.send_str(frame)
        if fresh:
            await self.say("/start", quiet=True)

    def _answered(self, event: str, text: str) -> None:
        known = self.unsent.pop(event, None) is not None
        self.answered.set()
        if known and event not in self.quiet:
            self.show(text)

    def _message(self, frame: dict[str, Any]) -> str:
        """The text, files as addresses, and the choices numbered in reading order, a row to a line."""
        parts = [f"\n{frame['text']}"]
        for kind in ("picture", "document"):
            if file := frame[kind]:
                key = "photo" if kind == "picture" else "document"
                values = {"kind": self.words[key], "name": file["name"], "url": urljoin(self.url, file["url"])}
                parts.append(self.words["talk_file"].format(**values))
        number = 0
        for row in frame["rows"]:
            labels = [f"{number + place} {choice['label']}" for place, choice in enumerate(row, 1)]
            number += len(row)
            parts.append("  " + "   ".join(labels))
        return "\n".join(parts)

    def _headers(self) -> dict[str, str]:
        parts = urlsplit(self.url)
        return {"Origin": f"{parts.scheme}://{parts.netloc}", **self.cookie.header()}


async def typed_lines() -> AsyncIterator[str]:
    """Lines of the terminal, read in a thread of their own so that answers can be shown meanwhile."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the talk is over, nobody waits for lines
            for line in sys.stdin:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, "")

    threading.Thread(target=read, name="typed lines", daemon=True).start()
    while line := await queue.get():
        yield line
