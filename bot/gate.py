"""How many texts and presses of one person are handled in a minute and an hour; of what is more they hear once (H3)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST_KNOWN = 5_000
"""People who are remembered before those who sent little are forgotten; they begin a new hour then."""
TIMES_AN_HOUR = 10
"""Ten full minutes: 20 a minute is 200 an hour (RELIABILITY S27)."""
SHARE_OF_A_STRANGER = 4
"""Whoever has not joined is heard a quarter as often: 5 of 20 a minute (RELIABILITY S27)."""
Verdict = Literal["in", "told", "silent"]


@dataclass(slots=True)
class _Sent:
    """What one person sent in this minute and in this hour of the clock on the wall."""

    minute: datetime
    hour: datetime
    taken: set[int] = field(default_factory=set)
    """The messages of this minute that were let in."""
    before: int = 0
    """How many were let in earlier in this hour."""
    told: int | None = None
    """The message of this minute that was answered with the wish to wait."""
    told_hour: int | None = None
    """The message that was answered with the wish to wait until the hour is over."""

    def go_on_to(self, minute: datetime) -> None:
        """A new minute, and perhaps a new hour, has begun."""
        hour = minute.replace(minute=0)
        if hour > self.hour:
            self.hour, self.before, self.told_hour = hour, 0, None
        else:
            self.before += len(self.taken)
        self.minute, self.taken, self.told = minute, set(), None


class Gate:
    """Counts by the minute in which messages came in. The same message again, in a batch that died, counts once."""

    def __init__(self) -> None:
        self._people: dict[str, _Sent] = {}

    def look(self, who: str, message: int, minute: datetime, most: int) -> tuple[Verdict, datetime]:
        """Whether a message of that row is handled, answered with the wish to wait, or left without a word; until when.

        ``minute`` is the local minute in which it came; ``most`` may come in one minute, ten times as much in an hour.
        """
        sent = self._people.get(who)
        if sent is None:
            self._trim(minute, most)
            sent = self._people[who] = _Sent(minute, minute.replace(minute=0))
        elif sent.minute < minute:
            sent.go_on_to(minute)
        if message in sent.taken:
            return "in", minute
        if sent.before + len(sent.taken) >= most * TIMES_AN_HOUR:
            if sent.told_hour is None:
                sent.told_hour = message
            return "told" if sent.told_hour == message else "silent", sent.hour + HOUR
        if len(sent.taken) < most:
            sent.taken.add(message)
            return "in", minute
        if sent.told is None:
            sent.told = message
        return "told" if sent.told == message else "silent", sent.minute + MINUTE

    def _trim(self, minute: datetime, most: int) -> None:
        """Forget whoever is silent now, except those who have sent more in this hour than one minute may hold."""
        if len(self._people) >= MOST_KNOWN:
            hour = minute.replace(minute=0)
            self._people = {
                who: one
                for who, one in self._people.items()
                if one.minute >= minute or (one.hour >= hour and one.before + len(one.taken) > most)
            }
