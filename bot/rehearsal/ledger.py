"""Counts what leaves as it leaves: by week, by hour, by person and by bot, without keeping a message."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo

from bot.rehearsal.crowd import Crowd
from bot.rehearsal.postman import Said
from domain.messages import LANES
from domain.obligations import Obligation
from storage.rehearsal import Nudged

UNSOLICITED = (LANES.index("reminder"), LANES.index("announcement"))

Sort = tuple[date, str, str, str]
"""The Monday of a week, what it is about, the role of those it goes to, the channel."""


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


@dataclass(slots=True)
class Ledger:
    """``about`` is a duty's code, or "digest", "announcement", "notice"; several duties in one are "several"."""

    crowd: Crowd
    zone: tzinfo
    weeks: Counter[Sort] = field(default_factory=Counter)
    hours: Counter[tuple[date, int]] = field(default_factory=Counter)
    persons: Counter[tuple[int, date]] = field(default_factory=Counter)
    """Unsolicited messages by person and week, the weekly overview apart."""
    announced: Counter[tuple[int, date]] = field(default_factory=Counter)
    """Of these, announcements."""
    months: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By Zalo bot and month, "2025-04"."""
    fates: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    """By lane, state and reason."""
    outside: int = 0
    """Unsolicited messages outside speaking hours: none."""

    def enter(self, said: Iterable[Said], nudged: Sequence[Nudged], owed: Mapping[int, Obligation]) -> None:
        """Count what has become of messages; what still waits is counted when it is over."""
        duties: dict[int, set[str]] = {}
        for what in nudged:
            if what.obligation in owed:
                duties.setdefault(what.outbox, set()).add(owed[what.obligation].duty or "office")
        for one in said:
            if one.state == "planned":
                continue
            self.fates[one.lane, one.state, one.reason] += 1
            if one.state == "sent":
                self._sent(one, _about(one, duties.get(one.row, set())))

    def _sent(self, said: Said, about: str) -> None:
        local = said.at.astimezone(self.zone)
        member = self.crowd.members.get(said.person)
        self.weeks[monday(local.date()), about, member.role if member else "teacher", said.channel] += 1
        self.hours[local.date(), local.hour] += 1
        if member and said.channel == "zalo":
            self.months[member.account, f"{local:%Y-%m}"] += 1
        if said.lane in UNSOLICITED and about != "digest":
            week = monday(said.planned_at.astimezone(self.zone).date())
            self.persons[said.person, week] += 1
            self.announced[said.person, week] += said.lane == UNSOLICITED[1]


def _about(said: Said, duties: set[str]) -> str:
    if said.subject.startswith("digest:"):
        return "digest"
    if said.subject.startswith("dispatch:"):
        return "announcement"
    if not duties:
        return "notice"
    return duties.pop() if len(duties) == 1 else "several"
