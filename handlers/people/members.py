"""/members: who belongs to a unit, page by page; one of them looked at, let go, or cut off from lost phones."""

from domain.messages import Choice, Reply
from domain.mistakes import Mistake
from domain.people import Person
from domain.rights import Scope, fits, grant_for, need
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer, act, button, offers
from handlers.intentions import Intention
from handlers.people import linking, places
from storage import audit
from storage.people import links, members
from storage.people.members import Member
from storage.post import conversations, withheld
from storage.units import heirs, units
from storage.units.heirs import Past
from texts.catalogue import capital

MOST_PAST = 3


async def listed(ctx: Context) -> Answer:
    """The own unit's members, or those of the unit that is named."""
    scope = need(ctx.person, "admit")
    grant = grant_for(ctx.person, "admit") if ctx.person else None
    if not ctx.args or grant is None:
        return await _page(ctx, scope, grant.unit if grant else 0, 0)
    found, is_sure = await places.named(ctx, ctx.args[0])
    if not found or not is_sure:
        raise Mistake("unit_not_found")
    return await _page(ctx, scope, found[0].id, 0)


async def page(ctx: Context) -> Answer:
    """A page of them."""
    return await _page(ctx, need(ctx.person, "admit"), int(ctx.args[0]), int(ctx.args[1]))


