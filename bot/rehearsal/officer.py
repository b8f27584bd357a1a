"""The officer of a rehearsal, who confirms what the service proposes: it never speaks to many without one."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final, Literal

from bot.rehearsal.clock import TravellingClock
from bot.rehearsal.crowd import Crowd
from bot.rehearsal.events import Announce, GoOn
from bot.rehearsal.postman import Said
from bot.rehearsal.wishes import Waves
from domain.audiences import Audience
from domain.campaigns import Campaign
from domain.reminders import Hours
from domain.rights import Scope
from handlers.context import House
from storage.sendings import announcements, audiences, dispatches, recipients
from storage.sendings.announcements import Text
from storage.sendings.audiences import Ground
from storage.store import Store

WRITES_AT: Final = time(10)
"""A wave is proposed in the morning and announced at this hour of the same day."""
LOOKS: Final = timedelta(minutes=10)
"""So long after the first few have been tried, the rest is let go."""
ACTIVE: Final = frozenset({"set", "canary", "sending", "ending"})
"""States in which the clock has something to do."""


@dataclass(slots=True)
class Officer:
    """Knows which waves were proposed, and which sendings wait for a word."""

    house: House
    crowd: Crowd
    clock: TravellingClock
    waves: Waves
    _seen: set[str] = field(default_factory=set)
    _waited: set[tuple[int, datetime]] = field(default_factory=set)

    @property
    def hours(self) -> Hours:
        """When people may be spoken to."""
        return Hours(self.house.campaign, self.house.calendar, self.clock.zone)

    def reads(self, said: list[Said]) -> list[tuple[datetime, Announce]]:
        """The waves that were just proposed are announced the same day."""
        coming = []
        for one in said:
            if self.waves == "none" or one.state != "sent" or not one.key.startswith("wave:"):
                continue
            day = one.key.split(":")[2]
            for wave in self.house.campaign.waves:
                if wave.day.isoformat() == day and f"{day}:{wave.name}" not in self._seen:
                    self._seen.add(f"{day}:{wave.name}")
                    at = datetime.combine(one.at.astimezone(self.clock.zone).date(), WRITES_AT, self.clock.zone)
                    coming.append((max(at, one.at + LOOKS), Announce(wave)))
        return coming

    async def announces(self, store: Store, event: Announce) -> None:
        """Write it, and let a colleague confirm it."""
        officers = self.crowd.holders(self.house.root, "office")
        if not officers:
            return
        house, now = self.house, self.clock.now()
        everyone = event.wave is None or self.waves == "everyone"
        audience = Audience() if everyone else Audience(roles=("head", "deputy", "relay"))
        scope = Scope("announce", (house.root,), below=True, person=officers[0])
        reach = await audiences.count(store, audience, Ground(house.campaign_id, house.campaign, scope, now.today))
        told = event.wave.name if event.wave else house.campaign.name
        text = Text(told[:200], told, acknowledged_by="unit")
        row = await announcements.add(store, now, house.campaign_id, house.root, officers[0], text)
        number = await dispatches.draft(
            store,
            now,
            house.campaign_id,
            "announcement",
            f"announcement:{row}",
            house.root,
            officers[0],
            audience,
            reach,
        )
        draft = await dispatches.known(store, number)
        if draft is not None:
            second = officers[-1]
            await dispatches.move(store, now, draft, "set", confirmed_by=second, confirmed_at=now.campaign)

    async def looks(self, store: Store) -> tuple[bool, list[tuple[datetime, GoOn]]]:
        """Whether something is under way, and what waits for a word."""
        coming, is_active = [], False
        for one in await dispatches.under_way(store):
            is_active = is_active or one.state in ACTIVE
            if one.state == "paused" and (one.id, one.changed_at) not in self._waited:
                self._waited.add((one.id, one.changed_at))
                at = self.clock.at + LOOKS
                now = self.clock.now()
                coming.append((at if self.hours.are_now(now) else self.hours.next_open(now), GoOn(one.id)))
        return is_active, coming

    async def goes_on(self, store: Store, event: GoOn) -> None:
        """To everybody who has not got it; failures are counted anew from here."""
        one = await dispatches.known(store, event.dispatch)
        if one is None or one.state != "paused":
            return
        tally = await recipients.tally(store, one.id)
        base = {"tried": tally.sent + tally.not_sent, "failed": tally.not_sent}
        is_listed = one.listed.get("phase") == "done"
        becomes: Literal["sending", "set"] = "sending" if is_listed else "set"
        now = self.clock.now()
        await dispatches.move(store, now, one, becomes, base=base, progress_at=now.real)


def launch(campaign: Campaign, hours: Hours, first: datetime) -> datetime:
    """When the campaign is announced: at the writing hour of the first working day on or after its first."""
    day = hours.calendar.next_working_day(max(campaign.start, first.astimezone(hours.zone).date()))
    return datetime.combine(day, WRITES_AT, hours.zone)
