"""How a branch stands today, from kept figures (DOMAIN §4)."""

from dataclasses import replace

from domain.mistakes import Mistake
from domain.people import Grant, Person
from domain.rights import Scope, grant_for, need, scope
from domain.summary import Summary, summarise
from handlers.context import Context
from storage import figures, units


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


async def of_branch(ctx: Context, branch: int) -> Summary:
    """The figures of a unit with everything under it."""
    duty, today = ctx.campaign.duty("plan"), ctx.now.today
    obliged = await units.count_obliged(ctx.store, branch, duty.obliged, duty.ownerships, today)
    sums = await figures.stock(ctx.store, ctx.now, ctx.house.campaign_id, branch, today, seen(ctx))
    return summarise(today, obliged, sums, duty.obliges)
