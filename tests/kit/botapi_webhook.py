"""Delivers updates to a webhook, again and again until they are taken, and the methods that set it."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.kit.botapi_arguments import Args, decoded, flag, integer
from tests.kit.botapi_faults import bad_request
from tests.kit.botapi_queue import Entry, Queue

if TYPE_CHECKING:
    from tests.kit.botapi import BotApi

SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Webhook:
    """Delivers the queue to one URL; whatever is not answered with 2xx in time comes again, later and later."""

    def __init__(
        self,
        queue: Queue,
        url: str,
        *,
        execute: Callable[[bytes], Awaitable[None]],
        secret: str = "",
        limit: int = 40,
        retry: float = 0.05,
        timeout: float = 5.0,
        in_order: bool = False,
    ) -> None:
        self.url = url
        self.limit = limit
        self.last_error: tuple[float, str] | None = None
        self._queue = queue
        self._execute = execute
        self._headers = {"Content-Type": "application/json"}
        if secret:
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        self._retry = retry
        self._in_order = in_order
        self._ready: deque[int] = deque()
        self._busy: dict[int | None, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=timeout),
        )
        for sequence in queue.entries:
            self.offer(sequence)

    def offer(self, sequence: int, *, first: bool = False) -> None:
        """Put an update in line; `first` is for one that comes again and must not be overtaken by its chat."""
        (self._ready.appendleft if first else self._ready.append)(sequence)
        self._pump()

    def _pump(self) -> None:
        while self._ready and len(self._tasks) < self.limit:
            sequence = self._pick()
            if sequence is None:
                return
            entry = self._queue.entries.get(sequence)
            if entry is None:
                continue
            if self._in_order:
                self._busy[entry.chat] = sequence
            task = asyncio.create_task(self._deliver(sequence, entry))
            self._tasks.add(task)
            task.add_done_callback(self._landed)

    def _pick(self) -> int | None:
        if self._in_order:
            entries = self._queue.entries
            for at, sequence in enumerate(self._ready):
                if sequence not in entries or self._busy.get(entries[sequence].chat, sequence) == sequence:
                    del self._ready[at]
                    return sequence
            return None
        window = self._queue.faults.shuffle
        if window > 1:
            at = self._queue.faults.dice.randrange(min(window, len(self._ready)))
            sequence = self._ready[at]
            del self._ready[at]
            return sequence
        return self._ready.popleft()

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._pump()

    async def _deliver(self, sequence: int, entry: Entry) -> None:
        entry.tries += 1
        answer = b""
        try:
            async with self._http.post(
                self.url, data=entry.raw, headers=self._headers, allow_redirects=False
            ) as response:
                answer = await response.read()
                error = "" if 200 <= response.status < 300 else f"Wrong response from the webhook: {response.status}"
        except TimeoutError:
            error = "Read timeout expired"
        except aiohttp.ClientError as failure:
            error = f"Connection failed: {type(failure).__name__}"
        if error:
            self.last_error = (time.time(), error)
            self._later(sequence, min(self._retry * 2 ** min(entry.tries - 1, 6), 60.0))
            return
        self._busy.pop(entry.chat, None)
        self._queue.confirm(sequence)
        if answer.strip().startswith(b"{"):
            await self._execute(answer)

    def _later(self, sequence: int, seconds: float) -> None:
        def again() -> None:
            self._timers.discard(timer)
            self.offer(sequence, first=True)

        timer = asyncio.get_running_loop().call_later(seconds, again)
        self._timers.add(timer)

    async def close(self) -> None:
        """Stop delivering; what was in flight may have arrived and still counts as undelivered."""
        self._ready.clear()
        for timer in self._timers:
            timer.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._http.close()


async def set_webhook(api: "BotApi", args: Args) -> dict[str, Any]:
    """setWebhook; unlike Telegram it takes http, for the bot stands on this machine."""
    url = str(args.get("url") or "")
    if url and not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = str(args.get("secret_token") or "")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    was = await remove(api, args)
    if not url:
        return {"result": True, "description": "Webhook was deleted" if was else "Webhook is already deleted"}
    api.queue.interrupt("Conflict: terminated by setWebhook request")
    api.queue.allow(decoded(args, "allowed_updates"))
    limit = min(max(integer(args, "max_connections", 40), 1), 100)
    api.queue.webhook = Webhook(api.queue, url, execute=api.execute, secret=secret, limit=limit, **api.hook_options)
    return {"result": True, "description": "Webhook was set"}


async def delete_webhook(api: "BotApi", args: Args) -> dict[str, Any]:
    was = await remove(api, args)
    return {"result": True, "description": "Webhook was deleted" if was else "Webhook is already deleted"}


async def remove(api: "BotApi", args: Args) -> bool:
    old, api.queue.webhook = api.queue.webhook, None
    if old:
        await old.close()
    if flag(args, "drop_pending_updates"):
        api.queue.clear()
    return old is not None


async def webhook_info(api: "BotApi", _: Args) -> dict[str, Any]:
    hook, queue = api.queue.webhook, api.queue
    about: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.entries),
    }
    if hook:
        about |= {"max_connections": hook.limit, "ip_address": "127.0.0.1"}
        if hook.last_error:
            about |= {"last_error_date": int(hook.last_error[0]), "last_error_message": hook.last_error[1]}
    if queue.allowed:
        about["allowed_updates"] = sorted(queue.allowed)
    return {"result": about}


WEBHOOK_METHODS = {"setWebhook": set_webhook, "deleteWebhook": delete_webhook, "getWebhookInfo": webhook_info}
