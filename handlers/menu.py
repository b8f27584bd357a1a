"""The main menu, for people who type anything at all; and what an old button is answered."""

from collections.abc import Mapping

from domain.messages import Choice, Json, Reply
from domain.people import Grant, Person
from domain.plans import due_day
from domain.readers.answers import navigation
from domain.readers.choices import position
from domain.rights import need, scope
from domain.unit_names import short_name
from domain.vietnamese import bare
from handlers.context import Answer, Context, Offer, act, offers
from handlers.council import booths
from handlers.figures import standing
from handlers.intentions import Intention
from storage.deeds import deeds
from storage.figures import figures
from storage.people import pending, requests
from storage.people.pending import Pending
from storage.plans import plans
from storage.units import units

MEMBER_ROWS = (("report",), ("mine",), ("announcements", "help"))
"""What a teacher's menu offers."""


async def show(ctx: Context) -> Answer:
    """The menu of one's role (B1): only what this person may do, what waits for them first."""
    person = ctx.person
    if person is None:
        return ctx.say("start.hello", way_on(ctx))
    if office := person.holding("office"):
        return await _above(ctx, "menu.office", office)
    if relay := person.holding("relay"):
        return await _above(ctx, "menu.relay", relay)
    if head := person.holding("head", "deputy"):
        return await _head(ctx, head)
    return await _other(ctx, person)


def way_on(ctx: Context) -> list[list[Offer]]:
    """For those who belong nowhere yet, the way in without a code; for others the menu."""
    is_nowhere = ctx.person is None or not ctx.person.grants
    return [[ctx.button("find_unit", act("find"))]] if is_nowhere else [["menu"]]


async def _other(ctx: Context, person: Person) -> Reply:
    if not person.grants:
        return await _of_nobody(ctx, person)
    if person.holding("partner"):
        return ctx.say("menu.partner", [[ctx.button("see_figures", "/summary")], ["report"]])
    if scope(person, "report"):
        return ctx.say("menu.member", MEMBER_ROWS)
    if person.holding("council"):
        return await booths.greeting(ctx)
    return ctx.say("menu.nothing", [["help"]])


async def _of_nobody(ctx: Context, person: Person) -> Reply:
    """Somebody who asked to join and waits, or whom a unit has let go."""
    request = await requests.last_of(ctx.store, person.id)
    unit = await units.by_id(ctx.store, request.unit, ctx.now.today) if request else None
    if request is None or unit is None or request.state != "waiting":
        return ctx.say("asking.nowhere", way_on(ctx))
    at = request.asked_at.astimezone(ctx.now.zone)
    when = {"time": ctx.words.time(at), "day": ctx.words.day(at.date())}
    rows = [[ctx.button("withdraw_request", act("ask_withdraw"))]]
    return ctx.say("asking.still_waiting", rows, unit=short_name(unit.name), **when)


async def _head(ctx: Context, grant: Grant) -> Reply:
    waiting = await deeds.count_waiting(ctx.store, ctx.house.campaign_id, need(ctx.person, "confirm_deed"))
    plan = await plans.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, grant.unit, need(ctx.person, "report_plan"))
    due = due_day(ctx.campaign.duty("plan").due, plan) if plan is None or not plan.settled else None
    text = ctx.words("menu.head", unit=grant.unit_name)
    if waiting:
        text += " " + ctx.words("menu.head_waiting", n=waiting)
    if due:
        text += "\n" + ctx.words("menu.head_plan", due=ctx.words.weekday(due))
    first: list[Offer] = ["plan"] if plan is None or not plan.settled else []
    first += [ctx.button("waiting", "/check", n=waiting)] if waiting else []
    others = await _pending(ctx)
    decide: list[Offer] = [_see_pending(ctx, others)] if others.total > waiting else []
    figures: list[Offer] = [ctx.button("see_unit_figures", "/summary")]
    rows: list[list[Offer]] = [first, decide, figures, ["report"], ["members", "help"]]
    return Reply(text, offers(ctx.words, rows))


async def _above(ctx: Context, key: str, grant: Grant) -> Reply:
    """For those above the schools: how many have said nothing yet."""
    now = await standing.of_branch(ctx, grant.unit, measures=figures.PLANS)
    waiting = await _pending(ctx)
    text = ctx.words(key, unit=short_name(grant.unit_name))
    if waiting.total:
        text += " " + ctx.words("menu.requests", n=ctx.words.number(waiting.total))
    if not waiting.total or grant.role == "relay":
        text += " " + ctx.words("menu.silent" if now.silent else "menu.none_silent", n=ctx.words.number(now.silent))
    late = [ctx.button("late_units", act("late", 0), n=now.silent)] if now.silent else []
    decide: list[Offer] = [_see_pending(ctx, waiting)] if waiting.total else []
    if grant.role == "relay":
        remind: list[Offer] = [ctx.button("chase_late", "/remind plan")] if now.silent else []
        below: list[list[Offer]] = [decide, [_progress(ctx, grant)], remind, ["announce", "calls"], [*late, "help"]]
        return Reply(text, offers(ctx.words, below))
    rows: list[list[Offer]] = [[*decide, "summary"], ["remind", "announce"], ["calls", *late], ["export", "help"]]
    return Reply(text, offers(ctx.words, rows))


async def _pending(ctx: Context) -> Pending:
    """What waits for the reader's own word."""
    return await pending.count(ctx.store, ctx.now, ctx.house.campaign_id, pending.decisions(ctx.person))


def _see_pending(ctx: Context, waiting: Pending) -> Choice:
    return ctx.button("see_requests", "/pending", n=waiting.total)


def _progress(ctx: Context, grant: Grant) -> Choice:
    """The button that shows how the relay's own area stands."""
    area = ctx.words.area(grant.unit_name)
    return ctx.button("see_progress", "/summary", area=area)


async def old_button(ctx: Context) -> Answer:
    """A button whose form is gone: said, with the way on."""
    return ctx.say("menu.old_button", [["menu"]] if ctx.person else ())


def turned(page: Mapping[str, Json], text: str) -> str | None:
    """What was typed at a long list: the next or the previous page, the number of one of its lines, or its file."""
    word, items = navigation(text), page.get("items")
    if "file" in page and bare(text) in {"tep", "xuat", "file"}:
        return str(page["file"])
    if word in {"next", "back"}:
        value = page.get("next" if word == "next" else "previous")
        return str(value) if value else None
    number = position(text)
    value = items.get(str(number)) if isinstance(items, dict) else None
    return str(value) if value else None


COMMANDS = (Intention("menu", show, stranger=True, aliases=("batdau",)),)
