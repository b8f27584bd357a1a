"""Consent was taken back for one story: it is hidden first, and those who got it are told to take it down (G1)."""

from dataclasses import replace

from domain.audiences import Audience
from domain.messages import Reply
from handlers.context import Context, act, button, offers
from storage import audit
from storage.exemplars import exemplars, publications
from storage.exemplars.publications import Publication
from storage.sendings import audiences, dispatches
from storage.sendings.audiences import Ground


async def hide(ctx: Context, number: int) -> str:
    """Hide a published example and have it taken down; the sentence that says so, "" where nothing was published."""
    where = await publications.out(ctx.store, number)
    if not await publications.take_down(ctx.store, ctx.now, number) or not where:
        return ""
    person = ctx.person.id if ctx.person else 0
    await _set_aside(ctx, number, where[0], person)
    audit.note(ctx.store, ctx.now, person or None, "publication_taken_down", f"deed:{number}")
    for one in {one.unit: one for one in where if one.dispatch is not None}.values():
        await _tell(ctx, number, one)
    for one in where:
        if one.place and one.by is not None:
            await _tell_office(ctx, one, one.by)
    return ctx.words("publication.hidden", number=number)


def after(done: str, hidden: str) -> str:
    """What was done, and beneath it that it was hidden, where it had been published."""
    return "\n".join(part for part in (done, hidden) if part)


async def _set_aside(ctx: Context, number: int, one: Publication, person: int) -> None:
    """In the Office's review as well, for the sake of somebody's privacy."""
    held = replace(one.scope, person=person)
    before = await exemplars.known(ctx.store, ctx.now, number, held)
    if before is not None:
        await exemplars.set_aside(ctx.store, ctx.now, before, "hidden", held, None)


async def _tell_office(ctx: Context, one: Publication, by: int) -> None:
    """What was published elsewhere is taken down by whoever put down that it was."""
    reader = await ctx.reader(by)
    words = ctx.words_for(reader)
    text = words("publication.take_it_down", number=one.deed, place=one.place)
    rows = [[button(words, "see_report", act("found", one.deed)), button(words, "menu")]]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"publication:{one.id}:down")


async def _tell(ctx: Context, number: int, one: Publication) -> None:
    """A sending of its own to whoever got it: nobody has to confirm what the law asks for."""
    audience = Audience(published=number)
    scope = replace(one.scope, verb="announce")
    ground = Ground(one.campaign, ctx.campaign, scope, ctx.now.today)
    reach = await audiences.count(ctx.store, audience, ground)
    row = await dispatches.draft(
        ctx.store, ctx.now, one.campaign, "takedown", f"takedown:{number}", one.unit, one.by, audience, reach
    )
    draft = await dispatches.known(ctx.store, row)
    if draft is not None:
        await dispatches.move(ctx.store, ctx.now, draft, "set", confirmed_at=ctx.now.campaign)
