"""A dispatch is one sending to many: how it is confirmed, begins with a few, pauses, stops and ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias

from domain.audiences import Audience, Reach

State: TypeAlias = Literal[
    "draft", "asked", "set", "canary", "sending", "paused", "stopped", "through", "ending", "done", "ended"
]
"""Written; waiting for a second person; confirmed, its list being made; sending to a few first; to all; held; given up
for now; everybody was tried once and some are tried again; being given up; all have it or cannot; given up for good.
"""
Why: TypeAlias = Literal["", "author", "canary", "failures", "grown"]
"""Why it is held: somebody said so, the first few are through and wait for a word, or too many could not be sent; or
why it is a draft again: more people than one person may confirm have come into the audience.
"""
FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    "draft": frozenset({"asked", "set", "ended"}),
    "asked": frozenset({"draft", "set", "ended"}),
    "set": frozenset({"draft", "canary", "sending", "stopped", "done"}),
    "canary": frozenset({"paused", "stopped", "through", "done"}),
    "sending": frozenset({"paused", "stopped", "through", "done"}),
    "paused": frozenset({"sending", "stopped"}),
    "stopped": frozenset({"set", "sending", "ending"}),
    "through": frozenset({"stopped", "ending", "done"}),
    "ending": frozenset({"ended"}),
    "done": frozenset(),
    "ended": frozenset(),
}
HALTED: Final[frozenset[State]] = frozenset({"paused", "stopped", "ending", "ended"})
"""Nothing leaves in these, whatever is planned already."""
UNDER_WAY: Final[tuple[State, ...]] = ("set", "canary", "sending", "paused", "stopped", "through", "ending")
"""What the clock looks at."""
NOT_SENT: Final = ("failed", "expired", "unknown")
"""What can have become of a recipient beside "sent" and "skipped". Until then: "planned"; "queued" in the outbox; or
"waiting", tried and to be tried again.
"""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One sending. ``subject`` is what it says (``announcement:18``); ``unit`` is who speaks."""

    id: int
    campaign: int
    kind: str
    subject: str
    unit: int
    author: int | None
    audience: Audience
    state: State
    why: Why
    reach: Reach
    starts_at: datetime | None
    confirmer: int | None
    asked_at: datetime | None
    confirmed_by: int | None
    as_of: date | None
    listed: Mapping[str, Any]
    base: Mapping[str, Any]
    progress_at: datetime | None
    changed_at: datetime

    @property
    def is_listed(self) -> bool:
        """Whether everybody it is for stands on its list."""
        return bool(self.listed.get("phase") == "done")

    @property
    def about(self) -> int:
        """The number of what it says."""
        return int(self.subject.split(":")[1])


@dataclass(frozen=True, slots=True)
class Tally:
    """The ledger in numbers: people by what became of them, why it could not be, and who has acknowledged."""

    states: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    acknowledged: int = 0

    def of(self, *states: str) -> int:
        """How many stand in one of these states."""
        return sum(self.states.get(state, 0) for state in states)

    @property
    def sent(self) -> int:
        """Who has it."""
        return self.of("sent")

    @property
    def not_sent(self) -> int:
        """Who was tried and has it not."""
        return self.of(*NOT_SENT)

    @property
    def left(self) -> int:
        """Who is still to get it."""
        return self.of("planned", "queued", "waiting")

    @property
    def meant(self) -> int:
        """Everybody who could be told when the list was made."""
        return self.sent + self.not_sent + self.left + self.of("skipped") - self.unreachable

    @property
    def unreachable(self) -> int:
        """Who was in the audience and could not be told from the beginning."""
        return sum(n for reason, n in self.reasons.items() if reason in UNREACHABLE)


UNREACHABLE: Final = frozenset({"no_chat", "blocked", "withdrawn", "nobody", "ceiling"})
"""Reasons known before anything was tried."""


def failing(tally: Tally, base: Mapping[str, Any], least: int, percent: int) -> bool:
    """Whether too many could not be sent since somebody last looked: more than ``percent`` of at least ``least``."""
    tried = tally.sent + tally.not_sent - int(base.get("tried", 0))
    failed = tally.not_sent - int(base.get("failed", 0))
    return tried >= least and failed * 100 > percent * tried
