"""The bot under measurement as a process of its own: started, weighed through /proc, and stopped."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import orjson

from benchmarks import environment

ROOT = Path(__file__).parents[1]
SUBJECTS = Path(__file__).parent / "subjects"
TICK = os.sysconf("SC_CLK_TCK")


class Telegram:
    """The mock's process, as the driver sees it."""

    def __init__(self, url: str, token: str, pid: int) -> None:
        self.url = url
        self.token = token
        self.pid = pid
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    async def ask(self, control: str, **body: object) -> object:
        async with self._http.post(f"{self.url}/control/{control}", data=orjson.dumps(body)) as response:
            answer = orjson.loads(await response.read())
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    async def close(self) -> None:
        await self._http.close()


@contextlib.asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """A fresh mock for each round: no bot inherits another's queue or connections."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.mock", cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        told = orjson.loads(await process.stdout.readline())
        mock = Telegram(told["url"], told["token"], process.pid)
        try:
            yield mock
        finally:
            await mock.close()
    finally:
        process.stdin.close()
        await process.wait()


@contextlib.asynccontextmanager
async def started(
    mock: Telegram, subject: str, *, webhook: bool, url: str, folder: Path, **more: object
) -> AsyncIterator[tuple]:
    """Start benchmarks/subjects/<subject>.py in `folder`; yields its pid and the seconds until it was there."""
    port = free_port() if webhook else 0
    python = sys.executable if subject == "service" else str(environment.ready())
    words = service_words(mock, url, folder, port) if subject == "service" else echo_words(mock, port)
    words |= {name: str(value) for name, value in more.items()}
    begun = time.monotonic()
    log = (folder / "log.txt").open("wb")
    process = await asyncio.create_subprocess_exec(
        python, str(SUBJECTS / f"{subject}.py"), cwd=folder, stdout=log, stderr=log, env=clean() | words
    )
    try:
        gone = asyncio.create_task(process.wait())
        there = asyncio.create_task(mock.ask("ready"))
        await asyncio.wait((gone, there), timeout=60, return_when=asyncio.FIRST_COMPLETED)
        if not there.done():
            tail = (folder / "log.txt").read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{subject} did not come up:\n{tail}")
        yield process.pid, time.monotonic() - begun
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 20)
        except TimeoutError:
            process.kill()
        log.close()


def clean() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {"PTB_TIMEDELTA": "1"}


def echo_words(mock: Telegram, port: int) -> dict[str, str]:
    return {"API": mock.url, "TOKEN": mock.token, "PORT": str(port)}


def service_words(mock: Telegram, url: str, folder: Path, port: int) -> dict[str, str]:
    """The environment of `thidua run`: nothing is switched off but the pace that Telegram asks for."""
    hook = {"PUBLIC_URL": f"http://127.0.0.1:{port}"} if port else {}
    return {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": url,
        "FILES_URL": f"file:{folder / 'files'}",
        "WEB_PORT": str(port),
        "TELEGRAM_TOKEN": mock.token,
        "TELEGRAM_API_URL": mock.url,
        "TELEGRAM_PACE": "0",
        "MESSAGES_PER_MINUTE": "0",
        "SECRET_KEY": "bench",
    } | hook


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def cpu(pid: int) -> float:
    """Seconds of CPU the process and its threads have used; its children not."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(pid: int) -> float:
    """MB held now."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def servers(folder: Path) -> float:
    """Seconds of CPU that the PostgreSQL server of that folder has used, ended sessions included."""
    pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    alive = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and parent(path) == pid]
    ended = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[13:15]
    return cpu(pid) + sum(map(int, ended)) / TICK + sum(cpu(one) for one in alive)


def parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
