"""Photos and papers that come with a form: noted as owed here, answered when the collector has stored them."""

from domain.forms import Answers, Progress
from domain.messages import Json
from domain.mistakes import Mistake
from handlers.context import Context
from storage import evidence

MOST_FILES = 10
"""Per report (RELIABILITY S19)."""


def how_many(answers: Answers) -> tuple[int, int]:
    """Photos, and other files, that a filling has."""
    return int(answers.get("_photos") or 0), int(answers.get("_papers") or 0)  # type: ignore[arg-type]  # counts, put below


async def owe(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Note what was sent; returns the new counts for the form's answers."""
    files = ctx.incoming.files
    photos, papers = how_many(progress.answers)
    if photos + papers + len(files) > MOST_FILES:
        raise Mistake("too_many_files", most=MOST_FILES)
    person = ctx.person.id if ctx.person else None
    await evidence.owe(ctx.store, ctx.talk.address.key, person, progress.run, files, ctx.now.real)
    more = sum(file.kind == "photo" for file in files)
    counted: dict[str, Json] = {"_photos": photos + more, "_papers": papers + len(files) - more}
    said = ctx.incoming.text.strip()
    return counted | ({"_caption": said} if said else {})
