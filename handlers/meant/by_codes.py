"""A code typed alone opens what it names, if that is within one's rights; else it is not found, as in a search (F6)."""

from domain.mistakes import Mistake
from domain.readers import codes_typed
from handlers.commands import BY_ACTION
from handlers.context import Answer, Context
from handlers.figures import search
from handlers.intentions import Step, step

_OPENS = {"g": "found", "k": "late_unit", "t": "announced", "s": "frozen", "v": "paper"}
"""The act behind the button that opens one."""
_WIDTH = {"t": "03", "s": "03", "v": "03"}


def named(text: str) -> Step | None:
    """What opens it; None where no code stands alone."""
    typed = codes_typed.code(text)
    if typed is None:
        return None
    letter, number = typed

    async def run(ctx: Context) -> Answer:
        try:
            return await _opened(ctx, letter, number)
        except Mistake:  # another's and nobody's are the same to whoever asks: a code tells nothing (RELIABILITY S24)
            return search.not_found(ctx, f"{letter.upper()}-{number:{_WIDTH.get(letter, '')}}")

    return Step(run)


async def _opened(ctx: Context, letter: str, number: int) -> Answer:
    """Raises Mistake for what there is not, or is not for this person."""
    row = await search.unit_of_plan(ctx, number) if letter == "k" else number
    return await step(BY_ACTION[_OPENS[letter]], (str(row),)).run(ctx)
