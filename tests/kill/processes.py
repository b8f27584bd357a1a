"""The service as a process that tests start and kill: forked from one that has imported it, or by its command line."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND_LINE = (sys.executable, "-m", "bot", "run")


def environment(**settings: object) -> dict[str, str]:
    """An environment of the settings and of nothing that this machine happens to set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PTB_TIMEDELTA": "1", **{k.upper(): str(v) for k, v in settings.items()}}


def serving_telegram(token: str, api: str, url: str, folder: Path, *, webhook: bool = False) -> dict[str, str]:
    """Telegram at the loopback, without a pace; ``folder`` gets the files."""
    port = free_port() if webhook else 0
    return environment(
        database_url=url,
        files_url=f"file:{folder / 'files'}",
        web_port=port,
        public_url=f"http://127.0.0.1:{port}" if webhook else "",
        secret_key="a key of the tests",
        telegram_pace=0,
        messages_per_minute=0,
        telegram_token=token,
        telegram_api_url=api,
        log_level="WARNING",
    )


def serving_zalo(token: str, api: str, url: str, folder: Path) -> dict[str, str]:
    """One bot at the loopback Zalo, by webhook, without pace and plan."""
    port = free_port()
    return environment(
        database_url=url,
        files_url=f"file:{folder / 'files'}",
        web_port=port,
        public_url=f"http://127.0.0.1:{port}",
        secret_key="a key of the tests",
        zalo_tokens=token,
        zalo_api_url=api,
        zalo_pace=0,
        zalo_people=0,
        zalo_messages=0,
        log_level="WARNING",
    )


def free_port() -> int:
    """A port that a killed service can come back to."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class ForkServer:
    """The client of fork_server.py: one process, many starts."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, **what: Any) -> Any:
        """One request, one answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        answer = await self._process.stdout.readline()
        assert answer, "the fork server has ended"
        return json.loads(answer)


@contextlib.asynccontextmanager
async def fork_server() -> AsyncIterator[ForkServer]:
    """Run one for the length of a test."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kill.fork_server", cwd=ROOT, env=environment(),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
        yield ForkServer(process)
    finally:
        assert process.stdin
        process.stdin.close()  # it ends by itself, and with it whatever it started
        await process.wait()


class Forked:
    """A service forked from the server."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self._server = server
        self.pid = pid

    async def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        assert await self._server.ask(kill=self.pid) == -signal.SIGKILL, "it had ended before it was killed"

    async def ends(self, seconds: float) -> int | None:
        """Its exit code, None when it still runs after so long."""
        code: int | None = await self._server.ask(wait=self.pid, seconds=seconds)
        return code

    def stop(self) -> None:
        """SIGTERM, as systemd sends it."""
        os.kill(self.pid, signal.SIGTERM)


class Executed:
    """A service started by the command line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.pid = process.pid

    async def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        self._process.kill()
        assert await self._process.wait() == -signal.SIGKILL, "it had ended before it was killed"

    async def ends(self, seconds: float) -> int | None:
        """Its exit code, None when it still runs after so long."""
        try:
            return await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            return None

    def stop(self) -> None:
        """SIGTERM, as systemd sends it."""
        self._process.terminate()


Running = Forked | Executed


async def forked(server: ForkServer, settings: dict[str, str], folder: Path) -> Forked:
    """Start by fork; what it says is appended to ``folder``/log."""
    return Forked(server, await server.ask(start=settings, folder=str(folder), log=str(folder / "log")))


async def executed(settings: dict[str, str], folder: Path) -> Executed:
    """Start by the command line, in a process that has imported nothing."""
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *COMMAND_LINE, cwd=folder, env=settings, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
        )
    return Executed(process)
