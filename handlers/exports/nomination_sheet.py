"""The list of nominations: who for what, how the unit voted, and how far each has come (DOMAIN §8)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

from domain.books import Row, Stream
from handlers.exports.ground import Columns, Ground
from storage.awards import nomination_rows
from storage.awards.nomination_rows import Asked, NominationRow
from texts.catalogue import capital

NOMINATIONS: Columns = (
    ("code", 10),
    ("subject", 28),
    ("subject_type", 12),
    ("position", 26),
    ("unit", 34),
    ("above", 26),
    ("route", 16),
    ("movement", 22),
    ("award_level", 16),
    ("award_form", 34),
    ("summary", 50),
    ("met", 13),
    ("present", 10),
    ("members", 10),
    ("in_favour", 10),
    ("nomination_state", 26),
    ("nominated", 17),
)
_EVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


async def nominations(ground: Ground) -> list[Stream]:
    """Those sent within the period, as they stand now."""
    extract, words = ground.extract, ground.words
    wanted, zone = extract.wanted, extract.now.zone
    since, before = _EVER
    if wanted.first and wanted.last:
        since = datetime.combine(wanted.first, time(), zone)
        before = datetime.combine(wanted.last + timedelta(days=1), time(), zone)
    asked = Asked(ground.running[0], wanted.unit, wanted.movement, since, before)
    count = await nomination_rows.count(ground.store, extract.now, asked, extract.scope)
    title = words("export.title.nominations", where=await ground.where(), what=ground.slice_words())
    columns, rows = ground.headings(NOMINATIONS), _rows(ground, asked)
    return [Stream("nominations", words("export.sheet.nominations"), title, ground.note, columns, rows, count)]


async def _rows(ground: Ground, asked: Asked) -> AsyncIterator[Row]:
    async for page in nomination_rows.rows(ground.store, ground.extract.now, asked, ground.extract.scope):
        for one in page:
            yield _row(ground, one)


def _row(ground: Ground, one: NominationRow) -> Row:
    words = ground.words
    level = f"export.award_level.{one.level}"
    return (
        words("nomination.code", number=one.id),
        one.subject_name,
        words(f"export.subject.{one.subject_type}"),
        one.position,
        one.unit,
        one.above,
        words(f"export.route.{one.route}"),
        ground.movement(one.movement),
        words(level) if words.has(level) else one.level,
        ground.campaign.form_name(one.form),
        one.summary,
        one.met_on,
        one.present,
        one.members,
        one.in_favour,
        capital(words(f"nomination.state_{one.state}")),
        ground.local(one.sent_at),
    )
