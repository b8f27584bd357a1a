"""The units that have said nothing of their plan: numbered, paged, and each to be looked at (F2)."""

from collections.abc import Sequence
from dataclasses import replace

from domain.summary import Slice
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer
from handlers.exports import exporting
from handlers.figures import slice_words, standing
from handlers.intentions import Intention
from storage.figures import figures
from storage.units import units
from storage.units.units import Late
from texts.catalogue import capital


async def late(ctx: Context) -> Answer:
    """A page of the list behind a button."""
    return await listed(ctx, await standing.slice_of(ctx), int(ctx.args[-1]))


async def listed(ctx: Context, wanted: Slice, page: int) -> Answer:
    """A page of the list. The numbers typed at it open its lines; the acts are buttons and words."""
    wanted, duty = replace(wanted, movement=""), ctx.campaign.duty("plan")
    until = wanted.until(ctx.now.today)
    now = await standing.of_branch(ctx, wanted.unit, until, figures.PLANS)
    window = (page * paging.PAGE, paging.PAGE)
    found = await units.late(
        ctx.store,
        ctx.house.campaign_id,
        wanted.unit,
        duty.obliged,
        duty.ownerships,
        until,
        window,
        standing.seen(ctx),
    )
    back: list[Offer] = [slice_words.to_summary(ctx, wanted), ctx.button("menu")]
    where = await slice_words.where(ctx, wanted)
    if not found:
        return ctx.say("summary.none_late", [back], Where=capital(where), day=ctx.words.day(until))
    pages = -(-now.silent // paging.PAGE)
    turns = slice_words.turns(ctx, "late", wanted, page, pages)
    file = list(exporting.of_list(ctx, "late", wanted))
    beside = [turns, file] if len(turns) > 1 else [[*turns, *file]]  # three labels on a row are too long for a phone
    return ctx.say(
        "summary.late",
        [*beside, back],
        Where=capital(where),
        n=ctx.words.number(now.silent),
        total=ctx.words.number(now.obliged),
        day=ctx.words.day(until),
        lines=_lines(ctx, wanted, found, page, await _of_the_root(ctx)),
        first=page * paging.PAGE + 1,
        page=slice_words.page_words(ctx.words, page, pages),
    )


async def _of_the_root(ctx: Context) -> str:
    """The department's name: that a school stands right under it need not be said."""
    root = await units.by_id(ctx.store, ctx.house.root, ctx.now.today)
    return root.name if root else ""


def _lines(ctx: Context, wanted: Slice, found: Sequence[Late], page: int, root: str) -> str:
    numbered = list(enumerate(found, page * paging.PAGE + 1))
    is_whole = wanted.unit == ctx.house.root
    ctx.talk.page["items"] = {
        str(place): slice_words.carry(ctx, "late_card", replace(wanted, unit=one.id), page, wanted.unit)
        for place, one in numbered
    }
    beside = {one.id: [short_name(one.above)] if is_whole and one.above != root else [] for one in found}
    return "\n".join(" · ".join([str(place), short_name(one.name), *beside[one.id]]) for place, one in numbered)


ACTIONS = (Intention("late", late, verb="see_figures", reading=True),)
