"""The reports behind a figure: listed a page at a time, each to be read, and the way back."""

from dataclasses import replace

from domain.mistakes import Mistake
from domain.rights import need, scope
from domain.summary import Slice
from domain.unit_names import short_name
from handlers.context import Answer, Context, Offer
from handlers.deeds import check
from handlers.exports import exporting
from handlers.figures import search, slice_words, standing
from handlers.intentions import Intention
from storage.deeds import deed_lists, deeds
from storage.deeds.deed_lists import Listed
from storage.figures import figures
from texts.catalogue import shortened

PAGE = 6
LONGEST = 44
"""Letters of a deed in a list."""
HIDDEN = frozenset({"withdrawn", "not_ours"})
"""Reports that count no more are told by their number alone."""


async def listed(ctx: Context) -> Answer:
    """A page of them, the newest first."""
    wanted, page = await standing.slice_of(ctx), int(ctx.args[-1])
    held = need(ctx.person, "see_deeds")
    window, counted = (page * PAGE, PAGE), await _counted(ctx, wanted)
    found = await deed_lists.page(ctx.store, ctx.now, ctx.house.campaign_id, wanted, held, window, counted)
    total, _ = counted
    back: list[Offer] = [slice_words.to_summary(ctx, wanted), ctx.button("menu")]
    if not found:
        return ctx.say("summary.no_deeds", [back])
    pages = -(-total // PAGE)
    turns = slice_words.turns(ctx, "deeds", wanted, page, pages)
    turns += exporting.of_list(ctx, "deeds", wanted)
    numbered = list(enumerate(found, page * PAGE + 1))
    ctx.talk.page["items"] = {
        str(place): slice_words.carry(ctx, "deed", wanted, page, one.id) for place, one in numbered
    }
    return ctx.say(
        "summary.deeds",
        [turns, back],
        where=await _where(ctx, wanted),
        period=slice_words.when(ctx.words, replace(wanted, as_of=None), ctx.now.today),
        n=ctx.words.number(total),
        until=slice_words.until(ctx.words, wanted, ctx.now.today),
        page=slice_words.page_words(ctx.words, page, pages),
        lines="\n".join(f"{place} · {_line(ctx, one)}" for place, one in numbered),
        first=page * PAGE + 1,
    )


async def _counted(ctx: Context, wanted: Slice) -> tuple[int, int]:
    """As many as the figure says (a test holds list and figure together), and those of all movements."""
    if wanted.first is not None:
        new = (await standing.came(ctx, wanted))[0].new
        return new, new
    now = await standing.of_branch(ctx, wanted.unit, wanted.until(ctx.now.today), figures.DEEDS)
    return sum(now.movements.get(wanted.movement, {}).values()) if wanted.movement else now.reported, now.reported


async def _where(ctx: Context, wanted: Slice) -> str:
    movement = ctx.campaign.movement(wanted.movement).short_name if wanted.movement else ""
    return ", ".join(part for part in (movement, await slice_words.where(ctx, wanted)) if part)


def _line(ctx: Context, one: Listed) -> str:
    words, state = ctx.words, ctx.words(f"deed.state.{one.state}")
    if one.state in HIDDEN:
        return words("summary.deed_gone", number=one.id, state=state)
    what = shortened(str(one.answers.get("what") or ""), LONGEST)
    day = words.day(one.sent_on)
    return words("summary.deed_line", number=one.id, what=what, unit=short_name(one.unit), day=day, state=state)


async def opened(ctx: Context) -> Answer:
    """One of them: whoever confirms for its school decides on it, others read it."""
    wanted, number = await standing.slice_of(ctx), int(ctx.args[-1])
    page, held = int(ctx.args[-2]), need(ctx.person, "see_deeds")
    deed = await deeds.get(ctx.store, ctx.now, number, held)
    if deed is None or deed.state in HIDDEN:
        raise Mistake("deed_not_yours")
    confirming = scope(ctx.person, "confirm_deed")
    if deed.state == "sent" and confirming and await deeds.get(ctx.store, ctx.now, number, confirming):
        ctx.args = (str(number),)
        return await check.see(ctx)
    back = ctx.button("back_to_list", slice_words.carry(ctx, "deeds", wanted, page))
    return await search.read_only(ctx, deed, [[back, ctx.button("menu")]])


ACTIONS = (
    Intention("deeds", listed, verb="see_deeds", reading=True),
    Intention("deed", opened, verb="see_deeds"),
)
