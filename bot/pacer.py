"""How fast one bot account may speak: so many in any second at most, one a second to a chat after a short burst."""

import math
from collections import deque
from dataclasses import dataclass

WINDOW = 1.0
LOOK_AGAIN = 0.02
"""Seconds to wait when as many are under way as may be."""
CATCH_UP = 0.2
"""Seconds that what can wait may make up for when it was held up."""


ALLOWED = 30
"""Messages in any second over all chats that Telegram allows a bot which does not pay for more."""
SPARE = ALLOWED / 28


@dataclass(frozen=True, slots=True)
class Pace:
    """A platform's limits. ``overall`` messages in any second (0: no limit); ``burst`` to one chat before 1/s binds."""

    overall: int = 28
    burst: int = 3
    group_a_minute: int = 20

    @property
    def most(self) -> int:
        """How many may arrive in any second, whatever the network does."""
        spare = math.floor(self.overall * SPARE)
        return spare if self.overall > ALLOWED else min(spare, ALLOWED)


class Pacer:
    """Counts what was sent; times are seconds of a monotonic clock, handed in.

    ``overall`` leave in any second. But the platform counts when a message arrives, and nobody knows when that was:
    after it left, before it was answered. So a message also counts from its turn until a second after its answer, and
    of these there are never more than ``most``: no jitter of the network can crowd a second.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._taken = 0
        """Had their turn and have not left yet."""
        self._flying = 0
        self._left: deque[float] = deque()
        self._landed: deque[float] = deque()
        self._chats: dict[str, tuple[float, float]] = {}
        self._next = 0.0
        self.paused_until = 0.0

    def delay(self, now: float) -> float:
        """Seconds until the account may speak again."""
        wait = self.paused_until - now
        for times in (self._left, self._landed):
            while times and times[0] + WINDOW <= now:
                times.popleft()
        if self._pace.overall and self._taken + len(self._left) >= self._pace.overall:
            wait = max(wait, self._left[0] + WINDOW - now if self._left else LOOK_AGAIN)
        if self._pace.overall and self._taken + self._flying + len(self._landed) >= self._pace.most:
            wait = max(wait, self._landed[0] + WINDOW - now if self._landed else LOOK_AGAIN)
        return max(0.0, wait)

    def even_delay(self, now: float) -> float:
        """Seconds until something that can wait has its turn: such messages leave evenly, not in heaps.

        So there is room for an answer at any moment, and few are under way when the service dies.
        """
        return max(0.0, self._next - now) if self._pace.overall else 0.0

    def take_evenly(self, now: float) -> None:
        """One of them has its turn."""
        if self._pace.overall:
            self._next = max(self._next, now - CATCH_UP) + WINDOW / self._pace.overall

    def chat_delay(self, chat: str, now: float) -> float:
        """Seconds until this chat may be spoken to again."""
        if not self._pace.overall or chat not in self._chats:
            return 0.0
        level, at = self._chats[chat]
        left = level - (now - at) * self._rate(chat)
        return max(0.0, (left - self._burst(chat) + 1) / self._rate(chat))

    def take(self, chat: str, now: float) -> None:
        """A message has its turn: it leaves in a moment, or gives its turn back."""
        if not self._pace.overall:
            return
        self._taken += 1
        level, at = self._chats.get(chat, (0.0, now))
        self._chats[chat] = (max(0.0, level - (now - at) * self._rate(chat)) + 1, now)
        if len(self._chats) > 50_000:  # noqa: PLR2004 - forget chats that have long been quiet
            self._chats = {key: one for key, one in self._chats.items() if now - one[1] < 60}  # noqa: PLR2004 - a minute

    def leave(self, now: float) -> None:
        """It leaves now."""
        if self._pace.overall:
            self._taken -= 1
            self._flying += 1
            self._left.append(now)

    def give_back(self, chat: str) -> None:
        """It does not leave: nothing was said."""
        if self._pace.overall:
            self._taken -= 1
            if chat in self._chats:
                level, at = self._chats[chat]
                self._chats[chat] = (max(0.0, level - 1), at)

    def land(self, now: float) -> None:
        """A message was answered, or its outcome will never be known."""
        if self._pace.overall:
            self._flying -= 1
            self._landed.append(now)

    def begin(self, now: float) -> None:
        """Another process may have spoken a moment ago: the first second is left to it."""
        if self._pace.overall:
            self.pause(now + WINDOW)

    def pause(self, until: float) -> None:
        """The platform asked for silence."""
        self.paused_until = max(self.paused_until, until)
        self._next = max(self._next, until)

    def _rate(self, chat: str) -> float:
        return self._pace.group_a_minute / 60 if chat.startswith("-") else 1.0

    def _burst(self, chat: str) -> float:
        return 1 if chat.startswith("-") else self._pace.burst
