"""Beside the four steps: returned to the school, held while a complaint is open, hidden for privacy, lifted again."""

from dataclasses import replace

from domain import exemplars as rules
from domain.exemplars import Side
from domain.forms import Form, Progress
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.rights import need
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds import deed_words, returning
from handlers.deeds.deed_sending import heads_of
from handlers.exemplars import other_acts, steps, subjects, taking_down
from handlers.exemplars.review import as_it_stands
from handlers.exemplars.review_screen import moved_on
from handlers.exemplars.subjects import Subject
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deed_changes
from storage.exemplars import exemplars
from texts.catalogue import capital, shortened


def _why(name: str) -> Form:
    """A form that asks for a reason, as a school's return does."""
    [question] = returning.RETURN.questions
    plain = replace(question, offers=(("leave",),), numbered=False)
    return Form(name, (question if name == "hand_back" else plain,), reviewed=False, steps=False)


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    deed = (await subjects.of_form(ctx, progress)).deed
    reporter = (await ctx.reader(deed.reporter)).person if deed.reporter else None
    return {**returning.ready(ctx), "reporter": ctx.words.who(reporter), "number": deed.id}


async def _ask(ctx: Context, sheet: Sheet, *, may: bool, subject: Subject) -> Answer:
    if not subject.is_as_seen or not may:
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return await walker.begin(ctx, sheet, subject=subjects.kept(ctx, subject))


# -- returned ----------------------------------------------------------------------------------------------------------


async def ask_return(ctx: Context) -> Answer:
    """[Return it]: the reason is obligatory, and is read in the Office's own words."""
    subject = await subjects.of_button(ctx)
    may = subject.deed.state == "confirmed" and not subject.one.side
    return await _ask(ctx, BACK_SHEET, may=may, subject=subject)


async def _returned(ctx: Context, progress: Progress) -> Answer:
    subject = await subjects.of_form(ctx, progress)
    reason = str(progress.answers["reason"])
    if not subject.is_as_seen or not await hand_back(ctx, subject, reason):
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    reporter = (await ctx.reader(subject.deed.reporter)).person if subject.deed.reporter else None
    told = shortened(reason, deed_words.MOST["reason"])
    return steps.done(ctx, subject, "returned", to=ctx.words.who(reporter), words=told)


async def hand_back(ctx: Context, subject: Subject, reason: str) -> bool:
    """To its reporter and the school, once; it comes back at the step where it was. False when something changed."""
    held, before = need(ctx.person, "review"), subject.one
    if before.side:
        return False
    deed = await deed_changes.hand_back(ctx.store, ctx.now, subject.deed, held, reason)
    if deed is None:
        return False
    after = replace(before, state="returned", turn="others")
    if await exemplars.change(ctx.store, ctx.now, replace(before, state="returned"), after, held, "returned") is None:
        raise Mistake("deed_moved_on", number=before.deed)
    audit.note(ctx.store, ctx.now, held.person, "exemplar_returned", f"deed:{deed.id}", {"reason": reason})
    if deed.reporter is not None:
        returning.tell(ctx, await ctx.reader(deed.reporter), deed.id, deed.version, reason)
    for head in await heads_of(ctx, deed.unit):
        words = ctx.words_for(head)
        told = shortened(reason, deed_words.MOST["reason"])
        text = words("review.head_told", number=deed.id, By=capital(words.who(ctx.person)), words=told)
        rows = [[button(words, "see_whole", act("see", deed.id))], [button(words, "menu")]]
        who = head.person.id if head.person else 0
        ctx.tell(head, Reply(text, offers(words, rows)), "notice", f"deed:{deed.id}:{deed.version}:head:{who}")
    return True


# -- held, hidden, lifted ----------------------------------------------------------------------------------------------


async def ask_hold(ctx: Context) -> Answer:
    """[Hold it]: while a complaint or discipline is under way; a person ends it."""
    return await _ask_aside(ctx, HOLD_SHEET, "held")


async def ask_hide(ctx: Context) -> Answer:
    """[Hide it]: for the sake of somebody's privacy."""
    return await _ask_aside(ctx, HIDE_SHEET, "hidden")


async def _ask_aside(ctx: Context, sheet: Sheet, side: Side) -> Answer:
    subject = await subjects.of_button(ctx)
    return await _ask(ctx, sheet, may=rules.may_be_set_aside(subject.one.side, side), subject=subject)


async def _held(ctx: Context, progress: Progress) -> Answer:
    return await _set_aside(ctx, progress, "held")


async def _hidden(ctx: Context, progress: Progress) -> Answer:
    return await _set_aside(ctx, progress, "hidden")


async def _set_aside(ctx: Context, progress: Progress, side: Side) -> Answer:
    subject, held = await subjects.of_form(ctx, progress), need(ctx.person, "review")
    reason = str(progress.answers["reason"])
    seen = replace(subject.one, version=subject.version)
    after = await exemplars.set_aside(ctx.store, ctx.now, seen, side, held, reason)
    if not await steps.taken(ctx, subject, after, side, reason):
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    if side == "hidden" and await taking_down.hide(ctx, subject.deed.id):
        return steps.done(ctx, subject, "taken_down")
    return steps.done(ctx, subject, side)


async def ask_lift(ctx: Context) -> Answer:
    """[Go on with it]: why it may go on, or be seen again."""
    subject = await subjects.of_button(ctx)
    return await _ask(ctx, LIFT_SHEET, may=bool(subject.one.side), subject=subject)


async def _lifted(ctx: Context, progress: Progress) -> Answer:
    subject, held = await subjects.of_form(ctx, progress), need(ctx.person, "review")
    reason = str(progress.answers["reason"])
    seen = replace(subject.one, version=subject.version)
    after = await exemplars.lift(ctx.store, ctx.now, seen, held, reason)
    if after is None or not await steps.taken(ctx, subject, after, "lifted", reason):
        return await moved_on(ctx, subject.deed.id, subject.wanted)
    return steps.done(ctx, subject, "lifted", stage=ctx.words(f"exemplar.stage.{after.stage}"))


BACK_SHEET = Sheet(_why("hand_back"), _returned, verb="review", gaps=_gaps, spares=True)
HOLD_SHEET = Sheet(_why("hold_exemplar"), _held, verb="review", gaps=_gaps, spares=True)
HIDE_SHEET = Sheet(_why("hide_exemplar"), _hidden, verb="review", gaps=_gaps, spares=True)
LIFT_SHEET = Sheet(_why("lift_exemplar"), _lifted, verb="review", gaps=_gaps, spares=True)
SHEETS = (BACK_SHEET, HOLD_SHEET, HIDE_SHEET, LIFT_SHEET)
ACTIONS = (
    Intention("hand_back", ask_return, verb="review", again=as_it_stands),
    Intention("exemplar_hold", ask_hold, verb="review", again=other_acts.acts),
    Intention("exemplar_hide", ask_hide, verb="review", again=other_acts.acts),
    Intention("exemplar_lift", ask_lift, verb="review", again=as_it_stands),
)
