"""How the loopback Zalo behaves where the live service is uncertain or breaks: ZALO §2, every switch of its table."""

from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """An answer with ``ok: false``."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


@dataclass(slots=True)
class Switches:
    """The defaults are what was measured at the live service; the other readings are one word away."""

    errors: str = "200"
    """"http" uses the code as the status too."""
    wrap: bool = False
    """Webhook bodies as documented, ``{ok, result}``, in place of the flat ones seen."""
    photo_key: str = "photo_url"
    result: str = "object"
    """"array" answers getUpdates as Telegram does."""
    idle: str = "408"
    """"empty" answers an idle poll with an empty object."""
    poller: str = "split"
    """"conflict" refuses a second poller with 409."""
    forget_after: float = 60.0
    """Seconds without a poll after which what waits is dropped; None keeps it."""
    replay: int = 0
    """Times that an update is given again after its first."""
    unsupported_body: bool = True
    self_echo: bool = False
    can_join_groups: bool = False
    users: int = 50
    messages: int = 3000
    hooks_a_day: int = 1000


@dataclass(slots=True)
class Failure:
    """What the next calls meet: html429, 502, timeout, slow, drop, or an error code as in "400"."""

    kind: str
    times: int
    method: str = ""


@dataclass(slots=True)
class Faults:
    """Planned failures, and chats that cannot be written to."""

    planned: list[Failure] = field(default_factory=list)
    unreachable: dict[str, Refused] = field(default_factory=dict)
    latency: float = 0.0

    def fail(self, kind: str, *, times: int = 1, method: str = "") -> None:
        """Let the next calls (of one method) fail."""
        self.planned.append(Failure(kind, times, method))

    def next(self, method: str) -> str:
        """What this call meets; "" when nothing."""
        for failure in self.planned:
            if failure.method in {"", method} and failure.times:
                failure.times -= 1
                return failure.kind
        return ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A call with which the bot spoke."""

    method: str
    chat: str
    text: str
    arguments: dict[str, Any]
    message_id: str
