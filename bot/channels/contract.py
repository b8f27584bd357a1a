"""What every channel can do: the narrow waist between the platforms and the rest of the house (DESIGN §5)."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from domain.messages import Address, FileRef, Incoming, Reply


@dataclass(frozen=True, slots=True)
class Plan:
    """What a platform lets one bot account do; 0 means as much as it likes."""

    people: int
    """Who may talk to it."""
    messages: int
    """It may send in a month."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform draws. ``text_limit`` is in UTF-16 units, as Telegram and Zalo count."""

    text_limit: int
    buttons: bool
    pictures: bool
    documents: bool
    speaks_first: bool
    edits: bool
    several: bool = True
    """May answer one message with several; else they are made one (a plan counts messages)."""
    settling: float = 0.6
    """Seconds in which photos that were sent together keep coming; then they are answered once."""
    keeps: timedelta = timedelta()
    """How long the platform keeps what was written while we were away; nothing for one that cannot be sure."""
    plan: Plan | None = None
    """What the account's plan bounds, where there is such a plan."""


@dataclass(frozen=True, slots=True)
class Raw:
    """An update as the platform sent it: its redelivery key, the conversation it belongs to, and the JSON body."""

    event: str
    address: Address
    body: str


Take = Callable[[Sequence[Raw]], Awaitable[None]]
"""Commits raw updates to the inbox, flushed; only when it has returned may the platform be told (DESIGN §3.1)."""


class SendError(Exception):
    """A message did not leave. ``retryable`` means later may do; ``unknown`` means that it may have left after all.

    ``retry_after`` is in seconds; ``whole_account`` says that the pause binds the account, not this chat alone.
    ``reason`` is one of: blocked, gone, away, too_many, full, refused, network, server, migrated. "full": the account
    has said all that its plan allows for this month.
    """

    def __init__(
        self,
        reason: str,
        *,
        retryable: bool,
        retry_after: float | None = None,
        unknown: bool = False,
        whole_account: bool = False,
        moved_to: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retryable = retryable
        self.retry_after = retry_after
        self.unknown = unknown
        self.whole_account = whole_account
        self.moved_to = moved_to


class Meter(Protocol):
    """The month's ledger of one account."""

    async def has_room(self) -> bool:
        """Whether one more message may be said."""

    async def spoke(self) -> None:
        """One more was said, or may have been."""

    async def refused(self) -> None:
        """The platform says that the month is full."""


@dataclass(frozen=True, slots=True)
class Route:
    """An HTTP endpoint that a channel wants served: method, path, aiohttp handler."""

    method: str
    path: str
    handler: Callable[[Any], Awaitable[Any]]


class Channel(Protocol):
    """One bot account on one platform."""

    name: str
    account: str
    capabilities: Capabilities

    def routes(self) -> Sequence[Route]:
        """The endpoints to serve; empty when the channel polls."""

    def understand(self, body: str) -> Incoming:
        """Read a stored raw update. Never raises for what it does not know: that is an oddity."""

    async def send(self, address: Address, reply: Reply, replaces: str | None = None) -> str:
        """Send, or edit the message ``replaces``; return the platform's message id. Raises SendError."""

    def fetch(self, ref: FileRef) -> AsyncIterator[bytes]:
        """The bytes of a file the platform holds, in pieces. Raises SendError."""

    async def acknowledge(self, incoming: Incoming) -> None:
        """Stop a pressed button's spinner. Never raises."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Serve until left."""
