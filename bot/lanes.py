"""One lane per conversation: messages in order within it, a turn for everybody, nobody starved by another's flood."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lanes(Generic[T]):
    """Items by conversation. A lane that has given its item is busy until it is released."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[T]] = {}
        self._ready: deque[str] = deque()
        self._wake = asyncio.Event()

    def put(self, address: str, item: T) -> None:
        """At the end of the conversation's lane."""
        lane = self._lanes.get(address)
        if lane is None:
            self._lanes[address] = deque([item])
            self._turn(address)
        else:
            lane.append(item)

    def put_back(self, address: str, item: T) -> None:
        """To the head of a busy lane: it keeps its order and has its turn again."""
        self._lanes[address].appendleft(item)
        self._turn(address)

    def put_back_first(self, address: str, item: T) -> None:
        """The same, before all others: its turn had come already."""
        self._lanes[address].appendleft(item)
        self._ready.appendleft(address)
        self._wake.set()

    def put_back_later(self, address: str, item: T, seconds: float) -> None:
        """The same after a while; meanwhile the conversation waits."""
        asyncio.get_running_loop().call_later(seconds, self.put_back, address, item)

    def take(self, most: int) -> list[T]:
        """The first item of up to ``most`` conversations; each of these lanes is busy now."""
        keys = [self._ready.popleft() for _ in range(min(most, len(self._ready)))]
        return [self._lanes[key].popleft() for key in keys]

    def release(self, addresses: Iterable[str]) -> None:
        """Their items are done: the next ones may have a turn."""
        for address in addresses:
            if self._lanes[address]:
                self._turn(address)
            else:
                del self._lanes[address]

    async def waiting(self) -> None:
        """Return when something can be taken, or when somebody called :meth:`ring`."""
        if not self._ready:
            self._wake.clear()
            await self._wake.wait()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._wake.set()

    def _turn(self, address: str) -> None:
        self._ready.append(address)
        self._wake.set()
