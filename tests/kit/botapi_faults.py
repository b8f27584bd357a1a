"""What can go wrong between a bot and Telegram, as switches on the loopback Bot API."""

import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any

KINDS = ("retry_after", "error", "refuse", "drop", "hang")


class Refused(Exception):
    """Telegram says no: `code` is HTTP status and error_code, `parameters` is ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str, **parameters: Any) -> Refused:
    return Refused(400, f"Bad Request: {description}", **parameters)


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@dataclass(slots=True)
class Failure:
    """One planned failure.

    kind: "retry_after" = 429; "error" = `status` with an HTML body; "refuse" = nothing happens, the connection is
    closed; "drop" = the effect happens, the connection is closed without an answer; "hang" = nothing happens for
    `seconds`, then the connection is closed. times < 0 = always; method ("file" is the download) and chat narrow it;
    share = probability.
    """

    kind: str
    times: int = 1
    method: str | None = None
    chat: int | None = None
    seconds: float = 1
    status: int = 502
    share: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of failure {self.kind!r}: one of {', '.join(KINDS)}")


class Flood:
    """Telegram's sending limits (Bots FAQ, "My bot is hitting limits"): a refused message is not counted.

    30 messages in any second over all chats, 1 a second in one chat beyond a burst, 20 a minute in a group.
    """

    def __init__(self, per_second: int = 30, per_group_minute: int = 20, burst: int = 3) -> None:
        self.per_second = per_second
        self.per_group_minute = per_group_minute
        self.burst = burst
        self._all: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chats: dict[int, tuple[float, float]] = {}

    def admit(self, chat: int, now: float) -> None:
        """Count one message to `chat` at `now` (monotonic seconds), or raise a 429 with the seconds to wait."""
        wait = self._window(self._all, self.per_second, 1.0, now)
        group = self._groups.setdefault(chat, deque()) if chat < 0 else None
        if group is not None:
            wait = max(wait, self._window(group, self.per_group_minute, 60.0, now))
        tokens, at = self._chats.get(chat, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + now - at)
        wait = max(wait, 1.0 - tokens)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        self._chats[chat] = (tokens - 1.0, now)
        self._all.append(now)
        if group is not None:
            group.append(now)

    @staticmethod
    def _window(times: deque[float], limit: int, seconds: float, now: float) -> float:
        while times and times[0] <= now - seconds:
            times.popleft()
        return times[0] + seconds - now if len(times) >= limit else 0.0


@dataclass
class Faults:
    """The switches; all off in the beginning. Chats are numeric ids, times are seconds."""

    latency: float = 0.0
    blocked: set[int] = field(default_factory=set)
    deactivated: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)
    accept_unknown: bool = True
    duplicates: int = 0
    shuffle: int = 0
    flood: Flood | None = None
    planned: list[Failure] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(71))

    def fail(self, kind: str, times: int = 1, **how: Any) -> Failure:
        """Plan a failure (see Failure) for the next `times` calls that it fits."""
        failure = Failure(kind, times, **how)
        self.planned.append(failure)
        return failure

    def clear(self) -> None:
        """Switch everything off."""
        self.__init__(dice=self.dice)  # type: ignore[misc]

    def next(self, method: str, chat: object) -> Failure | None:
        """The planned failure that meets this call, counted down."""
        for failure in self.planned:
            if failure.method not in (None, method) or (failure.chat is not None and str(failure.chat) != str(chat)):
                continue
            if failure.share < 1.0 and self.dice.random() >= failure.share:
                continue
            failure.times -= 1
            if failure.times == 0:
                self.planned.remove(failure)
            return failure
        return None

    def refuse_chat(self, chat: int, *, known: bool) -> None:
        """Raise what Telegram answers when nothing can be written in this chat."""
        if chat in self.migrated:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated[chat])
        if chat in self.blocked:
            where = "was blocked by the user" if chat > 0 else "was kicked from the group chat"
            raise Refused(403, f"Forbidden: bot {where}")
        if chat in self.deactivated:
            raise Refused(403, "Forbidden: user is deactivated")
        if not (known or self.accept_unknown):
            raise bad_request("chat not found")
