"""Work that people ask for, done beside the batches: looked for, carried out one by one, put off where it fails."""

import asyncio
import contextlib
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.works import Works
from storage.database import Connection, reading
from storage.store import Store
from storage.writer import COLLECTING

LOG = logging.getLogger("thidua.attending")

LOOK_SECONDS = 0.5
MOST = 8
"""Wishes taken up at a time."""


class Wish(Protocol):
    """One thing that was asked for."""

    @property
    def id(self) -> int:
        """Its row."""


W = TypeVar("W", bound=Wish)
W_co = TypeVar("W_co", bound=Wish, covariant=True)


class Wishes(Protocol[W_co]):
    """The room of storage that remembers them."""

    async def waiting(self, store: Store, now: datetime, most: int, /) -> Sequence[W_co]:
        """Those whose time has come, oldest first."""

    async def put_off(self, store: Store, number: int, until: datetime, /) -> None:
        """Try one again later."""


class Attendant(ABC, Generic[W]):
    """Asked → carried out; a subclass says how. ``name`` stands in the log; ``again`` is the pause after a fault."""

    def __init__(self, works: Works, name: str, wishes: Wishes[W], again: timedelta) -> None:
        self._works = works
        self._name = name
        self._wishes = wishes
        self._again = again

    @abstractmethod
    async def _carry_out(self, one: W) -> None:
        """Do it whole, or raise and have it put off."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work until left; what was not finished is begun again by the next process."""
        task = asyncio.create_task(self._loop(), name=self._name)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _loop(self) -> None:
        while True:
            await self.round()
            await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> int:
        """Carry out what is asked for now; returns how many."""
        try:
            async with reading(self._works.readers) as connection:
                waiting = await self._wishes.waiting(Store(connection), self._works.clock.real(), MOST)
        except Exception:  # an edge: the database may be away for a while
            LOG.exception("%s: requests not read", self._name)
            return 0
        for one in waiting:
            try:
                await self._carry_out(one)
            except Exception:  # an edge: this one is tried again, the others go on
                LOG.exception("%s: request %s not carried out", self._name, one.id)
                await self._put_off(one)
        return len(waiting)

    async def _put_off(self, one: W) -> None:
        again = self._works.clock.real() + self._again

        async def write(connection: Connection) -> None:
            store = Store(connection)
            await self._wishes.put_off(store, one.id, again)
            await store.keep()

        with contextlib.suppress(Exception):  # it stays waiting either way
            await self._works.writer.run(write, COLLECTING)
