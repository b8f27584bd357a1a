"""A head chooses who takes the school over, and can then leave (G1)."""

from domain.mistakes import Mistake
from domain.people import Grant
from handlers.context import Answer, Context, act
from handlers.intentions import Intention
from handlers.people import handing
from storage.people import people
from storage.post import conversations
from texts.catalogue import capital

MOST = 7


async def choose(ctx: Context) -> Answer:
    """The people of the school, to choose one of."""
    grant = _head(ctx)
    held = await people.holders(ctx.store, grant.unit, ["deputy", "teacher", "staff"], ctx.now.today)
    others = list(dict.fromkeys(person for person, _ in held if ctx.person and person != ctx.person.id))[:MOST]
    if not others:
        return ctx.say("privacy.nobody_to_follow", [["menu"]], unit=grant.unit_name)
    named = [ctx.words.who((await ctx.reader(person)).person) for person in others]
    lines = "\n".join(f"{place} · {name}" for place, name in enumerate(named, 1))
    picks = [ctx.button("choose_place", act("pass_on_to", person), n=place) for place, person in enumerate(others, 1)]
    rows = [picks[at : at + 3] for at in range(0, len(picks), 3)]
    return ctx.say(
        "privacy.choose_successor", [*rows, [ctx.button("keep_all", "/menu")]], lines=lines, unit=grant.unit_name
    )


async def pass_on(ctx: Context) -> Answer:
    """The chosen one heads the school from today on; the one who chose does so no more."""
    grant, chosen = _head(ctx), int(ctx.args[0])
    held = await people.holders(ctx.store, grant.unit, ["deputy", "teacher", "staff"], ctx.now.today)
    if ctx.person is None or chosen == ctx.person.id or chosen not in {person for person, _ in held}:
        raise Mistake("successor_not_here")
    found = await handing.hand_over(ctx, grant.unit, chosen, ctx.person)
    who = ctx.words.who((await ctx.reader(chosen)).person)
    ctx.use(await conversations.person_on(ctx.store, ctx.person.id, ctx.now.today))
    rows = [[ctx.button("erase", act("erase"))], [ctx.button("back_to_privacy", "/privacy")]]
    told = handing.lines(ctx, ctx.words, found)
    return ctx.say("heading.passed_on", rows, Who=capital(who), unit=grant.unit_name, lines=told)


def _head(ctx: Context) -> Grant:
    held = ctx.person.grants if ctx.person else ()
    grant = next((one for one in held if one.role == "head" and not one.acting), None)
    if grant is None:
        raise Mistake("no_right_hand_over")
    return grant


ACTIONS = (
    Intention("pass_on", choose, verb="hand_over"),
    Intention("pass_on_to", pass_on, verb="hand_over"),
)
