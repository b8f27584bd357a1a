"""/privacy: what is kept about the person who asks, and how to take it away, put it right or have it erased (G1)."""

from domain.people import Person
from domain.readers.own_data import erases
from handlers import menu
from handlers.context import Answer, Context, Offer, act
from handlers.deeds import deed
from handlers.duties import digesting
from handlers.forms import walker
from handlers.intentions import Intention
from handlers.people import details
from storage import audit
from storage.duties import digests
from storage.people import own_data, own_requests, people
from storage.post import conversations

OPEN_TO_WITHDRAWN = frozenset({"a.own_copy", "a.erase", "a.agree_again"})
"""What somebody may still do who has taken their consent back."""


async def privacy(ctx: Context) -> Answer:
    """Everything by its kind; of a stranger nothing is kept but the address of the chat."""
    person = ctx.person
    if person is None:
        return ctx.say("privacy.stranger", menu.way_on(ctx))
    if person.withdrawn:
        return _withdrawn(ctx)
    ctx.talk.page = {"what": "privacy"}
    chats = await conversations.chats_of(ctx.store, person.id)
    lines = [
        ctx.words("privacy.person", roles=_roles(ctx, person)),
        ctx.words("privacy.channel", channels=await _channels(ctx, person)),
        await _counts(ctx, person),
    ]
    if agreed := await people.consented(ctx.store, person.id):
        at = agreed[1].astimezone(ctx.now.zone)
        when = {"time": ctx.words.time(at), "day": ctx.words.day(at.date())}
        lines.append(ctx.words("privacy.consent", notice=agreed[0], **when))
    rows: list[list[Offer]] = [
        [ctx.button("own_copy", act("own_copy"))],
        [ctx.button("edit_details", act("edit_details")), ctx.button("withdraw_consent", act("withdraw_consent"))],
        [ctx.button("erase", act("erase"))],
        [ctx.button("link", "/link")],
    ]
    if person.holding("head", "office"):
        is_off = await digests.is_off(ctx.store, person.id)
        rows.append([digesting.switch(ctx, is_off=is_off)])
    if len(chats) > 1:
        rows += [[ctx.button("reach_here", act("reach_here"))], [ctx.button("untie_others", act("untie_others"))]]
    rows.append(["menu"])
    return ctx.say("privacy.kept", rows, lines="\n".join(f"- {line}" for line in lines))


def _roles(ctx: Context, person: Person) -> str:
    named = [f"{ctx.words.role(one.role, one.unit_kind)} {one.unit_name}" for one in person.grants]
    return ctx.words.listed(named) or ctx.words("privacy.no_role")


async def _channels(ctx: Context, person: Person, joint: str = ", ") -> str:
    names = {chat.address.channel for chat in await own_data.chats(ctx.store, person.id)} | {ctx.talk.address.channel}
    return joint.join(ctx.words(f"privacy.on_{name}") for name in sorted(names))


async def _counts(ctx: Context, person: Person) -> str:
    reports, photos, papers = await own_data.counts(ctx.store, person.id)
    chats = [chat for chat in await own_data.chats(ctx.store, person.id) if chat.address != ctx.talk.address]
    drafts = sum(one.form == deed.DEED.name for chat in (*chats, ctx.talk) for one in chat.drafts.values())
    told = [ctx.words("privacy.reports", n=reports), ctx.words("privacy.photos", n=photos)]
    told += [ctx.words("privacy.papers", n=papers)] if papers else []
    return ", ".join([*told, ctx.words("privacy.drafts", n=drafts)])


# -- a copy ------------------------------------------------------------------------------------------------------------


async def own_copy(ctx: Context) -> Answer:
    """Ask for the copy; it is made beside the batches and comes when it is ready."""
    person = _me(ctx)
    ctx.talk.page = {"what": "privacy"}
    await _ask(ctx, "copy", person)
    return ctx.say("privacy.preparing")


async def _ask(ctx: Context, kind: own_requests.Kind, person: Person) -> None:
    address, language = ctx.talk.address.key, ctx.words.language
    detail = {"title": person.title, "name": person.name} if kind == "copy" else {"title": person.title}
    if await own_requests.ask(ctx.store, ctx.now, kind, person.id, address, language, dict(detail)):
        audit.note(ctx.store, ctx.now, person.id, f"own_{kind}_asked", f"person:{person.id}")


