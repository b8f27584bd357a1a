"""What a member of the council is greeted with: the session that is under way, and what they have not voted on (B1)."""

from domain.messages import Reply
from handlers.context import Context, Offer, act
from handlers.council import balloting, room
from storage.council import cases, sessions

MOST = 60


async def greeting(ctx: Context) -> Reply:
    """The menu of somebody who sits on the council and is nothing else here."""
    seen = room.sight(ctx)
    _, found = await sessions.listed(ctx.store, ctx.now, ctx.house.campaign_id, seen)
    session = next((one for one in reversed(found) if one.state in room.OPEN), None)
    if session is None:
        more: list[Offer] = ["council", "help"] if found else ["help"]
        return ctx.say("menu.council", [more])
    every = await cases.of_session(ctx.store, session)
    own = await balloting.own_cases(ctx, session, every[:MOST], seen)
    left = [case for case, stands in own.items() if stands == "own_waiting"]
    open_it = ctx.button("session_open", act("session", session.id))
    told = {"day": ctx.words.day(session.held_on), "n": str(len(every))}
    if not left:
        return ctx.say("menu.council_session", [[open_it], ["help"]], **told)
    first = ctx.button("unvoted", act("ballot", left[0]), n=len(left))
    return ctx.say("menu.council_unvoted", [[first, open_it], ["help"]], left=str(len(left)), **told)
