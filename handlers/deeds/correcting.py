"""A report opened again, at what was asked for or to change any line; an old button shows what it is now (C11)."""

from dataclasses import replace

from domain.deeds import FOLLOWS
from domain.forms import Progress
from domain.messages import Reply
from handlers.context import Answer, Context
from handlers.deeds import deed, deed_words, mine, minors
from handlers.forms import walker
from handlers.intentions import Intention
from storage.deeds import deeds
from texts.catalogue import capital


async def _as_it_is(ctx: Context) -> Answer:
    """The button is older than the report: its history and what can be done with it now (C11)."""
    shown = await mine.one(ctx)
    if not isinstance(shown, Reply):
        return shown
    return replace(shown, text="\n".join((ctx.words("correct.moved_on", number=int(ctx.args[0])), shown.text)))


async def complete(ctx: Context) -> Answer:
    """The returned report opens at what its head asked for, everything else kept."""
    number = int(ctx.args[0])
    found = await deeds.own(ctx.store, number, ctx.person.id) if ctx.person else None
    if found is None or found.state != "returned":
        return await _as_it_is(ctx)
    subject = f"deed:{number}"
    drafts = [one for one in ctx.talk.drafts.values() if one.subject == subject and "_version" not in one.answers]
    if begun := next(iter(drafts), None):
        return await walker.go_on(ctx, deed.SHEET, ctx.talk.take_up(begun.run) or begun)
    head = await ctx.reader(found.decided_by) if found.decided_by else None
    note = found.reason or ""
    answers = {
        **found.answers,
        **minors.opened_with(found.answers),
        "movement": found.movement,
        "_before": dict(found.answers),
        "_by": capital(ctx.words.who(head.person if head else None)),
        "_note": note,
    }
    ctx.talk.set_aside(deed.DEED.name)
    progress = Progress(deed.DEED.name, ctx.talk.next_run(), answers, "", subject=subject)
    return await walker.change(ctx, deed.SHEET, progress, deed_words.asked_for(note), "complete")


async def correct(ctx: Context) -> Answer:
    """A report that was sent, opened again to change any of its lines; sent again, the school sees what changed."""
    number, version = int(ctx.args[0]), int(ctx.args[1])
    found = await deeds.own(ctx.store, number, ctx.person.id) if ctx.person else None
    if found is None or found.version != version or "sent" not in FOLLOWS[found.state]:
        return await _as_it_is(ctx)
    ctx.talk.set_aside(deed.DEED.name)
    answers = {"_guessed": False, "_unsure": True, **found.answers, **minors.opened_with(found.answers)}
    answers |= {"movement": found.movement}
    answers |= {"_before": dict(found.answers), "_version": version}
    progress = Progress(deed.DEED.name, ctx.talk.next_run(), answers, "", subject=f"deed:{number}")
    lines = await walker.which_line(ctx, deed.SHEET, progress)
    return replace(lines, text="\n".join((ctx.words(f"correct.{found.state}", number=number), lines.text)))


ACTIONS = (
    Intention("complete", complete, verb="report"),
    Intention("correct", correct, verb="report"),
)
