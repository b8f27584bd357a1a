"""A file that is to be drawn up: its content, and the message it comes with."""

from dataclasses import dataclass

from domain.drawn import PNG, Drawn
from domain.messages import Reply


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
