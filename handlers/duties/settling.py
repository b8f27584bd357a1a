"""What an answer does to what is still to be said: promises are kept or moved, and waiting reminders stay unsaid."""

from collections.abc import Sequence
from datetime import date

from domain.clock import Now
from handlers.context import Context
from storage.duties import promises, reminders
from storage.store import Store


async def note(ctx: Context, obligation: int, unit: int, state: str, promised: date | None) -> None:
    """A unit has answered, with a day it promises or without; whoever has answered is left alone (rule 18)."""
    if ctx.person is not None:
        ctx.silenced += await settle(ctx.store, ctx.now, (obligation, unit, ctx.person.id), state, promised)


async def settle(
    store: Store, now: Now, said: tuple[int, int, int], state: str, promised: date | None
) -> Sequence[int]:
    """The same for (obligation, unit, person); returns the rows of the outbox that do not leave any more."""
    obligation, unit, person = said
    if promised:
        await promises.made(store, now, obligation, unit, promised, person)
    elif state in {"issued", "follows", "done"}:
        await promises.kept(store, now, obligation, unit)
    else:
        await promises.moved(store, now, obligation, unit)
    return await reminders.answered(store, obligation, unit)
