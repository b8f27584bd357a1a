"""No decision is taken by a button of days ago: how things stand is shown, and it is asked again (RELIABILITY S8)."""

from dataclasses import replace
from datetime import timedelta

from handlers.context import Answer, Context, as_list
from handlers.intentions import Intention

LONGEST = timedelta(hours=48)
"""So long a message's decisions may be taken by its buttons."""


def as_of_now(intention: Intention, ctx: Context) -> Intention:
    """What this press comes to: the act, or for a decision under an old message its question once more.

    The right to decide is needed for both. Telegram dates the message of a press, or says that it is too old to be
    seen; at the chat page its number tells when it was made. Zalo has no buttons: what is typed there is about the
    last list that was shown, so there is no press that could be old.
    """
    shown, again = ctx.incoming.shown, intention.again
    if again is None or shown is None or ctx.now.real - shown <= LONGEST:
        return intention

    async def ask(ctx: Context) -> Answer:
        first, *rest = as_list(await again(ctx))
        if len(tuple(first.buttons())) <= 1:  # nothing is left to be decided
            return [first, *rest]
        return [replace(first, text="\n".join((ctx.words("menu.old_press"), first.text))), *rest]

    return replace(intention, handle=ask)
