"""Too many messages at once: what is kept, and from when on to go on, in one sentence (CONVERSATIONS H3)."""

from datetime import datetime, timedelta

from domain.messages import Reply
from handlers.commands import SHEETS
from handlers.context import Context

MINUTE = timedelta(minutes=1)


def rest(ctx: Context, minute: datetime) -> Reply:
    """The wish to wait until the minute that began at ``minute`` (local) is over; nothing of the form is lost."""
    values = {"before": ctx.words.time(minute), "again": ctx.words.time(minute + MINUTE)}
    progress = ctx.talk.progress
    sheet = next((sheet for sheet in SHEETS if progress and sheet.form.name == progress.form), None)
    question = None
    if progress is not None and sheet is not None:
        question = next((one for one in sheet.form.questions if one.name == progress.at), None)
    if progress is None or sheet is None or question is None:
        return ctx.say("flood.rest", **values)
    number, total = sheet.form.place(question, progress.answers)
    if not number:
        return ctx.say("flood.rest", **values)
    return ctx.say("flood.rest_in_form", n=number, total=total, **values)
