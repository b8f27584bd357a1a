"""Photos and papers that come with a form: noted as owed here, answered when the collector has stored them."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NoReturn

from domain.forms import Answers, Progress
from domain.messages import FileRef, Json
from domain.mistakes import Mistake
from domain.readers.story import spared_story
from handlers.context import Context
from storage.deeds import evidence
from storage.store import Store

MOST_FILES = 10
"""Per report (RELIABILITY S19)."""
MEGABYTE = 1024 * 1024
MOST_OF_A_PHOTO = 10 * MEGABYTE
MOST_OF_A_DAY = 100 * MEGABYTE
"""Of one person (RELIABILITY S19)."""


def how_many(answers: Answers) -> tuple[int, int]:
    """Photos, and other files, that a filling has."""
    return int(answers.get("_photos") or 0), int(answers.get("_papers") or 0)  # type: ignore[arg-type]  # counts, put below


def with_what_came(answers: Answers, files: Sequence[tuple[str, str]]) -> dict[str, Json]:
    """The answers of a report as they are shown while some of its files, (kind, state), are not stored."""
    if all(state == "stored" for _, state in files):
        return dict(answers)
    came = [kind for kind, state in files if state == "stored"]
    photos = came.count("photo")
    return {**answers, "_photos_came": photos, "_papers_came": len(came) - photos}


async def as_it_came(store: Store, number: int, answers: Answers) -> dict[str, Json]:
    """The same, of the report with that number."""
    if not any(how_many(answers)):
        return dict(answers)
    return with_what_came(answers, await evidence.of_report(store, f"deed:{number}"))


async def owe(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Note what was sent; returns the new counts for the form's answers.

    Raises ``too_many_files``, ``file_too_large`` or ``too_much_today``, keeping the counts: what fits is taken.
    """
    room = MOST_FILES - sum(how_many(progress.answers))
    fits = ctx.incoming.files[: max(0, room)]
    small = tuple(file for file in fits if file.kind != "photo" or file.size <= MOST_OF_A_PHOTO)
    taken = await _of_today(ctx, small)
    counted = await _note(ctx, progress, taken)
    if len(fits) < len(ctx.incoming.files):
        _refuse("too_many_files", counted, most=MOST_FILES)
    if len(small) < len(fits):
        _refuse("file_too_large", counted, most=MOST_OF_A_PHOTO // MEGABYTE)
    if len(taken) < len(small):
        _refuse("too_much_today", counted, most=MOST_OF_A_DAY // MEGABYTE)
    return counted


def _refuse(key: str, counted: dict[str, Json], most: int) -> NoReturn:
    raise Mistake(key, most=most).keeping(**counted)


async def _of_today(ctx: Context, files: tuple[FileRef, ...]) -> tuple[FileRef, ...]:
    """Those that a person may still send on this local day."""
    if ctx.person is None or not files:
        return files
    local = ctx.now.real.astimezone(ctx.now.zone)
    midnight = datetime.combine(local.date(), time(), ctx.now.zone)
    sent, taken = await evidence.bytes_since(ctx.store, ctx.person.id, midnight), []
    for file in files:
        sent += file.size
        if sent > MOST_OF_A_DAY:
            break
        taken.append(file)
    return tuple(taken)


async def _note(ctx: Context, progress: Progress, files: tuple[FileRef, ...]) -> dict[str, Json]:
    photos, papers = how_many(progress.answers)
    if files:
        person = ctx.person.id if ctx.person else None
        await evidence.owe(ctx.store, ctx.talk.address.key, person, progress.run, files, ctx.now.real)
    more = sum(file.kind == "photo" for file in files)
    counted: dict[str, Json] = {"_photos": photos + more, "_papers": papers + len(files) - more}
    said, _ = spared_story(ctx.incoming.text.strip())
    return counted | ({"_caption": said} if said else {})
