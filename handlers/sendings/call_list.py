"""Whom messages do not reach, to be telephoned: never joined, cannot be told, or long silent (RELIABILITY R45)."""

from datetime import datetime, timedelta

from domain.audiences import SCHOOLS
from domain.mistakes import Mistake
from domain.rights import need
from domain.unit_names import short_name
from domain.units import RELAYS
from handlers import paging
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention, page_of
from storage import audit
from storage.duties import phone_calls
from storage.duties.phone_calls import Unreached
from storage.people import people
from storage.units import units

PAGE = 6
KINDS = (*SCHOOLS, *RELAYS)
QUIET_AFTER = timedelta(days=30)


async def calls(ctx: Context) -> Answer:
    """/calls: the list, units without anybody first."""
    scope = need(ctx.person, "announce")
    page = page_of(ctx.args)
    since = ctx.now.real - QUIET_AFTER
    counts = await phone_calls.count(ctx.store, ctx.now, scope, KINDS, since)
    found = await phone_calls.page(ctx.store, ctx.now, scope, KINDS, since, (page * PAGE, PAGE))
    total = sum(counts.values())
    if not found:
        return ctx.say("calls.none", [["menu"]])
    numbered = list(enumerate(found, page * PAGE + 1))
    opens = [ctx.button("open_place", act("call_unit", one.unit), n=place) for place, one in numbered]
    rows: list[list[Offer]] = [[*opens[at : at + 3]] for at in range(0, len(opens), 3)]
    turns = paging.turns(ctx, "calls_page", page=page, more=(page + 1) * PAGE < total)
    lines = "\n".join(_line(ctx, place, one) for place, one in numbered)
    parts = ", ".join(ctx.words(f"calls.count_{name}", n=ctx.words.number(n)) for name, n in sorted(counts.items()))
    return ctx.say("calls.list", [*rows, turns, ["menu"]], n=ctx.words.number(total), parts=parts, lines=lines)


def _line(ctx: Context, place: int, one: Unreached) -> str:
    why = ctx.words(f"calls.{one.silence}", since=_day(ctx, one.seen_at))
    called = ctx.words("calls.called", day=_day(ctx, one.called_at)) if one.called_at else ""
    return " · ".join(part for part in (str(place), short_name(one.name), why, called) if part)


def _day(ctx: Context, at: datetime | None) -> str:
    return ctx.words.day(at.astimezone(ctx.now.zone).date()) if at else ""


async def unit(ctx: Context) -> Answer:
    """One of them: who leads it, when it was last telephoned, and the way to note a call."""
    scope, row = need(ctx.person, "announce"), int(ctx.args[0])
    found = await units.by_id(ctx.store, row, ctx.now.today)
    if found is None or not await units.is_below(ctx.store, row, scope.roots, ctx.now.today):
        raise Mistake("unit_not_yours")
    held = await people.holders(ctx.store, row, ["head", "deputy", "relay"], ctx.now.today)
    named = [ctx.words.who((await ctx.reader(person)).person) for person, _ in held]
    called = await phone_calls.last(ctx.store, row)
    said = ctx.words("calls.last", day=_day(ctx, called)) if called else ctx.words("calls.never")
    rows: list[list[Offer]] = [
        [ctx.button("note_call", act("call_noted", row))],
        [ctx.button("add_member", act("invite_to", row)), ctx.button("back_to_list", "/calls")],
    ]
    who = ", ".join(named) or ctx.words("summary.nobody_yet")
    return ctx.say("calls.unit", rows, unit=short_name(found.name), people=who, called=said)


async def noted(ctx: Context) -> Answer:
    """[Note a call]: whoever looks at the list next sees that somebody has called, and when."""
    scope, row = need(ctx.person, "announce"), int(ctx.args[0])
    found = await units.by_id(ctx.store, row, ctx.now.today)
    if found is None or not await units.is_below(ctx.store, row, scope.roots, ctx.now.today):
        raise Mistake("unit_not_yours")
    await phone_calls.note(ctx.store, ctx.now, ctx.house.campaign_id, row, scope.person)
    audit.note(ctx.store, ctx.now, scope.person, "phone_call", f"unit:{row}")
    local = ctx.now.local
    values = {"unit": short_name(found.name), "time": ctx.words.time(local), "day": ctx.words.day(local.date())}
    return ctx.say("calls.noted", [[ctx.button("back_to_list", "/calls"), ctx.button("menu")]], **values)


COMMANDS = (Intention("calls", calls, verb="announce", aliases=("goidien",), reading=True),)
ACTIONS = (
    Intention("calls_page", calls, verb="announce", reading=True),
    Intention("call_unit", unit, verb="announce", reading=True),
    Intention("call_noted", noted, verb="announce"),
)
