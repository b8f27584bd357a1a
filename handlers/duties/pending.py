"""/requests: what units ask and the Office has not answered yet, of their plan first, then of other duties."""

from domain.rights import need
from handlers.context import Answer, Context
from handlers.duties import duty_requests
from handlers.intentions import Intention
from handlers.plans import plan_requests


async def requests(ctx: Context) -> Answer:
    """The oldest that waits, with its buttons."""
    scope = need(ctx.person, "decide_plan")
    found = await plan_requests.next_request(ctx, scope) or await duty_requests.next_request(ctx, scope)
    return found or ctx.say("plan_request.none", [["menu"]])


COMMANDS = (Intention("requests", requests, verb="decide_plan", aliases=("denghi",)),)
