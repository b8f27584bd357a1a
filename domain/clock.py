"""The two clocks that are passed in wherever time matters (DESIGN §13.4); nothing below bot/ reads the time itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

OPEN_END = date(9999, 12, 31)
"""The day that stands for "still so" in half-open spans."""


class Clock(Protocol):
    """``real`` is for leases, retries and audit; ``campaign`` is what people read and what dues are counted from."""

    def real(self) -> datetime:
        """The aware UTC instant."""

    def campaign(self) -> datetime:
        """The aware UTC instant inside the campaign; equal to ``real`` unless this is the demo."""


@dataclass(frozen=True, slots=True)
class Now:
    """The instant a piece of work stands in: both clocks read once, and the local day of the campaign."""

    real: datetime
    campaign: datetime
    zone: tzinfo

    @property
    def local(self) -> datetime:
        """Campaign time on the wall of the office."""
        return self.campaign.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The local day of the campaign."""
        return self.local.date()

    def minus(self, span: timedelta) -> datetime:
        """The real instant ``span`` ago."""
        return self.real - span
