"""A sending to many is let go by a colleague of its author, whoever of them was asked, or is held back by one (R49)."""

from domain.dispatches import Dispatch
from domain.messages import Reply
from domain.people import Person
from domain.rights import Scope
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.intentions import Intention
from handlers.sendings import dispatching
from handlers.sendings.dispatch_words import noun
from storage.people import people
from storage.post import conversations
from storage.sendings import dispatches
from texts.catalogue import capital


async def ask(ctx: Context) -> Answer:
    """[Ask to confirm]: a colleague hears of it. They let it go, or any other who may speak for that unit.

    It takes two people, not those two: where the one who was asked is away, nobody has to be exchanged first.
    """
    dispatch, scope = await dispatching.found(ctx)
    if dispatch.state != "draft":
        return await dispatching.show(ctx)
    if refused := await dispatching.not_now(ctx, dispatch):
        return refused
    colleagues = await _colleagues(ctx, dispatch)
    if not colleagues:
        return ctx.say("dispatch.no_second", [["menu"]], most=ctx.words.number(ctx.campaign.second_above))
    return await _ask(ctx, dispatch, scope, colleagues[0])


async def _ask(ctx: Context, dispatch: Dispatch, scope: Scope, who: Person) -> Answer:
    if not await dispatching.move(ctx, dispatch, scope, "asked", confirmer_id=who.id, asked_at=ctx.now.campaign):
        return await dispatching.show(ctx)
    reader, mark = await ctx.reader(who.id), await dispatching.mark(ctx, dispatch)
    words = ctx.words_for(reader)
    values = {
        "By": capital(words.who(ctx.person)),
        "noun": noun(words, dispatch),
        "people": words.number(dispatch.reach.people),
        "units": words.number(dispatch.reach.reached),
    }
    rows: list[list[Offer]] = [
        [button(words, "confirm_many", act("dispatch_confirm", dispatch.id, mark), n=values["people"])],
        [
            button(words, "see_before", act("dispatch_before", dispatch.id)),
            button(words, "see_list", act("dispatch_gaps", dispatch.id, 0)),
        ],
        [button(words, "send_not_yet", act("dispatch_not_yet", dispatch.id))],
    ]
    reply = Reply(words("dispatch.asked", **values), offers(words, rows))
    asked_at = int(ctx.now.campaign.timestamp())
    ctx.tell(reader, reply, "notice", f"dispatch:{dispatch.id}:asked:{who.id}:{asked_at}")
    return _waits(ctx, dispatch, who)


def _waits(ctx: Context, dispatch: Dispatch, who: Person, key: str = "dispatch.waits") -> Reply:
    at = (dispatch.asked_at or ctx.now.campaign).astimezone(ctx.now.zone)
    rows = [[ctx.button("other_second", act("dispatch_other", dispatch.id))]]
    values = {
        "Who": capital(ctx.words.who(who)),
        "time": ctx.words.time(at),
        "Noun": capital(noun(ctx.words, dispatch)),
    }
    return ctx.say(key, rows, most=ctx.words.number(ctx.campaign.second_above), **values)


async def _colleagues(ctx: Context, dispatch: Dispatch) -> list[Person]:
    """Who may confirm it: those of the office that speaks, or of the department, and never its author."""
    held = await people.holders(ctx.store, dispatch.unit, ["office", "relay"], ctx.now.today)
    if dispatch.unit != ctx.house.root:
        held += await people.holders(ctx.store, ctx.house.root, ["office"], ctx.now.today)
    rows = dict.fromkeys(person for person, _ in held if person != dispatch.author)
    known = [await conversations.person_on(ctx.store, row, ctx.now.today) for row in rows]
    return [one for one in known if one is not None and not one.withdrawn]


async def other(ctx: Context) -> Answer:
    """[Another second person]: the next colleague in turn hears of it; whoever was asked before may still decide."""
    dispatch, scope = await dispatching.found(ctx)
    if dispatch.state != "asked":
        return await dispatching.show(ctx)
    colleagues = await _colleagues(ctx, dispatch)
    at = next((place for place, one in enumerate(colleagues) if one.id == dispatch.confirmer), -1)
    if len(colleagues) < 2:  # noqa: PLR2004 - nobody else
        return ctx.say("dispatch.no_other", [["menu"]])
    await dispatches.move(ctx.store, ctx.now, dispatch, "draft", scope)
    again = await dispatches.get(ctx.store, ctx.now, dispatch.id, scope)
    return await _ask(ctx, again or dispatch, scope, colleagues[(at + 1) % len(colleagues)])


async def confirm(ctx: Context) -> Answer:
    """A second person lets it go, asked or not; the author cannot, whatever they press.

    A button made before it was changed shows it once more: nobody confirms what they were not shown.
    """
    dispatch, scope = await dispatching.found(ctx)
    if dispatch.state != "asked":
        return await dispatching.show(ctx)
    if scope.person == dispatch.author:
        who = await conversations.person_on(ctx.store, dispatch.confirmer or 0, ctx.now.today)
        return _waits(ctx, dispatch, who, "dispatch.not_oneself") if who else await dispatching.show(ctx)
    if ctx.args[1:] != (str(await dispatching.mark(ctx, dispatch)),):
        return await dispatching.before(ctx)
    await dispatching.let_go(ctx, dispatch, scope)
    await _tell_author(ctx, dispatch, "confirmed")
    author = await conversations.person_on(ctx.store, dispatch.author or 0, ctx.now.today)
    values = {"Noun": capital(noun(ctx.words, dispatch)), "n": ctx.words.number(dispatch.reach.people)}
    return ctx.say("dispatch.let_go", [["menu"]], By=capital(ctx.words.who(author)), **values)


async def not_yet(ctx: Context) -> Answer:
    """A second person does not let it go: a draft again."""
    dispatch, scope = await dispatching.found(ctx)
    if dispatch.state != "asked" or scope.person == dispatch.author:
        return await dispatching.show(ctx)
    await dispatching.move(ctx, dispatch, scope, "draft", confirmer_id=None, asked_at=None)
    await _tell_author(ctx, dispatch, "held_back")
    return ctx.say("dispatch.not_confirmed", [["menu"]], Noun=capital(noun(ctx.words, dispatch)))


async def _tell_author(ctx: Context, dispatch: Dispatch, key: str) -> None:
    if dispatch.author is None:
        return
    reader = await ctx.reader(dispatch.author)
    words = ctx.words_for(reader)
    rows = [[button(words, "see_sending", act("dispatch", dispatch.id))]]
    text = words(f"dispatch.{key}", By=capital(words.who(ctx.person)), noun=noun(words, dispatch))
    at = int(ctx.now.campaign.timestamp())
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"dispatch:{dispatch.id}:{key}:{at}")


ACTIONS = (
    Intention("dispatch_ask", ask, verb="announce"),
    Intention("dispatch_other", other, verb="announce"),
    Intention("dispatch_confirm", confirm, verb="announce"),
    Intention("dispatch_not_yet", not_yet, verb="announce"),
)
