"""The question that is open to somebody, and what they answer to it."""

from datetime import datetime, timedelta

from domain.forms import Progress
from domain.mistakes import Mistake
from domain.rights import need
from handlers.commands import BY_FORM
from handlers.context import Answer, Context
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Step

SITTING = timedelta(hours=6)
"""Within one sitting an answer is an answer; later it is asked once whether it still is (C8)."""


def found(ctx: Context) -> tuple[Sheet, Progress] | None:
    """The sheet that is open, and how far it has been filled."""
    progress = ctx.talk.progress
    sheet = BY_FORM.get(progress.form) if progress else None
    return (sheet, progress) if sheet and progress else None


def is_stale(ctx: Context, progress: Progress) -> bool:
    """Nothing has been answered here within this sitting."""
    touched = ctx.talk.touched.get(progress.form)
    return bool(touched) and ctx.now.campaign - datetime.fromisoformat(str(touched)) > SITTING


def let_in(ctx: Context, sheet: Sheet) -> None:
    """Rights are looked at with every answer: who began a form may have lost them since."""
    if ctx.person is None and not sheet.stranger:
        raise Mistake("stranger")
    if sheet.verb is not None:
        need(ctx.person, sheet.verb)


def answer(sheet: Sheet, progress: Progress, *, files: bool = False) -> Step:
    """What was typed or sent is the answer; the words of some forms are read beside the batch."""

    async def run(ctx: Context) -> Answer:
        let_in(ctx, sheet)
        return await walker.typed(ctx, sheet, progress)

    return Step(run, sheet.reads(progress) and not files)
