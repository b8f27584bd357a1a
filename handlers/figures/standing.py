"""Whose figures one may see, and how a branch stands on a day, from kept figures (DOMAIN §4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.mistakes import Mistake
from domain.people import Grant, Person
from domain.rights import Scope, grant_for, need, scope
from domain.summary import Slice, Summary, summarise
from handlers.context import Context
from storage.figures import figures
from storage.figures import stood as whole
from storage.people import pending
from storage.people.pending import Pending
from storage.units import below, units


def branch_of(ctx: Context) -> tuple[Grant, int]:
    """By which grant one sees figures, and of which branch. Raises Mistake.

    The union's own unit lies beside the schools: it sees what the department sees (V.2-1).
    """
    need(ctx.person, "see_figures")
    grant = grant_for(ctx.person, "see_figures") if ctx.person else None
    if grant is None:
        raise Mistake("stranger")
    return grant, ctx.house.root if grant.role == "partner" else grant.unit


def sight(person: Person | None, root: int) -> Scope | None:
    """Where somebody sees figures: their branches, and for the union the whole department (V.2-1)."""
    held = scope(person, "see_figures")
    if held is None or person is None or not person.holding("partner"):
        return held
    return replace(held, roots=(*held.roots, root))


def seen(ctx: Context) -> Scope:
    """The same for the one who asks. Raises Mistake."""
    return sight(ctx.person, ctx.house.root) or need(ctx.person, "see_figures")


async def sees(ctx: Context, unit: int) -> bool:
    """Whether a unit's figures may be seen, by the tree of today; what has ended stands under what came after it."""
    return await units.is_below(ctx.store, unit, seen(ctx).roots, ctx.now.today)


async def waiting_for(ctx: Context, wanted: Slice) -> Pending:
    """What waits for the reader's word; told with the summary of all that they see, and with no other."""
    grant, own = branch_of(ctx)
    if ctx.person is None or wanted.unit != own or grant.role == "partner":
        return Pending()
    return await pending.count(ctx.store, ctx.now, ctx.house.campaign_id, pending.decisions(ctx.person))


def codes(ctx: Context) -> list[str]:
    """The campaign's movements, in the order in which buttons count them."""
    return [movement.code for movement in ctx.campaign.movements]


async def slice_of(ctx: Context) -> Slice:
    """The slice that a button carries, looked at once more; without one, all that one sees. Raises Mistake."""
    if len(ctx.args) < 5:  # noqa: PLR2004 - the marks of a slice
        return Slice(branch_of(ctx)[1])
    wanted = Slice.of(ctx.args, codes(ctx))
    if wanted is None or not await sees(ctx, wanted.unit):
        raise Mistake("unit_not_yours")
    return wanted


async def of_branch(
    ctx: Context, branch: int, day: date | None = None, measures: Sequence[str] = whole.BRIEFLY
) -> Summary:
    """The figures of a unit with everything under it, at the end of a day (today, unless another is told).

    Only those of the measures asked for, which may be a few (:func:`storage.figures.stood.on_days`).
    """
    [now] = await _on(ctx, branch, [day or ctx.now.today], measures)
    return now


async def of_movement(ctx: Context, wanted: Slice) -> Summary:
    """The reports of a slice's movement alone at its end, in their states and at the steps of the Office."""
    until, campaign = wanted.until(ctx.now.today), ctx.house.campaign_id
    what = ((*figures.DEEDS, *figures.STAGES), wanted.movement)
    [sums] = await figures.stock(ctx.store, ctx.now, campaign, wanted.unit, [until], seen(ctx), *what)
    return summarise(until, 0, sums, ctx.campaign.duty("plan").obliges)


async def stood(ctx: Context, wanted: Slice) -> tuple[Summary, Summary | None]:
    """A slice's figures at its end, and at the end of the period before, if the campaign had begun."""
    before = _before(ctx, wanted)
    days = [one.until(ctx.now.today) for one in (wanted, before) if one]
    now, *then = await _on(ctx, wanted.unit, days)
    return now, then[0] if then else None


async def _on(ctx: Context, branch: int, days: list[date], measures: Sequence[str] = whole.BRIEFLY) -> list[Summary]:
    running = (ctx.house.campaign_id, ctx.campaign)
    return await whole.on_days(ctx.store, ctx.now, running, branch, days, seen(ctx), measures)


def _before(ctx: Context, wanted: Slice) -> Slice | None:
    before = wanted.before()
    return before if before and before.last and before.last >= ctx.campaign.start else None


async def of_branches(ctx: Context, branches: list[int], day: date) -> dict[int, Summary]:
    """The same of several at once."""
    duty = ctx.campaign.duty("plan")
    obliged = await below.obliged(ctx.store, branches, duty.obliged, duty.ownerships, day)
    sums = await figures.stocks(ctx.store, ctx.now, ctx.house.campaign_id, branches, day, seen(ctx))
    return {branch: summarise(day, obliged[branch], sums[branch], duty.obliges) for branch in branches}


@dataclass(frozen=True, slots=True)
class Came:
    """What came in within a period: new reports, and confirmations."""

    new: int = 0
    good: int = 0


async def came(ctx: Context, wanted: Slice) -> tuple[Came, Came | None]:
    """What came in within a slice's period, and in the one before, if the campaign had begun; none without a period."""
    if wanted.first is None:
        return Came(), None
    now, *then = [
        Came(*(sum(n for key, n in sums.items() if key[0] == measure) for measure in ("deed_in", "deed_good")))
        for sums in await flows(ctx, wanted, _before(ctx, wanted))
    ]
    return now, then[0] if then else None


async def flows(ctx: Context, wanted: Slice, before: Slice | None = None) -> list[figures.Sums]:
    """What came in within the periods of a slice and of another."""
    ranges = [
        (one.first - timedelta(days=1), one.until(ctx.now.today)) for one in (wanted, before) if one and one.first
    ]
    campaign = ctx.house.campaign_id
    return await figures.flow(ctx.store, ctx.now, campaign, wanted.unit, ranges, seen(ctx), wanted.movement)
