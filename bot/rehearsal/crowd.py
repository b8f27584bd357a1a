"""Who takes part in a rehearsal: roles in units and chats on channels, with nobody's name."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from bot.rehearsal.wishes import Habits
from domain.calendar import Calendar
from domain.clock import OPEN_END
from domain.units import RELAYS
from storage.rehearsal import Joined

A_BOT: Final = 50
"""People whom one free Zalo bot may serve (ZALO §1.3)."""
_STANDING: Final = ("office", "relay", "head", "deputy", "teacher")
"""Of several roles, the one a person is counted by comes first."""
_FIRST_OPENING: Final = time(7)
_OPENINGS: Final = 11
_HOUR: Final = timedelta(hours=1)
_LOOK_AHEAD: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that people are put into."""

    unit: int
    kind: str
    is_root: bool
    is_school: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody: ``account`` is where they are reached ("telegram:1"), "" for nowhere."""

    person: int
    roles: tuple[tuple[str, int], ...]
    account: str
    blocks_on: date

    @property
    def role(self) -> str:
        """What they are counted as."""
        return min((role for role, _ in self.roles), key=_STANDING.index)


@dataclass(slots=True)
class Crowd:
    """Everybody by number, and what they do with what they are sent."""

    members: Mapping[int, Member]
    habits: Habits
    calendar: Calendar
    zone: tzinfo
    seed: int
    _seats: dict[tuple[int, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.members.values():
            for role, unit in one.roles:
                self._seats.setdefault((unit, role), []).append(one.person)

    def holders(self, unit: int, *roles: str) -> list[int]:
        """Who holds these roles there."""
        return [person for role in roles for person in self._seats.get((unit, role), ())]

    def has_blocked(self, person: int, day: date) -> bool:
        """Whether the platform refuses to deliver to them."""
        return self.members[person].blocks_on <= day

    def opens(self, person: int, after: datetime) -> datetime:
        """When they open their page next: on an hour of their own, on most working days."""
        local = after.astimezone(self.zone)
        for ahead in range(_LOOK_AHEAD):
            day = local.date() + timedelta(days=ahead)
            dice = random.Random(f"{self.seed}:page:{person}:{day}")  # noqa: S311 - a model, no secret
            at = datetime.combine(day, _FIRST_OPENING, self.zone) + dice.randrange(_OPENINGS) * _HOUR
            if self.calendar.is_working_day(day) and dice.random() < self.habits.opens and at > local:
                return at
        return after + timedelta(days=_LOOK_AHEAD)

    def accounts(self) -> set[str]:
        """The bot accounts that are needed."""
        return {one.account for one in self.members.values() if one.account}

    def rows(self, since: datetime) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """People, chats and roles for :func:`storage.rehearsal.pour`."""
        people = self.members.values()
        yield "person", [{"id": one.person, "name": "", "title": "", "created_at": since} for one in people]
        yield (
            "conversation",
            [
                {"address": f"{one.account}:{one.person}", "person_id": one.person, "seen_at": since}
                for one in people
                if one.account
            ],
        )
        day = since.astimezone(self.zone).date()
        yield (
            "role_grant",
            [
                {"person_id": one.person, "role": role, "unit_id": unit, "from_day": day, "to_day": OPEN_END}
                for one in people
                for role, unit in one.roles
            ],
        )


def made_up(places: Sequence[Place], habits: Habits, people: int, period: tuple[date, date], seed: int) -> list[Member]:
    """As many people as there may be: leaders of all units, and teachers spread over the schools."""
    dice = random.Random(f"{seed}:crowd")  # noqa: S311 - a model, no secret
    held = [seat for place in places for seat in _leaders(place, dice) if dice.random() < habits.joined[seat[0]]]
    schools = [place.unit for place in places if place.is_school]
    if schools:
        held += [("teacher", schools[n % len(schools)]) for n in range(max(0, people - len(held)))]
    return [
        Member(number, ((role, unit),), channel, _blocks_on(habits, period, dice))
        for number, ((role, unit), channel) in enumerate(zip(held, _channels(habits, len(held), dice), strict=True), 1)
    ]


def as_joined(found: Iterable[Joined], period: tuple[date, date]) -> list[Member]:
    """As many people as have joined, where they are reached; who they are is not taken over."""
    by_person: dict[int, list[Joined]] = {}
    for one in found:
        by_person.setdefault(one.person, []).append(one)
    members = []
    for number, some in enumerate(by_person.values(), 1):
        roles = tuple((one.role if one.role in _STANDING else "teacher", one.unit) for one in some)
        account = some[0].address.rpartition(":")[0]
        blocked = period[0] if some[0].is_blocked else OPEN_END
        members.append(Member(number, tuple(dict.fromkeys(roles)), account, blocked))
    return members


def _leaders(place: Place, dice: random.Random) -> list[tuple[str, int]]:
    """The seats of a unit that the ladder speaks to."""
    if place.is_root:
        return [("office", place.unit)] * 4
    if place.kind in RELAYS:
        return [("relay", place.unit)] * 2
    if place.is_school:
        return [("head", place.unit), *([("deputy", place.unit)] * dice.choice((1, 1, 2)))]
    return []


def _channels(habits: Habits, count: int, dice: random.Random) -> list[str]:
    """An account for each: Zalo's people shared out over as many bots as they take."""
    names, shares = list(habits.channels), list(habits.channels.values())
    chosen = dice.choices(names, shares, k=count)
    on_zalo, found = 0, []
    for name in chosen:
        account = str(1 + on_zalo // A_BOT) if name == "zalo" else name if name == "web" else "1"
        on_zalo += name == "zalo"
        found.append(f"{name}:{account}")
    return found


def _blocks_on(habits: Habits, period: tuple[date, date], dice: random.Random) -> date:
    if dice.random() >= habits.blocks:
        return OPEN_END
    return period[0] + timedelta(days=dice.randrange(max(1, (period[1] - period[0]).days)))
