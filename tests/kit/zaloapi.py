"""A loopback Zalo Bot Platform (ZALO §2): several bots on one server, people who talk to them, every doubtful reading.

    async with ZaloApi() as api:  # api.url, api.token
        van = api.person(201, "Vân")
        await van.says("alo")
        greeting = await van.hears()

What a call is answered, and when an event comes, is told by ``api.bot.switches`` and ``api.bot.faults``.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from typing import Any, Self

import aiohttp
import orjson
from aiohttp import web

from tests.kit.zaloapi_bot import ZaloBot
from tests.kit.zaloapi_people import ZaloTalker
from tests.kit.zaloapi_switches import Refused, Sent, Switches

TOKEN = "1459232241454765289:loopback-zalo-token-of-no-real-bot"
PAGE = b"<html>\r\n<head><title>%d</title></head>\r\n<body><center><h1>%d</h1></center><hr>nginx</body>\r\n</html>\r\n"
SPEAKING = frozenset({"sendMessage", "sendPhoto", "sendSticker", "sendVoice"})


class ZaloApi:
    """The server. ``retries`` are the pauses after refused webhook deliveries, in seconds."""

    def __init__(
        self, *tokens: str, port: int = 0, retries: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4), **switches: Any
    ) -> None:
        self.port = port
        self.retries = retries
        self.bots = {token: ZaloBot(self, token, Switches(**switches)) for token in tokens or (TOKEN,)}
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.unfetched = 0
        """So many files cannot be fetched just now."""
        self.listeners: list[Callable[[ZaloBot, Sent], None]] = []
        self._names = itertools.count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiters: list[asyncio.Event] = []

    @property
    def bot(self) -> ZaloBot:
        """The first bot."""
        return next(iter(self.bots.values()))

    @property
    def token(self) -> str:
        """Its token."""
        return self.bot.token

    @property
    def url(self) -> str:
        """Server root; ``/bot<token>/<method>`` follows."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
        self._server = web.Server(self._serve, access_log=None)
        await self.back()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.http.close()
        await self.away()

    async def away(self) -> None:
        """Zalo is gone until ``back``."""
        if self._listener:
            self._listener.close()
            self._listener = None
        self._server.pre_shutdown()
        await self._server.shutdown(0.02)

    async def back(self) -> None:
        """Listen, again on the same port."""
        loop = asyncio.get_running_loop()
        self._listener: asyncio.Server | None = await loop.create_server(
            self._server, "127.0.0.1", self.port, backlog=512, reuse_address=True
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    def person(self, number: int, name: str, bot: ZaloBot | None = None) -> ZaloTalker:
        """Somebody who talks to a bot."""
        return ZaloTalker(self, bot or self.bot, number, name)

    def host(self, content: bytes, name: str = "jpg") -> str:
        """Put a file where Zalo keeps photos; returns its address."""
        path = f"/photo/{next(self._names)}.{name}"
        self.files[path] = content
        return self.url + path

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Something that goes on beside."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def heard(self, bot: ZaloBot, sent: Sent) -> None:
        """A message reached a chat."""
        for listener in self.listeners:
            listener(bot, sent)
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits for something."""
        for waiter in self._waiters:
            waiter.set()

    async def until(self, predicate: Callable[[], Any], timeout: float = 5) -> Any:  # noqa: ASYNC109
        """Wait until it is true and return its value; TimeoutError tells what was said last."""
        woken = asyncio.Event()
        self._waiters.append(woken)
        try:
            async with asyncio.timeout(timeout):
                while not (answer := predicate()):
                    woken.clear()
                    await woken.wait()
                return answer
        except TimeoutError:
            last = "".join(f"\n  to {s.chat}: {s.text[:90]!r}" for bot in self.bots.values() for s in bot.sent[-4:])
            raise TimeoutError(f"not within {timeout} s; said last:{last or ' nothing'}") from None
        finally:
            self._waiters.remove(woken)

    # HTTP

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if not request.path.startswith("/bot"):
            return self._file(request.path)
        token, _, method = request.path.removeprefix("/bot").partition("/")
        bot = self.bots.get(token)
        if bot is None:
            return _envelope(Switches(), Refused(401, "Unauthorized"))
        bot.counts[method] += 1
        if kind := bot.faults.next(method):
            return await self._fail(bot, request, kind)
        if bot.faults.latency:
            await asyncio.sleep(bot.faults.latency)
        try:
            result = await self._call(bot, method, await _arguments(request))
        except Refused as refusal:
            return _envelope(bot.switches, refusal)
        return web.Response(body=orjson.dumps({"ok": True, "result": result}), content_type="application/json")

    def _file(self, path: str) -> web.Response:
        """A photo or a voice, moved or away."""
        if path in self.moved:
            return web.Response(status=302, headers={"Location": self.moved[path]})
        if self.unfetched:
            self.unfetched -= 1
            return web.Response(status=502)
        content = self.files.get(path)
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _fail(self, bot: ZaloBot, request: web.BaseRequest, kind: str) -> web.StreamResponse:
        if kind in {"html429", "502"}:
            status = int(kind[-3:])
            return web.Response(status=status, body=PAGE % (status, status), content_type="text/html")
        if kind in {"timeout", "slow"}:
            await asyncio.sleep(30 if kind == "timeout" else 0.5)
        if kind.isdigit():
            return _envelope(bot.switches, Refused(int(kind), "planned"))
        if request.transport:
            request.transport.abort()
        return web.Response(status=502)

    async def _call(self, bot: ZaloBot, method: str, args: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await bot.get_updates(args)
        if method in SPEAKING:
            return bot.speak(method, args)
        if method == "setWebhook":
            return await bot.set_webhook(args)
        if method == "deleteWebhook":
            bot.hook = ""
            return {"url": "", "updated_at": 1749538250568}
        if method == "getWebhookInfo" and bot.hook:
            return {"url": bot.hook, "updated_at": 1749538250568}
        if method == "getMe":
            groups = bot.switches.can_join_groups
            about = {"id": bot.id, "account_name": "bot.VDKyGxQvc", "account_type": "BASIC", "can_join_groups": groups}
            return {**about, "display_name": "Bot Trợ lý thi đua"}
        raise Refused(404, "Not found")


async def _arguments(request: web.BaseRequest) -> dict[str, Any]:
    """Query and JSON; what comes as multipart is not read."""
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json" and (body := await request.read()):
        args |= orjson.loads(body)
    return args


def _envelope(switches: Switches, refusal: Refused) -> web.Response:
    body = {"ok": False, "description": refusal.description, "error_code": refusal.code}
    status = refusal.code if switches.errors == "http" else 200
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
