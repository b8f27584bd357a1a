"""How a branch stands today, from kept figures (DOMAIN §4)."""

from domain.mistakes import Mistake
from domain.people import Grant
from domain.rights import grant_for, need
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


async def of_branch(ctx: Context, branch: int) -> Summary:
    """The figures of a unit with everything under it."""
    duty, today = ctx.campaign.duty("plan"), ctx.now.today
    obliged = await units.count_obliged(ctx.store, branch, duty.obliged, duty.ownerships, today)
    sums = await figures.stock(ctx.store, ctx.house.campaign_id, branch, today)
    return summarise(today, obliged, sums, duty.obliges)
