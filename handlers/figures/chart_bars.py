"""The bars of a chart, from kept figures: completion by branch, reports over time, reports by movement (F1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.charts import MOST_BARS, Bar, Chart, ChartKind, by_months, stretches
from domain.deeds import STATES
from domain.summary import Slice, summarise, tenths
from domain.unit_names import short_name
from handlers.context import Context
from handlers.figures import slice_words, standing
from storage.figures import completion, counted_by_day, figures
from storage.figures.completion import Share
from texts.catalogue import Words

LEVELS = ("sgddt", "pgd", "vhxh", "mamnon", "tieuhoc", "thcs", "liencap", "thpt", "gdtx")
"""Kinds of units in the order in which people go through them."""
SHOWN = ("confirmed", *(state for state in STATES if state != "confirmed"))
"""The states of a report, the good ones first."""


async def chart_of(ctx: Context, kind: ChartKind, wanted: Slice) -> Chart:
    """The picture of that kind; without bars when there is nothing to show."""
    if kind == "branches":
        return await _completion(ctx, wanted)
    return await (_over_time(ctx, wanted) if kind == "time" else _by_movement(ctx, wanted))


def _as_of(ctx: Context, wanted: Slice) -> str:
    """A day and no hour: the same figures are then the same picture."""
    day = ctx.words.day(wanted.until(ctx.now.today))
    if wanted.first is None or wanted.last is None:
        return ctx.words("chart.up_to", day=day)
    return ctx.words("chart.within", span=slice_words.period(ctx.words, wanted.first, wanted.last), day=day)


# -- completion --------------------------------------------------------------------------------------------------------


async def _completion(ctx: Context, wanted: Slice) -> Chart:
    """A bar for each branch below; where only schools are below, one for each level: schools are not ranked."""
    words, day = ctx.words, wanted.until(ctx.now.today)
    below = await completion.branches(ctx.store, wanted.unit, day)
    shares = await completion.shares(
        ctx.store,
        ctx.now,
        ctx.house.campaign_id,
        [wanted.unit, *(unit for unit, _ in below)],
        day,
        ctx.campaign.duty("plan").obliges,
        standing.seen(ctx),
    )
    sums = {unit: _sum(by_kind) for unit, by_kind in shares.items()}
    if below:
        named = [(short_name(name), sums[unit]) for unit, name in below]
        rest = sums[wanted.unit] - _sum(dict(named))
        named = [*_most(words, named), (words("chart.direct"), rest)]
    else:
        named = [
            (words(f"chart.kind.{kind}"), share) for kind, share in sorted(shares[wanted.unit].items(), key=_level)
        ]
    title = words("chart.branches" if below else "chart.kinds", where=await slice_words.where(ctx, wanted))
    as_of = words("chart.up_to", day=words.day(day))
    return Chart(title, as_of, tuple(_share(words, label, share) for label, share in named if share.obliged > 0))


def _level(one: tuple[str, Share]) -> int:
    return LEVELS.index(one[0]) if one[0] in LEVELS else len(LEVELS)


def _sum(shares: Mapping[str, Share]) -> Share:
    return sum(shares.values(), Share())


def _most(words: Words, named: list[tuple[str, Share]]) -> list[tuple[str, Share]]:
    """All of them in the order of the register, or the largest and the rest together."""
    if len(named) < MOST_BARS:
        return named
    largest = sorted(named, key=lambda one: -one[1].obliged)[: MOST_BARS - 2]
    left = [one for one in named if one not in largest]
    return [*(one for one in named if one in largest), (words("chart.others", n=len(left)), _sum(dict(left)))]


def _share(words: Words, label: str, share: Share) -> Bar:
    told = words(
        "chart.share",
        rate=words.percent(tenths(share.complete, share.obliged)),
        n=words.number(share.complete),
        total=words.number(share.obliged),
    )
    return Bar(label, (share.complete,), told, share.obliged)


# -- reports -----------------------------------------------------------------------------------------------------------


async def _over_time(ctx: Context, wanted: Slice) -> Chart:
    words, today = ctx.words, ctx.now.today
    first, last = wanted.first or ctx.campaign.start, wanted.until(today)
    by_day = await counted_by_day.reports(
        ctx.store,
        ctx.now,
        ctx.house.campaign_id,
        wanted.unit,
        (first, last),
        wanted.movement,
        standing.seen(ctx),
    )
    parts = stretches(first, last)
    counted = [sum(n for day, n in by_day.items() if start <= day <= end) for start, end in parts]
    months = by_months(first, last)
    title = words("chart.months" if months else "chart.weeks", where=await slice_words.where(ctx, wanted))
    if movement := next((one for one in ctx.campaign.movements if one.code == wanted.movement), None):
        title = words("chart.of_movement", title=title, movement=movement.short_name)
    bars = [
        Bar(_stretch(words, start, end, months=months), (n,), words.number(n))
        for (start, end), n in zip(parts, counted, strict=True)
    ]
    return Chart(title, _as_of(ctx, wanted), tuple(bars) if any(counted) else ())


def _stretch(words: Words, start: date, end: date, *, months: bool) -> str:
    if months:
        return words("chart.month", month=start.month, year=start.year)
    return words.span(start, end, short=True)


async def _by_movement(ctx: Context, wanted: Slice) -> Chart:
    """Of a period what came in; else where all reports stand, state by state."""
    words = ctx.words
    title = words("chart.movements", where=await slice_words.where(ctx, wanted))
    counted = await _movements(ctx, wanted)
    names = {one.code: one.short_name for one in ctx.campaign.movements}
    series = tuple(words(f"chart.{state}") for state in SHOWN) if wanted.first is None else (words("chart.new"),)
    bars = []
    for code in (*names, *(counted.keys() - names)):
        if any(parts := counted.get(code, ())):
            told = words.number(sum(parts))
            numbers = tuple(words.number(n) for n in parts) if len(series) > 1 else ()
            bars.append(Bar(names.get(code) or words("chart.no_movement"), tuple(parts), told, numbers=numbers))
    return Chart(title, _as_of(ctx, wanted), tuple(bars), series)


async def _movements(ctx: Context, wanted: Slice) -> dict[str, tuple[int, ...]]:
    campaign, until = ctx.house.campaign_id, wanted.until(ctx.now.today)
    if wanted.first is None:
        [sums] = await figures.stock(
            ctx.store, ctx.now, campaign, wanted.unit, [until], standing.seen(ctx), figures.DEEDS
        )
        now = summarise(until, 0, sums, ctx.campaign.duty("plan").obliges).movements
        return {code: tuple(states.get(state, 0) for state in SHOWN) for code, states in now.items()}
    [came] = await standing.flows(ctx, replace(wanted, movement=""))
    return {movement: (n,) for (measure, movement, _), n in came.items() if measure == "deed_in"}
