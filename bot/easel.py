"""Draws in a process of its own: what pictures and documents need is large and slow to come up, and takes CPU time."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from pathlib import Path

from domain.drawn import Drawn

IDLE_SECONDS = 600.0
"""The worker and its memory go when nobody has wanted a picture for so long."""


class NotDrawn(Exception):
    """The worker died; the next picture gets a new one."""


class Easel:
    """One worker, started when the first picture is wanted."""

    def __init__(self, folder: Path) -> None:
        """``folder`` keeps what matplotlib remembers of fonts."""
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None
        self._end: asyncio.TimerHandle | None = None

    async def draw(self, thing: Drawn) -> bytes:
        """The file. Raises NotDrawn."""
        if self._end is not None:
            self._end.cancel()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker(), _draw, thing)
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
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(str(self._folder),))
        return self._pool


def _begin(folder: str) -> None:
    os.environ.setdefault("MPLCONFIGDIR", folder)


def _draw(thing: Drawn) -> bytes:
    from documents.drawing import draw  # noqa: PLC0415 - only the process that draws pays for what drawing needs

    return draw(thing)
