"""A loopback Telegram Bot API: the server that tests, kill tests and load runs put in Telegram's place.

    async with BotApi() as api:  # api.url, api.token; or `python -m tests.kit.botapi --port 8081 --control`
        lan = api.person(id=101, first_name="Lan", language_code="vi")
        await lan.says("/start")
        [greeting] = await lan.hears()

Loopback only, http instead of https. Beyond Telegram it has `faults` (what goes wrong), `ledger` (what people see) and
`make` (updates); a Markdown parse_mode is answered with 501 rather than guessed at.
"""

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import unquote

import orjson
from aiohttp import web

from tests.kit.botapi_arguments import Args, decoded, integer
from tests.kit.botapi_faults import Faults, Refused
from tests.kit.botapi_http import LARGEST_BODY, arguments, cut, fail, refused
from tests.kit.botapi_ledger import Ledger, Refusal, Sent
from tests.kit.botapi_methods import METHODS
from tests.kit.botapi_queue import Queue
from tests.kit.botapi_updates import Make, StoredFile, unique
from tests.kit.botapi_webhook import WEBHOOK_METHODS
from tests.kit.talker import Talker

TOKEN = "700000001:loopback-token-of-no-real-bot"
NAMES = {name.lower(): name for name in (*METHODS, *WEBHOOK_METHODS, "getUpdates")}


