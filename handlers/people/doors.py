"""The forms that somebody who has not joined may have open: joining by a code, asking to be let in, tying a chat."""

from domain import codes
from domain.readers.intents import intent
from handlers.context import Answer, Context
from handlers.forms import walker
from handlers.people import asking, linking, start

SHEETS = (start.SHEET, asking.SHEET, linking.SHEET)
_BY_FORM = {sheet.form.name: sheet for sheet in SHEETS}


async def go_on(ctx: Context) -> Answer | None:
    """Where a stranger's open form stands, asked once more; None when none is open."""
    progress = ctx.talk.progress
    sheet = _BY_FORM.get(progress.form) if progress else None
    if ctx.person is not None or progress is None or sheet is None:
        return None
    return await walker.go_on(ctx, sheet, progress)


def is_code(text: str) -> bool:
    """Whether a code was typed where something else was asked: it came meanwhile, and opens what it opens."""
    found = codes.find(text)
    return codes.link_in(text) is not None or (found is not None and any(sign.isdigit() for sign in found))


async def typed(ctx: Context) -> Answer:
    """Anything typed by somebody who belongs nowhere: a code of either kind, the wish to come in, or the greeting."""
    text = ctx.incoming.text
    if link := codes.link_in(text):
        return await linking.opened(ctx, link)
    if codes.find(text) is None and intent(text) == "register":
        return await asking.find(ctx)
    return await start.stranger(ctx)
