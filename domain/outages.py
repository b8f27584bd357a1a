"""A time in which the service stood still, known by the beat of its clock that stopped (CONVERSATIONS H5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=5)
"""A restart or an update takes less; whoever wrote meanwhile is answered as if nothing had been."""
REMEMBERED = timedelta(hours=24)
"""What was written meanwhile has come by then: no platform keeps it longer (RELIABILITY F21)."""


@dataclass(frozen=True, slots=True)
class Outage:
    """From the last beat to the start after it, both real instants."""

    since: datetime
    until: datetime

    def holds(self, at: datetime) -> bool:
        """Whether something sent at that instant was sent meanwhile."""
        return self.since < at < self.until

    def is_all_kept(self, kept: timedelta) -> bool:
        """Whether a platform that keeps messages so long has passed on every one."""
        return self.until - self.since < kept


def between(last_beat: datetime, start: datetime) -> Outage | None:
    """The outage that ended with this start; None when the service was away for a moment only."""
    return Outage(last_beat, start) if start - last_beat > SHORTEST else None
