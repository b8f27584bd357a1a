"""A real server on loopback with a web channel, and pages that speak the frames of a browser."""

import asyncio
import io
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData
from aiohttp.test_utils import TestServer

from bot.channels.web import WebChannel
from domain.messages import Address
from web.app import build_app
from web.demo import DemoStage, Seat

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200) + b"\xff\xd9"
SECRETS = {"lan": "a1" * 16, "minh": "b2" * 16, "hoa": "c3" * 16}


class Page:
    """One open page of a browser."""

    def __init__(self, socket: ClientWebSocketResponse, browser: "Browser") -> None:
        self.socket = socket
        self.browser = browser

    async def put(self, kind: str, **values: object) -> str:
        event = str(values.pop("event", uuid.uuid4()))
        await self.socket.send_str(json.dumps({"t": kind, "event": event, **values}))
        return event

    async def get(self, kind: str) -> dict:
        """The next frame, which must be of this kind."""
        frame = json.loads(await self.socket.receive_str(timeout=5))
        assert frame["t"] == kind, frame
        return frame

    async def seen(self, frame: dict) -> None:
        await self.socket.send_str(json.dumps({"t": "seen", "id": frame["id"]}))

    async def silent(self, seconds: float = 0.15) -> bool:
        """Whether nothing comes for a while."""
        try:
            await self.socket.receive(timeout=seconds)
        except TimeoutError:
            return True
        return False


class Browser:
    """A browser with its cookies."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.origin = {"Origin": root}
        self.pages: list[Page] = []

    async def sit(self, seat: str = "me") -> None:
        async with self.session.post(f"{self.root}/chat/seat?seat={seat}", headers=self.origin) as answer:
            assert answer.status == 204

    async def open(self, seat: str = "me", language: str = "vi", after: int = 0) -> Page:
        socket = await self.session.ws_connect(f"{self.root}/chat/ws?seat={seat}", headers=self.origin)
        page = Page(socket, self)
        self.pages.append(page)
        await socket.send_str(json.dumps({"t": "hello", "after": after, "language": language}))
        page.hello = await page.get("hello")
        return page

    async def upload(self, content: bytes, name: str = "anh.jpg", seat: str = "me") -> tuple[int, dict]:
        form = FormData(quote_fields=False)  # browsers send names as they are
        form.add_field("file", io.BytesIO(content), filename=name, content_type="text/html")
        address = f"{self.root}/chat/files?seat={seat}"
        async with self.session.post(address, data=form, headers=self.origin) as answer:
            return answer.status, await answer.json()


class House:
    """The service around the channel: an inbox in a list, a gate to hold it, and who was woken."""

    def __init__(self) -> None:
        self.inbox = []
        self.calls = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False
        self.grew = asyncio.Event()
        self.woken: list[Address] = []
        self.waking: Callable[[Address], Awaitable[None]] | None = None
        self.store = {"figures.png": b"\x89PNG of ours", "list.xlsx": b"PK of ours"}

    async def take(self, raws) -> None:
        self.calls += 1
        await self.gate.wait()
        if self.broken:
            raise OSError("the disk is full")
        self.inbox.extend(raws)
        self.grew.set()

    async def wake(self, address: Address) -> None:
        self.woken.append(address)
        if self.waking:
            await self.waking(address)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        yield self.store[key]

    async def until_taken(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.inbox) < count:
                self.grew.clear()
                await self.grew.wait()


class PretendDay:
    """The demo's clock."""

    def __init__(self) -> None:
        self.moment = datetime(2025, 4, 10, 9, 42, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    async def move(self, to: datetime) -> None:
        self.moment = max(self.moment, to.astimezone(UTC))

    def stage(self) -> DemoStage:
        return DemoStage(
            [
                Seat("lan", "Cô Lan", "Ms Lan", "Giáo viên", "Teacher", SECRETS["lan"]),
                Seat("minh", "Thầy Minh", "Mr Minh", "Hiệu trưởng", "Principal", SECRETS["minh"]),
                Seat("hoa", "Chị Hoa", "Ms Hoa", "Sở GDĐT", "Department", SECRETS["hoa"]),
            ],
            self.now,
            self.move,
        )


@pytest.fixture
async def house() -> House:
    return House()


@pytest.fixture
def pretend() -> PretendDay:
    return PretendDay()


@pytest.fixture
async def serve(house, tmp_path):
    """Starts a server: ``await serve(public_url=…, demo=…)`` gives (channel, root)."""
    servers = []

    async def start(public_url: str = "", demo: DemoStage | None = None, ready: str = "", extra=()):
        channel = WebChannel(
            house.take, tmp_path / "web", house.wake, public_url, demo, read=house.read, patience=0.3,
            real=lambda: datetime(2025, 4, 10, 9, 42, tzinfo=UTC) + timedelta(seconds=1),
        )  # fmt: skip

        async def readiness() -> str:
            return ready

        app = build_app([*channel.routes(), *extra], ready=readiness, public_url=public_url)
        server = TestServer(app)
        await server.start_server(shutdown_timeout=1)
        servers.append((server, channel))
        return channel, str(server.make_url("/")).rstrip("/")

    yield start
    house.gate.set()
    for server, channel in servers:
        async with channel.running():
            pass
        await server.close()


@pytest.fixture
async def browse():
    """Opens browsers: ``browse(root)``."""
    browsers = []

    def one(root: str) -> Browser:
        browsers.append(Browser(root))
        return browsers[-1]

    yield one
    for browser in browsers:
        for page in browser.pages:
            await page.socket.close()
        await browser.session.close()


async def first_page(serve, browse, **how):
    channel, root = await serve(**how)
    browser = browse(root)
    await browser.sit()
    page = await browser.open()
    return channel, browser, page


async def chat_address(house, page) -> Address:
    await page.put("say", text="xin chào")
    await page.get("taken")
    return house.inbox[0].address
