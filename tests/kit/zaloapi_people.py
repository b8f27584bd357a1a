"""People in a Zalo chat of the loopback: they type, send photos one by one, and hear what the bot says."""

import asyncio
from typing import TYPE_CHECKING

from tests.kit import zaloapi_events as make
from tests.kit.zaloapi_events import Event

if TYPE_CHECKING:
    from tests.kit.zaloapi import ZaloApi
    from tests.kit.zaloapi_bot import ZaloBot
    from tests.kit.zaloapi_switches import Sent


class ZaloTalker:
    """One person at one bot; the verbs return the event's key."""

    def __init__(self, api: "ZaloApi", bot: "ZaloBot", number: int, name: str) -> None:
        self.api = api
        self.bot = bot
        self.user = make.user(number, name)
        self.id = str(self.user["id"])
        self._heard = 0

    async def does(self, event: Event) -> str:
        """Whatever event."""
        key = self.bot.push(event)
        await asyncio.sleep(0)
        return key

    async def says(self, text: str, chat: Event | None = None) -> str:
        return await self.does(make.text(self.user, text, chat))

    async def sends_photo(self, content: bytes, caption: str = "") -> str:
        key = self.bot.switches.photo_key
        return await self.does(make.image(self.user, self.api.host(content), caption, key))

    async def sends_voice(self, content: bytes = b"\xff\xf1") -> str:
        return await self.does(make.voice(self.user, self.api.host(content, "aac")))

    async def sends_sticker(self) -> str:
        return await self.does(make.sticker(self.user))

    async def sends_what_zalo_does_not_pass_on(self) -> str:
        """A document, a card, or a text from a protected account."""
        return await self.does(make.unsupported(self.user, body=self.bot.switches.unsupported_body))

    @property
    def chat(self) -> "list[Sent]":
        """All that the bot said here."""
        return [sent for sent in self.bot.sent if sent.chat == self.id]

    async def hears(self, timeout: float = 5) -> "Sent":  # noqa: ASYNC109
        """The next message not yet heard."""
        sent: Sent = await self.api.until(lambda: (self.chat[self._heard : self._heard + 1] or [None])[0], timeout)
        self._heard += 1
        return sent

    def unheard(self) -> "list[Sent]":
        """What came and was not listened to; it is heard now."""
        found = self.chat[self._heard :]
        self._heard += len(found)
        return found

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """AssertionError tells what came."""
        await asyncio.sleep(seconds)
        if came := self.unheard():
            raise AssertionError(f"{self.user['display_name']} heard {came[0].text!r}")
