"""What leaves for Telegram: messages, edits and files, each file uploaded once however many are sent it."""

import asyncio
import logging
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, Message
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.channels.telegram.errors import named, seconds_of, send_error
from bot.channels.telegram.request import AiohttpRequest
from domain.messages import Attachment, Reply

LOG = logging.getLogger("thidua.telegram")

FILES_KNOWN = 1_000
Read = Callable[[str], bytes]
Keyboard = dict[str, Any] | None


class Outgoing:
    """One bot account's way out."""

    def __init__(self, bot: Bot, calls: AiohttpRequest, api: str, read: Read) -> None:
        """``api`` is the address that a method's name is added to; ``read`` opens a key of the file store."""
        self._bot = bot
        self._calls = calls
        self._api = api
        self._read = read
        self._known: OrderedDict[Attachment, str] = OrderedDict()
        """Telegram's ids of files that it has already."""
        self._uploading: defaultdict[Attachment, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._quiet_until = 0.0

    async def send(self, chat: int, reply: Reply, replaces: str | None) -> str:
        """Send or edit; the message's id. Raises SendError."""
        rows = _keyboard(reply)
        try:
            if replaces and reply.picture is None and reply.document is None:
                return await self._edit(chat, int(replaces), reply, rows)
            return str(await self._new(chat, reply, rows))
        except TelegramError as fault:
            if isinstance(fault, RetryAfter):
                self._quiet_until = max(self._quiet_until, time.monotonic() + seconds_of(fault))
            raise send_error(fault) from None

    async def acknowledge(self, press: str) -> None:
        """Stop a button's spinner; a ban binds this too, and a spinner stops by itself."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            await self._call("answerCallbackQuery", callback_query_id=press)
        except TelegramError as fault:
            LOG.debug("press not answered: %s", named(fault))

    async def _edit(self, chat: int, message: int, reply: Reply, rows: Keyboard) -> str:
        try:
            await self._call("editMessageText", chat_id=chat, message_id=message, text=reply.text, reply_markup=rows)
        except BadRequest as fault:
            if "not modified" in fault.message.lower():
                return str(message)
            # The message is gone or too old to be edited: say it anew.
            return str(await self._new(chat, reply, rows))
        return str(message)

    async def _new(self, chat: int, reply: Reply, rows: Keyboard) -> int:
        file = reply.picture or reply.document
        if file is None:
            sent = await self._call("sendMessage", chat_id=chat, text=reply.text, reply_markup=rows)
            return int(sent["message_id"])
        if file not in self._known:
            async with self._uploading[file]:  # the others wait for the first, and need no upload of their own
                if file not in self._known:
                    content = InputFile(await asyncio.to_thread(self._read, file.key), filename=file.name)
                    return await self._put(chat, reply, rows, file, content)
        try:
            return await self._put(chat, reply, rows, file, self._known[file])
        except BadRequest as fault:
            if "file identifier" not in fault.message.lower():
                raise
            self._known.pop(file, None)  # Telegram has forgotten it
            return await self._new(chat, reply, rows)

    async def _put(self, chat: int, reply: Reply, rows: Keyboard, file: Attachment, content: InputFile | str) -> int:
        markup = InlineKeyboardMarkup.de_json(rows, None) if rows else None
        if file is reply.picture:
            sent = await self._bot.send_photo(chat, content, caption=reply.text, reply_markup=markup)
        else:
            sent = await self._bot.send_document(chat, content, caption=reply.text, reply_markup=markup)
        self._know(file, sent)
        return sent.message_id

    def _know(self, file: Attachment, sent: Message) -> None:
        there = sent.photo[-1] if sent.photo else sent.document
        if there is not None:
            self._known[file] = there.file_id
            self._uploading.pop(file, None)
        if len(self._known) > FILES_KNOWN:
            self._known.popitem(last=False)

    async def _call(self, method: str, **values: object) -> dict[str, Any]:
        """A call through the library's own reading of errors, without its parsing of what we have just said."""
        given = {name: value for name, value in values.items() if value is not None}
        answer: dict[str, Any] = await self._calls.call(f"{self._api}/{method}", given)
        return answer


def _keyboard(reply: Reply) -> Keyboard:
    if not reply.choices:
        return None
    return {
        "inline_keyboard": [
            [{"text": choice.label, "callback_data": choice.value} for choice in row] for row in reply.choices
        ]
    }
