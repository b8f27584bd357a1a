"""One unit's card: its plan as it stood, its reports, and for those above it who answers for it (F1, F2)."""

from dataclasses import replace

from domain.mistakes import Mistake
from domain.people import Grant, Person
from domain.rights import scope
from domain.summary import Slice
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer, act
from handlers.figures import charting, slice_words, standing
from handlers.figures.standing import Came
from handlers.plans import plan_words
from storage.duties import chase_book, obligations, promises, reminders
from storage.figures import figures
from storage.people import invites, members, people
from storage.people.pending import Pending
from storage.plans import plans
from storage.units import units


async def card(ctx: Context, wanted: Slice, back: list[list[Offer]]) -> Answer:
    """One unit's card: its plan as it stood, its reports, and for those above who answers for it."""
    words, until = ctx.words, wanted.until(ctx.now.today)
    found = await slice_words.unit_of(ctx, wanted)
    if found is None:
        raise Mistake("unit_not_yours")
    now = await standing.of_branch(ctx, wanted.unit, until, figures.STOCK)
    plan = await plans.on_a_day(ctx.store, ctx.now, ctx.house.campaign_id, wanted.unit, until, standing.seen(ctx))
    grant, own = standing.branch_of(ctx)
    pending = await standing.waiting_for(ctx, wanted)
    numbers, public = slice_words.standing_words(words, now), now.at_stage("published")
    came, came_before = await standing.came(ctx, wanted)
    listed = came.new if wanted.first else now.reported
    heads = await people.holders(ctx.store, wanted.unit, ["head", "deputy", "relay"], ctx.now.today)
    said_nothing = "summary.no_plan" if now.obliged else "summary.plan_free"
    history = [] if wanted.unit == own else await _history(ctx, wanted.unit)
    asks_plan = plan is None or not plan.settled
    promised = await _promised(ctx, wanted.unit) if plan else ""
    return ctx.say(
        "summary.unit",
        [
            *_unit_rows(ctx, grant, wanted, pending, listed, asks_plan=asks_plan, nobody=not heads),
            *history,
            *back,
        ],
        unit=found.name,
        period=slice_words.when(words, replace(wanted, as_of=None), ctx.now.today),
        until=slice_words.until(words, wanted, ctx.now.today),
        plan=plan_words.in_short(words, plan) + promised if plan else words(said_nothing),
        deeds=_deeds(ctx, wanted, numbers, came, slice_words.compared_flow(words, wanted, came_before), public),
        held="" if wanted.unit == own else await _held(ctx, wanted.unit),
        decide=slice_words.to_decide(words, pending),
    )


async def _promised(ctx: Context, unit: int) -> str:
    """What became of the day the unit had named for its plan: kept, given anew, or passed (D2)."""
    owed = await obligations.by_code(ctx.store, ctx.house.campaign_id, "plan")
    named = await promises.named(ctx.store, owed.id, unit) if owed else []
    if not named:
        return ""
    day, state = named[0]
    if state == "open":
        return ctx.words("plan.promised_anew") if named[1:] else ""
    return ctx.words(f"plan.promise_{state}", day=ctx.words.day(day))


async def _history(ctx: Context, unit: int) -> list[list[Offer]]:
    """The way to the book of reminders where it has something of the unit, for those who may read it."""
    held = scope(ctx.person, "announce")
    if held is None:
        return []
    lines, _ = await chase_book.count(ctx.store, ctx.now, ctx.house.campaign_id, unit, held)
    return [[ctx.button("chase_history", act("chase_book", unit, 0))]] if lines else []


def _deeds(ctx: Context, wanted: Slice, numbers: dict[str, str], came: Came, before: str, public: int) -> str:
    if wanted.first is None:
        published = ctx.words("summary.published", n=ctx.words.number(public)) if public else ""
        return ctx.words("summary.unit_deeds_now", published=published, **numbers)
    n, good = ctx.words.number(came.new), ctx.words.number(came.good)
    return ctx.words("summary.unit_deeds_flow", n=n, before=before, good=good)


def _unit_rows(
    ctx: Context,
    grant: Grant,
    wanted: Slice,
    pending: Pending,
    listed: int,
    *,
    asks_plan: bool,
    nobody: bool,
) -> list[list[Offer]]:
    is_own = grant.unit == wanted.unit
    sees_deeds = scope(ctx.person, "see_deeds") is not None
    deeds = ctx.button("deeds_behind", slice_words.carry(ctx, "deeds", wanted, 0), n=listed)
    other = ctx.button("other_period", slice_words.carry(ctx, "other_period", wanted))
    invite = ctx.button("new_invite", act("invite_to", wanted.unit))
    invites_here = nobody and not is_own and scope(ctx.person, "invite") is not None
    return [
        [ctx.button("plan")] if is_own and asks_plan and scope(ctx.person, "report_plan") else [],
        [ctx.button("see_requests", "/pending", n=pending.total)] if pending.total else [],
        [deeds] if listed and sees_deeds else [],
        [invite] if invites_here else [],
        [other, charting.offer(ctx, wanted)] if listed else [other],
    ]


async def _held(ctx: Context, unit: int) -> str:
    """How many members a unit has, and who heads it today."""
    held = await people.holders(ctx.store, unit, ["head", "deputy", "relay"], ctx.now.today)
    named = [
        _answering(ctx, (await ctx.reader(person)).person, unit) for person in dict.fromkeys(row[0] for row in held)
    ]
    counted = await members.count(ctx.store, ctx.now, unit, standing.seen(ctx))
    who = ", ".join(named) or ctx.words("summary.nobody_yet")
    above = await _above(ctx, unit)
    invited = "" if named else await _invited(ctx, unit)
    told = ctx.words("summary.held", n=ctx.words.number(counted), people=who, invited=invited)
    return "".join(f"\n{line}" for line in (told, above, await _reminded(ctx, unit)) if line)


async def _reminded(ctx: Context, unit: int) -> str:
    """How often it was reminded of its plan; nothing when it never was."""
    times = await reminders.times(ctx.store, ctx.now, ctx.house.campaign_id, "plan", unit, standing.seen(ctx))
    return ctx.words("summary.reminded", n=ctx.words.number(times)) if times else ""


def _answering(ctx: Context, who: Person | None, unit: int) -> str:
    """Somebody who answers for a unit, and until when, if they act for its head."""
    named = ctx.words.who(who)
    acts = next((one for one in who.grants if one.unit == unit and one.acting), None) if who else None
    if acts is None or acts.until is None:
        return named
    role = ctx.words.role("head", acts.unit_kind)
    return f"{named} ({ctx.words('role.acting', role=role, day=ctx.words.day(acts.until))})"


async def _above(ctx: Context, unit: int) -> str:
    """The office a school stands under, and who is there."""
    today = ctx.now.today
    here = await units.by_id(ctx.store, unit, today)
    over = await units.by_id(ctx.store, here.parent, today) if here and here.parent else None
    if over is None or over.id in {ctx.house.root, *standing.seen(ctx).roots}:
        return ""
    held = await people.holders(ctx.store, over.id, ["relay"], today)
    named = [ctx.words.who((await ctx.reader(person)).person) for person, _ in held]
    return ctx.words("summary.above", unit=short_name(over.name), people=f" ({', '.join(named)})" if named else "")


async def _invited(ctx: Context, unit: int) -> str:
    """Whether a code waits for somebody to come in by it."""
    waits = await invites.is_unused(ctx.store, ctx.now, unit, standing.seen(ctx))
    return ctx.words("summary.invited") if waits else ""
