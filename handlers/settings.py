"""What a person sets for themselves: the language, and leaving what is open."""

from handlers import menu
from handlers.context import Answer, Context
from handlers.intentions import Intention
from handlers.people import doors
from texts.catalogue import LANGUAGES


async def language(ctx: Context) -> Answer:
    """/language: asks in both languages at once; somebody who is joining goes on joining in the new one."""
    wanted = (ctx.args[0] if ctx.args else "").lower()
    if wanted in LANGUAGES:
        ctx.use(ctx.person, wanted)
        if asked := await doors.go_on(ctx):
            return asked
        ctx.talk.leave()
        return await menu.show(ctx)
    rows = [[ctx.button(f"language_{one}", f"/language {one}") for one in LANGUAGES]]
    return ctx.say("language.ask", rows)


async def cancel(ctx: Context) -> Answer:
    """/cancel outside a form: there is nothing to leave."""
    return ctx.say("form.nothing_open", [["menu"]])


async def later(ctx: Context) -> Answer:
    """Put off what a notice offers: it stays where it is."""
    return ctx.say("form.put_off", [["menu"]])


COMMANDS = (
    Intention("language", language, aliases=("ngonngu",), stranger=True),
    Intention("cancel", cancel, aliases=("huy",), stranger=True),
)
ACTIONS = (Intention("later", later),)
