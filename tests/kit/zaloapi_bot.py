"""One bot of the loopback Zalo: what waits for it, what it said, its webhook, its quota."""

import asyncio
import re
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.kit import zaloapi_events as make
from tests.kit.zaloapi_events import Event
from tests.kit.zaloapi_switches import Faults, Refused, Sent, Switches

if TYPE_CHECKING:
    from tests.kit.zaloapi import ZaloApi

LONGEST = 2000
_URL = re.compile(r"https?://\S+")


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


class ZaloBot:
    """State of one token."""

    def __init__(self, api: "ZaloApi", token: str, switches: Switches) -> None:
        self.api = api
        self.token = token
        self.id = token.partition(":")[0]
        self.switches = switches
        self.faults = Faults()
        self.queue: list[tuple[Event, float, int]] = []
        self.sent: list[Sent] = []
        self.counts: Counter[str] = Counter()
        self.users: set[str] = set()
        self.spent = 0
        self.hook = ""
        self.secret = ""
        self.hooks_today = 0
        self.delivered: list[str] = []
        """Keys of events that a webhook took."""
        self.fetched: list[str] = []
        self.undelivered: list[str] = []
        self.in_flight = 0
        self._chats: dict[str, asyncio.Lock] = {}
        self._polling = 0
        self._last_poll = 0.0
        self._came = asyncio.Event()

    # what people do

    def push(self, event: Event) -> str:
        """Somebody wrote; who is beyond the plan's people is not served."""
        who = event.get("message", {}).get("from", {}).get("id")
        if who and who not in self.users and len(self.users) >= self.switches.users:
            return ""
        if who:
            self.users.add(who)
        if self.hook:
            self.api.start(self._deliver(event))
        else:
            self.queue.append((event, time.monotonic(), self.switches.replay))
            self._came.set()
        return make.key_of(event)

    @property
    def pending(self) -> int:
        """Events nobody has."""
        return len(self.queue) + self.in_flight

    # polling

    async def get_updates(self, args: dict[str, Any]) -> Any:
        """One event, a wait, or idle."""
        if self.hook:
            raise Refused(400, "Bad request: webhook is set")
        if self._polling and self.switches.poller == "conflict":
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        self._polling += 1
        try:
            return await self._next(float(args.get("timeout", 30)))
        finally:
            self._polling -= 1
            self._last_poll = time.monotonic()

    async def _next(self, seconds: float) -> Any:
        # What came while nobody asked for long is lost.
        self.queue = [one for one in self.queue if time.monotonic() - one[1] <= self.switches.forget_after]
        self._came.clear()
        if not self.queue:
            try:
                await asyncio.wait_for(self._came.wait(), seconds)
            except TimeoutError:
                if self.switches.idle == "empty":
                    return {}
                raise Refused(408, "Request timeout") from None
        event, since, again = self.queue.pop(0)
        if again:
            self.queue.insert(0, (event, since, again - 1))
        self.fetched.append(make.key_of(event))
        self.api.changed()
        return [event] if self.switches.result == "array" else event

    # webhook

    async def _deliver(self, event: Event) -> None:
        """Up to four tries; events of one chat in their order, as a person's phone sends them."""
        chat = str(event.get("message", {}).get("chat", {}).get("id"))
        self.in_flight += 1
        try:
            async with self._chats.setdefault(chat, asyncio.Lock()):
                for wait in self.api.retries:
                    if await self._post(self.hook, event):
                        self.delivered.append(make.key_of(event))
                        return
                    await asyncio.sleep(wait)
                self.undelivered.append(make.key_of(event))
        finally:
            self.in_flight -= 1
            self.api.changed()

    async def _post(self, url: str, event: Event | None) -> bool:
        body = None if event is None else make.wrapped(event) if self.switches.wrap else event
        headers = {"User-Agent": "Java/1.8.0_192"}
        if event is not None:
            headers["X-Bot-Api-Secret-Token"] = self.secret
        try:
            async with self.api.http.post(url, json=body, headers=headers) as answer:
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def set_webhook(self, args: dict[str, Any]) -> Any:
        url, secret = str(args.get("url") or ""), str(args.get("secret_token") or "")
        if not _URL.fullmatch(url):
            raise Refused(400, "Bad request: The url must not be empty")
        if not secret:
            raise Refused(400, "Bad request: The secret_token must not be empty")
        if not 8 <= len(secret) <= 256:
            raise Refused(400, "Bad request: The secret_token length must be from 8 to 256")
        self.hooks_today += 1
        if self.hooks_today > self.switches.hooks_a_day:
            raise Refused(426, "Daily limit exceeded")
        self.hook, self.secret = url, secret
        right = await self._post(url, None)
        self.api.changed()
        self._came.set()
        for event, _, _ in self.queue:
            self.api.start(self._deliver(event))
        self.queue.clear()
        outcome = "webhook.ok" if right else "webhook.http.other"
        return {"url": url, "updated_at": int(time.time() * 1000), "verification": {"ok": right, "outcome": outcome}}

    # speaking

    def speak(self, method: str, args: dict[str, Any]) -> Any:
        """sendMessage, sendPhoto and their like."""
        chat = str(args.get("chat_id") or "")
        if not chat:
            raise Refused(400, "Bad request: The chat_id must not be empty")
        said = self._said(method, args)
        if refusal := self.faults.unreachable.get(chat):
            raise refusal
        if chat not in self.users and not chat.startswith("zgr-"):
            raise Refused(400, "Bad request: chat not found")
        if self.spent >= self.switches.messages:
            raise Refused(429, "Quota exceeded")
        self.spent += 1
        sent = Sent(method, chat, said, args, make.hex_id("5e"))
        self.sent.append(sent)
        self.api.heard(self, sent)
        if self.switches.self_echo:
            mine = {"id": self.id, "display_name": "Bot", "is_bot": True}
            self.push(make.text(mine, said, {"id": chat, "chat_type": "PRIVATE"}))
        return {"message_id": sent.message_id, "date": int(time.time() * 1000)}

    def _said(self, method: str, args: dict[str, Any]) -> str:
        said = str(args.get("text" if method == "sendMessage" else "caption") or "")
        if method == "sendMessage" and not said:
            raise Refused(400, "Bad request: The text must not be empty")
        if units(said) > LONGEST:
            raise Refused(400, "Bad request: The text length must be from 1 to 2000")
        photo = str(args.get("photo") or "")
        if method == "sendPhoto" and not photo.startswith(("http://", "https://")):
            raise Refused(400, "Bad request: The photo must start with http:// or https://")
        if method == "sendVoice" and not str(args.get("voice_url") or "").endswith(".aac"):
            raise Refused(400, "Bad request: The voice_url must end with .aac")
        return said

    def next_month(self) -> None:
        """The plan counts from nothing again."""
        self.spent = 0
