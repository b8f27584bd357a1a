"""Files given to a form: how many and how large they may be, and the way out when a report is full (C7, S19)."""

from domain.forms import Question
from domain.messages import Reply
from domain.mistakes import Mistake
from domain.readers.private import scan
from handlers.context import Answer, button, offers
from handlers.forms import evidence, sparing
from handlers.forms.filling import REVIEW, Filling
from handlers.forms.prompts import again, ask
from handlers.forms.screens import review
from storage.deeds import evidence as kept
from texts.catalogue import Words

PER_ROW = 5


async def take(filling: Filling, question: Question) -> tuple[Filling, Answer | None]:
    """Note what fits as owed; the answer when not all of it did."""
    mistake: Mistake | None = None
    try:
        counted = await evidence.owe(filling.ctx, filling.progress)
    except Mistake as refused:
        mistake, counted = refused, refused.filled
    filling = await filling.knowing({**filling.answers, **counted})
    filling.keep()
    if mistake is None:
        return filling, None
    return filling, full(filling) if mistake.key == "too_many_files" else again(filling, question, mistake)


def full(filling: Filling) -> Reply:
    """The eleventh photo: which one may go instead."""
    words, most = filling.words, evidence.MOST_FILES
    rows = [[filling.offer(REVIEW, "drop_file"), filling.offer(REVIEW, "keep_files", n=most)]]
    return Reply(words("mistake.too_many_files", most=most), offers(words, rows), slot=f"full.{filling.progress.run}")


def caption(filling: Filling, said: str) -> Answer:
    """Words that came with a photo are no answer; that something was taken out of them is said all the same."""
    spared = scan(said)
    if not spared.kinds:
        return []
    return filling.ctx.say("private.caption", said=sparing.taken(filling.words, spared.kinds))


async def which(filling: Filling) -> Answer:
    """One button for each file, in the order in which they were sent."""
    files = await kept.listed(filling.ctx.store, filling.ctx.talk.address.key, filling.progress.run)
    buttons = [
        button(filling.words, "file_place", filling.value(REVIEW, f"drop_file-{row}"), n=place)
        for place, row in enumerate(files, 1)
    ]
    rows = [buttons[at : at + PER_ROW] for at in range(0, len(buttons), PER_ROW)]
    return Reply(filling.words("saved.which"), offers(filling.words, rows))


def _ordinal(words: Words, at: int) -> str:
    return words("write.ordinals").split("|")[at]


async def drop(filling: Filling, row: str) -> Answer:
    """That file goes; the open question again."""
    ctx, run = filling.ctx, filling.progress.run
    files = await kept.listed(ctx.store, ctx.talk.address.key, run)
    if not row.isdigit() or int(row) not in files:
        return await which(filling)
    kind = await kept.drop(ctx.store, ctx.talk.address.key, run, int(row))
    name = "_photos" if kind == "photo" else "_papers"
    filling = await filling.knowing({**filling.answers, name: int(filling.answers.get(name) or 0) - 1})  # type: ignore[arg-type]  # a count
    filling.keep()
    said = ctx.words("saved.dropped", place=_ordinal(ctx.words, files.index(int(row))), left=len(files) - 1)
    question = filling.question
    if question is None:
        shown = review(filling)
        return Reply(f"{said}\n{shown.text}", shown.choices)
    return ask(filling, question, said, ("again",))
