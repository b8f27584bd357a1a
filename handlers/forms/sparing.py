"""What must not be kept is taken out of an answer before it is stored, and its writer is told (C6, DOMAIN §12)."""

from collections.abc import Sequence

from domain.forms import Question
from domain.messages import Json, Reply
from domain.readers.private import Kind, Spared
from handlers.context import offers
from handlers.forms.filling import Filling
from handlers.forms.prompts import ask
from texts.catalogue import Words, shortened

CLEANED = "_cleaned"
"""Where a draft keeps the sentence without what was private, until its writer has chosen."""
FEWEST = 2
"""Letters and digits under which nothing worth using is left."""
LONGEST = 250
"""Letters of the sentence that are shown."""
_NUMBERS = frozenset({"id_card", "phone"})


def taken(words: Words, kinds: Sequence[Kind]) -> str:
    """What was found and taken out, in one line."""
    named = ", ".join(words(f"private.{kind}") for kind in kinds)
    is_number = len(kinds) == 1 and kinds[0] in _NUMBERS
    return words("private.taken_number" if is_number else "private.taken_part", what=named)


async def offer(filling: Filling, question: Question, spared: Spared) -> Reply:
    """The sentence that is left, and the choice to use it or to write another; the one that came is kept nowhere."""
    said = taken(filling.words, spared.kinds)
    if sum(letter.isalnum() for letter in spared.text) < FEWEST:
        filling.keep()
        return ask(filling, question, f"{said}\n{filling.words('private.delete_yours')}", ("again",))
    filling = await filling.knowing({**filling.answers, CLEANED: spared.text})
    filling.keep()
    text = filling.words("private.use_rest", said=said, rest=shortened(spared.text, LONGEST))
    rows = [
        [filling.offer(question.name, "use_cleaned")],
        [filling.offer(question.name, "rewrite"), filling.offer(question.name, "later")],
    ]
    return Reply(text, offers(filling.words, rows))


async def settled(filling: Filling) -> tuple[Filling, str]:
    """The filling without the sentence that waited for a choice, and that sentence ("" when none waited)."""
    waiting: Json = filling.answers.get(CLEANED)
    if CLEANED not in filling.answers:
        return filling, ""
    return await filling.knowing({name: one for name, one in filling.answers.items() if name != CLEANED}), str(waiting)
