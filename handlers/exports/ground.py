"""What the sheets of a file are made from: one view of the database, the campaign, and its reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.books import Heading
from domain.campaigns import Campaign
from domain.extracts import Extract
from domain.summary import Slice
from domain.unit_names import short_name
from handlers.figures import slice_words
from storage.files import Files
from storage.store import Store
from storage.units import below, units
from texts.catalogue import Words, capital

Columns = Sequence[tuple[str, int]]
"""Names and widths, in letters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """``running`` is the campaign by its row."""

    store: Store
    running: tuple[int, Campaign]
    extract: Extract
    words: Words
    files: Files

    @property
    def campaign(self) -> Campaign:
        """The campaign that is running."""
        return self.running[1]

    @property
    def note(self) -> str:
        """Under each title: of which moment it is, who took it and when (S44)."""
        now, words = self.extract.now.local, self.words
        when = {"time": words.time(now), "day": words.day(now.date())}
        return words("export.note", by=self.extract.by, By=capital(self.extract.by), **when)

    def local(self, at: datetime | None) -> datetime | None:
        """As a spreadsheet keeps a moment: on the wall of the office, to the minute."""
        if at is None:
            return None
        return at.astimezone(self.extract.now.zone).replace(second=0, microsecond=0, tzinfo=None)

    def named(self, name: str | None, title: str | None) -> str:
        """Somebody as a sheet names them; "" for nobody, and for whoever was erased."""
        return self.words.naming(name, title or "")["you"] if name else ""

    def headings(self, columns: Columns, labels: str = "export.column.") -> tuple[Heading, ...]:
        """Columns under their labels, whose keys begin so."""
        return tuple(Heading(self.words(labels + name), width, name) for name, width in columns)

    def kind(self, kind: str) -> str:
        """What a unit is."""
        return self.words(self.words.first(f"chart.kind.{kind}", "chart.kind.khac"))

    async def where(self) -> str:
        """The branch within a sentence, under its name on the last day that counts."""
        store, wanted, today = self.store, self.extract.wanted, self.extract.now.today
        root = await units.root(store, today)
        if root is not None and root.id == wanted.unit:
            return self.words("summary.whole")
        life = await below.life(store, wanted.unit)
        day = wanted.until(today)
        if life is not None:
            day = max(life[0], min(day, life[1].fromordinal(life[1].toordinal() - 1)))
        unit = await units.by_id(store, wanted.unit, day)
        return short_name(unit.name) if unit else ""

    def movement(self, code: str) -> str:
        """What a movement is called in short."""
        known = next((one for one in self.campaign.movements if one.code == code), None)
        if known is None:
            return ""
        return self.words("deed.umbrella") if known is self.campaign.umbrella else known.short_name

    def slice_words(self) -> str:
        """Movement, period and day, as in ", Chuyển đổi số, quý 2/2025, đến 28/04/2025"."""
        return told(self.words, self.extract.wanted, self.extract.now.today, self.campaign)


def told(words: Words, wanted: Slice, today: date, campaign: Campaign) -> str:
    """A slice without its unit, after a name."""
    short = campaign.movement(wanted.movement).short_name if wanted.movement else ""
    parts = [short] if short else []
    if wanted.first and wanted.last:
        parts.append(slice_words.period(words, wanted.first, wanted.last))
    until = wanted.until(today)
    parts += [] if until == wanted.last else [words("export.until", day=words.day(until))]
    return "".join(f", {part}" for part in parts)
