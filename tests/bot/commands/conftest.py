"""The command itself, started as a person starts it, in a folder of its own."""

import asyncio
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
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


class Nursery:
    """The process that forks commands, and how each of them ended."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process
        self._begun: queue.Queue[int] = queue.Queue()
        self.codes: dict[int, int] = {}

    def listen(self) -> None:
        for line in self._process.stdout:
            news = json.loads(line)
            if "code" in news:
                self.codes[news["pid"]] = news["code"]
            else:
                self._begun.put(news["pid"])

    def start(self, **order: object) -> int:
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return self._begun.get(timeout=30)


@dataclass
class Terminal:
    """A terminal in an empty folder, with nothing of the real environment but the path to Python."""

    folder: Path
    nursery: Nursery
    environment: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def _whole(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(self.folder), **self.environment}

    async def afresh(self, *words: str) -> Ran:
        """Run a verb as a new Python, imports and all."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self._whole(),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await asyncio.wait_for(process.communicate(), 60)
        return Ran(process.returncode, out.decode(), err.decode())

    def _fork(self, *words: str) -> "Running":
        self.count += 1
        streams = {name: self.folder / f".{name}-{self.count}" for name in ("out", "err")}
        told = {name: str(path) for name, path in streams.items()}
        pid = self.nursery.start(words=words, cwd=str(self.folder), env=self._whole(), **told)
        return Running(pid, self.nursery.codes, streams["out"], streams["err"])

    async def run(self, *words: str) -> Ran:
        """Run a verb to its end."""
        going = self._fork(*words)
        return Ran(await going.ends(60), going.out.read_text(), going.err.read_text())

    async def does(self, *words: str) -> str:
        """Run a verb that must succeed; what it printed."""
        ran = await self.run(*words)
        assert ran.code == 0, ran
        assert ran.err == "", ran
        return ran.out

    @asynccontextmanager
    async def running(self, *words: str, until: str) -> AsyncIterator["Running"]:
        """A verb that goes on; it has printed ``until`` when the block begins, and is gone after it."""
        going = self._fork(*words)
        try:
            await going.prints(until)
            yield going
        finally:
            await going.dies()

    @asynccontextmanager
    async def running_afresh(self, *words: str, until: str) -> AsyncIterator[None]:
        """The same as a new Python."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, cwd=self.folder, env=self._whole(), stdout=asyncio.subprocess.PIPE
        )
        try:
            while until not in (line := (await process.stdout.readline()).decode()):
                assert line
            yield
        finally:
            process.kill()
            await process.communicate()


@dataclass
class Running:
    """A service that was started as a command."""

    pid: int
    codes: dict[int, int]
    out: Path
    err: Path

    @property
    def said(self) -> str:
        return "".join(path.read_text() for path in (self.out, self.err) if path.exists())

    async def prints(self, words: str) -> None:
        async with asyncio.timeout(30):
            while words not in self.said:
                assert self.pid not in self.codes, self.said
                await asyncio.sleep(0.02)

    async def stops(self, how: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        os.kill(self.pid, how)
        return await self.ends(25)

    async def ends(self, within: float) -> int:
        async with asyncio.timeout(within):
            while True:
                if self.pid in self.codes:
                    return self.codes[self.pid]
                await asyncio.sleep(0.01)

    async def dies(self) -> None:
        """It is gone, whatever it was doing."""
        if self.pid not in self.codes:
            os.kill(self.pid, signal.SIGKILL)
            await self.ends(10)

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


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Forks the commands of all tests."""
    command = [sys.executable, "-m", "tests.bot.commands.nursery"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PTB_TIMEDELTA": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe) as process:
        made = Nursery(process)
        listening = threading.Thread(target=made.listen)
        listening.start()
        yield made
        process.stdin.close()
        process.wait(10)
        listening.join()


@pytest.fixture
def terminal(tmp_path, nursery) -> Terminal:
    """A terminal on a fresh SQLite database."""
    return Terminal(tmp_path, nursery, {"WEB_PORT": "0"})


@pytest.fixture
def terminal_on(tmp_path, nursery, empty_url) -> Terminal:
    """A terminal on a fresh database, once of each kind."""
    return Terminal(tmp_path, nursery, {"WEB_PORT": "0", "DATABASE_URL": empty_url})


@pytest.fixture
def files():
    """The real campaign and the sample province."""
    return CAMPAIGN, PROVINCE
