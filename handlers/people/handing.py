"""A school gets another head: the old one's rights end today, what is open goes to the new one with a summary."""

from dataclasses import dataclass
from datetime import timedelta

from domain.messages import Reply
from domain.obligations import Obligation
from domain.people import Person, Reader
from domain.plans import PlanReport, due_day
from domain.rights import Scope
from domain.unit_names import short_name
from handlers.context import Context, Offer, button, offers
from handlers.people import benches
from handlers.plans import plan_words
from storage import audit
from storage.deeds import deeds
from storage.duties import obligations, obliged
from storage.people import acting, people, requests
from storage.people.requests import Request
from storage.plans import plans
from storage.post import conversations, withheld
from storage.units import units
from storage.units.units import Unit
from texts.catalogue import Words, capital

MOST_DUTIES = 3
"""Further duties that are named; the rest is counted."""
MOST_REQUESTS = 5
AHEAD = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Open:
    """What is open in a unit on the day it is handed over; ``lines`` in the words of each who reads them."""

    unit: Unit
    waiting: int
    plan: PlanReport | None
    asked: tuple[Request, ...]
    duties: tuple[Obligation, ...]


async def hand_over(ctx: Context, number: int, new: int, by: Person | None) -> Open:
    """Make ``new`` the head of a unit from today on; everybody it concerns is told, but for whoever is answered now.

    Deeds, plans and requests are the unit's: they are the new head's from the next press on, and the old one's no more.
    """
    unit = await units.by_id(ctx.store, number, ctx.now.today)
    if unit is None:
        raise PermissionError
    old = [one for one in await people.heads(ctx.store, number, ctx.now.today) if one != new]
    here = Scope("admit", (number,), below=True, person=new)
    acting_now = [one.person for one in await acting.of_unit(ctx.store, ctx.now, number, here)]
    for one in {*old, *acting_now}:
        await people.end_grant(ctx.store, one, "head", number, ctx.now.today)
    for role in ("deputy", "teacher", "staff"):
        await people.end_grant(ctx.store, new, role, number, ctx.now.today)
    await people.grant(ctx.store, new, "head", number, ctx.now.today, by.id if by else None)
    audit.note(ctx.store, ctx.now, by.id if by else new, "passed_on", f"unit:{number}", {"to": new, "from": list(old)})
    found = await _open(ctx, unit, new)
    for one in old:
        await _let_go(ctx, found, one, new)
    await _tell_new(ctx, found, new, by)
    return found


async def _open(ctx: Context, unit: Unit, new: int) -> Open:
    person = await conversations.person_on(ctx.store, new, ctx.now.today)
    grant = next((one for one in person.grants if one.unit == unit.id), None) if person else None
    roots = (unit.id, *(grant.past if grant else ()))
    deciding = Scope("confirm_deed", roots, below=False, person=new)
    campaign = ctx.house.campaign_id
    return Open(
        unit,
        await deeds.count_waiting(ctx.store, campaign, deciding),
        await plans.of_unit(ctx.store, ctx.now, campaign, unit.id, deciding),
        tuple(await requests.waiting(ctx.store, deciding, MOST_REQUESTS)),
        tuple(await _duties(ctx, unit, deciding)),
    )


async def _duties(ctx: Context, unit: Unit, scope: Scope) -> list[Obligation]:
    """What the unit still owes beside its plan, of what was asked of it here: overdue, or due within a month."""
    found, until = [], ctx.now.today + AHEAD
    for one in await obligations.open_ones(ctx.store):
        is_near = one.created_at.astimezone(ctx.now.zone).date() <= one.due <= until
        if one.settles_by_plan or unit.kind not in one.kinds or not is_near:
            continue
        branch = one.branch or ctx.house.root
        spared = await obliged.spared_within(ctx.store, one, branch, ctx.now, [unit.id], scope)
        if spared.get(unit.id) == "":
            found.append(one)
    return found


def lines(ctx: Context, words: Words, found: Open) -> str:
    """What is open, an item to a line."""
    told = [words("heading.waiting", n=found.waiting), _plan(ctx, words, found)]
    told += [words("heading.requests", n=len(found.asked))] if found.asked else []
    for one in found.duties[:MOST_DUTIES]:
        told.append(words("heading.owed", name=capital(one.name), due=words.weekday(one.due)))
    left = len(found.duties) - MOST_DUTIES
    return "\n".join([*told, *([words("heading.more_owed", n=left)] if left > 0 else [])])


def _plan(ctx: Context, words: Words, found: Open) -> str:
    if found.plan is not None:
        return words("heading.plan", plan=plan_words.in_short(words, found.plan))
    due = due_day(ctx.campaign.duty("plan").due, None)
    return words("heading.no_plan", due=words.weekday(due)) if due else words("heading.no_plan_no_due")


def rows(words: Words, found: Open) -> list[list[Offer]]:
    """The way to what is open."""
    first: list[Offer] = [button(words, "plan")] if found.plan is None or not found.plan.settled else []
    first += [button(words, "waiting", "/check", n=found.waiting)] if found.waiting else []
    return [first, [button(words, "menu")]]


async def _let_go(ctx: Context, found: Open, old: int, new: int) -> None:
    """Thank the old head, with what was handed over; notices of the school that wait for them do not leave."""
    left = await conversations.person_on(ctx.store, old, ctx.now.today)
    if left is None or not left.grants:
        ctx.silenced += await withheld.to_person(ctx.store, old, "handed_over")
    if ctx.person is not None and ctx.person.id == old:
        return
    reader, who = await ctx.reader(old), (await ctx.reader(new)).person
    words = ctx.words_for(reader)
    values = {"unit": short_name(found.unit.name), "lines": lines(ctx, words, found)}
    text = words("heading.thanks", Who=capital(words.who(who)), **values)
    key = f"unit:{found.unit.id}:thanks:{old}:{ctx.now.real.isoformat()}"
    ctx.tell(reader, Reply(text, offers(words, [[button(words, "menu")]])), "notice", key)


async def _tell_new(ctx: Context, found: Open, new: int, by: Person | None) -> None:
    """The summary, and once more the questions that are open: who asks to be let in."""
    reader = await ctx.reader(new)
    words = ctx.words_for(reader)
    if by is not None:
        values = {"unit": short_name(found.unit.name), "lines": lines(ctx, words, found)}
        text = words("heading.you_follow", By=capital(words.who(by)), **values)
        key = f"unit:{found.unit.id}:head:{new}:{ctx.now.real.isoformat()}"
        ctx.tell(reader, Reply(text, offers(words, rows(words, found))), "notice", key)
    for request in found.asked:
        await _ask(ctx, reader, words, found.unit, request)


async def _ask(ctx: Context, reader: Reader, words: Words, unit: Unit, request: Request) -> None:
    at = request.asked_at.astimezone(ctx.now.zone)
    when = {"time": words.time(at), "day": words.day(at.date())}
    asker = (await ctx.reader(request.person)).person
    who = reader.person.id if reader.person else 0
    key = f"request:{request.id}:handed:{who}"
    ctx.tell(reader, benches.question(words, request, asker, unit.name, when), "notice", key)


def came(ctx: Context, found: Open) -> Reply:
    """What the new head reads who came by a code."""
    unit = short_name(found.unit.name)
    text = ctx.words("heading.you_came", unit=unit, lines=lines(ctx, ctx.words, found))
    return Reply(text, offers(ctx.words, rows(ctx.words, found)))
