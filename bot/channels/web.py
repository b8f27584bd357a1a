"""The web chat as a channel: a chat is a seat in a browser, and a message is sent when an open page has shown it."""

import json
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from bot.channels.contract import Capabilities, Raw, Route, SendError, Take
from domain.messages import Address, FileRef, Incoming, Reply
from web.demo import OFFICE_ZONE, DemoStage, move_day
from web.file_door import receive_file
from web.gifts import PATH as GIVEN
from web.gifts import Gifts, ReadKey, hand_out
from web.line import Lines, Switches
from web.open_pages import OpenPages
from web.pages import front_page
from web.protocol import MAX_TEXT, Act, Files, Press, Say, message_frame
from web.seating import take_seat
from web.uploads import Uploads, read_pieces

NAME = "web"
PATIENCE = 5.0
"""Seconds in which an open page must say that it has shown a message."""
_UNSURE = 1000
_KINDS: dict[type[Act], str] = {Say: "say", Press: "press", Files: "file"}


class WebChannel:
    """The chat page as a channel (DESIGN §5, §13.10)."""

    name = NAME
    account = NAME
    capabilities = Capabilities(
        text_limit=MAX_TEXT, buttons=True, pictures=True, documents=True, speaks_first=True, edits=True
    )

    def __init__(  # noqa: PLR0913 - the composition root hands over what the page needs, by name
        self,
        take: Take,
        files: Path,
        wake: Callable[[Address], Awaitable[None]],
        public_url: str = "",
        demo: DemoStage | None = None,
        *,
        read: ReadKey | None = None,
        language: str = "vi",
        real: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo = OFFICE_ZONE,
        patience: float = PATIENCE,
    ) -> None:
        """``files`` holds uploads, ``read`` opens a key of our own file store (pictures and documents that leave)."""
        self._take = take
        self._wake = wake
        self._public_url = public_url
        self._demo = demo
        self._read = read
        self._language = language
        self._real = real
        self._zone = zone
        self._patience = patience
        self._pages = OpenPages()
        self._uploads = Uploads(files / "received")
        self._gifts = Gifts(files / "given")
        self._last = 0
        self._unsure: OrderedDict[tuple[str, Reply, str | None], tuple[int, str]] = OrderedDict()

    def routes(self) -> Sequence[Route]:
        """The pages, the socket, the way in and out for files, and on the stage the pretend day."""
        switches = Switches(self._commit, self._opened, self._first_frames, self._time)
        lines = Lines(self._pages, self._uploads, switches, self._public_url)
        routes = [
            Route("GET", "/", front_page(self._demo, self._public_url, self._language)),
            Route("GET", "/chat/ws", lines.answer),
            Route("POST", "/chat/seat", take_seat(self._demo, self._public_url)),
            Route("POST", "/chat/files", receive_file(self._uploads, self._public_url)),
        ]
        if self._read:
            routes.append(Route("GET", GIVEN, hand_out(self._gifts, self._read)))
        if self._demo:
            routes.append(Route("POST", "/demo/day", move_day(self._demo, self._public_url, self._pages.tell_all)))
        return routes

    def understand(self, body: str) -> Incoming:
        """Read a stored frame of a page."""
        raw: dict[str, Any] = json.loads(body)
        frame: dict[str, Any] = raw["frame"]
        address = Address(NAME, NAME, raw["chat"])
        kind = frame.get("t")
        pressed = kind == "press"
        return Incoming(
            address=address,
            event=frame["event"],
            sender=raw["sender"],
            at=datetime.fromisoformat(raw["at"]),
            text="" if pressed else frame.get("text", ""),
            choice=frame["value"] if pressed else "",
            files=tuple(_file_ref(address.chat, file) for file in frame.get("files", ())),
            language=raw.get("language", ""),
            odd="" if kind in _KINDS.values() else "unsupported",
            press=frame["event"] if pressed else "",
            on=frame["on"] if pressed else "",
            shown=_shown(frame["on"]) if pressed else None,
        )

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Show a message on every open page of the chat; its id once one of them has it. Raises SendError("away").

        A message whose page went silent keeps its id for the next try: a page that had it after all shows it once.
        """
        if not self._pages.is_open(address.chat):
            raise SendError("away", retryable=True)
        attempt = (address.chat, reply, replaces)
        if attempt in self._unsure:
            number, frame = self._unsure.pop(attempt)
        else:
            number, frame = await self._frame(address.chat, reply, replaces)
        if not await self._pages.show(address.chat, number, frame, self._patience):
            self._unsure[attempt] = (number, frame)
            if len(self._unsure) > _UNSURE:
                self._unsure.popitem(last=False)
            raise SendError("away", retryable=True)
        return str(number)

    async def fetch(self, ref: FileRef) -> AsyncIterator[bytes]:
        """The bytes of an upload. Raises SendError("gone") when it is no longer in the folder."""
        chat, _, name = ref.ref.partition("/")
        stored = self._uploads.find(chat, name)
        if stored is None:
            raise SendError("gone", retryable=False)
        async for piece in read_pieces(stored.path):
            yield piece

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing spins on the page: "taken" has already told it."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve until left, then tell every page to come back later."""
        try:
            yield
        finally:
            await self._pages.close()

    def _first_frames(self) -> list[str]:
        return [self._demo.day_frame()] if self._demo else []

    async def _commit(self, chat: str, language: str, acts: Sequence[Act]) -> None:
        at = self._real().isoformat()
        await self._take([_raw(chat, language, at, act) for act in acts])

    async def _opened(self, chat: str) -> None:
        await self._wake(Address(NAME, NAME, chat))

    async def _frame(self, chat: str, reply: Reply, replaces: str | None) -> tuple[int, str]:
        picture = await self._gifts.give(chat, reply.picture) if reply.picture else None
        document = await self._gifts.give(chat, reply.document) if reply.document else None
        number = self._next_number()
        replaced = int(replaces) if replaces else None
        return number, message_frame(number, reply, self._time(), replaced, picture, document)

    def _time(self) -> str:
        """What a bubble shows as its time, on the wall of the office; on the stage that is the pretend time."""
        local = self._demo.local() if self._demo else self._real().astimezone(self._zone)
        return local.isoformat(timespec="seconds")

    def _next_number(self) -> int:
        """Microseconds since 1970, always rising: ids stay in order over restarts and nothing need be kept."""
        self._last = max(self._last + 1, time.time_ns() // 1000)
        return self._last


def _shown(on: str) -> datetime | None:
    """When the message of this number was made: its number tells (``_next_number``); None for any other word."""
    made = int(on) if on.isascii() and on.isdecimal() and len(on) <= 16 else 0  # noqa: PLR2004 - until the year 2286
    return datetime.fromtimestamp(made / 1_000_000, UTC) if made else None


def _raw(chat: str, language: str, at: str, act: Act) -> Raw:
    frame = {"t": _KINDS[type(act)], **asdict(act)}
    body = {"chat": chat, "sender": chat, "at": at, "language": language, "frame": frame}
    return Raw(act.event, Address(NAME, NAME, chat), json.dumps(body, ensure_ascii=False))


def _file_ref(chat: str, file: dict[str, Any]) -> FileRef:
    return FileRef(kind=file["kind"], ref=f"{chat}/{file['ref']}", name=file["name"], size=file["size"])