def _me(ctx: Context) -> Person:
    if ctx.person is None:
        raise PermissionError  # the intention lets no stranger in
    return ctx.person


async def edit_details(ctx: Context) -> Answer:
    """One's name and form of address."""
    return await walker.begin(ctx, details.SHEET)


# -- consent -----------------------------------------------------------------------------------------------------------


async def withdraw(ctx: Context) -> Answer:
    """Say what taking consent back means, before it is done."""
    if (unit := await _alone_in_charge(ctx)) is not None:
        return _hand_over_first(ctx, unit)
    rows = [
        [ctx.button("withdraw_consent", act("withdraw_consent_now"))],
        [ctx.button("erase", act("erase"))],
        [ctx.button("keep_all", "/menu")],
    ]
    return ctx.say("privacy.withdraw", rows)


async def withdraw_now(ctx: Context) -> Answer:
    """From here on nothing is taken from or told to this person, until they agree again."""
    person = _me(ctx)
    if (unit := await _alone_in_charge(ctx)) is not None:
        return _hand_over_first(ctx, unit)
    await people.withdraw(ctx.store, ctx.now, person.id)
    audit.note(ctx.store, ctx.now, person.id, "consent_withdrawn", f"person:{person.id}")
    ctx.use(await conversations.person_on(ctx.store, person.id, ctx.now.today))
    ctx.talk.leave()
    return _withdrawn(ctx)


def _withdrawn(ctx: Context) -> Answer:
    rows = [
        [ctx.button("agree_again", act("agree_again"))],
        [ctx.button("own_copy", act("own_copy"))],
        [ctx.button("erase", act("erase"))],
    ]
    return ctx.say("privacy.withdrawn", rows)


async def agree_again(ctx: Context) -> Answer:
    """Consent anew, to the notice as it is now."""
    person = _me(ctx)
    if person.withdrawn:
        notice, channel = ctx.campaign.notice_version, ctx.talk.address.channel
        await people.agree_again(ctx.store, ctx.now, person.id, notice, ctx.words.language, channel)
        audit.note(ctx.store, ctx.now, person.id, "consent_given", f"person:{person.id}")
        ctx.use(await conversations.person_on(ctx.store, person.id, ctx.now.today))
    return await menu.show(ctx)


# -- erasing -----------------------------------------------------------------------------------------------------------


async def erase(ctx: Context) -> Answer:
    """Say what would be erased and what stays; the word has to be typed."""
    person = _me(ctx)
    if (unit := await _alone_in_charge(ctx)) is not None:
        return _hand_over_first(ctx, unit)
    ctx.talk.page = {"what": "erase"}
    reports, _, _ = await own_data.counts(ctx.store, person.id)
    rows = [[ctx.button("own_copy", act("own_copy"))], [ctx.button("keep_all", "/menu")]]
    channels = await _channels(ctx, person, ctx.words("privacy.and"))
    return ctx.say("privacy.erase" if reports else "privacy.erase_all", rows, channels=channels, n=reports)


async def erase_now(ctx: Context) -> Answer:
    """The word was typed: carried out beside the batches, and told only when it is done."""
    person = _me(ctx)
    if (unit := await _alone_in_charge(ctx)) is not None:
        return _hand_over_first(ctx, unit)
    await _ask(ctx, "erase", person)
    ctx.talk.leave()
    return []


def is_erasing(page: object, text: str) -> bool:
    """Whether this is the word, typed where it was asked for."""
    return page == "erase" and erases(text)


async def _alone_in_charge(ctx: Context) -> str | None:
    """The unit that nobody else heads."""
    person = _me(ctx)
    for grant in person.grants:
        if grant.role == "head":
            held = await people.heads(ctx.store, grant.unit, ctx.now.today)
            if not grant.acting and all(holder == person.id for holder in held):
                return grant.unit_name
    return None


def _hand_over_first(ctx: Context, unit: str) -> Answer:
    rows = [[ctx.button("choose_successor", act("pass_on"))], [ctx.button("keep_all", "/menu")]]
    return ctx.say("privacy.hand_over_first", rows, unit=unit)


COMMANDS = (Intention("privacy", privacy, aliases=("riengtu",), stranger=True),)
ACTIONS = (
    Intention("own_copy", own_copy),
    Intention("edit_details", edit_details),
    Intention("withdraw_consent", withdraw),
    Intention("withdraw_consent_now", withdraw_now),
    Intention("agree_again", agree_again),
    Intention("erase", erase),
)
