"""The fourth step: taken where an example has been made public; else where it was, or the way to publish it (F7)."""

import re
from dataclasses import replace

from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.rights import need
from domain.vietnamese import fold
from handlers.context import Answer, Context
from handlers.exemplars import publishing, subjects
from handlers.exemplars.review import as_it_stands
from handlers.exemplars.review_screen import moved_on
from handlers.exemplars.steps import done, refused, taken
from handlers.exemplars.subjects import Subject
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage.exemplars import exemplars, publications
from storage.sendings import announcements, dispatches, recipients

SHORTEST = 4
_NUMBER = re.compile(r"(?<!\w)t ?-? ?0*(\d{1,9})(?!\w)")


async def to_replicated(ctx: Context) -> Answer:
    """[To spreading]: at once where it has been published; else it is asked where it was."""
    subject = await subjects.of_button(ctx)
    if refusal := await refused(ctx, subject, "replicated"):
        return refusal
    if await publications.any_of(ctx.store, subject.deed.id):
        return await _replicate(ctx, subject)
    return await walker.begin(ctx, SHEET, subject=subjects.kept(ctx, subject))


async def _replicate(ctx: Context, subject: Subject, but: int = 0) -> Answer:
    """Whoever has just been told that it was published (``but``) does not hear of the step as well."""
    held = need(ctx.person, "review")
    after = await exemplars.move(ctx.store, ctx.now, subject.one, "replicated", held, turn="others")
    if not await taken(ctx, subject, after, "replicated", but=but):
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return done(ctx, subject, "replicated")


# -- where it was made public ------------------------------------------------------------------------------------------


def _number(text: str) -> int:
    found = _NUMBER.search(fold(text))
    return int(found[1]) if found else 0


def _read(text: str, asking: Asking) -> Answers:
    if text == "publish":
        return {"where": text}
    number = _number(text)
    if number and asking.facts.get("sent") != number:
        raise Mistake("no_such_announcement", number=f"{number:03}")
    if len(text.strip()) < SHORTEST:
        raise Mistake("reason_short")
    return {"where": text.strip()}


PUBLIC_AT = Form(
    "public_at",
    (Question("where", ("where",), _read, offers=(("publish",), ("leave",)), counted=False, numbered=False),),
    reviewed=False,
    steps=False,
)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Whether an announcement of the number just typed was really sent to anybody."""
    stage = (await subjects.of_form(ctx, progress)).one.stage
    facts: dict[str, Json] = {"stage": ctx.words(f"exemplar.stage.{stage}")}
    number = _number(ctx.incoming.text)
    if number and await _was_sent(ctx, number):
        facts["sent"] = number
    return facts


async def _was_sent(ctx: Context, number: int) -> bool:
    held = need(ctx.person, "announce")
    one = await announcements.get(ctx.store, ctx.now, number, held)
    for dispatch in await dispatches.of_subject(ctx.store, ctx.now, one.subject, held) if one else ():
        if (await recipients.tally(ctx.store, dispatch.id)).sent:
            return True
    return False


async def _told(ctx: Context, progress: Progress) -> Answer:
    """Where it was made public is written down, and the step is taken; or it is published from here first."""
    subject, where = await subjects.of_form(ctx, progress), str(progress.answers["where"])
    if where == "publish":
        ctx.args = (str(subject.deed.id),)
        return await publishing.publish(ctx)
    if refusal := await refused(ctx, subject, "replicated"):
        return refusal
    await publishing.recorded(ctx, subject.deed, where)
    held = need(ctx.person, "review")
    one = await exemplars.known(ctx.store, ctx.now, subject.deed.id, held) or subject.one
    public = await exemplars.published(ctx.store, ctx.now, one, held)
    if public is None:
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return await _replicate(ctx, replace(subject, one=public), subject.deed.reporter or 0)


SHEET = Sheet(PUBLIC_AT, _told, verb="review", gaps=_gaps, spares=True)
ACTIONS = (Intention("to_replicated", to_replicated, verb="review", again=as_it_stands),)
