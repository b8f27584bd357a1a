"""The loopback Bot API as a process of its own, steered by JSON under /control/ (see CONTROLS) or through Remote."""

import argparse
import asyncio
import contextlib
import dataclasses
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

import aiohttp
import orjson
from aiohttp import web

from tests.kit.botapi import TOKEN, BotApi
from tests.kit.botapi_faults import Flood

ROOT = Path(__file__).parents[2]
SETTABLE = ("latency", "accept_unknown", "duplicates", "shuffle")


async def push(api: BotApi, body: Any) -> Any:
    """One raw update or a list of them; returns their ids."""
    return [api.push(update) for update in (body if isinstance(body, list) else [body])]


async def say(api: BotApi, body: Any) -> Any:
    """A list of {"id", "text", "first_name"?}: people who write; returns the update ids."""
    people = [{"id": one["id"], "is_bot": False, "first_name": one.get("first_name", "Khách")} for one in body]
    return [api.push(api.make.text(user, one["text"])) for user, one in zip(people, body, strict=True)]


async def press(api: BotApi, body: Any) -> Any:
    """{"id", "label"}: that person presses a button of the newest message with buttons."""
    return await api.person(body["id"], body.get("first_name", "Khách")).presses(body["label"])


async def fail(api: BotApi, body: Any) -> Any:
    """A Failure's fields: {"kind", "times"?, "method"?, "chat"?, "seconds"?, "status"?, "share"?}."""
    api.faults.fail(**body)
    return True


async def faults(api: BotApi, body: Any) -> Any:
    """Switches: latency, accept_unknown, duplicates, shuffle, blocked, deactivated (lists), migrated, flood, clear."""
    if body.pop("clear", False):
        api.faults.clear()
    if "flood" in body:
        api.faults.flood = Flood() if body.pop("flood") else None
    for name in ("blocked", "deactivated"):
        if name in body:
            setattr(api.faults, name, set(body.pop(name)))
    if "migrated" in body:
        api.faults.migrated = {int(old): new for old, new in body.pop("migrated").items()}
    for name, value in body.items():
        if name not in SETTABLE:
            raise ValueError(f"no switch {name!r}")
        setattr(api.faults, name, value)
    return True


async def sent(api: BotApi, body: Any) -> Any:
    """{"since"?: n}: the records of the ledger from the n-th on; of files only the size."""
    records = api.sent[int(body.get("since", 0)) :]
    return [{**dataclasses.asdict(one), "message": None, "data": len(one.data or b"")} for one in records]


async def counts(api: BotApi, _: Any) -> Any:
    """Calls by method, messages that reached people, the busiest second, refusals by code, updates unconfirmed."""
    ledger = api.ledger
    return {
        "methods": ledger.counts,
        "messages": len(ledger.times),
        "busiest": ledger.busiest(),
        "refused": {str(code): n for code, n in ledger.refused.items()},
        "pending": api.pending,
    }


CONTROLS = {control.__name__: control for control in (push, say, press, fail, faults, sent, counts)}


async def control(api: BotApi, request: web.BaseRequest) -> web.Response:
    """POST /control/<name> with a JSON body; GET for those that need none."""
    name = request.path.removeprefix("/control/")
    try:
        body = orjson.loads(await request.read() or b"{}")
        answer, status = await CONTROLS[name](api, body), 200
    except (KeyError, TypeError, ValueError, AssertionError) as mistake:
        answer, status = {"error": f"{type(mistake).__name__}: {mistake}"}, 400
    body = orjson.dumps(answer, option=orjson.OPT_NON_STR_KEYS)
    return web.Response(body=body, status=status, content_type="application/json")


class Remote:
    """The controls of a loopback in another process, by their names: `await remote("counts")`."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def __call__(self, name: str, body: Any = None) -> Any:
        async with self._http.post(f"{self.url}/control/{name}", data=orjson.dumps(body or {})) as response:
            answer = orjson.loads(await response.read())
        if response.status != 200:
            raise RuntimeError(answer["error"])
        return answer


@contextlib.asynccontextmanager
async def spawned(*options: str) -> AsyncIterator[Remote]:
    """Start `python -m tests.kit.botapi --control` on a free port; options: --bench, --webhook-retry N, ..."""
    command = (sys.executable, "-m", "tests.kit.botapi", "--control", *options)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout
        ready = orjson.loads(await process.stdout.readline())
        async with Remote(ready["url"], ready["token"]) as remote:
            yield remote
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def serve(options: argparse.Namespace) -> None:
    api = BotApi(
        options.token,
        port=options.port,
        keep=not options.bench,
        webhook_retry=options.webhook_retry,
        webhook_timeout=options.webhook_timeout,
        control=control if options.control else None,
    )
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with api:
        sys.stdout.write(orjson.dumps({"url": api.url, "token": api.token}).decode() + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Read the command line and serve until a signal; the first line of output says url and token, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--control", action="store_true", help="answer under /control/")
    parser.add_argument("--bench", action="store_true", help="count messages, keep none")
    parser.add_argument("--webhook-retry", type=float, default=0.05)
    parser.add_argument("--webhook-timeout", type=float, default=5.0)
    asyncio.run(serve(parser.parse_args()))
