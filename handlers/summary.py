"""/summary: how one's own branch stands, from kept figures (F1; DOMAIN §4)."""

from domain.people import Grant
from domain.unit_names import short_name
from handlers import plan_words, standing
from handlers.context import Answer, Context, Offer, act
from handlers.intentions import Intention
from storage import plans


async def summary(ctx: Context) -> Answer:
    """The branch as it stands now: Office and relay see their units, a head the own school."""
    grant, branch = standing.branch_of(ctx)
    if grant.role in {"head", "deputy"}:
        return await _of_unit(ctx, grant)
    now = await standing.of_branch(ctx, branch)
    words = ctx.words
    rows: list[list[Offer]] = [
        [ctx.button("late_units", act("late", 0), n=now.silent)] if now.silent else [],
        [ctx.button("by_movement", act("movements"))] if now.reported else [],
        [ctx.button("menu")],
    ]
    return ctx.say(
        "summary.branch",
        rows,
        where=words("summary.whole") if branch == ctx.house.root else short_name(grant.unit_name),
        time=words.time(ctx.now.local),
        day=words.day(now.day),
        rate=words.percent(now.rate),
        complete=words.number(now.complete),
        obliged=words.number(now.obliged),
        silent=words.number(now.silent),
        reported=words.number(now.reported),
        **{state: words.number(n) for state, n in {**now.plans, **now.deeds}.items()},
    )


async def _of_unit(ctx: Context, grant: Grant) -> Answer:
    now = await standing.of_branch(ctx, grant.unit)
    plan = await plans.of_unit(ctx.store, ctx.now, ctx.house.campaign_id, grant.unit, standing.seen(ctx))
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
        plan=plan_words.in_short(ctx.words, plan) if plan else ctx.words("summary.no_plan"),
        reported=now.reported,
        sent=now.deeds["sent"],
        returned=now.deeds["returned"],
        confirmed=now.deeds["confirmed"],
    )


async def movements(ctx: Context) -> Answer:
    """Deeds by movement and state."""
    _, branch = standing.branch_of(ctx)
    now = await standing.of_branch(ctx, branch)
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


COMMANDS = (Intention("summary", summary, verb="see_figures", aliases=("tonghop",), reading=True),)
ACTIONS = (Intention("movements", movements, verb="see_figures", reading=True),)
