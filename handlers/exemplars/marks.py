"""The mark on a report that another one may tell the same deed: what is alike, and the way to compare (F7)."""

from dataclasses import dataclass

from domain.deeds import Deed
from domain.rights import Scope, scope
from handlers.context import Context, Offer, act
from storage.exemplars import likeness
from storage.exemplars.likeness import Alike


@dataclass(frozen=True, slots=True)
class Mark:
    """Lines under a report and the buttons that belong to them; empty where nothing is alike."""

    lines: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


async def to_office(ctx: Context, deed: Deed) -> Mark:
    """For whoever reviews: the likeliest one with its number, and what was said of others. Empty for anybody else."""
    reviewing = scope(ctx.person, "review")
    if reviewing is None:
        return Mark()
    found = await _alike(ctx, deed, reviewing)
    open_ones = [one for one in found if not one.is_same]
    lines = [
        ctx.words("likeness.one_deed", number=deed.id, other=one.deed) for one in found if one.is_same and one.deed
    ]
    lines += [_line(ctx, open_ones[0], len(open_ones) - 1)] if open_ones else []
    return Mark(tuple(lines), tuple(_compare(ctx, deed.id, one) for one in found[:2] if one.deed))


async def to_head(ctx: Context, deed: Deed) -> Mark:
    """For whoever confirms: one of the own school with its number; of another's only that the Office will look."""
    confirming = scope(ctx.person, "confirm_deed")
    if confirming is None:
        return Mark()
    found = [one for one in await _alike(ctx, deed, confirming) if not one.is_same]
    own = [one for one in found if one.deed]
    if own:
        see = ctx.button("see_other_report", act("see", own[0].deed or 0), number=own[0].deed)
        return Mark((_line(ctx, own[0], len(own) - 1),), (see,))
    return Mark((ctx.words("likeness.elsewhere"),)) if found else Mark()


async def _alike(ctx: Context, deed: Deed, within: Scope) -> list[Alike]:
    return await likeness.alike(ctx.store, ctx.now, deed.id, within)


def _line(ctx: Context, one: Alike, more: int) -> str:
    whose = ctx.words("likeness.own" if one.is_same_unit else "likeness.other")
    line = ctx.words("likeness.look", what=what(ctx, one), number=one.deed, whose=whose)
    return ctx.words("likeness.look_more", line=line, n=more) if more else line


def what(ctx: Context, one: Alike) -> str:
    """As in "có ảnh gần giống"."""
    kind = "both" if one.tells and one.shows else "photos" if one.shows else "words"
    return ctx.words(f"likeness.{kind}", n=one.shows)


def _compare(ctx: Context, number: int, one: Alike) -> Offer:
    return ctx.button("compare", act("compare", number, one.deed or 0), number=one.deed)
