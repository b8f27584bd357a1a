"""What a person can ask for, as a value: its name, the right it needs, and how it is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import SupportsIndex, overload

from domain.mistakes import Mistake
from domain.rights import Verb, need
from handlers.context import Answer, Context

MOST_DIGITS = 18
"""What the number of a row can hold."""
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
    """What its buttons may carry beside numbers, at the place ``word_at``."""
    word_at: int = 0
    again: Handler | None = None
    """Of a decision: how it stands by now, with its question if that is still open (``handlers/old_presses.py``)."""


def is_number(arg: str) -> bool:
    """Buttons name rows, versions and pages; whatever else comes as one was not made here."""
    return arg.isascii() and arg.isdecimal() and len(arg) <= MOST_DIGITS


def page_of(args: tuple[str, ...]) -> int:
    """The page that a button or somebody's words name; the first one for anything else."""
    return int(args[0]) if args and is_number(args[0]) else 0


class Carried(tuple[str, ...]):
    """What a button carries. One that was typed, or changed on its way, may carry less: then nobody knows it."""

    __slots__ = ()

    @overload
    def __getitem__(self, place: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> str | tuple[str, ...]:
        """As of any tuple; raises Mistake where nothing stands."""
        try:
            return super().__getitem__(place)
        except IndexError:
            raise Mistake("old_button") from None


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
        ctx.args = Carried(args)
        return await intention.handle(ctx)

    return Step(run, intention.reading)
