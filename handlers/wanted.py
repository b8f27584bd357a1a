"""A file that is to be made beside the batches: its content, and the message it comes with."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from domain.drawn import PNG, Drawn
from domain.extracts import Extract, RowsDiffer, Stored, Written
from domain.messages import Reply
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

    @property
    def is_picture(self) -> bool:
        """Shown in the chat itself, where the channel can."""
        return self.media_type == PNG


@dataclass(frozen=True, slots=True)
class Rows:
    """A file of many rows: nothing of it is at hand before it is written, and its message tells what was found.

    Each of the three is given a context that may write, in the transaction in which its message leaves.
    """

    thing: Extract
    settled: Callable[[Context, Written, Sequence[Stored]], Awaitable[Reply]]
    differs: Callable[[Context, RowsDiffer], Awaitable[Reply]]
    failed: Callable[[Context, str], Awaitable[Reply]]
    """It could not be made, or ("large") is larger than a chat takes."""
