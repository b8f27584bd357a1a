"""From a branch down to its units, page by page and by number, to one unit's card, and the way back (F2)."""

from dataclasses import replace

from domain.plans import STATES
from domain.summary import Slice, Summary
from domain.unit_names import short_name
from handlers import paging
from handlers.context import Answer, Context, Offer
from handlers.figures import slice_words, standing, summary, unit_card
from handlers.intentions import Intention
from storage.units import below
from storage.units.below import Child

MARKS = 5
"""Numbers of a slice in a button; what follows says which list it came from."""


async def listed(ctx: Context) -> Answer:
    """The units right below one, in the order of the register: schools are not ranked (F1)."""
    wanted, page = replace(await standing.slice_of(ctx), movement=""), int(ctx.args[-1])
    words, until = ctx.words, wanted.until(ctx.now.today)
    total, found = await below.children(ctx.store, wanted.unit, until, (page * paging.PAGE, paging.PAGE))
    stood = await standing.of_branches(ctx, [one.id for one in found], until)
    pages = -(-total // paging.PAGE)
    turns = slice_words.turns(ctx, "below", wanted, page, pages)
    numbered = list(enumerate(found, page * paging.PAGE + 1))
    ctx.talk.page["items"] = {
        str(place): slice_words.carry(ctx, "card", replace(wanted, unit=one.id), page, wanted.unit)
        for place, one in numbered
    }
    return ctx.say(
        "summary.units_below" if found else "summary.no_units_below",
        [turns, [slice_words.to_summary(ctx, wanted), ctx.button("menu")]],
        where=await slice_words.where(ctx, wanted),
        n=words.number(total),
        day=words.day(until),
        page=slice_words.page_words(words, page, pages),
        lines="\n".join(f"{place} · {_line(ctx, one, stood[one.id])}" for place, one in numbered),
        first=page * paging.PAGE + 1,
    )


def _line(ctx: Context, one: Child, now: Summary) -> str:
    """A branch by how many are complete and silent, a single unit by its plan and its reports."""
    words, name = ctx.words, short_name(one.name)
    reported = words.number(now.reported)
    if one.has_units:
        counted = {"complete": words.number(now.complete), "obliged": words.number(now.obliged)}
        return words("summary.branch_line", name=name, **counted, silent=words.number(now.silent), n=reported)
    state = next((state for state in STATES if now.plans[state]), "silent" if now.obliged else "free")
    return words("summary.unit_line", name=name, state=words(f"summary.plan_{state}"), n=reported)


async def card(ctx: Context) -> Answer:
    """One of the list: a branch goes on to its own summary, a unit shows its card."""
    return await _card(ctx, "below")


async def late_card(ctx: Context) -> Answer:
    """One of those who said nothing."""
    return await _card(ctx, "late")


async def _card(ctx: Context, came_from: str) -> Answer:
    wanted = await standing.slice_of(ctx)
    page, branch = (int(ctx.args[MARKS]), int(ctx.args[MARKS + 1])) if len(ctx.args) > MARKS + 1 else (0, wanted.unit)
    has_units = await below.has_units(ctx.store, wanted.unit, wanted.until(ctx.now.today))
    if has_units and came_from == "below":
        return await summary.shown(ctx, wanted)
    back = slice_words.carry(ctx, came_from, replace(wanted, unit=branch), page)
    rows: list[list[Offer]] = [[ctx.button("back_to_list", back), ctx.button("menu")]]
    return await unit_card.card(ctx, wanted, rows)


async def found(ctx: Context) -> Answer:
    """A unit that was found by its name, as of now."""
    ctx.args = tuple(map(str, Slice(int(ctx.args[0])).marks(())))
    return await summary.shown(ctx, await standing.slice_of(ctx))


ACTIONS = (
    Intention("below", listed, verb="see_figures", reading=True),
    Intention("card", card, verb="see_figures", reading=True),
    Intention("late_card", late_card, verb="see_figures", reading=True),
    Intention("late_unit", found, verb="see_figures", reading=True),
)
