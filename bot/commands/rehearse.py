"""``thidua rehearse``: plays the campaign in a database of its own and tells what would be sent, when and to whom."""

import resource
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.commands.acts import refused
from bot.commands.bring import day_of
from bot.commands.edge import BAD_FILE, Ended
from bot.commands.words import terminal_words
from bot.rehearsal import advice, printing, report, stage
from bot.rehearsal.pages import Pages
from bot.rehearsal.play import play
from bot.rehearsal.stage import Known
from bot.rehearsal.wishes import WAVES, Wishes
from bot.settings import Settings
from documents.tables import Listing, as_csv, as_xlsx
from domain.campaigns import CampaignErrors
from domain.mistakes import Mistake
from storage import rehearsal
from storage.database import reading
from texts.catalogue import Catalogue, Words

SUFFIXES = (".csv", ".xlsx")


def as_typed(
    settings: Settings,
    files: tuple[Path | None, Path | None],
    typed: tuple[str, str],
    crowd: tuple[int, int, bool],
    waves: str,
    seed: int,
) -> Wishes:
    """The wishes: files of campaign and units, days as they are typed elsewhere, schools, people, as joined.

    Raises Ended.
    """
    said = Catalogue.load().words(settings.default_language)
    chosen = next((one for one in WAVES if one == waves), None)
    if chosen is None:
        raise Ended(BAD_FILE, said("rehearsal.bad_waves", known=", ".join(WAVES)))
    first, last = (date.fromisoformat(day) if (day := day_of(settings, one)) else None for one in typed)
    return Wishes(*files, first, last, *crowd[:2], chosen, crowd[2], seed)


async def rehearse(settings: Settings, wishes: Wishes, language: str, out: Path | None) -> int:
    """Play it and print what has been seen. Raises Ended for files, days and words that cannot be taken."""
    said = Catalogue.load().words(language or settings.default_language)
    known = await stage.look_up(settings)
    _check(said, wishes, known, out)
    began = time.monotonic()
    console = printing.console()
    printing.console(to_stderr=True).print(said("rehearsal.begun"))
    try:
        async with stage.set_up(settings, wishes, known) as ground:
            _check_days(
                said, ground.first.astimezone(settings.zone).date(), ground.last.astimezone(settings.zone).date()
            )
            with printing.progress(said, (ground.first, ground.last), settings.zone) as told:
                played = await play(ground, wishes, told)
            seen = await report.made(ground, played, settings.zalo_messages)
            async with reading(ground.base.readers) as connection:
                rows = await rehearsal.rows(connection)
            pages, found = Pages(seen, said), advice.advice(seen, ground.holidays, said)
    except CampaignErrors as errors:
        raise _refused(said, [problem.mistake for problem in errors.problems]) from None
    except Mistake as mistake:
        raise _refused(said, [mistake]) from None
    printing.show(console, seen, pages, found, wishes)
    told_of = {"minutes": f"{(time.monotonic() - began) / 60:.1f}", "moments": said.number(seen.moments)}
    console.print(said("rehearsal.took", **told_of, rows=said.number(rows), memory=said.number(_memory())))
    if out is not None:
        _write(out, [pages.advice(found), *_listings(pages)])
        console.print(said("rehearsal.written", file=out))
    return 0


def _check(said: Words, wishes: Wishes, known: Known, out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in SUFFIXES:
        raise Ended(BAD_FILE, said("rehearsal.bad_file", file=out.name))
    if wishes.joined and (not known.joined or wishes.units is not None):
        raise Ended(BAD_FILE, said("rehearsal.no_joined"))


def _check_days(said: Words, first: date, last: date) -> None:
    if first > last:
        raise Ended(BAD_FILE, said("rehearsal.bad_days", first=said.day(first), last=said.day(last)))


def _refused(said: Words, mistakes: Sequence[Mistake]) -> Ended:
    answer = refused(terminal_words(said.language), said, list(mistakes))
    return Ended(BAD_FILE, *answer["lines"])


def _listings(pages: Pages) -> list[Listing]:
    return [
        pages.weeks(),
        pages.details(),
        pages.hours(),
        pages.ladder(),
        pages.reasons(),
        pages.owed(),
        pages.unreached(),
        pages.zalo(),
    ]


def _write(out: Path, listings: Sequence[Listing]) -> None:
    if out.suffix.lower() == ".csv":
        out.write_bytes(as_csv(listings))
    else:
        as_xlsx(listings, out)


def _memory() -> int:
    """The most this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
