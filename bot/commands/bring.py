"""``thidua import``: files of the Office, read here, taken whole or not at all."""

import base64
import re
from datetime import date
from pathlib import Path

from bot.commands.acts import refused
from bot.commands.change import change, say
from bot.commands.edge import BAD_FILE, Ended, words_of
from bot.settings import Settings
from documents.importers import read_campaign_file
from domain.campaigns import CampaignErrors
from domain.mistakes import Mistake
from texts.catalogue import Catalogue

LARGEST_FILE = 40 * 1024 * 1024
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})")


async def campaign(settings: Settings, file: Path, *, dry_run: bool) -> int:
    """Import a campaign file, with the anniversaries beside it."""
    try:
        read = read_campaign_file(file)
    except CampaignErrors as errors:
        raise _bad_file(settings, [problem.mistake for problem in errors.problems]) from None
    return say(await change(settings, "import_campaign", campaign=read.as_json(), dry_run=dry_run))


async def units(settings: Settings, file: Path, as_of: str, *, dry_run: bool) -> int:
    """Import a register of units."""
    day = day_of(settings, as_of)
    coded = base64.b64encode(content_of(settings, file)).decode()
    return say(await change(settings, "import_units", content=coded, as_of=day, dry_run=dry_run))


def content_of(settings: Settings, file: Path) -> bytes:
    """What a file holds. Raises Ended."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise _bad_file(settings, [Mistake("import_too_large", most_mb=LARGEST_FILE // 2**20)])
        return file.read_bytes()
    except OSError:
        raise _bad_file(settings, [Mistake("import_no_file", name=file.name)]) from None


async def recount(settings: Settings) -> int:
    """Figures once more from the reports."""
    return say(await change(settings, "recount"))


def _bad_file(settings: Settings, mistakes: list[Mistake]) -> Ended:
    words = words_of(settings)
    answer = refused(words, Catalogue.load().words(words.language), mistakes)
    return Ended(BAD_FILE, *answer["lines"])


def day_of(settings: Settings, typed: str) -> str:
    """2025-07-01 or 01/07/2025 as an ISO day; "" when none is given."""
    found = _DAY.fullmatch(typed)
    try:
        told = date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat() if found else typed
        return date.fromisoformat(told).isoformat() if told else ""
    except ValueError:
        raise Ended(BAD_FILE, words_of(settings)("bad_day", typed=typed)) from None
