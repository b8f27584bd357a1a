"""Another unit takes an example up: its head in one tap, a member by asking the head (nhan rong, II-4)."""

from datetime import date, timedelta

from domain.calendar import Calendar
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.people import Reader
from domain.rights import Scope, grant_for, need, scope
from domain.unit_names import short_name
from handlers.context import Answer, Context, act, button, offers
from handlers.deeds.deed_sending import heads_of
from handlers.exemplars import published
from handlers.intentions import Intention
from storage import audit
from storage.deeds import deeds
from storage.exemplars import adoptions, publications
from storage.exemplars.adoptions import ASKED_AFTER, Adoption
from storage.units import units
from texts.catalogue import capital


async def adopt(ctx: Context) -> Answer:
    """[We take this up]: whoever answers for the unit says it; any other member proposes it to the head."""
    number = int(ctx.args[0])
    unit = await published.sent_to(ctx, number)
    if not unit and scope(ctx.person, "announce"):
        raise Mistake("adopt_only_a_test")
    one = await published.seen(ctx, number)
    if not unit:
        raise Mistake("publication_not_yours", number=number)
    if one.story.deed.unit == unit:
        return ctx.say("adopting.own", [["menu"]], number=number)
    if before := await adoptions.of_unit(ctx.store, number, unit):
        return await _again(ctx, before)
    if ctx.person and grant_for(ctx.person, "report_plan", unit):
        row = await _add(ctx, number, unit, "applied")
        return await _applied(ctx, row, number, unit)
    row = await _add(ctx, number, unit, "proposed")
    return await _propose(ctx, row, number, unit)


async def _add(ctx: Context, number: int, unit: int, state: str) -> int:
    person = need(ctx.person, "see_own").person
    row = await adoptions.add(ctx.store, ctx.now, ctx.house.campaign_id, number, unit, person, state)
    if row is None:
        raise Mistake("old_button")
    audit.note(ctx.store, ctx.now, person, f"adoption_{state}", f"deed:{number}", {"unit": unit})
    return row


async def _again(ctx: Context, before: Adoption) -> Answer:
    """The unit has said something of it already: a head may still say yes to what waits or was put off."""
    held = scope(ctx.person, "report_plan")
    if before.state != "applied" and held and before.unit in held.roots:
        return await _agree(ctx, before, held)
    actor = await ctx.reader(before.person) if before.person else None
    by = capital(ctx.words.who(actor.person if actor else None))
    day = ctx.words.day(before.on)
    return ctx.say(f"adopting.already_{before.state}", [["menu"]], number=before.deed, By=by, day=day)


async def _propose(ctx: Context, row: int, number: int, unit: int) -> Answer:
    """The head decides; the member hears who was asked."""
    heads = await heads_of(ctx, unit)
    for head in heads:
        words = ctx.words_for(head)
        text = words("adopting.proposed", number=number, By=capital(words.who(ctx.person)))
        rows = [
            [button(words, "adopt_agree", act("adopt_agree", row))],
            [button(words, "see_published", act("published", number)), button(words, "later", act("later"))],
        ]
        ctx.tell(head, Reply(text, offers(words, rows)), "notice", f"adoption:{row}:{_id(head)}")
    who = ctx.words.listed([ctx.words.who(head.person) for head in heads]) or ctx.words("title.nobody")
    return ctx.say("adopting.passed_on", [["menu"]], number=number, who=who)


async def agree(ctx: Context) -> Answer:
    """[Agree to take it up]: the head, to what a member proposed."""
    held = need(ctx.person, "report_plan")
    one = await adoptions.get(ctx.store, int(ctx.args[0]), held)
    if one is None:
        raise Mistake("adoption_not_yours")
    return await (_again(ctx, one) if one.state == "applied" else _agree(ctx, one, held))


async def _agree(ctx: Context, one: Adoption, held: Scope) -> Answer:
    if not await publications.any_of(ctx.store, one.deed):
        raise Mistake("publication_gone", number=one.deed)
    if not await adoptions.decide(ctx.store, ctx.now, one.id, "applied", held):
        raise Mistake("old_button")
    audit.note(ctx.store, ctx.now, held.person, "adoption_applied", f"deed:{one.deed}", {"unit": one.unit})
    if one.person and one.person != held.person:
        reader = await ctx.reader(one.person)
        words = ctx.words_for(reader)
        text = words("adopting.agreed", number=one.deed, By=capital(words.who(ctx.person)))
        reply = Reply(text, offers(words, [[button(words, "menu")]]))
        ctx.tell(reader, reply, "notice", f"adoption:{one.id}:agreed")
    return await _applied(ctx, one.id, one.deed, one.unit)


async def _applied(ctx: Context, row: int, number: int, unit: int) -> Answer:
    """Written down: when the unit will be asked how it goes, and those whose example it is hear of it."""
    asked = days_of(ctx.house.calendar, ctx.now.today)
    await adoptions.plan_asks(ctx.store, row, asked)
    found = await units.by_id(ctx.store, unit, ctx.now.today)
    name = short_name(found.name) if found else ""
    await _tell_origin(ctx, row, number, name)
    rows = [[ctx.button("see_published", act("published", number)), ctx.button("menu")]]
    first, second = (ctx.words.day(day) for day in asked.values())
    values = {"unit": name, "day": ctx.words.day(ctx.now.today), "first": first, "second": second}
    return ctx.say("adopting.done", rows, number=number, **values)


def days_of(calendar: Calendar, today: date) -> dict[int, date]:
    """When a unit is asked: after 30 and 60 days, on the first working day from then on."""
    return {days: calendar.next_working_day(today + timedelta(days=days)) for days in ASKED_AFTER}


async def _tell_origin(ctx: Context, row: int, number: int, unit: str) -> None:
    """Whoever told of it, and the head of their school: somebody else finds it good enough to do the same."""
    for reader in await origin(ctx, number):
        words = ctx.words_for(reader)
        rows = [[button(words, "see_adopters", act("adopters", number, 0))]]
        reply = Reply(words("adopting.told", number=number, unit=unit), offers(words, rows))
        ctx.tell(reader, reply, "notice", f"adoption:{row}:origin:{_id(reader)}")


async def origin(ctx: Context, number: int) -> list[Reader]:
    """The reporter of an example, and the head of its unit."""
    latest = await publications.latest(ctx.store, number)
    deed = await deeds.get(ctx.store, ctx.now, number, latest.scope) if latest else None
    if deed is None:
        return []
    readers = [await ctx.reader(deed.reporter)] if deed.reporter else []
    readers += await heads_of(ctx, deed.unit)
    return list({_id(reader): reader for reader in readers}.values())


def _id(reader: Reader) -> int:
    return reader.person.id if reader.person else 0


ACTIONS = (
    Intention("adopt", adopt, verb="see_own"),
    Intention("adopt_agree", agree, verb="report_plan"),
)
