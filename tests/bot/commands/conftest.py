"""The command itself, started as a person starts it, in a folder of its own."""

import asyncio
import json
import os
import re
import signal
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

ROOT = Path(__file__).parents[3]
CAMPAIGN = ROOT / "campaigns/hai-phong-2025/campaign.toml"
PROVINCE = ROOT / "campaigns/demo/units.csv"


@dataclass
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class Terminal:
    """A terminal in an empty folder, with nothing of the real environment but the path to Python."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def _start(self, *words: str, **streams: int):
        kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(self.folder)}
        return asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env={**kept, **self.environment}, **streams
        )

    async def run(self, *words: str) -> Ran:
        """Run a verb to its end."""
        pipe = asyncio.subprocess.PIPE
        process = await self._start(*words, stdout=pipe, stderr=pipe, stdin=asyncio.subprocess.DEVNULL)
        out, err = await asyncio.wait_for(process.communicate(), 60)
        return Ran(process.returncode, out.decode(), err.decode())

    async def does(self, *words: str) -> str:
        """Run a verb that must succeed; what it printed."""
        ran = await self.run(*words)
        assert ran.code == 0, ran
        assert ran.err == "", ran
        return ran.out

    @asynccontextmanager
    async def running(self, *words: str, until: str) -> AsyncIterator["Running"]:
        """A verb that goes on; it has printed ``until`` when the block begins, and is stopped after it."""
        out, err = asyncio.subprocess.PIPE, asyncio.subprocess.STDOUT
        process = await self._start(*words, stdout=out, stderr=err)
        going = Running(process)
        try:
            await going.prints(until)
            yield going
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@dataclass
class Running:
    """A service that was started as a command."""

    process: asyncio.subprocess.Process
    said: str = ""

    async def prints(self, words: str) -> None:
        async with asyncio.timeout(30):
            while words not in self.said:
                line = await self.process.stdout.readline()
                assert line, self.said
                self.said += line.decode()

    async def stops(self, how: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(how)
        rest, _ = await asyncio.wait_for(self.process.communicate(), 25)
        self.said += rest.decode()
        return self.process.returncode

    @property
    def url(self) -> str:
        return re.search(r"http://[0-9.:]+", self.said)[0]


@dataclass
class Chat:
    """One seat of the chat page, spoken to in the frames of a browser."""

    socket: object
    heard: list[dict] = field(default_factory=list)
    day: dict | None = None

    async def says(self, text: str) -> None:
        await self._put("say", text=text)

    async def presses(self, label: str) -> None:
        """Use the last button with this label."""
        buttons = [(one["id"], choice) for one in self.heard for row in one["rows"] for choice in row]
        number, choice = next(found for found in reversed(buttons) if found[1]["label"] == label)
        await self._put("press", value=choice["value"], label=label, on=str(number))

    async def _put(self, kind: str, **values: object) -> None:
        await self.socket.send_str(json.dumps({"t": kind, "event": str(uuid.uuid4()), **values}))

    async def hears(self, words: str = "") -> str:
        """The next message, which must hold these words."""
        async with asyncio.timeout(15):
            while True:
                frame = json.loads(await self.socket.receive_str())
                if frame["t"] == "day":
                    self.day = frame
                if frame["t"] == "message":
                    await self.socket.send_str(json.dumps({"t": "seen", "id": frame["id"]}))
                    self.heard.append(frame)
                    assert words in frame["text"], frame["text"]
                    return frame["text"]


class Visitor:
    """A browser on the machine where the service runs."""

    def __init__(self, url: str, session: ClientSession) -> None:
        self.url = url
        self.session = session
        self.origin = {"Origin": url}

    async def page(self) -> str:
        async with self.session.get(self.url) as answer:
            assert answer.status == 200
            return await answer.text()

    async def sits(self, seat: str) -> Chat:
        async with self.session.post(f"{self.url}/chat/seat?seat={seat}", headers=self.origin) as answer:
            assert answer.status == 204
        socket = await self.session.ws_connect(f"{self.url}/chat/ws?seat={seat}", headers=self.origin)
        await socket.send_str(json.dumps({"t": "hello", "after": 0, "language": "vi"}))
        return Chat(socket)

    async def moves(self, **where: object) -> tuple[int, dict]:
        async with self.session.post(f"{self.url}/demo/day", json=where, headers=self.origin) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def visiting(url: str) -> AsyncIterator[Visitor]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Visitor(url, session)


@pytest.fixture
def visit():
    """``async with visit(url) as visitor``."""
    return visiting


@pytest.fixture
def terminal(tmp_path) -> Terminal:
    """A terminal on a fresh SQLite database."""
    return Terminal(tmp_path, {"WEB_PORT": "0"})


@pytest.fixture
def terminal_on(tmp_path, database_url) -> Terminal:
    """A terminal on a fresh database, once of each kind."""
    return Terminal(tmp_path, {"WEB_PORT": "0", "DATABASE_URL": database_url})


@pytest.fixture
def files():
    """The real campaign and the sample province."""
    return CAMPAIGN, PROVINCE
