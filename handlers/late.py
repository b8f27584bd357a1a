"""The units that have said nothing of their plan: numbered, paged, and each to be looked at (F2)."""

from collections.abc import Sequence

from domain.mistakes import Mistake
from domain.people import Person
from domain.unit_names import short_name
from handlers import plan_words, standing
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from storage import people, plans, units
from storage.units import Late

PAGE = 8


async def late(ctx: Context) -> Answer:
    """A page of the list. The numbers typed at it open its lines; the acts are buttons and words."""
    grant, branch = standing.branch_of(ctx)
    page, duty = int(ctx.args[0]), ctx.campaign.duty("plan")
    now = await standing.of_branch(ctx, branch)
    window = (page * PAGE, PAGE)
    found = await units.late(
        ctx.store,
        ctx.house.campaign_id,
        branch,
        duty.obliged,
        duty.ownerships,
        ctx.now.today,
        window,
        standing.seen(ctx),
    )
    back: list[Offer] = [ctx.button("back_to_summary", "/summary"), ctx.button("menu")]
    if not found:
        return ctx.say("summary.none_late", [back])
    pages = -(-now.silent // PAGE)
    where = ctx.words("summary.whole") if branch == ctx.house.root else short_name(grant.unit_name)
    return ctx.say(
        "summary.late",
        [_turns(ctx, page, pages), back],
        Where=where[:1].upper() + where[1:],
        n=ctx.words.number(now.silent),
        total=ctx.words.number(now.obliged),
        day=ctx.words.day(now.day),
        lines=_lines(ctx, found, page * PAGE + 1, names_above=branch == ctx.house.root),
        first=page * PAGE + 1,
        page=ctx.words("summary.page", page=page + 1, pages=pages) if pages > 1 else "",
    )


def _turns(ctx: Context, page: int, pages: int) -> list[Offer]:
    ctx.talk.page = {"what": "late"}
    turns: list[Offer] = []
    if page > 0:
        ctx.talk.page["previous"] = act("late", page - 1)
        turns.append(ctx.button("previous_page", act("late", page - 1)))
    if page + 1 < pages:
        ctx.talk.page["next"] = act("late", page + 1)
        turns.append(ctx.button("next_page", act("late", page + 1)))
    return turns


def _lines(ctx: Context, found: Sequence[Late], first: int, *, names_above: bool) -> str:
    numbered = list(enumerate(found, first))
    ctx.talk.page["items"] = {str(place): act("late_unit", one.id) for place, one in numbered}
    return "\n".join(
        " · ".join([str(place), short_name(one.name), *([short_name(one.above)] if names_above else [])])
        for place, one in numbered
    )


async def unit(ctx: Context) -> Answer:
    """One unit: who answers for it, and what it has said of its plan."""
    _, branch = standing.branch_of(ctx)
    number, today = int(ctx.args[0]), ctx.now.today
    found = await units.by_id(ctx.store, number, today)
    if found is None or not await units.is_below(ctx.store, number, [branch], today):
        raise Mistake("unit_not_yours")
    above = await units.by_id(ctx.store, found.parent, today) if found.parent else None
    held = await people.holders(ctx.store, number, ["head", "deputy"], today)
    named = [
        _answering(ctx, (await ctx.reader(person)).person, number) for person in dict.fromkeys(row[0] for row in held)
    ]
    plan = await plans.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, number, standing.seen(ctx))
    return ctx.say(
        "summary.one_unit",
        [[ctx.button("back_to_list", act("late", 0)), ctx.button("menu")]],
        unit=short_name(found.name),
        above=short_name(above.name) if above else "",
        people=", ".join(named) or ctx.words("summary.nobody_yet"),
        plan=plan_words.in_short(ctx.words, plan) if plan else ctx.words("summary.no_plan"),
    )


def _answering(ctx: Context, who: Person | None, unit: int) -> str:
    """Somebody who answers for a unit, and until when, if they act for its head."""
    named = ctx.words.who(who)
    acts = next((one for one in who.grants if one.unit == unit and one.acting), None) if who else None
    if acts is None or acts.until is None:
        return named
    role = ctx.words.role("head", acts.unit_kind)
    return f"{named} ({ctx.words('role.acting', role=role, day=ctx.words.day(acts.until))})"


ACTIONS = (
    Intention("late", late, verb="see_figures", reading=True),
    Intention("late_unit", unit, verb="see_figures", reading=True),
)
