"""Too many messages at once: what is kept, and from when on to go on, in one sentence (CONVERSATIONS H3)."""

from datetime import datetime, timedelta

from domain.messages import Reply
from handlers.commands import SHEETS
from handlers.context import Context

MINUTE = timedelta(minutes=1)


def rest(ctx: Context, minute: datetime, until: datetime) -> Reply:
    """The wish to wait from the local ``minute`` on ``until`` then, a minute or the hour's end; no answer is lost."""
    values = {"before": ctx.words.time(minute), "again": ctx.words.time(until)}
    ending = "" if until - minute <= MINUTE else "_hour"
    progress = ctx.talk.progress
    sheet = next((sheet for sheet in SHEETS if progress and sheet.form.name == progress.form), None)
    question = None
    if progress is not None and sheet is not None:
        question = next((one for one in sheet.form.questions if one.name == progress.at), None)
    if progress is None or sheet is None or question is None:
        return ctx.say(f"flood.rest{ending}", **values)
    number, total = sheet.form.place(question, progress.answers)
    if not number:
        return ctx.say(f"flood.rest{ending}", **values)
    return ctx.say(f"flood.rest_in_form{ending}", n=number, total=total, **values)
