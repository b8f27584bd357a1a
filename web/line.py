"""The socket of one open page: hello first, then acts that are answered "taken" once they are safe."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace

from aiohttp import WSCloseCode, WSMsgType, web

from web.guard import require_own_origin
from web.open_pages import OpenPages, Page
from web.pace import Pace
from web.protocol import MAX_FRAME, Act, BadFrame, Files, Frame, Hello, Seen, SentFile, read_frame, write_frame
from web.seats import chat_of, mark_of, seat_name, seat_secret
from web.uploads import Uploads, plain_name
from web.words import page_words

log = logging.getLogger(__name__)
HEARTBEAT = 25.0
"""Seconds between pings; a page that answers none is gone."""
HELLO_WITHIN = 10.0
WAITING = 64
"""Acts of one page that may wait for the inbox; more are left in the network."""
NO_SEAT = 4401
"""Close code: this browser has no cookie for the seat yet, ask POST /chat/seat first."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What the channel does for a line. ``take(chat, language, acts)`` returns when the acts are committed."""

    take: Callable[[str, str, Sequence[Act]], Awaitable[None]]
    opened: Callable[[str], Awaitable[None]]
    first_frames: Callable[[], Sequence[str]]
    wall_clock: Callable[[], str]


@dataclass(slots=True)
class Lines:
    """Serves ``/chat/ws?seat=NAME``."""

    pages: OpenPages
    uploads: Uploads
    switches: Switches
    public_url: str = ""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def answer(self, request: web.Request) -> web.WebSocketResponse:
        """Hold the socket until the page goes away."""
        require_own_origin(request, self.public_url)
        secret = seat_secret(request, seat_name(request))
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MAX_FRAME, compress=False)
        await socket.prepare(request)
        if not secret:
            await socket.close(code=NO_SEAT)
        elif (hello := await _hello(socket)) is not None:
            await self._serve(socket, chat_of(secret), hello)
        return socket

    async def _serve(self, socket: web.WebSocketResponse, chat: str, hello: Hello) -> None:
        page = Page(socket.send_str, lambda: socket.close(code=WSCloseCode.GOING_AWAY), hello.language or "vi")
        acts: asyncio.Queue[Act | None] = asyncio.Queue(WAITING)
        taker = self._beside(self._take(socket, chat, page.language, acts))
        try:
            await socket.send_str(write_frame("hello", chat=mark_of(chat), at=self.switches.wall_clock()))
            for frame in self.switches.first_frames():
                await socket.send_str(frame)
            await self.pages.join(chat, page)
            self._beside(_logged(self.switches.opened(chat)))
            await self._read(socket, chat, page, acts)
        except ConnectionError:
            pass  # the page has gone; what it sent before is still taken
        finally:
            self.pages.leave(chat, page)
            await acts.put(None)
            await asyncio.shield(taker)  # what was received is taken even when the page is cut off

    async def _read(
        self, socket: web.WebSocketResponse, chat: str, page: Page, acts: "asyncio.Queue[Act | None]"
    ) -> None:
        pace = Pace()
        async for message in socket:
            await pace.step()
            if message.type is not WSMsgType.TEXT:
                await socket.close(code=WSCloseCode.UNSUPPORTED_DATA)
                return
            try:
                frame = self._known(chat, read_frame(message.data))
            except BadFrame as bad:
                text = page_words(page.language)[bad.key]
                await socket.send_str(write_frame("refused", event=bad.event, text=text))
                continue
            if isinstance(frame, Seen):
                self.pages.seen(chat, frame.id)
            elif not isinstance(frame, Hello):
                await acts.put(frame)

    async def _take(
        self, socket: web.WebSocketResponse, chat: str, language: str, acts: "asyncio.Queue[Act | None]"
    ) -> None:
        """Commit acts in their order, all that wait in one go; say "taken" only then (DESIGN §3.1)."""
        while (batch := await _waiting(acts))[0] is not None:
            ready = [act for act in batch if act is not None]
            try:
                await self.switches.take(chat, language, ready)
            except Exception:
                log.exception("a page's messages were not taken")
                await socket.close(code=WSCloseCode.INTERNAL_ERROR)
                await _drain(batch, acts)
                return
            for act in ready:
                if not socket.closed:
                    await _say_taken(socket, act)
            if batch[-1] is None:
                return

    def _known(self, chat: str, frame: Frame) -> Frame:
        """Kind and size of sent files as they lie in the folder; a reference of another chat opens nothing."""
        if not isinstance(frame, Files):
            return frame
        files = []
        for file in frame.files:
            stored = self.uploads.find(chat, file.ref)
            if stored is None:
                raise BadFrame("unknown_file", frame.event)
            files.append(SentFile(file.ref, plain_name(file.name), stored.kind, stored.size))
        return replace(frame, files=tuple(files))

    def _beside(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Let something run while the page is read: what ``opened`` sends waits for the page's "seen"."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _hello(socket: web.WebSocketResponse) -> Hello | None:
    """The first frame, which must be a hello; without one the socket is closed."""
    try:
        frame = read_frame(await socket.receive_str(timeout=HELLO_WITHIN))
    except (BadFrame, TypeError, TimeoutError):
        frame = None
    if isinstance(frame, Hello):
        return frame
    await socket.close(code=WSCloseCode.PROTOCOL_ERROR)
    return None


async def _waiting(acts: "asyncio.Queue[Act | None]") -> list[Act | None]:
    """Wait for one act, then all that are there; ``None`` is the end."""
    batch = [await acts.get()]
    while batch[-1] is not None and not acts.empty():
        batch.append(acts.get_nowait())
    return batch


async def _drain(batch: list[Act | None], acts: "asyncio.Queue[Act | None]") -> None:
    """Throw away what follows a failed take: the page sends it again, in order, over its next socket."""
    end = batch[-1] is None
    while not end:
        end = await acts.get() is None


async def _say_taken(socket: web.WebSocketResponse, act: Act) -> None:
    try:
        await socket.send_str(write_frame("taken", event=act.event))
    except ConnectionError:
        return  # the page asks again with the same event


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception:
        log.exception("waking a chat failed")
