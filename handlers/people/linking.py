"""One person in several chats: a code shown in one and typed in the other, where to be told things, and cutting off."""

import secrets
from collections.abc import Sequence

from domain import codes
from domain.forms import Answers, Asking, Form, Progress, Question
from domain.messages import Address, Json, Reply
from domain.mistakes import Mistake
from domain.people import Person
from domain.readers.answers import yes_no
from domain.unit_names import short_name
from handlers import menu
from handlers.context import Answer, Context, act, button, offers
from handlers.forms import walker
from handlers.forms.sheets import Sheet
from handlers.intentions import Intention
from handlers.people import start
from storage import audit
from storage.people import links
from storage.post import conversations, withheld
from texts.catalogue import Words

_ATTEMPTS = 20
"""Codes drawn until one is free; a second draw is already rare."""


def _read_where(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    if text in {"here", "there"}:
        return {"where": text}
    if text == "not_linked" or yes_no(text) is False:
        return {"where": "nowhere"}
    raise Mistake("where_unclear")


LINK = Form("link", (Question("where", ("where",), _read_where, counted=False),), reviewed=False, steps=False)


# -- making a code -----------------------------------------------------------------------------------------------------


async def link(ctx: Context) -> Answer:
    """/link: a code for another chat; with a code, this chat is the other one."""
    if ctx.args and (code := codes.link_in(ctx.args[0])):
        return await opened(ctx, code)
    if ctx.person is None:
        return await menu.show(ctx)
    code = await new_code(ctx, ctx.person.id, ctx.person.id)
    return ctx.say("link.code", [["menu"]], code=code, until=until(ctx))


async def new_code(ctx: Context, person: int, by: int) -> str:
    """A fresh code, in place of the person's earlier one, as people type it."""
    for _ in range(_ATTEMPTS):
        code = codes.make_link(secrets.choice)
        if await links.add(ctx.store, ctx.now, code, ctx.house.secret, person, by):
            audit.note(ctx.store, ctx.now, by, "link_code_made", f"person:{person}")
            return f"LK {code}"
    raise Mistake("no_free_code")


def until(ctx: Context) -> str:
    """When a code made now is over, on the wall clock of the campaign."""
    return ctx.words.time(start.local(ctx, ctx.now.real + links.LIVES))


# -- using it ----------------------------------------------------------------------------------------------------------


async def opened(ctx: Context, code: str) -> Answer:
    """The person a code ties to is shown, and asked where to be told things; nothing has happened yet."""
    if refused := await start.barred(ctx):
        return refused
    found = await links.find(ctx.store, ctx.now, code, ctx.house.secret)
    if found is None:
        return await start.not_found(ctx, "link.no_code", f"LK {code}")
    if ctx.person is not None:
        return ctx.say("link.same" if ctx.person.id == found.person else "link.taken", [["menu"]])
    others = await conversations.chats_of(ctx.store, found.person)
    there = Address.of(others[0]).channel if others else ""
    return await walker.begin(ctx, SHEET, {"_there": there}, subject=f"link:{found.id}")


async def _whose(ctx: Context, progress: Progress) -> Person | None:
    found = await links.get(ctx.store, ctx.now, int(progress.subject.removeprefix("link:")))
    return await conversations.person_on(ctx.store, found.person, ctx.now.today) if found else None


async def _gaps(ctx: Context, progress: Progress) -> dict[str, Json]:
    """Of the person, what tells that it is the right one; which channels there are to choose from."""
    person = await _whose(ctx, progress)
    named = ctx.words.naming(person.name, person.title) if person else {}
    unit = f", {short_name(person.home.unit_name)}" if person and person.home else ""
    return {"who": f"{named.get('you', '')}{unit}", "Title_of": named.get("Title", "")}


def _offered(ctx: Context, answers: Answers) -> list[list[tuple[str, str]]]:
    """The two channels by their names, or the two chats where they are on one channel."""
    here, there = ctx.talk.address.channel, str(answers.get("_there", ""))
    names = ("this_chat", "other_chat") if here == there or not there else (f"on_{here}", f"on_{there}")
    labels = [ctx.words(f"choice.{name}") for name in names]
    return [[("here", labels[0]), ("there", labels[1])], [("not_linked", ctx.words("choice.not_linked"))]]


async def _finish(ctx: Context, progress: Progress) -> Answer:
    """Tied, once; the other chat hears of it and can undo it, in case the code fell into wrong hands."""
    row, where = int(progress.subject.removeprefix("link:")), progress.answers["where"]
    person = await _whose(ctx, progress)
    if where == "nowhere":
        return ctx.say("link.left", menu.way_on(ctx))
    if person is None or ctx.person is not None or not await links.use(ctx.store, ctx.now, row):
        ctx.talk.drop(LINK.name)
        raise Mistake("link_over")
    others = await conversations.chats_of(ctx.store, person.id)
    here = ctx.talk.address.key
    told = await ctx.reader(person.id)
    await links.reach(ctx.store, person.id, here if where == "here" or not others else others[0])
    ctx.use(person, told.language)
    audit.note(ctx.store, ctx.now, person.id, "chat_tied", f"person:{person.id}", {"channel": ctx.talk.address.channel})
    if told.address is not None:
        words = ctx.words_for(told)
        text = words("link.was_tied", channel=channels(words, [here]))
        rows = [[button(words, "untie_others", act("untie_others"))], [button(words, "right_so", act("later"))]]
        ctx.tell(told, Reply(text, offers(words, rows)), "notice", f"link:{row}")
    target = channels(ctx.words, [here if where == "here" or not others else others[0]])
    return ctx.say("link.tied", [["menu"]], channel=target)


def channels(words: Words, addresses: Sequence[str]) -> str:
    """The channels of some chats, each once."""
    found = dict.fromkeys(Address.of(one).channel for one in addresses)
    return ", ".join(words(words.first(f"asking.on_{one}", "asking.on_other")) for one in found)


async def reach_here(ctx: Context) -> Answer:
    """Reminders come to this chat from now on."""
    if ctx.person is None:
        return await menu.show(ctx)
    await links.reach(ctx.store, ctx.person.id, ctx.talk.address.key)
    return ctx.say("link.here", [["menu"]], channel=channels(ctx.words, [ctx.talk.address.key]))


# -- cutting off -------------------------------------------------------------------------------------------------------


async def untie_others(ctx: Context) -> Answer:
    """All other chats of mine are nobody's: a phone was lost, or a chat was tied that should not be."""
    if ctx.person is None:
        return await menu.show(ctx)
    others = [one for one in await conversations.chats_of(ctx.store, ctx.person.id) if one != ctx.talk.address.key]
    await cut(ctx, ctx.person.id, others)
    return ctx.say("link.untied" if others else "link.alone", [["menu"]], n=len(others))


async def cut(ctx: Context, person: int, addresses: Sequence[str]) -> None:
    """Untie chats from a person; codes that are about open nothing any more, and what waits for them does not leave."""
    await conversations.untie(ctx.store, person, addresses)
    others = [one for one in addresses if one != ctx.talk.address.key]
    ctx.silenced += await withheld.to_chats(ctx.store, others, "chat_cut_off")
    ctx.closed += others
    await links.drop(ctx.store, person)
    await links.reach(ctx.store, person, None)
    if ctx.talk.address.key in addresses:
        ctx.talk.person = None
    by = ctx.person.id if ctx.person else person
    audit.note(ctx.store, ctx.now, by, "chats_untied", f"person:{person}", {"n": len(addresses)})


SHEET = Sheet(LINK, _finish, gaps=_gaps, offers={"where": _offered}, leaving="not_linked", stranger=True)
COMMANDS = (Intention("link", link, aliases=("noikenh",), stranger=True),)
ACTIONS = (Intention("untie_others", untie_others), Intention("reach_here", reach_here))
