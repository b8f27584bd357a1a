"""Drives a headless Chromium from the PATH over its DevTools protocol: pages, clicks, typing, pictures."""

import asyncio
import base64
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-port=0",
    "--window-size=1440,900",
)
PATIENCE = 20.0
"""Seconds to wait for anything on a page."""


def find() -> str | None:
    """The browser on the PATH, None when there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass(slots=True)
class Wire:
    """The browser's socket: calls by number, answers by number."""

    socket: aiohttp.ClientWebSocketResponse
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    waiting: dict[int, "asyncio.Future[dict[str, Any]]"] = field(default_factory=dict)

    async def listen(self) -> None:
        """Hand answers to those who wait; events are nobody's business here."""
        async for message in self.socket:
            answer = json.loads(message.data)
            future = self.waiting.pop(answer.get("id", 0), None)
            if future is not None and not future.done():
                future.set_result(answer)

    async def call(self, method: str, session: str = "", **params: object) -> dict[str, Any]:
        """Call a method; raises RuntimeError with what the browser says against it."""
        number = next(self.numbers)
        future = self.waiting[number] = asyncio.get_running_loop().create_future()
        frame: dict[str, Any] = {"id": number, "method": method, "params": params}
        await self.socket.send_json({**frame, "sessionId": session} if session else frame)
        answer = await asyncio.wait_for(future, PATIENCE)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result


@dataclass(frozen=True, slots=True)
class Page:
    """One tab of its own size."""

    wire: Wire
    session: str

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of this tab."""
        return await self.wire.call(method, self.session, **params)

    async def go(self, url: str) -> None:
        """Open an address and wait until it stands."""
        await self.call("Page.navigate", url=url)
        await self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    async def evaluate(self, script: str) -> Any:  # noqa: ANN401 - any JSON
        """The value of an expression on the page."""
        told = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"].get("exception", {}).get("description", script))
        return told["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until an expression is true."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if await self.evaluate(script):
                    return
                await asyncio.sleep(0.05)

    async def type(self, selector: str, text: str) -> None:
        """Type into a field and press Enter."""
        await self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        await self.call("Input.insertText", text=text)
        for kind in ("keyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent", type=kind, key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r"
            )

    async def attach(self, selector: str, file: Path) -> None:
        """Choose a file in a file field."""
        root = (await self.call("DOM.getDocument"))["root"]["nodeId"]
        node = (await self.call("DOM.querySelector", nodeId=root, selector=selector))["nodeId"]
        await self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file)])

    async def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """The window, in CSS pixels; a phone has two dots to a pixel and a finger."""
        scale = 2 if phone else 1
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone
        )
        await self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    async def picture(self) -> bytes:
        """What is on the screen, as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])


@dataclass(frozen=True, slots=True)
class Browser:
    """A running Chromium."""

    wire: Wire

    async def page(self, width: int, height: int, *, phone: bool = False) -> Page:
        """A new tab without cookies of others."""
        context = (await self.wire.call("Target.createBrowserContext"))["browserContextId"]
        target = await self.wire.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = await self.wire.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self.wire, attached["sessionId"])
        await page.call("Page.enable")
        await page.size(width, height, phone=phone)
        return page


@asynccontextmanager
async def running(program: str, profile: Path) -> AsyncIterator[Browser]:
    """Start the browser with a profile of its own; it is gone when left."""
    nowhere = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        program, *FLAGS, f"--user-data-dir={profile}", "about:blank", stdout=nowhere, stderr=nowhere
    )
    try:
        async with aiohttp.ClientSession() as http, http.ws_connect(await _address(profile), max_msg_size=0) as socket:
            wire = Wire(socket)
            listening = asyncio.create_task(wire.listen())
            yield Browser(wire)
            listening.cancel()
    finally:
        process.terminate()
        await process.wait()


async def _address(profile: Path) -> str:
    """Where the browser listens: it writes port and path into its profile."""
    note = profile / "DevToolsActivePort"
    async with asyncio.timeout(PATIENCE):
        while True:
            lines = await asyncio.to_thread(lambda: note.read_text().splitlines() if note.exists() else [])
            if len(lines) > 1:
                return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            await asyncio.sleep(0.05)
