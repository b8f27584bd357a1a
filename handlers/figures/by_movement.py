"""Reports by movement: all of a branch in a list that opens, and one movement with who tells most of it (F1)."""

from dataclasses import replace
from datetime import timedelta

from domain.campaigns import Movement
from domain.exemplars import STAGES
from domain.rights import scope
from domain.summary import Slice, Summary, median, tenths
from domain.unit_names import place_of
from handlers.context import Answer, Context, Offer
from handlers.exemplars import adopters
from handlers.figures import charting, slice_words, standing
from handlers.intentions import Intention
from storage.exemplars import reach
from storage.figures import figures
from storage.units import below
from texts.catalogue import capital

MOST = 3
"""Districts that are named."""


async def movements(ctx: Context) -> Answer:
    """Every movement with what it counts: in the period, or as it stands. A number opens one."""
    wanted = replace(await standing.slice_of(ctx), movement="")
    words = ctx.words
    counted = await _counted(ctx, wanted)
    told = [(movement, counted[movement.code]) for movement in ctx.campaign.movements if counted.get(movement.code)]
    lines = [
        f"{place} · "
        + words("summary.movement", name=movement.short_name, n=words.number(n), confirmed=words.number(good))
        for place, (movement, (n, good)) in enumerate(told, 1)
    ]
    values = [slice_words.carry(ctx, "figures", replace(wanted, movement=movement.code)) for movement, _ in told]
    lines += await _thanks(ctx, wanted)
    where = await slice_words.where(ctx, wanted)
    ctx.talk.page = {"what": "movements", "items": {str(place): value for place, value in enumerate(values, 1)}}
    return ctx.say(
        "summary.movements" if told else "summary.no_movements",
        [[slice_words.to_summary(ctx, wanted)], ["menu"]],
        where=where,
        Where=capital(where),
        period=slice_words.when(words, replace(wanted, as_of=None), ctx.now.today),
        lines="\n".join(lines),
        until=slice_words.until(words, wanted, ctx.now.today),
        n=words.number(sum(n for _, (n, _) in told)),
    )


async def _thanks(ctx: Context, wanted: Slice) -> list[str]:
    """The Office alone sees how soon thanks come after a report: the median, of how many, of what days (I.2-2)."""
    if scope(ctx.person, "review") is None:
        return []
    days = (wanted.first or ctx.campaign.start, wanted.until(ctx.now.today))
    after = (days[0] - timedelta(days=1), days[1])
    counts = await figures.first_thanks(
        ctx.store, ctx.now, ctx.house.campaign_id, wanted.unit, after, standing.seen(ctx)
    )
    middle = median(counts)
    if middle is None:
        return []
    n, period = ctx.words.number(sum(counts.values())), ctx.words.span(*days, short=True)
    return [ctx.words("thanks.speed", days=ctx.words.number(middle), n=n, period=period)]


async def _counted(ctx: Context, wanted: Slice) -> dict[str, tuple[int, int]]:
    """By movement: reports, and how many of them schools confirmed."""
    if wanted.first is None:
        now = await standing.of_branch(ctx, wanted.unit, wanted.until(ctx.now.today), figures.DEEDS)
        return {code: (sum(states.values()), states.get("confirmed", 0)) for code, states in now.movements.items()}
    [came] = await standing.flows(ctx, wanted)
    both = {
        code: (came.get(("deed_in", code, ""), 0), came.get(("deed_good", code, ""), 0)) for code in standing.codes(ctx)
    }
    return {code: counted for code, counted in both.items() if any(counted)}


async def one(ctx: Context, wanted: Slice) -> Answer:
    """One movement: its reports, how many units tell of it, and for those above several districts where most do."""
    words, until = ctx.words, wanted.until(ctx.now.today)
    movement = ctx.campaign.movement(wanted.movement)
    deeds, n = await _deeds(ctx, wanted)
    with_deeds, obliged = await _units_with(ctx, wanted)
    has_units = await below.has_units(ctx.store, wanted.unit, until)
    most = await _most(ctx, wanted) if has_units else ""
    spread = words(
        "summary.movement_units",
        rate=words.percent(tenths(with_deeds, obliged)),
        n=words.number(with_deeds),
        obliged=words.number(obliged),
        most=most,
    )
    return ctx.say(
        "summary.one_movement",
        _rows(ctx, wanted, n),
        Name=await _called(ctx, movement, wanted),
        period=slice_words.when(words, replace(wanted, as_of=None), ctx.now.today),
        until=slice_words.until(words, wanted, ctx.now.today),
        deeds=deeds,
        units=f"\n{spread}" * bool(has_units and obliged) + await _adopted(ctx, wanted),
    )