class BotApi:
    """One bot's Telegram. Times are seconds; `clock` (Unix time) dates messages, pacing uses the monotonic clock.

    keep=False counts messages instead of keeping them. webhook_in_order=True has one update per chat in flight.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        port: int = 0,
        keep: bool = True,
        webhook_retry: float = 0.05,
        webhook_timeout: float = 5.0,
        webhook_in_order: bool = False,
        callback_seconds: float = 900.0,
        clock: Callable[[], float] = time.time,
        control: Callable[["BotApi", web.BaseRequest], Any] | None = None,
    ) -> None:
        self.token = token
        self.port = port
        self.clock = clock
        self.monotonic = time.monotonic
        self.me = {
            "id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Trợ lý", "username": "loopback_bot",
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip
        self.faults = Faults()
        self.ledger = Ledger(keep=keep)
        self.queue = Queue(self.faults, self.changed)
        self.chats: dict[int, dict] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, tuple[int, float]] = {}
        self.commands: dict[tuple[str, str], list[dict]] = {}
        self.message_id = 1000
        self.make = Make(
            {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")},
            self.add_file, self.next_message_id, clock,
        )  # fmt: skip
        self.hook_options = {"retry": webhook_retry, "timeout": webhook_timeout, "in_order": webhook_in_order}
        self._callback_seconds = callback_seconds
        self._control = control
        self._paths: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)
        self._waiters: list[tuple[Callable[[BotApi], Any], asyncio.Future[Any]]] = []
        self._listener: asyncio.Server | None = None

    # Life

    async def __aenter__(self) -> Self:
        self._http = web.Server(self._serve, request_factory=self._request, access_log=None)
        await self.back()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.queue.webhook:
            await self.queue.webhook.close()
        await self.away()

    async def away(self) -> None:
        """Telegram is gone: connections are closed, new ones refused, until `back`."""
        if self._listener:
            self._listener.close()
            self._listener = None
        self.queue.interrupt("Conflict: the loopback has stopped")
        self._http.pre_shutdown()  # idle connections go at once, the rest has a moment
        await self._http.shutdown(0.02)

    async def back(self) -> None:
        """Listen again, on the same port."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._http, "127.0.0.1", self.port, backlog=1024, reuse_address=True)
        self.port = self._listener.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """Server root; `/bot<token>/<method>` and `/file/bot<token>/<path>` follow."""
        return f"http://127.0.0.1:{self.port}"

    # People and their updates

    def person(self, id: int, first_name: str, **names: str) -> Talker:  # noqa: A002, the word of Telegram's User
        """Somebody with a private chat; names: last_name, username, language_code."""
        return Talker(self, {"id": id, "is_bot": False, "first_name": first_name, **names})

    def push(self, update: dict) -> int:
        """Queue one raw update (an update_id is given if missing) and return its id."""
        if "update_id" not in update:
            update = {"update_id": self.make.next_update_id, **update}
        self.make.next_update_id = max(self.make.next_update_id, update["update_id"] + 1)
        content = next(value for key, value in update.items() if key != "update_id")
        chat = content.get("chat") or content.get("message", {}).get("chat")
        if chat:
            self.chats[chat["id"]] = chat
        if "callback_query" in update:
            self.callbacks[content["id"]] = (chat["id"] if chat else 0, self.monotonic() + self._callback_seconds)
        self.queue.push(update, chat["id"] if chat else None)
        return update["update_id"]

    def jump(self, update_id: int) -> None:
        """Go on with another update_id, as Telegram does after a quiet week."""
        self.queue.jump(update_id)
        self.make.next_update_id = update_id

    def expire_updates(self) -> None:
        """A day has passed: what was not fetched until now is gone."""
        self.queue.clear()

    @property
    def pending(self) -> int:
        """Updates not yet confirmed, duplicates counted."""
        return len(self.queue.entries)

    def next_message_id(self) -> int:
        self.message_id += 1
        return self.message_id

    def chat_of(self, chat_id: int) -> dict:
        known = self.chats.get(chat_id)
        if known:
            return known
        return {"id": chat_id, "first_name": "Khách", "type": "private"} if chat_id > 0 else {
            "id": chat_id, "title": "Nhóm", "type": "supergroup" if chat_id < -(10**12) else "group",
        }  # fmt: skip

    # Files

    def add_file(
        self, data: bytes, name: str, *, folder: str = "documents", content_type: str = "", size: int | None = None
    ) -> StoredFile:
        """Put a file on Telegram's side and return it; its file_id works in updates and in send methods."""
        kind = content_type or "application/octet-stream"
        file_id = f"AgAC{next(self._numbers):08d}{unique(data, name)}"
        stored = StoredFile(file_id, unique(data, name), name, folder, data, len(data) if size is None else size, kind)
        self.files[stored.file_id] = stored
        return stored

    def path_of(self, stored: StoredFile) -> str:
        """A download path for getFile, good until `expire_links`."""
        suffix = stored.name.rpartition(".")[2] if "." in stored.name else "bin"
        path = f"{stored.folder}/file_{next(self._numbers)}.{suffix}"
        self._paths[path] = stored
        return path

    def expire_links(self) -> None:
        """An hour has passed: file_paths given out so far are dead, getFile gives new ones."""
        self._paths.clear()

    # What people see

    @property
    def sent(self) -> list[Sent]:
        return self.ledger.sent

    def chat(self, chat_id: int) -> list[Sent]:
        """The bot's messages as they stand in the chat now, oldest first."""
        return self.ledger.chat(chat_id)

    def record(self, sent: Sent) -> None:
        self.ledger.add(sent)
        self.changed()

    def changed(self) -> None:
        """Something happened: look whether somebody waits for it."""
        for waiter in tuple(self._waiters):
            predicate, future = waiter
            if future.done():
                continue
            try:
                if answer := predicate(self):
                    future.set_result(answer)
            except Exception as mistake:  # noqa: BLE001, it belongs to the test that waits
                future.set_exception(mistake)

    async def until(self, predicate: Callable[["BotApi"], Any], timeout: float = 5) -> Any:  # noqa: ASYNC109
        """Wait until `predicate(api)` is true and return its value; TimeoutError tells what was sent last."""
        if answer := predicate(self):
            return answer
        waiter = (predicate, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            return await asyncio.wait_for(waiter[1], timeout)
        except TimeoutError:
            last = "".join(f"\n  to {s.chat_id}: {s.method} {s.text[:80]!r}" for s in self.sent[-5:]) or " nothing"
            raise TimeoutError(f"not within {timeout} s; {self.pending} updates pending; sent last:{last}") from None
        finally:
            self._waiters.remove(waiter)

    # HTTP

    def _request(self, *parts: Any) -> web.BaseRequest:
        return web.BaseRequest(*parts, asyncio.get_running_loop(), client_max_size=LARGEST_BODY)

    async def _serve(self, request: web.BaseRequest) -> web.Response:
        path, _, query = request.raw_path.partition("?")
        path = unquote(path) if "%" in path else path
        first, _, rest = path.removeprefix("/file").removeprefix("/bot").partition("/")
        if self._control and path.startswith("/control/"):
            return await self._control(self, request)
        if first != self.token:
            return refused(Refused(401, "Unauthorized") if ":" in first else Refused(404, "Not Found"))
        try:
            if path.startswith("/file/"):
                return await self._download(request, rest)
            return await self._call(request, rest, query)
        except Refused as refusal:
            return refused(refusal)

    async def _call(self, request: web.BaseRequest, method: str, query: str) -> web.Response:
        name = NAMES.get(method.lower())
        if name is None:
            raise Refused(404, "Not Found: method not found")
        args = await arguments(request, query)
        failure = self.faults.next(name, args.get("chat_id")) if self.faults.planned else None
        if self.faults.latency:
            await asyncio.sleep(self.faults.latency)
        if failure and failure.kind != "drop":
            return await fail(request, failure)
        try:
            result = await self._run(name, args)
        except Refused as refusal:
            chat = integer(args, "chat_id")
            self.ledger.refuse(Refusal(name, chat, refusal.code, refusal.description, self.monotonic()))
            self.changed()
            if failure:
                return cut(request)
            raise
        return cut(request) if failure else web.Response(body=result, content_type="application/json")

    async def _run(self, name: str, args: Args) -> bytes:
        self.ledger.counts[name] += 1
        method = METHODS.get(name)
        if method:
            return b'{"ok":true,"result":' + orjson.dumps(method(self, args)) + b"}"
        if name == "getUpdates":
            self.queue.allow(decoded(args, "allowed_updates"))
            offset, limit, timeout = integer(args, "offset"), integer(args, "limit", 100), integer(args, "timeout")
            return b'{"ok":true,"result":' + await self.queue.get(offset, limit, timeout) + b"}"
        return orjson.dumps({"ok": True, **await WEBHOOK_METHODS[name](self, args)})

    async def _download(self, request: web.BaseRequest, path: str) -> web.Response:
        if self.faults.planned and (failure := self.faults.next("file", None)):
            return cut(request) if failure.kind == "drop" else await fail(request, failure)
        stored = self._paths.get(path)
        if stored is None:
            raise Refused(404, "Not Found")
        return web.Response(body=stored.data, content_type="application/octet-stream")

    async def execute(self, answer: bytes) -> None:
        """Run the method with which a webhook answered an update; its result goes nowhere, as in Telegram."""
        try:
            args = orjson.loads(answer)
            if name := NAMES.get(str(args.pop("method", "")).lower()):
                await self._run(name, args)
        except (Refused, orjson.JSONDecodeError) as mistake:
            self.ledger.refuse(Refusal("webhook answer", 0, 400, str(mistake), self.monotonic()))


if __name__ == "__main__":
    from tests.kit.botapi_control import main

    main()
