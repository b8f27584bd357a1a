"""When the clock's jobs have something to do next: every moment at which one could speak, so that none is searched."""

from datetime import date, datetime, time, timedelta

from domain.clock import Now
from domain.obligations import Obligation, ladder
from domain.reminders import Hours
from handlers.context import House
from scheduler.digest import first_working_day
from scheduler.ladder import stand
from storage import rehearsal
from storage.database import Connection
from storage.duties import owed_days
from storage.store import Store

_NEVER = date(9999, 12, 30)
_PAST = timedelta(days=60)
_WEEK = timedelta(days=7)


class Agenda:
    """Looks again at what units have answered only when they have: the calendar itself does not change."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._moments: dict[tuple[int, date], list[datetime]] = {}
        self._known: list[datetime] = []
        self._stale = True

    def changed(self) -> None:
        """Somebody has answered, or the Office has: days were named or granted."""
        self._stale = True

    async def after(self, connection: Connection, now: Now) -> datetime:
        """The next moment after ``now``."""
        store = Store(connection, writable=False)
        if self._stale:
            self._known = sorted(await self._steps(store, now))
            self._stale = False
        written = await rehearsal.next_due(connection, now.campaign)
        coming = next((at for at in self._known if at > now.campaign), None)
        opening = self._opening(now)
        return min(at or opening for at in (coming, written, self._overview(now), opening))

    async def _steps(self, store: Store, now: Now) -> set[datetime]:
        found = await stand(store, self._house, now)
        granted, promised = await owed_days.granted(store), await owed_days.promised(store, now.today - _PAST, _NEVER)
        moments: set[datetime] = set()
        for obligation in found.obligations:
            hours = found.of(obligation)
            for due in {obligation.due} | owed_days.of(granted, obligation):
                moments.update(self._of(hours, obligation, due))
            moments.update(hours.morning_after(day) for day in owed_days.of(promised, obligation))
        return moments

    def _of(self, hours: Hours, obligation: Obligation, due: date) -> list[datetime]:
        key = obligation.id, due
        if key not in self._moments:
            self._moments[key] = [hours.moment(step, due) for step in ladder(hours.campaign, obligation)]
        return self._moments[key]

    def _opening(self, now: Now) -> datetime:
        """When people may next begin to be spoken to: what waited for the morning, and waves, come then."""
        return _next_working(self._house, now, self._house.campaign.speaking_from)

    def _overview(self, now: Now) -> datetime | None:
        campaign, calendar = self._house.campaign, self._house.calendar
        if campaign.digest_at is None:
            return None
        for week in (now.today, now.today + _WEEK, now.today + 2 * _WEEK):
            day = first_working_day(calendar, week)
            at = datetime.combine(day, max(campaign.digest_at, campaign.speaking_from), now.zone)
            if at > now.campaign:
                return at
        return None


def _next_working(house: House, now: Now, at: time) -> datetime:
    """That hour of the next working day, today's if it is still to come."""
    today = house.calendar.is_working_day(now.today) and now.local.time() < at
    day = now.today if today else house.calendar.add_working_days(now.today, 1)
    return datetime.combine(day, at, now.zone)
