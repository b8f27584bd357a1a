"""Cleans photos in a process of its own, with a limit on its memory: the bytes come from strangers (S14, S15)."""

import asyncio
import multiprocessing
import resource
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager

from documents.pictures import Cleaned, Unreadable, clean

MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space; a photo of 40 megapixels needs a sixth of it."""


class Darkroom:
    """One worker, started when the first photo comes."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def clean(self, content: bytes) -> Cleaned | None:
        """The photo without metadata and its fingerprints, None when it is no photo that may be passed on."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker(), clean, content)
        except (Unreadable, MemoryError):
            return None
        except BrokenProcessPool:  # it ate too much and was ended: the next photo gets a new worker
            self._close()
            return None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Until left; the worker ends then."""
        try:
            yield
        finally:
            self._close()

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_limit)
        return self._pool

    def _close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
