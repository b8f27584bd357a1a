"""/remind: the Office or a relay reminds late units now, looked at first, confirmed, and written into the book (F3)."""

from collections.abc import Sequence
from dataclasses import replace

from domain.audiences import Audience
from domain.dispatches import Dispatch
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.readers import chased
from domain.readers.audience import Places
from domain.rights import Scope, need
from handlers.context import Answer, Context, Offer, act
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.sendings import audience_asked, chase_screen, chase_words, dispatching
from storage import audit
from storage.duties import obligations
from storage.sendings import chases, dispatches
from texts.catalogue import capital

DRAFT = frozenset({"draft", "asked"})
SHORTEST, LONGEST = 4, 200
"""Letters of one's own words."""
MOST = 6
"""Duties to choose from."""
NEAR = 14
"""Days before its due day from which a duty is offered to be reminded of."""


async def remind(ctx: Context) -> Answer:
    """/remind with words: what, and of whom. Without, or where they do not say, the duties to choose from."""
    audience_asked.speaker(ctx)
    owed = await _open(ctx)
    text = ctx.args[0] if ctx.args else ""
    named = ctx.house.units.mentioned(text) if text else None
    places = Places(ctx.house.units.names)
    wanted = chased.read(text, owed, places, [named] if named else [], ctx.now.today)
    if len(wanted.owed) == 1:
        return await _prepared(ctx, wanted.owed[0], wanted.audience)
    return _which(ctx, wanted.owed or [one for one in owed if (one.due - ctx.now.today).days <= NEAR])


async def _open(ctx: Context) -> list[Obligation]:
    return [one for one in await obligations.open_ones(ctx.store) if one.campaign == ctx.house.campaign_id]


def _which(ctx: Context, owed: Sequence[Obligation]) -> Answer:
    """The duties that are due or soon are, the last ones first."""
    if not owed:
        return ctx.say("chasing.nothing_due", [["menu"]])
    shown = list(reversed(owed))[:MOST]
    lines = "\n".join(
        f"{place} · {capital(chase_words.duty(ctx.words, one))}, {ctx.words.day(one.due)}"
        for place, one in enumerate(shown, 1)
    )
    opens = [ctx.button("open_place", act("chase", one.id), n=place) for place, one in enumerate(shown, 1)]
    rows: list[list[Offer]] = [*(list[Offer](opens[at : at + 3]) for at in range(0, len(opens), 3)), ["menu"]]
    return ctx.say("chasing.which", rows, lines=lines)


async def chase(ctx: Context) -> Answer:
    """A button that names a duty: all of one's late units."""
    owed = await obligations.get(ctx.store, int(ctx.args[0]))
    if owed is None or owed.campaign != ctx.house.campaign_id:
        raise Mistake("duty_gone")
    return await _prepared(ctx, owed, Audience(roles=chased.LEADERS))


async def _prepared(ctx: Context, owed: Obligation, audience: Audience) -> Answer:
    """A draft that reaches nobody, and its preview; nothing where nobody is late."""
    scope = audience_asked.speaker(ctx)
    audience, ground = replace(audience, owes=owed.id), audience_asked.ground(ctx)
    reach = await chases.reach(ctx.store, ctx.now, audience, ground)
    if not reach.units:
        return ctx.say("chasing.nobody_late", [["menu"]], Duty=capital(chase_words.duty(ctx.words, owed)))
    speaks, campaign = scope.roots[0], ctx.house.campaign_id
    row = await chases.add(ctx.store, ctx.now, campaign, speaks, scope.person, owed.id)
    subject = f"chase:{row}"
    number = await dispatches.draft(
        ctx.store, ctx.now, campaign, "chase", subject, speaks, scope.person, audience, reach
    )
    audit.note(ctx.store, ctx.now, scope.person, "chase_written", subject)
    return await _shown(ctx, number)


async def _shown(ctx: Context, number: int) -> Answer:
    ctx.args = (str(number),)
    return await dispatching.show(ctx)


async def drop(ctx: Context) -> Answer:
    """[Let it be]: nobody is reminded."""
    dispatch, scope = await _chased(ctx)
    if dispatch.state not in DRAFT:
        return await _shown(ctx, dispatch.id)
    await dispatching.move(ctx, dispatch, scope, "ended")
    return ctx.say("chasing.dropped", [["menu"]], name=f"N-{dispatch.about:03}")


async def _chased(ctx: Context) -> tuple[Dispatch, Scope]:
    dispatch, scope = await dispatching.found(ctx)
    if dispatch.kind != "chase":
        raise Mistake("dispatch_not_yours")
    return dispatch, scope


async def later(ctx: Context) -> Answer:
    """[Send at 06:30]: at the next good time, confirmed like any other."""
    dispatch, scope = await _chased(ctx)
    if dispatch.state not in DRAFT:
        return await _shown(ctx, dispatch.id)
    at = chase_words.hours(ctx.house, ctx.now).next_open(ctx.now)
    await dispatches.redraft(ctx.store, ctx.now, dispatch, dispatch.audience, dispatch.reach, at, scope.person)
    audit.note(ctx.store, ctx.now, scope.person, "chase_changed", dispatch.subject)
    return await _shown(ctx, dispatch.id)


# -- other words -------------------------------------------------------------------------------------------------------


def _read(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    if text == "usual_words":
        return {"said": ""}
    said = " ".join(text.split())
    if len(said) < SHORTEST:
        raise Mistake("announcement_short")
    if len(said) > LONGEST:
        raise Mistake("announcement_long", n=len(said), most=LONGEST)
    return {"said": said}


async def reword(ctx: Context) -> Answer:
    """[Change the words]: the last sentence; unit, duty and due day always stand before it."""
    dispatch, _ = await _chased(ctx)
    if dispatch.state not in DRAFT:
        return await _shown(ctx, dispatch.id)
    return await walker.begin(ctx, SHEET, subject=f"dispatch:{dispatch.id}")


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    ctx.args = (progress.subject.split(":")[1],)
    dispatch, _ = await dispatching.found(ctx)
    content = await chase_screen.content_of(ctx, dispatch)
    return {"name": content.chase.step, "last": content.chase.words or ctx.words("chasing.last")}


async def _finish(ctx: Context, progress: Progress) -> Answer:
    ctx.args = (progress.subject.split(":")[1],)
    dispatch, _ = await _chased(ctx)
    if dispatch.state not in DRAFT:
        raise Mistake("chase_moved_on")
    scope = need(ctx.person, "announce")
    await chases.reword(ctx.store, ctx.now, dispatch.about, str(progress.answers["said"]), scope)
    meant = dispatch.audience, dispatch.reach, dispatch.starts_at
    await dispatches.redraft(ctx.store, ctx.now, dispatch, *meant, scope.person)
    audit.note(ctx.store, ctx.now, scope.person, "chase_changed", dispatch.subject)
    return await _shown(ctx, dispatch.id)


_WORDS = Question("said", ("said",), _read, offers=(("usual_words",), ("leave",)), counted=False, numbered=False)
SHEET = Sheet(
    Form("chase_words", (_WORDS,), reviewed=False, steps=False), _finish, verb="announce", gaps=_gaps, spares=True
)
COMMANDS = (Intention("remind", remind, verb="announce", aliases=("donduc", "nhac")),)
ACTIONS = (
    Intention("chase", chase, verb="announce"),
    Intention("chase_drop", drop, verb="announce"),
    Intention("chase_later", later, verb="announce"),
    Intention("chase_reword", reword, verb="announce"),
)
