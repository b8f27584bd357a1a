"""Who has to say yes before something leaves for many, and the button that asks for it (RELIABILITY R49)."""

from domain.audiences import Reach
from domain.dispatches import Dispatch
from handlers.context import Context, Offer, act


def needs_second(ctx: Context, reach: Reach) -> bool:
    """Above so many people, somebody who has not written it confirms it."""
    return reach.people > ctx.campaign.second_above


def main_act(ctx: Context, dispatch: Dispatch) -> Offer:
    """[Send 37 messages], or where that takes two, [Ask to confirm]."""
    if needs_second(ctx, dispatch.reach):
        return ctx.button("ask_second", act("dispatch_ask", dispatch.id))
    return ctx.button("send_many", act("dispatch_send", dispatch.id), n=ctx.words.number(dispatch.reach.people))
