"""/requests: what units ask and the Office has not answered yet, of their plan first, then of other duties."""

from domain.rights import Scope, need
from handlers import duty_requests, plan_requests
from handlers.context import Answer, Context
from handlers.intentions import Intention
from storage import duty_answers
from storage import plan_requests as asked


async def requests(ctx: Context) -> Answer:
    """The oldest that waits, with its buttons."""
    scope = need(ctx.person, "decide_plan")
    found = await plan_requests.next_request(ctx, scope) or await duty_requests.next_request(ctx, scope)
    return found or ctx.say("plan_request.none", [["menu"]])


async def count(ctx: Context, scope: Scope) -> int:
    """How many wait."""
    of_plans = await asked.count_waiting(ctx.store, ctx.now, ctx.house.campaign_id, scope)
    return of_plans + await duty_answers.count_waiting(ctx.store, ctx.now, scope)


COMMANDS = (Intention("requests", requests, verb="decide_plan", aliases=("denghi",)),)
