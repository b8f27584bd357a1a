"""How many texts and presses of one person are handled in a minute; of what is more they hear once (H3, S27)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MOST_KNOWN = 5_000
"""People whose minute is remembered; the rest of a crowd begins a new one."""
Verdict = Literal["in", "told", "silent"]


@dataclass(slots=True)
class _Minute:
    """What one person sent in a minute of the clock on the wall."""

    since: datetime
    taken: set[int] = field(default_factory=set)
    told: int | None = None
    """The message that was answered with the wish to wait."""


class Gate:
    """Counts by the minute in which messages came in. The same message again, in a batch that died, counts once."""

    def __init__(self) -> None:
        self._people: dict[str, _Minute] = {}

    def look(self, who: str, message: int, minute: datetime, most: int) -> Verdict:
        """Whether a message of that row is handled, answered with the wish to wait, or left without a word."""
        known = self._people.get(who)
        if known is None or known.since < minute:
            self._trim(minute)
            known = self._people[who] = _Minute(minute)
        if message in known.taken:
            return "in"
        if len(known.taken) < most:
            known.taken.add(message)
            return "in"
        if known.told is None:
            known.told = message
        return "told" if known.told == message else "silent"

    def _trim(self, minute: datetime) -> None:
        if len(self._people) >= MOST_KNOWN:
            self._people = {who: one for who, one in self._people.items() if one.since >= minute}
