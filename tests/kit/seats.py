"""People at either channel with the same verbs: they say, press, send files, and hear one message after another."""

import asyncio
import io
import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData
from PIL import Image

from tests.kit.talker import Talker


def picture(shade: int = 0) -> bytes:
    """A small photo; another shade is another photo."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade % 256, 120, 200)).save(out, "JPEG")
    return out.getvalue()


PDF = b"%PDF-1.4\n" + bytes(range(256)) * 4


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its reader sees it: the text, and the labels of its buttons row by row."""

    text: str
    rows: list[list[str]]


class Seat(Protocol):
    """Somebody who talks to the service."""

    async def say(self, text: str) -> None: ...

    async def press(self, label: str) -> None: ...

    async def photos(self, count: int, caption: str) -> None: ...

    async def shows(self, photo: bytes, caption: str) -> None: ...

    async def paper(self, name: str) -> None: ...

    async def hear(self, timeout: float = 5) -> Message:  # noqa: ASYNC109
        """The next message not yet heard; TimeoutError when none comes."""

    def unheard(self) -> list[Message]: ...

    def grow_older(self, span: timedelta) -> None:
        """The pretend day has moved: every message that stands here was sent so much longer ago."""


class TelegramSeat:
    """A person in a Telegram chat of the loopback Bot API."""

    def __init__(self, talker: Talker) -> None:
        self.talker = talker

    async def say(self, text: str) -> None:
        await self.talker.says(text)

    async def press(self, label: str) -> None:
        """The newest message that has this button."""
        for message in reversed(self.talker.sees):
            if label in message.labels:
                await self.talker.presses(label, message_id=message.message_id)
                return
        raise AssertionError(f"no button [{label}] in {[message.rows for message in self.talker.sees[-3:]]}")

    async def photos(self, count: int, caption: str) -> None:
        if count == 1:
            await self.talker.sends_photo(picture(), caption or None)
        else:
            await self.talker.sends_album([picture(n) for n in range(count)], caption or None)

    async def shows(self, photo: bytes, caption: str) -> None:
        await self.talker.sends_photo(photo, caption or None)

    async def paper(self, name: str) -> None:
        await self.talker.sends_document(PDF, name)

    async def hear(self, timeout: float = 5) -> Message:  # noqa: ASYNC109
        heard = (await self.talker.hears(1, timeout=timeout))[0]
        return Message(heard.text, heard.rows)

    def unheard(self) -> list[Message]:
        found = []
        while one := self.talker._next(1):
            at, sent = one[0]
            self.talker._heard = at + 1
            found.append(Message(sent.text, sent.rows))
        return found

    def grow_older(self, span: timedelta) -> None:
        for sent in self.talker.api.chat(self.talker.id):
            for name in {"date", "edit_date"} & (sent.message or {}).keys():
                sent.message[name] -= int(span.total_seconds())


class WebSeat:
    """A person at the chat page, over its real socket."""

    def __init__(self, root: str, name: str) -> None:
        self.root = root
        self.name = name
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Origin": root})
        self.messages: list[dict] = []
        self.heard: asyncio.Queue[dict] = asyncio.Queue()
        self.socket: ClientWebSocketResponse | None = None
        self.reading: asyncio.Task[None] | None = None

    async def open(self) -> None:
        async with self.session.post(f"{self.root}/chat/seat?seat={self.name}") as answer:
            assert answer.status == 204
        self.socket = await self.session.ws_connect(f"{self.root}/chat/ws?seat={self.name}")
        await self.socket.send_str(json.dumps({"t": "hello", "after": 0, "language": "vi"}))
        self.reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        if self.reading:
            self.reading.cancel()
            await asyncio.gather(self.reading, return_exceptions=True)
        if self.socket:
            await self.socket.close()
        await self.session.close()

    async def _read(self) -> None:
        async for frame in self.socket:
            told = json.loads(frame.data)
            assert told["t"] != "refused", told
            if told["t"] == "message":
                self.messages = [one for one in self.messages if one["id"] != told["replaces"]]
                self.messages.append(told)
                self.heard.put_nowait(told)
                await self.socket.send_str(json.dumps({"t": "seen", "id": told["id"]}))

    async def _put(self, kind: str, **values: object) -> None:
        await self.socket.send_str(json.dumps({"t": kind, "event": str(uuid.uuid4()), **values}))

    async def say(self, text: str) -> None:
        await self._put("say", text=text)

    async def press(self, label: str) -> None:
        """The newest message that has this button."""
        for message in reversed(self.messages):
            for choice in (one for row in message["rows"] for one in row):
                if choice["label"] == label:
                    made = message["id"] - message.get("aged", 0)  # its number is the instant it was made
                    await self._put("press", value=choice["value"], label=label, on=str(made))
                    return
        raise AssertionError(f"no button [{label}] in {[message['rows'] for message in self.messages[-3:]]}")

    async def photos(self, count: int, caption: str) -> None:
        files = [await self._upload(picture(n), f"anh{n}.jpg") for n in range(count)]
        await self._put("file", text=caption, files=files)

    async def shows(self, photo: bytes, caption: str) -> None:
        await self._put("file", text=caption, files=[await self._upload(photo, "anh.jpg")])

    async def paper(self, name: str) -> None:
        await self._put("file", text="", files=[await self._upload(PDF, name)])

    async def _upload(self, content: bytes, name: str) -> dict:
        form = FormData(quote_fields=False)
        form.add_field("file", io.BytesIO(content), filename=name)
        async with self.session.post(f"{self.root}/chat/files?seat={self.name}", data=form) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def hear(self, timeout: float = 5) -> Message:  # noqa: ASYNC109
        return _as_read(await asyncio.wait_for(self.heard.get(), timeout))

    def unheard(self) -> list[Message]:
        return [_as_read(self.heard.get_nowait()) for _ in range(self.heard.qsize())]

    def grow_older(self, span: timedelta) -> None:
        for message in self.messages:
            message["aged"] = message.get("aged", 0) + int(span.total_seconds() * 1_000_000)


def _as_read(frame: dict) -> Message:
    return Message(frame["text"], [[choice["label"] for choice in row] for row in frame["rows"]])
