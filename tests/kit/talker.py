"""People in a Telegram chat: they say, press, send pictures, and hear what the bot answers."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.kit.botapi_ledger import Sent, buttons, label
from tests.kit.botapi_updates import private_chat

if TYPE_CHECKING:
    from tests.kit.botapi import BotApi

HEARD = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageCaption")
ALBUMS = itertools.count(13_000_000_000_000_001)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as the person reads it; `edited` means it changed one that stood there already."""

    text: str
    rows: list[list[str]]
    message_id: int
    edited: bool = False
    name: str | None = None
    data: bytes | None = None

    @property
    def labels(self) -> list[str]:
        """All labels in reading order."""
        return [one for row in self.rows for one in row]


class Talker:
    """A person (`user` is Telegram's User); `id` is also the id of the private chat with the bot.

    The verbs queue updates and return their update_id; they are coroutines so that the bot gets its turn.
    """

    def __init__(self, api: "BotApi", user: dict) -> None:
        self.api = api
        self.user = user
        self.id: int = user["id"]
        self._heard = 0
        api.chats.setdefault(self.id, private_chat(user))

    # Saying

    async def does(self, update: dict) -> int:
        """Send any update made with api.make."""
        update_id = self.api.push(update)
        await asyncio.sleep(0)
        return update_id

    async def says(self, text: str, chat: dict | None = None, **extra: Any) -> int:
        """Write a text, in the private chat or in a group (see group_chat)."""
        return await self.does(self.api.make.text(self.user, text, chat, **extra))

    async def starts(self, payload: str = "") -> int:
        """Open the bot by its link and press Start."""
        return await self.says(f"/start {payload}".strip())

    async def presses(self, wanted: str, *, message_id: int | None = None) -> int:
        """Press the button with this label or value, on the newest message that has buttons, or on a named one.

        A button of a reply keyboard says its label. AssertionError names the buttons there are.
        """
        message = self._message_with_buttons(message_id)
        for button in (b for row in buttons(message.reply_markup) for b in row):
            if wanted not in (label(button), isinstance(button, dict) and button.get("callback_data")):
                continue
            if "inline_keyboard" not in (message.reply_markup or {}):
                return await self.says(label(button))
            return await self.does(self.api.make.callback(self.user, message.message or {}, button["callback_data"]))
        raise AssertionError(f"no button {wanted!r} under {message.text[:60]!r}: {message.rows}")

    async def sends_photo(self, data: bytes, caption: str | None = None) -> int:
        return await self.does(self.api.make.photo(self.user, data, caption=caption))

    async def sends_album(self, pictures: Sequence[bytes], caption: str | None = None) -> list[int]:
        """Several pictures at once: one update each, one media_group_id, the caption with the first."""
        album = str(next(ALBUMS))
        captions = [caption, *[None] * len(pictures)]
        parts = zip(pictures, captions, strict=False)
        updates = [self.api.make.photo(self.user, data, caption=words, album=album) for data, words in parts]
        return [await self.does(update) for update in updates]

    async def sends_document(self, data: bytes, name: str, **how: Any) -> int:
        return await self.does(self.api.make.document(self.user, data, name, **how))

    async def sends_voice(self, data: bytes = b"OggS") -> int:
        return await self.does(self.api.make.voice(self.user, data))

    async def sends_sticker(self) -> int:
        return await self.does(self.api.make.sticker(self.user))

    async def shares_location(self, latitude: float, longitude: float) -> int:
        return await self.does(self.api.make.location(self.user, latitude, longitude))

    async def shares_contact(self, phone: str, *, of: dict | None = None) -> int:
        return await self.does(self.api.make.contact(self.user, phone, of=of))

    async def forwards(self, text: str, *, by: dict) -> int:
        return await self.does(self.api.make.forwarded(self.user, text, by=by))

    async def blocks(self) -> int:
        """Stop the bot: sends to this chat are 403 from now on."""
        self.api.faults.blocked.add(self.id)
        return await self.does(self.api.make.blocked(self.user))

    async def unblocks(self) -> int:
        self.api.faults.blocked.discard(self.id)
        return await self.does(self.api.make.unblocked(self.user))

    # Hearing

    async def hears(self, n: int = 1, timeout: float = 3) -> list[Heard]:  # noqa: ASYNC109
        """The next `n` messages or edits not yet heard, in order; TimeoutError if they do not come in time."""
        found = await self.api.until(lambda _: self._next(n), timeout)
        self._heard = found[-1][0] + 1
        return [heard(sent) for _, sent in found]

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Nothing new comes within `seconds`; AssertionError tells what did."""
        try:
            came = await self.hears(timeout=seconds)
        except TimeoutError:
            return
        raise AssertionError(f"{self.user['first_name']} heard {came[0].text!r}")

    def forgets(self) -> None:
        """Treat everything said so far as heard."""
        self._heard = len(self.api.sent)

    @property
    def sees(self) -> list[Heard]:
        """The chat as it stands now, oldest first."""
        return [heard(sent) for sent in self.api.chat(self.id)]

    @property
    def toasts(self) -> list[str]:
        """The texts of answered buttons ("" = the spinner just stopped)."""
        return [s.text for s in self.api.sent if s.chat_id == self.id and s.method == "answerCallbackQuery"]

    def _next(self, n: int) -> list[tuple[int, Sent]]:
        fresh = enumerate(itertools.islice(self.api.sent, self._heard, None), self._heard)
        mine = [(at, sent) for at, sent in fresh if sent.chat_id == self.id and sent.method in HEARD]
        return mine[:n] if len(mine) >= n else []

    def _message_with_buttons(self, message_id: int | None) -> Sent:
        for message in reversed(self.api.chat(self.id)):
            if message_id in (None, message.message_id) and message.reply_markup and message.rows:
                return message
        raise AssertionError(f"no message with buttons in the chat of {self.user['first_name']}")


def heard(sent: Sent) -> Heard:
    return Heard(sent.text, sent.rows, sent.message_id, sent.method.startswith("edit"), sent.name, sent.data)
