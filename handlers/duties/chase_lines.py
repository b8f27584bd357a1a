"""The book of reminders line by line: nudges, promises and calls as the cells of its sheets and its annex."""

from dataclasses import dataclass
from datetime import datetime

from domain.books import Row
from domain.clock import Now
from domain.obligations import Obligation
from handlers.sendings import chase_words
from storage.duties import obligations
from storage.duties.chase_book import Call, Entry, Word
from storage.store import Store
from texts.catalogue import Words, capital

COLUMNS: dict[str, tuple[tuple[str, int], ...]] = {
    "nudges": (
        ("place", 8),
        ("at", 20),
        ("unit", 34),
        ("above", 28),
        ("duty", 26),
        ("step", 20),
        ("who", 18),
        ("channel", 15),
        ("state", 16),
        ("reason", 26),
    ),
    "promises": (("place", 6), ("unit", 40), ("duty", 30), ("made", 17), ("promised", 14), ("kept", 18)),
    "calls": (("place", 6), ("unit", 44), ("at", 17), ("caller", 24)),
}
"""By sheet: names and widths, in letters."""


async def owed(store: Store, campaign: int) -> dict[int, Obligation]:
    """All that units owe or owed, by its number."""
    return {one.id: one for one in await obligations.every(store, campaign)}


def duty(words: Words, row: int, known: dict[int, Obligation]) -> str:
    """What was to be done."""
    return chase_words.duty(words, known[row]) if row in known else ""


def who(words: Words, name: str | None, title: str | None) -> str:
    """Somebody by name; "" for nobody."""
    return words.naming(name, title or "")["you"] if name else ""


def reason(words: Words, why: str) -> str:
    """Why nothing was said, or why not to the head; "" for no reason."""
    if not why:
        return ""
    return words(words.first(f"chase_book.reason_{why}", f"reason.{why}", "reason.failed"))


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything after the number of a line, in these words and on the wall of this office."""

    words: Words
    now: Now
    known: dict[int, Obligation]

    def nudge(self, one: Entry) -> Row:
        """One nudge."""
        words = self.words
        return (
            self._plain(one.at),
            one.unit,
            one.above,
            capital(duty(words, one.obligation, self.known)),
            words(words.first(f"chase_book.step_{one.step}", "chase_book.step_hand"), name=one.step),
            who(words, one.name, one.title),
            words(f"channel.{one.channel}") if one.channel else "",
            words(f"chase_book.state_{one.state}", channel="").strip(),
            reason(words, one.reason),
        )

    def promise(self, one: Word) -> Row:
        """A day that a unit named."""
        told = capital(duty(self.words, one.obligation, self.known))
        return one.unit, told, self._plain(one.made_at), one.day, self.words(f"chase_book.promise_{one.state}")

    def call(self, one: Call) -> Row:
        """A telephone call."""
        return one.unit, self._plain(one.at), who(self.words, one.name, one.title)

    def _plain(self, at: datetime) -> datetime:
        """The local moment, to the minute, as a spreadsheet keeps it."""
        return at.astimezone(self.now.zone).replace(second=0, microsecond=0, tzinfo=None)
