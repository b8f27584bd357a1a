"""A picture of the figures: asked for here, drawn beside the batches, and told in words where none is shown (F1)."""

from domain.charts import KINDS, Chart, ChartKind
from domain.messages import Choice
from domain.mistakes import Mistake
from domain.rights import need
from domain.summary import Slice
from handlers.context import Answer, Context, Offer
from handlers.figures import slice_words, standing
from handlers.figures.chart_bars import chart_of
from handlers.intentions import Intention
from handlers.wanted import Wanted
from storage import drawings
from storage.units import units

LONGEST = 420
"""Letters of a description: with its head a message of 500 (CONVERSATIONS §1)."""
MARKS = 5
"""Numbers of a slice."""
OFFICES = frozenset({"sgddt", "pgd", "vhxh"})
"""Kinds of units that have others below them."""


def offer(ctx: Context, wanted: Slice, kind: ChartKind | None = None) -> Choice:
    """A button that draws these figures; without a kind, the one that says most of them."""
    name = f"chart_{kind}" if kind else "chart"
    return ctx.button(name, slice_words.carry(ctx, "chart", wanted, KINDS.index(kind) + 1 if kind else 0))


async def chart(ctx: Context) -> Answer:
    """Ask for the picture. Nothing is said: it comes in a moment, or whoever draws says that it takes longer."""
    kind, wanted = await _asked(ctx)
    person = need(ctx.person, "see_figures").person
    marks = list(wanted.marks(standing.codes(ctx)))
    await drawings.ask(ctx.store, ctx.now, person, ctx.talk.address.key, ctx.words.language, kind, marks)
    return []


async def _asked(ctx: Context) -> tuple[ChartKind, Slice]:
    if len(ctx.args) != MARKS + 1 or not 0 <= (place := int(ctx.args[-1])) <= len(KINDS):
        raise Mistake("unit_not_yours")
    wanted = await standing.slice_of(ctx)
    return (KINDS[place - 1] if place else (await _fitting(ctx, wanted))[0]), wanted


async def _fitting(ctx: Context, wanted: Slice) -> list[ChartKind]:
    """The kinds that say something, the best first: a school has no branches, and a movement no completion."""
    if wanted.movement:
        return ["time"]
    found = await units.by_id(ctx.store, wanted.unit, ctx.now.today)
    is_office = found is not None and found.kind in OFFICES
    return ["branches", "time", "movements"] if is_office else ["time", "movements"]


async def picture(ctx: Context, kind: ChartKind, marks: list[int]) -> Wanted:
    """The chart and its message, from the figures as they are now. Raises Mistake for whom they are not meant."""
    need(ctx.person, "see_figures")
    ctx.args = tuple(map(str, marks))
    wanted = await standing.slice_of(ctx)
    found = await chart_of(ctx, kind, wanted)
    others: list[Offer] = [offer(ctx, wanted, one) for one in await _fitting(ctx, wanted) if one != kind]
    rows: list[list[Offer]] = [others, [slice_words.to_summary(ctx, wanted), ctx.button("menu")]]
    if not found.bars:
        return Wanted(None, ctx.say("chart.none", rows, title=found.title, as_of=found.as_of), "")
    lines = "\n".join(_described(ctx, found))
    reply = ctx.say("chart.text", rows, title=found.title, as_of=found.as_of, lines=lines)
    return Wanted(found, reply, ctx.words("chart.file_name"))


def _described(ctx: Context, found: Chart) -> list[str]:
    """A line for each bar, as many as a message holds."""
    words, lines, left = ctx.words, list[str](), LONGEST - len(found.title) - len(found.as_of)
    for place, bar in enumerate(found.bars):
        told = bar.told
        if len(found.series) > 1:
            parts = [
                words("chart.part", name=name, n=words.number(n))
                for name, n in zip(found.series, bar.parts, strict=True)
                if n
            ]
            told = words("chart.parts", n=told, parts=", ".join(parts))
        line = words("chart.line", label=bar.label, told=told)
        if (left := left - len(line) - 1) < 0:
            return [*lines, words("chart.more", n=len(found.bars) - place)]
        lines.append(line)
    return lines


ACTIONS = (Intention("chart", chart, verb="see_figures"),)
