"""/summary: how one's own branch stands, from kept figures, with the late units numbered and paged (F1, F2)."""

from collections.abc import Sequence

from domain.campaigns import Campaign, Duty
from domain.messages import Choice
from domain.people import Grant
from domain.rights import grant_for, need
from domain.summary import Summary, summarise
from handlers import plan_words
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from storage import figures, plans, units
from storage.units import Late

PAGE = 8


def _branch(ctx: Context) -> Grant:
    """The branch one may see: of the highest right held."""
    need(ctx.person, "see_figures")
    grant = grant_for(ctx.person, "see_figures") if ctx.person else None
    if grant is None:
        raise PermissionError
    return grant


def _duty(campaign: Campaign) -> Duty:
    return campaign.duty("plan")


async def _summary(ctx: Context, branch: int) -> Summary:
    duty, today = _duty(ctx.campaign), ctx.now.today
    obliged = await units.count_obliged(ctx.store, branch, duty.obliged, duty.ownerships, today)
    sums = await figures.stock(ctx.store, ctx.house.campaign_id, branch, today)
    return summarise(today, obliged, sums)


async def summary(ctx: Context) -> Answer:
    """The branch as it stands now: Office and relay see their units, a head the own school."""
    grant = _branch(ctx)
    if grant.role in {"head", "deputy"}:
        return await _of_unit(ctx, grant)
    now = await _summary(ctx, grant.unit)
    words = ctx.words
    where = words("summary.whole") if grant.unit == ctx.house.root else grant.unit_name
    rows: list[list[Offer]] = [
        [ctx.button("late_units", act("late", 0), n=now.silent)] if now.silent else [],
        [ctx.button("by_movement", act("movements"))] if now.reported else [],
        [ctx.button("menu")],
    ]
    return ctx.say(
        "summary.branch",
        rows,
        slot="",
        where=where,
        time=words.time(ctx.now.local),
        day=words.day(now.day),
        rate=words.percent(now.rate),
        complete=words.number(now.complete),
        obliged=words.number(now.obliged),
        **{state: words.number(now.plans[state]) for state in now.plans},
        silent=words.number(now.silent),
        reported=words.number(now.reported),
        sent=words.number(now.deeds["sent"]),
        returned=words.number(now.deeds["returned"]),
        confirmed=words.number(now.deeds["confirmed"]),
    )


async def _of_unit(ctx: Context, grant: Grant) -> Answer:
    now = await _summary(ctx, grant.unit)
    plan = await plans.of_unit(ctx.store, ctx.house.campaign_id, grant.unit)
    stands = plan_words.stands(ctx, grant, plan) if plan else ctx.words("summary.no_plan")
    rows: list[list[Offer]] = [
        [ctx.button("plan")] if plan is None or not plan.settled else [],
        [ctx.button("waiting", "/check", n=now.deeds["sent"])] if now.deeds["sent"] else [],
        [ctx.button("menu")],
    ]
    return ctx.say(
        "summary.unit",
        rows,
        unit=grant.unit_name,
        day=ctx.words.day(now.day),
        plan=stands,
        reported=now.reported,
        sent=now.deeds["sent"],
        returned=now.deeds["returned"],
        confirmed=now.deeds["confirmed"],
    )


async def movements(ctx: Context) -> Answer:
    """Deeds by movement and state."""
    grant = _branch(ctx)
    now = await _summary(ctx, grant.unit)
    words = ctx.words
    lines = [
        words(
            "summary.movement",
            name=movement.short_name,
            n=words.number(sum(states.values())),
            confirmed=words.number(states.get("confirmed", 0)),
        )
        for movement in ctx.campaign.movements
        if (states := now.movements.get(movement.code))
    ]
    return ctx.say(
        "summary.movements",
        [[ctx.button("back_to_summary", "/summary")], ["menu"]],
        lines="\n".join(f"- {line}" for line in lines),
        day=words.day(now.day),
        n=words.number(now.reported),
    )


async def late(ctx: Context) -> Answer:
    """The units that have said nothing of their plan, eight a page, numbered through."""
    grant, duty = _branch(ctx), _duty(ctx.campaign)
    page = int(ctx.args[0])
    now = await _summary(ctx, grant.unit)
    found = await units.late(
        ctx.store,
        ctx.house.campaign_id,
        grant.unit,
        duty.obliged,
        duty.ownerships,
        ctx.now.today,
        (page * PAGE, PAGE),
    )
    if not found:
        return ctx.say("summary.none_late", [[ctx.button("back_to_summary", "/summary")], ["menu"]])
    pages = -(-now.silent // PAGE)
    turns: list[Choice] = []
    ctx.talk.page = {"what": "late"}
    if page > 0:
        ctx.talk.page["previous"] = act("late", page - 1)
        turns.append(ctx.button("previous_page", act("late", page - 1)))
    if page + 1 < pages:
        ctx.talk.page["next"] = act("late", page + 1)
        turns.append(ctx.button("next_page", act("late", page + 1)))
    return ctx.say(
        "summary.late",
        [turns, [ctx.button("back_to_summary", "/summary"), ctx.button("menu")]],
        slot="late",
        n=ctx.words.number(now.silent),
        total=ctx.words.number(now.obliged),
        day=ctx.words.day(now.day),
        lines=_numbered(found, page * PAGE + 1),
        page=ctx.words("summary.page", page=page + 1, pages=pages) if pages > 1 else "",
    )


def _numbered(found: Sequence[Late], first: int) -> str:
    return "\n".join(f"{place} · {one.name} · {one.above}" for place, one in enumerate(found, first))


COMMANDS = (Intention("summary", summary, verb="see_figures", aliases=("tonghop",), reading=True),)
ACTIONS = (
    Intention("late", late, verb="see_figures", reading=True),
    Intention("movements", movements, verb="see_figures", reading=True),
)
