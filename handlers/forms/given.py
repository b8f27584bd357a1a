"""The last file once more, where files come by a link that is soon over (CONVERSATIONS F5, E1: "gõ: tệp")."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.messages import Attachment
from handlers import menu
from handlers.context import Answer, Context
from handlers.intentions import Intention

FOR = timedelta(hours=24)
"""So long after it was given; later it is to be made anew."""


async def again(ctx: Context) -> Answer:
    """The same file by another link; whoever had none, or long ago, finds the menu."""
    given = ctx.talk.given
    if len(given) != 4 or ctx.now.real - datetime.fromisoformat(given[3]) > FOR:  # noqa: PLR2004 - its four parts
        return await menu.show(ctx)
    return replace(ctx.say("numbers.file_again", [["menu"]]), document=Attachment(*given[:3]))


COMMANDS = (Intention("file", again, aliases=("tep",)),)
