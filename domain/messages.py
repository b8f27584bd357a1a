"""The values that every room speaks: who wrote, what they sent, and what they are answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias, Union

Json: TypeAlias = Union[bool, int, float, str, "list[Json]", "dict[str, Json]", None]

Lane = Literal["reply", "notice", "reminder", "announcement"]
LANES: tuple[Lane, ...] = ("reply", "notice", "reminder", "announcement")
"""The order in which the outbox is emptied (DESIGN §6)."""


@dataclass(frozen=True, slots=True)
class Address:
    """A chat on a channel, as seen by one bot account of ours. All three are strings."""

    channel: str
    account: str
    chat: str

    @property
    def key(self) -> str:
        """The address as one string, unique over all channels: ``telegram:7001:42``."""
        return f"{self.channel}:{self.account}:{self.chat}"

    @classmethod
    def of(cls, key: str) -> "Address":
        """Read a key back."""
        channel, account, chat = key.split(":", 2)
        return cls(channel, account, chat)


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that the platform holds for us: fetched later by the collector, never inside a handler."""

    kind: Literal["photo", "document", "voice", "video"]
    ref: str
    name: str = ""
    size: int = 0
    album: str = ""


Oddity = Literal[
    "", "sticker", "voice", "location", "contact", "edited", "unsupported", "group", "blocked", "unblocked"
]
"""What came that is neither text, a press nor a file; "group" means that others read along."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did in a chat. ``event`` is the redelivery key, unique within (channel, account)."""

    address: Address
    event: str
    sender: str
    at: datetime
    name: str = ""
    text: str = ""
    choice: str = ""
    files: tuple[FileRef, ...] = ()
    language: str = ""
    odd: Oddity = ""
    press: str = ""
    """The platform's id of a button press, to stop its spinner."""
    on: str = ""
    """The platform's id of the message whose button was pressed."""
    shown: datetime | None = None
    """When that message was sent or last changed, by the real clock; None where there is no press, or nobody knows."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what comes back when it is used, and what it says. A value carries no authority."""

    value: str
    label: str


Rows: TypeAlias = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of ours that leaves: its key in the file store and the name a person sees."""

    key: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One finished message in the words of its reader. Two replies with one ``slot`` replace each other."""

    text: str
    choices: Rows = ()
    picture: Attachment | None = None
    document: Attachment | None = None
    slot: str = ""
    numbers: bool = True
    """Whether numbers may choose: not where the answer is itself a number (CONVERSATIONS §1.20)."""
    many: bool = False
    """Several choices may be typed at once, "1 3"."""
    language: str = ""
    """In which its words are; "" leaves it to whoever sends it."""

    def buttons(self) -> Iterator[Choice]:
        """All choices in reading order."""
        for row in self.choices:
            yield from row


@dataclass(frozen=True, slots=True)
class Told:
    """What a handler wants said to a person other than the one it answers. ``key`` makes it happen once."""

    person: int
    reply: Reply
    lane: Lane
    key: str
    values: Mapping[str, Json] = field(default_factory=dict)
