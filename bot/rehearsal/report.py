"""What a rehearsal has shown, in numbers: taken from the ledger and from the tables of its database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.rehearsal.crowd import A_BOT
from bot.rehearsal.ledger import Ledger, Sort
from bot.rehearsal.play import Played
from bot.rehearsal.stage import Stage
from domain.campaigns import Campaign
from domain.obligations import Obligation
from domain.reminders import Hours
from storage import rehearsal
from storage.database import reading
from storage.duties import obligations
from storage.store import Store

BUSIEST = 10


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of a day: messages that left in it, and the longest time a queue that began in it took (seconds)."""

    day: date
    hour: int
    messages: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Zalo:
    """``people`` over ``bots`` of fifty; ``months``: all messages; ``fullest``: the most one bot said in a month."""

    people: int
    bots: int
    months: Mapping[str, int]
    fullest: int
    over: int
    """Bots' months above what the plan allows."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is printed, and what advice is given from."""

    campaign: Campaign
    hours_of: Hours
    first: date
    last: date
    units_from: str
    obliged: int
    units: int
    people: Mapping[str, int]
    """By role."""
    channels: Mapping[str, int]
    owed: tuple[Obligation, ...]
    weeks: Counter[Sort]
    busiest: tuple[Hour, ...]
    most: int
    """Unsolicited messages in one person's fullest week."""
    most_reminders: int
    """Without announcements: never above the ceiling."""
    full_weeks: int
    """Weeks of one person each in which the ceiling was reached."""
    nudges: tuple[tuple[str, str, str, str, int], ...]
    digests: Mapping[tuple[str, str], int]
    recipients: Mapping[tuple[str, str], int]
    messages: Mapping[tuple[int, str, str], int]
    unreached: Mapping[str, int]
    """Units of which nobody of their own was ever found, by reason."""
    by_branch: tuple[tuple[str, int], ...]
    """The same by the office above."""
    zalo: Zalo
    moments: int

    def nudges_in(self, *states: str, reason: str = "") -> int:
        """Planned reminders in these states, of that reason if one is given."""
        return sum(n for _, _, state, why, n in self.nudges if state in states and reason in {"", why})

    @property
    def near(self) -> list[Obligation]:
        """What is due in the days that were played."""
        return [one for one in self.owed if self.first <= one.due <= self.last]

    @property
    def sent(self) -> int:
        """All messages that left."""
        return sum(n for (_, state, _), n in self.messages.items() if state == "sent")


async def made(stage: Stage, played: Played, zalo_messages: int) -> Report:
    """Look at what has become of everything. ``zalo_messages`` a month are what one bot may say."""
    async with reading(stage.base.readers) as connection:
        store = Store(connection, writable=False)
        owed = tuple(await obligations.open_ones(store))
        nudges = tuple(sorted(await rehearsal.nudges(store)))
        digests, recipients = await rehearsal.digests(store), await rehearsal.recipients(store)
        messages, silent = await rehearsal.messages(store), await rehearsal.never_reached(store)
    campaign, ledger, members = stage.house.campaign, played.ledger, stage.crowd.members.values()
    branches = Counter(stage.above.get(unit, "") for unit in silent)
    reminders = Counter(ledger.persons)
    reminders.subtract(ledger.announced)
    return Report(
        campaign=campaign,
        hours_of=Hours(campaign, stage.house.calendar, stage.clock.zone),
        first=stage.first.astimezone(stage.clock.zone).date(),
        last=stage.last.astimezone(stage.clock.zone).date(),
        units_from=stage.units_from,
        obliged=sum(place.is_school for place in stage.places),
        units=len(stage.places),
        people=Counter(one.role for one in members),
        channels=Counter(one.account.partition(":")[0] for one in members if one.account),
        owed=owed,
        weeks=ledger.weeks,
        busiest=tuple(_busiest(ledger, played, stage.clock.zone)),
        most=max(ledger.persons.values(), default=0),
        most_reminders=max(reminders.values(), default=0),
        full_weeks=sum(n >= campaign.most_a_week for n in ledger.persons.values()),
        nudges=nudges,
        digests=digests,
        recipients=recipients,
        messages=messages,
        unreached=Counter(silent.values()),
        by_branch=tuple(branches.most_common()),
        zalo=_zalo(stage, ledger, zalo_messages),
        moments=played.moments,
    )


def _busiest(ledger: Ledger, played: Played, zone: tzinfo) -> list[Hour]:
    longest: dict[tuple[date, int], float] = {}
    for account, bursts in played.postman.bursts.items():
        if account.startswith("web:"):
            continue
        for begin, end in bursts:
            local = datetime.fromtimestamp(begin, zone)
            key = local.date(), local.hour
            longest[key] = max(longest.get(key, 0.0), end - begin)
    found = sorted(ledger.hours.items(), key=lambda one: (-one[1], one[0]))[:BUSIEST]
    return [Hour(day, hour, n, round(longest.get((day, hour), 0.0))) for (day, hour), n in found]


def _zalo(stage: Stage, ledger: Ledger, most: int) -> Zalo:
    people = sum(one.account.startswith("zalo:") for one in stage.crowd.members.values())
    months: Counter[str] = Counter()
    for (_, month), n in ledger.months.items():
        months[month] += n
    over = sum(n > most for n in ledger.months.values()) if most else 0
    return Zalo(people, -(-people // A_BOT), dict(sorted(months.items())), max(ledger.months.values(), default=0), over)
