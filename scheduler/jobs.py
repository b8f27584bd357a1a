"""The table of what happens without anyone asking; reminders and announcements will join it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from domain.clock import Now
from scheduler.housekeeping import MOST_TEXTS, fingerprint, forget
from scheduler.retention import expire
from storage.database import Connection
from storage.writer import MOST_ROWS


@dataclass(frozen=True, slots=True)
class Job:
    """A job takes the time it stands in and returns how many rows it changed."""

    name: str
    every: timedelta
    run: Callable[[Connection, Now], Awaitable[int]]
    full: int = MOST_ROWS
    """So many rows in one transaction mean that there may be more."""


JOBS: tuple[Job, ...] = (
    Job("housekeeping", timedelta(minutes=10), forget),
    Job("retention", timedelta(minutes=15), expire),
    Job("likeness", timedelta(minutes=10), fingerprint, full=MOST_TEXTS),
)
