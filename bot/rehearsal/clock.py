"""A clock that stands still until it is set: both of the service's clocks agree in a rehearsal."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.clock import WallClock
from domain.clock import Now

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class TravellingClock(WallClock):
    """It only goes forward."""

    at: datetime = field(default=BEGINNING)

    def go(self, to: datetime) -> None:
        """Travel; a moment that has passed is no journey."""
        self.at = max(self.at, to.astimezone(UTC))

    def real(self) -> datetime:
        """Where it stands, in UTC."""
        return self.at

    def campaign(self) -> datetime:
        """The same."""
        return self.at

    def now(self) -> Now:
        """Both."""
        return Now(self.at, self.at, self.zone)
