"""The real clock, and the demo's: real time plus an offset that only grows (DESIGN §13.4)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from domain.clock import Now


@dataclass(slots=True)
class WallClock:
    """In service both clocks agree; in the demo the campaign's runs ``ahead`` of the real one (or behind it)."""

    zone: tzinfo
    ahead: timedelta = field(default=timedelta())

    def real(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def campaign(self) -> datetime:
        """Now, inside the campaign."""
        return datetime.now(UTC) + self.ahead

    def now(self) -> Now:
        """Both, read once."""
        real = self.real()
        return Now(real, real + self.ahead, self.zone)
