"""A file that is to be made beside the batches: its content, and the message it comes with."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from domain.drawn import PNG, Drawn
from domain.extracts import Extract, RowsDiffer, Stored, Written
from domain.messages import Attachment, Reply
from handlers.context import Context


@dataclass(frozen=True, slots=True)
class Wanted:
    """``thing`` is None when there is nothing to show. ``without`` is said where the file cannot be made.

    A picture's message says the same as the picture, so it needs none.
    """

    thing: Drawn | None
    reply: Reply
    name: str
    """Of the file, as a person sees it."""
    media_type: str = PNG
    without: Reply | None = None
    kept: str = ""
    """The key of a file that was made before and is handed out as it was; then there is no ``thing``."""
    settled: Callable[[Context, str], Awaitable[object]] | None = None
    """Told the key of a file that was made, with a context that may write, in the transaction of its message."""

    @property
    def is_picture(self) -> bool:
        """Shown in the chat itself, where the channel can."""
        return self.media_type == PNG

    def bearing(self, key: str) -> Reply:
        """The message with the file under that key."""
        attached = Attachment(key, self.name, self.media_type)
        return replace(self.reply, picture=attached) if self.is_picture else replace(self.reply, document=attached)


@dataclass(frozen=True, slots=True)
class Rows:
    """A file of many rows: nothing of it is at hand before it is written, and its message tells what was found.

    Each of the three is given a context that may write, in the transaction in which its message leaves.
    """

    thing: Extract
    settled: Callable[[Context, Written, Sequence[Stored]], Awaitable[Reply]]
    differs: Callable[[Context, RowsDiffer], Awaitable[Reply]]
    failed: Callable[[Context, str], Awaitable[Reply]]
    """It could not be made, is larger than a chat takes ("large"), or the disk has no room for it ("full")."""
