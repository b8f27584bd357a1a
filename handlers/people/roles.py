"""A member's role changed in place, by the head or above; the head's own only from above, with the handing over."""

from domain.messages import Choice, Reply
from domain.mistakes import Mistake
from domain.people import ROLES, Person, Role
from domain.rights import fits
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.intentions import Intention
from handlers.people import handing, members
from storage import audit
from storage.people import members as kept
from storage.people import people
from storage.people.members import Member
from texts.catalogue import capital


async def choose(ctx: Context) -> Answer:
    """Which role: those that fit the unit and that this person may give there."""
    member, giver = await members.mine(ctx)
    rows: list[list[Offer]] = [
        [ctx.button(f"as_{role}", act("member_as", member.grant, role))] for role in await roles(ctx, giver, member)
    ]
    if not rows:
        raise Mistake("no_right_give")
    rows.append([ctx.button("back_to_list", act("members", member.unit, 0))])
    who = capital(members.called(ctx, member))
    return ctx.say("heading.which_role", rows, Who=who, unit=short_name(member.unit_name))


async def roles(ctx: Context, giver: Person, member: Member) -> list[Role]:
    """The other roles that somebody may give this member."""
    return [
        role
        for role in kept.ORDER
        if role != member.role
        and fits(role, member.unit_kind)
        and await kept.may(ctx.store, giver, role, member.unit, ctx.now.today)
    ]


async def give(ctx: Context) -> Answer:
    """The role holds at once and the member hears it; putting somebody in charge is shown first."""
    member, giver = await members.mine(ctx)
    role: Role | None = next((one for one in await roles(ctx, giver, member) if one == ctx.args[1]), None)
    who = ctx.words.naming(member.name, member.title)["you"]
    if ctx.args[1] == member.role:
        return ctx.say("heading.same_role", [["members", "menu"]], Who=capital(who))
    if role is None:
        raise Mistake("no_right_give")
    if role == "head":
        return await _ask_first(ctx, member, who)
    if not await kept.change(ctx.store, ctx.now, giver, member, role):
        raise Mistake("no_right_give")
    values = {"from": member.role, "to": role, "unit": member.unit}
    audit.note(ctx.store, ctx.now, giver.id, "role_changed", f"person:{member.person}", values)
    reader, unit = await ctx.reader(member.person), short_name(member.unit_name)
    words = ctx.words_for(reader)
    told = {"unit": unit, "role": words.role(role, member.unit_kind)}
    text = words("heading.was_changed", By=capital(words.who(giver)), **told)
    key = f"grant:{member.grant}:{role}:{ctx.now.real.isoformat()}"
    ctx.tell(reader, Reply(text, offers(words, [[button(words, "menu")]])), "notice", key)
    named = ctx.words.role(role, member.unit_kind)
    return ctx.say("heading.changed", [["members", "menu"]], Who=capital(who), role=named, unit=unit)


async def _ask_first(ctx: Context, member: Member, who: str) -> Answer:
    """What will happen, before it does (CONVERSATIONS §1.12)."""
    old = await people.heads(ctx.store, member.unit, ctx.now.today)
    named = [ctx.words.who((await ctx.reader(one)).person) for one in old]
    rows: list[list[Offer]] = [
        [ctx.button("make_head", act("member_head", member.grant))],
        [Choice(act("member", member.grant), ctx.words("choice.keep"))],
    ]
    key = "heading.make_head" if old else "heading.make_first_head"
    return ctx.say(key, rows, who=who, unit=short_name(member.unit_name), old=ctx.words.listed(named))


async def make_head(ctx: Context) -> Answer:
    """In charge from today on, in place of whoever was."""
    member, giver = await members.mine(ctx)
    if not await kept.may(ctx.store, giver, "head", member.unit, ctx.now.today) or not fits("head", member.unit_kind):
        raise Mistake("no_right_give")
    await handing.hand_over(ctx, member.unit, member.person, giver)
    who = capital(ctx.words.naming(member.name, member.title)["you"])
    return ctx.say("heading.made_head", [["members", "menu"]], Who=who, unit=short_name(member.unit_name))


ACTIONS = (
    Intention("member_role", choose, verb="admit", reading=True),
    Intention("member_as", give, verb="admit", words=ROLES, word_at=1),
    Intention("member_head", make_head, verb="appoint"),
)