async def _page(ctx: Context, scope: Scope, number: int, at: int) -> Answer:
    unit = await units.by_id(ctx.store, number, ctx.now.today)
    if unit is None or not await units.is_below(ctx.store, number, scope.roots, ctx.now.today):
        raise Mistake("unit_not_yours")
    total, found = await members.of_unit(ctx.store, ctx.now, number, scope, (at * paging.PAGE, paging.PAGE))
    pages = max(1, -(-total // paging.PAGE))
    numbered = list(enumerate(found, at * paging.PAGE + 1))
    turns = _turns(ctx, number, at, pages)
    ctx.talk.page["items"] = {str(place): act("member", one.grant) for place, one in numbered}
    lines = "\n".join(f"{place} · {called(ctx, one)}" for place, one in numbered)
    rows: list[list[Offer]] = [turns, ["menu"]]
    if ctx.person and any(grant.role != "deputy" for grant in ctx.person.grants):
        rows.insert(0, [ctx.button("add_member", act("invite_to", number))])
    past = [ctx.words("heading.past", unit=one.name, day=ctx.words.day(one.until)) for one in await _past(ctx, number)]
    lines = "\n".join([lines, *past] if lines else past)
    turned = ctx.words("members.page", page=at + 1, pages=pages) if pages > 1 else ""
    key = "members.list" if found or past else "members.none"
    return ctx.say(key, rows, unit=short_name(unit.name), n=total, page=turned, lines=lines)


async def _past(ctx: Context, unit: int) -> list[Past]:
    """Units that this one goes on for, by their old names; the last few."""
    return (await heirs.past(ctx.store, unit, ctx.now.today))[-MOST_PAST:]


def _turns(ctx: Context, unit: int, at: int, pages: int) -> list[Offer]:
    ctx.talk.page = {"what": "members"}
    turns: list[Offer] = []
    if at > 0:
        ctx.talk.page["previous"] = act("members", unit, at - 1)
        turns.append(ctx.button("previous_page", act("members", unit, at - 1)))
    if at + 1 < pages:
        ctx.talk.page["next"] = act("members", unit, at + 1)
        turns.append(ctx.button("next_page", act("members", unit, at + 1)))
    return turns


def called(ctx: Context, member: Member) -> str:
    """Name and role, and until when they act for the head."""
    named = ctx.words.naming(member.name, member.title)["you"]
    told = f"{named}, {ctx.words.role(member.role, member.unit_kind)}"
    if member.acts_until is None:
        return told
    role, day = ctx.words.role("head", member.unit_kind), ctx.words.day(member.acts_until)
    return f"{told}, {ctx.words('role.acting', role=role, day=day)}"


# -- one of them -------------------------------------------------------------------------------------------------------


async def found_in(ctx: Context) -> tuple[Member, Person]:
    """The member that a button names, if it is the asker's to look after; raises Mistake otherwise."""
    member = await members.get(ctx.store, ctx.now, int(ctx.args[0]), need(ctx.person, "admit"))
    if member is None or ctx.person is None:
        raise Mistake("member_not_yours")
    return member, ctx.person


async def mine(ctx: Context) -> tuple[Member, Person]:
    """As :func:`found_in`, and the asker may give and take that role."""
    member, person = await found_in(ctx)
    if not await members.may(ctx.store, person, member.role, member.unit, ctx.now.today):
        raise Mistake("no_right_give")
    return member, person


async def one(ctx: Context) -> Answer:
    """One member, with what may be done."""
    member, person = await found_in(ctx)
    rows: list[list[Offer]] = []
    if await members.may(ctx.store, person, member.role, member.unit, ctx.now.today):
        move = ctx.button("move_member", act("member_move", member.grant))
        untie = ctx.button("untie", act("member_untie", member.grant))
        remove = ctx.button("remove_member", act("member_remove", member.grant))
        rows = [[remove], [move, untie], await _heading(ctx, member, person)]
    elif member.role == "head" and member.person == person.id:
        rows = [[ctx.button("hand_over", act("pass_on"))]]
    rows.append([ctx.button("back_to_list", act("members", member.unit, 0))])
    chats = await conversations.chats_of(ctx.store, member.person)
    return ctx.say(
        "members.one",
        rows,
        Who=capital(called(ctx, member)),
        unit=short_name(member.unit_name),
        since=ctx.words.day(member.since),
        channels=linking.channels(ctx.words, chats) or ctx.words("members.no_channel"),
    )


async def _heading(ctx: Context, member: Member, person: Person) -> list[Offer]:
    """Another role, and acting for the head."""
    offered: list[Offer] = [ctx.button("change_role", act("member_role", member.grant))]
    names = fits("head", member.unit_kind) and await members.may(
        ctx.store, person, "deputy", member.unit, ctx.now.today
    )
    if names and member.acts_until is not None:
        offered.append(ctx.button("end_acting", act("acting_end", member.grant)))
    elif names and member.role != "head":
        offered.append(ctx.button("make_acting", act("acting", member.grant)))
    return offered


async def remove(ctx: Context) -> Answer:
    """What will happen, before it does (CONVERSATIONS §1.12)."""
    member, _ = await mine(ctx)
    rows: list[list[Offer]] = [
        [ctx.button("remove_member", act("member_end", member.grant))],
        [Choice(act("member", member.grant), ctx.words("choice.keep"))],
    ]
    return ctx.say("members.remove", rows, who=called(ctx, member), unit=short_name(member.unit_name))


async def end(ctx: Context) -> Answer:
    """The role ends today: nothing is seen or done by it from the next press on (RELIABILITY S45)."""
    member, person = await mine(ctx)
    if not await members.end(ctx.store, ctx.now, person, member):
        raise Mistake("no_right_give")
    await links.drop(ctx.store, member.person)
    left = await conversations.person_on(ctx.store, member.person, ctx.now.today)
    if left is None or not left.grants:
        ctx.silenced += await withheld.to_person(ctx.store, member.person, "no_longer_member")
    audit.note(ctx.store, ctx.now, person.id, "role_ended", f"person:{member.person}", {"role": member.role})
    reader = await ctx.reader(member.person)
    words = ctx.words_for(reader)
    text = words("members.was_removed", By=capital(words.who(person)), unit=short_name(member.unit_name))
    rows = [[button(words, "menu")]]
    ctx.tell(reader, Reply(text, offers(words, rows)), "notice", f"grant:{member.grant}:{ctx.now.today}:ended")
    return ctx.say("members.removed", [["members", "menu"]], who=called(ctx, member), unit=short_name(member.unit_name))


async def untie(ctx: Context) -> Answer:
    """A lost phone: every chat of theirs is nobody's at once; a code brings them back (RELIABILITY S46).

    Whoever has the code is that person, so it takes the right to give every role they hold, wherever that is.
    """
    member, person = await mine(ctx)
    whole = await conversations.person_on(ctx.store, member.person, ctx.now.today)
    for grant in whole.grants if whole else ():
        if not await members.may(ctx.store, person, grant.role, grant.unit, ctx.now.today):
            raise Mistake("no_right_give")
    chats = await conversations.chats_of(ctx.store, member.person)
    await linking.cut(ctx, member.person, chats)
    code = await linking.new_code(ctx, member.person, person.id)
    who = ctx.words.naming(member.name, member.title)["you"]
    rows = [["members", "menu"]]
    return ctx.say("members.untied", rows, n=len(chats), who=who, Who=capital(who), code=code, until=linking.until(ctx))


COMMANDS = (Intention("members", listed, verb="admit", aliases=("thanhvien",), reading=True),)
ACTIONS = (
    Intention("members", page, verb="admit", reading=True),
    Intention("member", one, verb="admit", reading=True),
    Intention("member_remove", remove, verb="admit", reading=True),
    Intention("member_end", end, verb="admit"),
    Intention("member_untie", untie, verb="admit"),
)
