"""Which chats are open in a browser right now; a message counts as sent when one of its pages has shown it."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

MOST_PER_CHAT = 8
"""Open pages of one chat; the oldest is closed when another opens."""


@dataclass(eq=False, slots=True)
class Page:
    """One open page: how to write a frame to it, and how to close it."""

    write: Callable[[str], Awaitable[None]]
    close: Callable[[], Awaitable[object]]
    language: str = "vi"


@dataclass(slots=True)
class OpenPages:
    """All open pages by chat, and who waits for a message to be seen."""

    _pages: defaultdict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))
    _waiting: dict[tuple[str, int], asyncio.Event] = field(default_factory=dict)

    async def join(self, chat: str, page: Page) -> None:
        """A page opened."""
        pages = self._pages[chat]
        pages.append(page)
        if len(pages) > MOST_PER_CHAT:
            await pages.pop(0).close()

    def leave(self, chat: str, page: Page) -> None:
        """A page went away."""
        pages = self._pages.get(chat, [])
        if page in pages:
            pages.remove(page)
        if not pages:
            self._pages.pop(chat, None)

    def is_open(self, chat: str) -> bool:
        """Whether anybody looks."""
        return bool(self._pages.get(chat))

    def seen(self, chat: str, number: int) -> None:
        """A page says that it has shown message ``number``."""
        if waiting := self._waiting.get((chat, number)):
            waiting.set()

    async def show(self, chat: str, number: int, frame: str, patience: float) -> bool:
        """Push a message to all pages of a chat; whether one has shown it within ``patience`` seconds."""
        key = (chat, number)
        shown = self._waiting.setdefault(key, asyncio.Event())
        writes = [asyncio.create_task(_quietly(page, frame)) for page in self._pages.get(chat, [])]
        try:
            async with asyncio.timeout(patience):
                await shown.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting.pop(key, None)
            for write in writes:
                if not write.done() and not shown.is_set():
                    write.cancel()
        return True

    async def tell_all(self, frame: str) -> None:
        """Push a frame to every open page; a page that has just gone is no fault."""
        pages = [page for pages in self._pages.values() for page in pages]
        await asyncio.gather(*(_quietly(page, frame) for page in pages))

    async def close(self) -> None:
        """Say goodbye to all."""
        pages = [page for pages in self._pages.values() for page in pages]
        await asyncio.gather(*(page.close() for page in pages), return_exceptions=True)


async def _quietly(page: Page, frame: str) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError):
        await page.write(frame)
