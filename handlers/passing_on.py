"""A head chooses who takes the school over, and can then leave (G1)."""

from domain.messages import Reply
from domain.mistakes import Mistake
from domain.people import Grant
from handlers.context import Answer, Context, act, button, offers
from handlers.intentions import Intention
from storage import audit, conversations, people
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
    await people.grant(ctx.store, chosen, "head", grant.unit, ctx.now.today, ctx.person.id)
    await people.end_grant(ctx.store, ctx.person.id, "head", grant.unit, ctx.now.today)
    audit.note(ctx.store, ctx.now, ctx.person.id, "passed_on", f"unit:{grant.unit}", {"to": chosen})
    reader = await ctx.reader(chosen)
    words = ctx.words_for(reader)
    text = words("privacy.you_follow", By=capital(words.who(ctx.person)), unit=grant.unit_name)
    key = f"unit:{grant.unit}:head:{chosen}:{ctx.now.today.isoformat()}"
    ctx.tell(reader, Reply(text, offers(words, [[button(words, "menu")]])), "notice", key)
    ctx.use(await conversations.person_on(ctx.store, ctx.person.id, ctx.now.today))
    rows = [[ctx.button("erase", act("erase"))], [ctx.button("back_to_privacy", "/privacy")]]
    return ctx.say("privacy.passed_on", rows, who=ctx.words.who(reader.person), unit=grant.unit_name)


def _head(ctx: Context) -> Grant:
    grant = ctx.person.holding("head") if ctx.person else None
    if grant is None:
        raise Mistake("no_right_hand_over")
    return grant


ACTIONS = (
    Intention("pass_on", choose, verb="hand_over"),
    Intention("pass_on_to", pass_on, verb="hand_over"),
)
