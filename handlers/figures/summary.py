"""/summary: how a branch stands, in a period or as of a day, from kept figures; asked for in plain words (F1)."""

from domain.summary import Slice
from handlers.context import Answer, Context, Offer
from handlers.exports import exporting
from handlers.figures import by_movement, charting, late, slice_words, standing, unit_card, wanting
from handlers.figures.standing import Came
from handlers.intentions import Intention
from storage.people.pending import Pending
from storage.units import below


async def summary(ctx: Context) -> Answer:
    """What the words ask for; without words all that one sees, as it stands now."""
    text, *base = ctx.args or ("",)
    start = Slice.of(base[0].split("."), standing.codes(ctx)) if base else None
    if start is None or not await standing.sees(ctx, start.unit):
        start = Slice(standing.branch_of(ctx)[1])
    if not text.strip():
        return await shown(ctx, start)
    found = await wanting.wanted(ctx, text, start)
    if not isinstance(found, tuple):
        return found
    wanted, missing = found
    return await late.listed(ctx, wanted, 0) if missing else await shown(ctx, wanted)


async def of_slice(ctx: Context) -> Answer:
    """The summary behind a button."""
    return await shown(ctx, await standing.slice_of(ctx))


async def shown(ctx: Context, wanted: Slice) -> Answer:
    """A branch, a single unit, or one movement, each in its own shape."""
    if wanted.movement:
        return await by_movement.one(ctx, wanted)
    until = wanted.until(ctx.now.today)
    has_units = await below.has_units(ctx.store, wanted.unit, until)
    return await (_branch(ctx, wanted) if has_units else unit_card.card(ctx, wanted, [["menu"]]))


async def _branch(ctx: Context, wanted: Slice) -> Answer:
    words, today = ctx.words, ctx.now.today
    now, then = await standing.stood(ctx, wanted)
    came, came_before = await standing.came(ctx, wanted)
    pending = await standing.waiting_for(ctx, wanted)
    numbers = slice_words.standing_words(words, now)
    told = came != Came() if wanted.first else now.reported > 0
    return ctx.say(
        "summary.branch",
        _branch_rows(ctx, wanted, pending, silent=now.silent, told=told),
        where=await slice_words.where(ctx, wanted),
        period=slice_words.when(words, wanted, today),
        time=words.time(ctx.now.local),
        day=words.day(today),
        before=slice_words.compared(words, wanted, then),
        deeds=_deeds(ctx, wanted, numbers, came, slice_words.compared_flow(words, wanted, came_before)),
        decide=slice_words.to_decide(words, pending),
        **numbers,
    )


def _deeds(ctx: Context, wanted: Slice, numbers: dict[str, str], came: Came, before: str) -> str:
    """Of a period what came in, else what stands."""
    if wanted.first is None:
        return ctx.words("summary.deeds_now", **numbers)
    n, good = ctx.words.number(came.new), ctx.words.number(came.good)
    return ctx.words("summary.deeds_flow", n=n, before=before, good=good)


def _branch_rows(ctx: Context, wanted: Slice, pending: Pending, *, silent: int, told: bool) -> list[list[Offer]]:
    def carried(name: str, verb: str, *more: int, **values: object) -> Offer:
        return ctx.button(name, slice_words.carry(ctx, verb, wanted, *more), **values)

    second: list[Offer] = [carried("late_units", "late", 0, n=silent)] if silent else []
    second += [carried("by_movement", "movements")] if told else []
    return [
        [ctx.button("see_requests", "/pending", n=pending.total)] if pending.total else [],
        second,
        [carried("each_unit", "below", 0), carried("other_period", "other_period")],
        [charting.offer(ctx, wanted), *(files := exporting.to_files(ctx, wanted)), *([] if files else ["menu"])],
        ["menu"] if files else [],
    ]


COMMANDS = (Intention("summary", summary, verb="see_figures", aliases=("tonghop",), reading=True),)
ACTIONS = (
    Intention("figures", of_slice, verb="see_figures", reading=True),
    Intention("other_period", wanting.other_period, verb="see_figures", reading=True),
)
