"""Watches the lines that carry nothing, and has the Office told on another channel (RELIABILITY R45)."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.line import Line
from bot.works import Works
from handlers import outages
from handlers.outages import Kind
from scheduler.tellings import due_of
from storage.database import Connection
from storage.people import reaching
from storage.post import outbox
from storage.post.outbox import Due, account_of
from storage.store import Store
from storage.writer import MARKS

LOG = logging.getLogger("thidua.outages")

LONG_BAN = timedelta(minutes=30)
"""A shorter one is waited out in silence."""


class Outages:
    """Looks at each line once a sweep; costs nothing while they speak."""

    def __init__(self, works: Works, offer: Callable[[Iterable[Due]], None]) -> None:
        self._works = works
        self._offer = offer
        self._told: set[tuple[str, Kind, str]] = set()

    async def look(self, line: Line) -> None:
        """Tell of it once a day."""
        now = self._works.clock.real()
        if line.banned_until and line.banned_until - now > LONG_BAN:
            await self._tell(line, "banned", line.banned_until)
        if line.silent_since and line.is_down(time.monotonic()):
            await self._tell(line, "silent", line.silent_since)

    async def _tell(self, line: Line, kind: Kind, moment: datetime) -> None:
        works, now = self._works, self._works.clock.now()
        mark = line.account, kind, now.today.isoformat()
        if mark in self._told:
            return
        LOG.warning("%s: %s, %s", line.account, kind, moment.isoformat(timespec="minutes"))

        async def write(connection: Connection) -> list[Due]:
            store = Store(connection)
            known = await reaching.chats(connection, await outages.who_is_told(store, now, works.house))
            others = {f"{name}:{account}" for name, account in works.channels} - {line.account}
            to = {who: [chat for chat in chats if account_of(chat) in others] for who, chats in known.items()}
            first = {who: chats[0] for who, chats in to.items() if chats}
            told = await outages.tellings(store, now, works.house, kind, line.account, moment, first)
            return await outbox.add(connection, [due_of(works.numbers, one) for one in told], now.real) if told else []

        self._offer(await works.writer.run(write, MARKS))
        self._told.add(mark)
