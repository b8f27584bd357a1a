"""Counts what a bot account says in a month whose plan is bounded, and knows when no more may be said (ZALO §1.3)."""

from bot.clock import WallClock
from domain.plan_room import month_of
from storage.database import Engine, reading
from storage.post import quota
from storage.writer import MARKS, Gathering, Writer


class Meter:
    """The ledger of one account. What left is counted after it left: Zalo's own refusal has the last word anyway."""

    def __init__(self, writer: Writer, readers: Engine, clock: WallClock, account: tuple[str, str], most: int) -> None:
        """``account`` = (channel, account); ``most`` messages a month, 0 for no bound."""
        self._readers = readers
        self._clock = clock
        self._account = account
        self._most = most
        self._month = ""
        self._spoken = 0
        self._is_full = False
        self._writer = writer
        self._counts: Gathering[tuple[str, str, str], None] = Gathering(writer, quota.spoke, MARKS)

    async def has_room(self) -> bool:
        """Whether one more may be said this month."""
        await self._turn()
        return not self._is_full and (not self._most or self._spoken < self._most)

    async def spoke(self) -> None:
        """One more was said, or may have been."""
        await self._turn()
        self._spoken += 1
        await self._counts.add([(*self._account, self._month)])

    async def refused(self) -> None:
        """The platform says that the month is full."""
        await self._turn()
        self._is_full = True
        month = self._month
        await self._writer.run(lambda one: quota.filled(one, *self._account, month), MARKS)

    async def _turn(self) -> None:
        """A new month begins with what is written of it: nothing, or what an earlier process counted."""
        month = month_of(self._clock.real(), self._clock.zone)
        if month == self._month:
            return
        async with reading(self._readers) as connection:
            spent = await quota.of(connection, *self._account, month)
        self._month, self._spoken, self._is_full = month, spent.messages, spent.is_full
