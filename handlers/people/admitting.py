"""The head's answer to somebody who asks to join: yes, or not recognised; once, and the asker hears it (A5)."""

from domain.messages import Reply
from domain.mistakes import Mistake
from domain.rights import Scope, need
from domain.unit_names import short_name
from handlers.context import Answer, Context, act, button, offers
from handlers.intentions import Intention
from handlers.people.asking import OFFICES
from handlers.people.benches import question
from storage import audit
from storage.people import members, people, requests
from storage.people.requests import Request, State
from storage.units import heirs, units
from storage.units.units import Unit
from texts.catalogue import Words, capital


async def admit(ctx: Context) -> Answer:
    """Recognised: a member from now on."""
    request, scope = await _decided(ctx, "approved")
    if isinstance(request, Reply):
        return request
    unit = await _unit(ctx, request)
    await people.grant(ctx.store, request.person, request.role, unit.id, ctx.now.today, scope.person)
    reader = await ctx.reader(request.person)
    words = ctx.words_for(reader)
    text = words("asking.was_admitted", unit=short_name(unit.name))
    ctx.tell(reader, Reply(text, offers(words, [[button(words, "report")]])), "notice", f"request:{request.id}:asker")
    who = capital(ctx.words.who(reader.person))
    role = ctx.words.role(request.role, unit.kind)
    rows = [["members", "menu"]]
    return ctx.say("asking.admitted", rows, Who=who, role=role, place=place_of(ctx.words, unit))


async def not_known(ctx: Context) -> Answer:
    """Not recognised: the asker may try again with more words."""
    request, _ = await _decided(ctx, "unknown")
    if isinstance(request, Reply):
        return request
    unit = await _unit(ctx, request)
    reader = await ctx.reader(request.person)
    words = ctx.words_for(reader)
    text = words("asking.was_not_known", unit=short_name(unit.name), place=place_of(words, unit))
    reply = Reply(text, offers(words, [[button(words, "ask_again", act("ask_again"))]]))
    ctx.tell(reader, reply, "notice", f"request:{request.id}:asker")
    return ctx.say("asking.not_known", [["menu"]], who=ctx.words.who(reader.person))


def place_of(words: Words, unit: Unit) -> str:
    """A school is called so, an office is a unit."""
    return words("asking.place_office" if unit.kind in OFFICES else "asking.place_school")


async def _unit(ctx: Context, request: Request) -> Unit:
    where = await heirs.living(ctx.store, request.unit, ctx.now.today)
    unit = await units.by_id(ctx.store, where, ctx.now.today)
    if unit is None:
        raise Mistake("request_not_yours")
    return unit


async def _decided(ctx: Context, state: State) -> tuple[Request | Reply, Scope]:
    """The request, decided by this very press; or what has become of it."""
    scope, number = need(ctx.person, "admit"), int(ctx.args[0])
    seen = await requests.get(ctx.store, ctx.now, number, scope)
    if seen is None or ctx.person is None:
        raise Mistake("request_not_yours")
    if not await members.may(ctx.store, ctx.person, seen.role, seen.unit, ctx.now.today):
        raise Mistake("no_right_give")
    request = await requests.decide(ctx.store, ctx.now, number, state, scope)
    if request is None:
        return await _moved_on(ctx, seen), scope
    audit.note(ctx.store, ctx.now, scope.person, f"request_{state}", f"request:{number}")
    return request, scope


async def as_it_stands(ctx: Context) -> Answer:
    """The request of a button: the question, or what has become of it."""
    request = await requests.get(ctx.store, ctx.now, int(ctx.args[0]), need(ctx.person, "admit"))
    if request is None:
        raise Mistake("request_not_yours")
    return await (shown(ctx, request) if request.state == "waiting" else _moved_on(ctx, request))


async def shown(ctx: Context, request: Request) -> Reply:
    """The question as whoever decides reads it."""
    unit = await units.by_id(ctx.store, request.unit, ctx.now.today)
    who = (await ctx.reader(request.person)).person
    asked = request.asked_at.astimezone(ctx.now.zone)
    when = {"time": ctx.words.time(asked), "day": ctx.words.day(asked.date())}
    return question(ctx.words, request, who, unit.name if unit else "", when)


async def _moved_on(ctx: Context, request: Request) -> Reply:
    if request.decided_by is None or request.decided_at is None:
        return ctx.say("asking.was_withdrawn", [["menu"]])
    decided = request.decided_at.astimezone(ctx.now.zone)
    by = ctx.words.who((await ctx.reader(request.decided_by)).person)
    when = {"time": ctx.words.time(decided), "day": ctx.words.day(decided.date())}
    return ctx.say("asking.answered_already", [["menu"]], by=by, **when)


ACTIONS = (
    Intention("admit", admit, verb="admit", again=as_it_stands),
    Intention("not_known", not_known, verb="admit", again=as_it_stands),
)
