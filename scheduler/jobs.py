"""The table of what happens without anyone asking; reminders and announcements will join it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.clock import Now
from scheduler.housekeeping import forget


@dataclass(frozen=True, slots=True)
class Job:
    """A job takes the time it stands in and returns how many rows it changed."""

    name: str
    every: timedelta
    run: Callable[[AsyncConnection, Now], Awaitable[int]]


JOBS: tuple[Job, ...] = (Job("housekeeping", timedelta(minutes=10), forget),)
