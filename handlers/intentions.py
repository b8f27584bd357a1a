"""What a person can ask for, as a value: its name, the right it needs, and how it is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.mistakes import Mistake
from domain.rights import Verb, need
from handlers.context import Answer, Context

Handler = Callable[[Context], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Intention:
    """One thing that can be asked for, by command, button or plain words.

    ``verb`` is the right it needs (None: nobody's business but one's own); ``reading`` runs beside the batch on the
    read pool; ``stranger`` is open to those who have not joined; ``aliases`` are further command names.
    """

    name: str
    handle: Handler
    verb: Verb | None = None
    aliases: tuple[str, ...] = ()
    reading: bool = False
    stranger: bool = False
    words: tuple[str, ...] = ()
    """What its buttons may carry beside numbers."""
    again: Handler | None = None
    """Of a decision: how it stands by now, with its question if that is still open (``handlers/old_presses.py``)."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the router decided: run this, in the batch or (``reading``) beside it."""

    run: Handler
    reading: bool = False


def step(intention: Intention, args: tuple[str, ...] = ()) -> Step:
    """The intention, guarded: rights are checked at the moment of use, here and nowhere else (DESIGN §11)."""

    async def run(ctx: Context) -> Answer:
        if ctx.person is None and not intention.stranger:
            raise Mistake("stranger")
        if intention.verb is not None:
            need(ctx.person, intention.verb)
        ctx.args = args
        return await intention.handle(ctx)

    return Step(run, intention.reading)
