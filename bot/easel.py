"""Draws in a process of its own: what pictures and documents need is large and slow to come up, and takes CPU time."""

import asyncio
import contextlib
import multiprocessing
import os
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from multiprocessing.connection import wait
from pathlib import Path
from typing import TypeVar

from domain.drawn import Drawn
from domain.extracts import Order, Written

A = TypeVar("A")
B = TypeVar("B")
IDLE_SECONDS = 600.0
"""The worker and its memory go when nobody has wanted a picture for so long."""

NICE = 10
"""By so much the worker stands back where both cores are wanted: chat goes first."""


class NotDrawn(Exception):
    """The worker died; the next picture gets a new one."""


class Easel:
    """One worker, started when the first picture is wanted."""

    def __init__(self, folder: Path, templates: Mapping[str, bytes] | None = None, *, patient: bool = False) -> None:
        """``folder`` keeps what matplotlib remembers of fonts; ``templates`` are the office's own, by kind.

        A ``patient`` worker stands back behind chat.
        """
        self._patient = patient
        self._folder = folder
        self._templates = dict(templates or {})
        self._pool: ProcessPoolExecutor | None = None
        self._end: asyncio.TimerHandle | None = None

    async def draw(self, thing: Drawn) -> bytes:
        """The file. Raises NotDrawn."""
        return await self._do(_draw, (thing, self._templates))

    def layout(self, version: int) -> int:
        """A version of all layouts that is another one under other templates: the same content is drawn anew."""
        seen = 0
        for kind, content in sorted(self._templates.items()):
            seen = zlib.crc32(content, zlib.crc32(kind.encode(), seen))
        return version + (seen << 16)

    async def write(self, order: Order) -> Written:
        """The file of many rows, in the order's folder. Raises NotDrawn, RowsDiffer."""
        return await self._do(_write, order)

    async def _do(self, work: Callable[[A], B], thing: A) -> B:
        if self._end is not None:
            self._end.cancel()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker(), work, thing)
        except BrokenProcessPool as fault:
            self.put_away()
            raise NotDrawn from fault
        finally:
            self._end = asyncio.get_running_loop().call_later(IDLE_SECONDS, self.put_away)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Until left; the worker ends then."""
        try:
            yield
        finally:
            self.put_away()

    def put_away(self) -> None:
        """End the worker, in the middle of a picture if need be."""
        if self._end is not None:
            self._end.cancel()
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 - there is no other way to end one
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is not None and not all(one.is_alive() for one in (self._pool._processes or {}).values()):  # noqa: SLF001
            self.put_away()  # it died while nobody wanted anything
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                1, mp_context=context, initializer=_begin, initargs=(str(self._folder), self._patient)
            )
        return self._pool


def _begin(folder: str, patient: bool) -> None:  # noqa: FBT001 - a worker is handed no names
    os.environ.setdefault("MPLCONFIGDIR", folder)
    if patient:
        _stand_back()
    threading.Thread(target=_end_with_the_service, daemon=True).start()


def _stand_back() -> None:
    """Leave the processor to chat, in a session of its own that is nice too.

    Kernels that share it out by sessions (autogroup) let a worker of the service's session use up what is the
    service's, however nice it is.
    """
    os.nice(NICE)
    os.setsid()
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE), encoding="ascii")


def _end_with_the_service() -> None:
    """A service that was killed cannot end its worker, and a worker that nobody listens to would stay for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _draw(told: tuple[Drawn, Mapping[str, bytes]]) -> bytes:
    from documents.drawing import draw  # noqa: PLC0415 - only the process that draws pays for what drawing needs

    return draw(*told)


def _write(order: Order) -> Written:
    from bot.press import press  # noqa: PLC0415 - as above

    return press(order)
