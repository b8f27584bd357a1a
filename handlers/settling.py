"""What an answer does to what is still to be said: promises are kept or moved, and waiting reminders stay unsaid."""

from datetime import date

from handlers.context import Context
from storage import promises, reminders


async def note(ctx: Context, obligation: int, unit: int, state: str, promised: date | None) -> None:
    """A unit has answered, with a day it promises or without; whoever has answered is left alone (rule 18)."""
    if ctx.person is None:
        return
    if promised:
        await promises.made(ctx.store, ctx.now, obligation, unit, promised, ctx.person.id)
    elif state in {"issued", "follows", "done"}:
        await promises.kept(ctx.store, ctx.now, obligation, unit)
    else:
        await promises.moved(ctx.store, ctx.now, obligation, unit)
    ctx.silenced += await reminders.answered(ctx.store, obligation, unit)
