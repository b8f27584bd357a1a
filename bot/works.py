"""What the moving parts of the service share: the house, the channels, the database's two sides, the clocks."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.contract import Channel
from bot.clock import WallClock
from domain.outages import Outage
from handlers.context import House
from storage.database import Engine
from storage.lock import Lock
from storage.post.outbox import Numbers
from storage.writer import Writer


@dataclass(slots=True)
class Works:
    """``house`` may be replaced while the service runs (a campaign was imported); the rest stays."""

    house: House
    channels: Mapping[tuple[str, str], Channel]
    """By (channel, account)."""
    writer: Writer
    readers: Engine
    numbers: Numbers
    clock: WallClock
    lock: Lock
    most_a_minute: int = 0
    """Texts and presses of one person; 0 for any number."""
    outage: Outage | None = None
    """The time before this start in which nobody was there."""
    database_url: str = ""
    """For a process of its own that reads beside us."""