async def _adopted(ctx: Context, wanted: Slice) -> str:
    """How many units of the branch took up an example of this movement, and how many told how it goes."""
    days = (wanted.first or ctx.campaign.start, wanted.until(ctx.now.today))
    spread = await reach.spread_below(
        ctx.store, ctx.now, ctx.house.campaign_id, wanted.unit, wanted.movement, days, standing.seen(ctx)
    )
    if not spread.units:
        return ""
    counted = ctx.words("adopters.movement", n=ctx.words.number(spread.units))
    return "\n- " + "; ".join((counted, *adopters.told(ctx.words, spread)))


async def _called(ctx: Context, movement: Movement, wanted: Slice) -> str:
    beside = "" if wanted.unit == ctx.house.root else await slice_words.where(ctx, wanted)
    return ", ".join(part for part in (capital(movement.short_name), beside) if part)


async def _deeds(ctx: Context, wanted: Slice) -> tuple[str, int]:
    """In a period what came in; else how the movement's reports stand."""
    words, now = ctx.words, await standing.of_movement(ctx, wanted)
    if wanted.first is not None:
        came, then = await standing.came(ctx, wanted)
        before = slice_words.compared_flow(words, wanted, then)
        counted = {"n": words.number(came.new), "good": words.number(came.good)}
        stages = _stages(ctx, wanted, now)
        until = slice_words.until(words, replace(wanted, last=None), ctx.now.today)
        flow = words("summary.movement_flow", before=before, **counted)
        return flow + words("summary.movement_stages", until=until, **stages), came.new
    return words("summary.movement_now", n=words.number(now.reported), **_stages(ctx, wanted, now)), now.reported


def _stages(ctx: Context, wanted: Slice, now: Summary) -> dict[str, str]:
    """How many stand at each of the four steps at the slice's end."""
    told = now.stages.get(wanted.movement, {})
    return {stage: ctx.words.number(told.get(stage, 0)) for stage in STAGES}


async def _units_with(ctx: Context, wanted: Slice) -> tuple[int, int]:
    duty, until = ctx.campaign.duty("plan"), wanted.until(ctx.now.today)
    days = (wanted.first or ctx.campaign.start, until)
    asked = (duty.obliged, duty.ownerships)
    campaign = ctx.house.campaign_id
    counted = await below.with_deeds(
        ctx.store, campaign, wanted.unit, wanted.movement, days, *asked, standing.seen(ctx)
    )
    obliged = await below.obliged(ctx.store, [wanted.unit], *asked, until)
    return counted, obliged[wanted.unit]


async def _most(ctx: Context, wanted: Slice) -> str:
    """The districts with most reports; schools are never ranked (F1)."""
    until = wanted.until(ctx.now.today)
    _, children = await below.children(ctx.store, wanted.unit, until, (0, 200))
    offices = {child.id: child.name for child in children if child.has_units}
    if len(offices) < 2:  # noqa: PLR2004 - one is no comparison
        return ""
    since = (wanted.first or ctx.campaign.start).toordinal() - 1
    days = (type(until).fromordinal(since), until)
    came = await figures.came_in(
        ctx.store, ctx.now, ctx.house.campaign_id, list(offices), wanted.movement, days, standing.seen(ctx)
    )
    best = sorted(((n, -unit) for unit, n in came.items() if n), reverse=True)[:MOST]
    named = [f"{place_of(offices[-unit])} {ctx.words.number(n)}" for n, unit in best]
    return ctx.words("summary.most", what=", ".join(named)) if named else ""


def _rows(ctx: Context, wanted: Slice, n: int) -> list[list[Offer]]:
    sees_deeds = scope(ctx.person, "see_deeds") is not None
    deeds = ctx.button("deeds_behind", slice_words.carry(ctx, "deeds", wanted, 0), n=n)
    return [
        [*([deeds] if sees_deeds else []), charting.offer(ctx, wanted)] if n else [],
        [
            ctx.button("by_movement", slice_words.carry(ctx, "movements", wanted)),
            ctx.button("other_period", slice_words.carry(ctx, "other_period", wanted)),
        ],
        [slice_words.to_summary(ctx, wanted)],
        ["menu"],
    ]


ACTIONS = (Intention("movements", movements, verb="see_figures", reading=True),)
