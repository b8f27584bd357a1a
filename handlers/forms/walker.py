"""Walks a person through any form with the same manners, and never loses an answer."""

import re
from collections.abc import Mapping, Sequence

from domain.forms import ASKED, Answers, Progress, Question
from domain.menus import LEAVES, MOVES, is_zero, leaving
from domain.messages import Json, Reply
from domain.mistakes import Mistake
from domain.readers.answers import navigation
from domain.readers.choices import pick, pick_many, position
from domain.readers.private import scan
from handlers.context import Answer, Context
from handlers.forms import giving, holding, moves, past_runs, reviewing, sparing
from handlers.forms.filling import REVIEW, Filling, filling_of
from handlers.forms.prompts import again, ask, asking, recorded
from handlers.forms.screens import items, review
from handlers.forms.sheets import FREELY, Sheet

_NUMBERS = re.compile(r"\d{1,2}(?:[\s,.;+&]+\d{1,2})*[.\s]*")


async def begin(
    ctx: Context, sheet: Sheet, answers: Mapping[str, Json] | None = None, subject: str = "", said: str = ""
) -> Answer:
    """Open the form with what is known already; a draft of an earlier one is set aside, not lost."""
    if sheet.form.steps:
        ctx.talk.set_aside(sheet.form.name)
    progress = Progress(sheet.form.name, ctx.talk.next_run(), dict(answers or {}), "", subject=subject)
    return await go_on(ctx, sheet, progress, said)


async def go_on(ctx: Context, sheet: Sheet, progress: Progress, said: str = "") -> Answer:
    """Take a draft up where it stands."""
    return await moves.advance(await filling_of(ctx, sheet, progress), said)


async def change(ctx: Context, sheet: Sheet, progress: Progress, name: str, variant: str = "change") -> Answer:
    """Ask one question of a full form anew; the review comes back afterwards."""
    return await moves.change(await filling_of(ctx, sheet, progress), name, variant)


async def which_line(ctx: Context, sheet: Sheet, progress: Progress) -> Reply:
    """A full form opened to change one of its lines."""
    filling = await filling_of(ctx, sheet, progress)
    filling.keep()
    return items(filling)


async def ask_again(ctx: Context, sheet: Sheet, progress: Progress, said: str) -> Answer:
    """Where the form stands once more, after something that was no answer."""
    filling = await filling_of(ctx, sheet, progress)
    question = filling.question
    return ask(filling, question, said, ("again",)) if question else await moves.advance(filling)


async def typed(ctx: Context, sheet: Sheet, progress: Progress) -> Answer:
    """What was typed or sent while the form is open."""
    filling, text = await filling_of(ctx, sheet, progress), ctx.incoming.text
    if ctx.incoming.files:
        return await _files(filling)
    question = filling.question
    if sheet.tell and holding.unseen(ctx, progress.run) and navigation(text) is None:
        return await _more_of_the_story(filling, text)
    if question is None:
        return await (moves.advance(filling) if progress.at else reviewing.typed(filling, text))
    return await _answered(filling, question, text)


async def _answered(filling: Filling, question: Question, text: str) -> Answer:
    """A move, a choice, or an answer in words."""
    filling, cleaned = await sparing.settled(filling)
    if is_zero(text) and (value := leaving(filling.offered())):
        return await _chosen(filling, question, value)
    if step := _step(filling, question, navigation(text)):
        return await _moved(filling, question, step)
    if cleaned and (value := pick(text, filling.offered())) in {"use_cleaned", "rewrite"}:
        return await _cleaned(filling, question, value, cleaned)
    if (value := _picked(filling, question, text)) is not None:
        of_review = filling.is_of_review(value)
        return await (reviewing.chosen(filling, value) if of_review else _chosen(filling, question, value))
    if question.many and (values := _numbered(filling, text)):
        return await _several(filling, question, values)
    return await _said(filling, question, text)


def _numbered(filling: Filling, text: str) -> tuple[str, ...] | None:
    """The choices whose numbers were typed, as in "1 3"."""
    if not _NUMBERS.fullmatch(text.strip()):
        return None
    return pick_many(text, [(value, label) for value, label in filling.offered() if value not in (*MOVES, *LEAVES)])


async def _several(filling: Filling, question: Question, values: Sequence[str]) -> Answer:
    """All that was chosen at once; another way than those named is still to be written."""
    if "other" not in values:
        return await _read(filling, question, _with_those_taken(filling, question, ", ".join(values)))
    taken = [*_taken(filling, question), *(value for value in values if value != "other")]
    filling = await filling.knowing({**filling.answers, f"_{question.fields[0]}": list(dict.fromkeys(taken))})
    filling.keep()
    return again(filling, question, Mistake("write_other"))


async def _said(filling: Filling, question: Question, text: str) -> Answer:
    """An answer in words. What must not be kept is taken out before anything else looks at it (C6)."""
    spared = scan(text)
    if filling.sheet.spares and spared.kinds:
        return await sparing.offer(filling.standing(at=question.name), question, spared)
    return await _read(filling, question, _with_those_taken(filling, question, text))


async def _cleaned(filling: Filling, question: Question, value: str, cleaned: str) -> Answer:
    """Use the sentence that is left, or write another."""
    if value == "use_cleaned" and cleaned:
        return await _read(filling, question, _with_those_taken(filling, question, cleaned))
    filling.keep()
    return ask(filling, question, variants=("again",))


async def _moved(filling: Filling, question: Question, step: str) -> Answer:
    """A move; a question that can be let be is let be, and keeps no draft."""
    if step in {"cancel", "later"} and filling.sheet.leaving:
        return await _chosen(filling, question, filling.sheet.leaving)
    if step in {"cancel", "later"} and any("leave" in row for row in question.offers):
        return await _instead_of_answering(filling, "leave")
    return await moves.step(filling, question, step)


def _step(filling: Filling, question: Question, step: str | None) -> str | None:
    """The move a short message is; skipping only where a question may be skipped."""
    if step == "skip":
        return step if filling.may_skip(question) else None
    return {"back": "back", "later": "later", "cancel": "cancel", "menu": "later"}.get(step or "")


def _picked(filling: Filling, question: Question, text: str) -> str | None:
    """The choice that was typed. Where an answer is itself a number, numbers choose nothing (CONVERSATIONS §1.20)."""
    if navigation(text) == "done" and (question.files or question.many):
        return "done"
    if question.many or (not question.numbered and position(text) is not None):
        return None
    return pick(text, filling.offered())


async def chosen(ctx: Context, sheet: Sheet, progress: Progress, name: str, value: str) -> Answer:
    """A button of this form; one of a question that a release has removed leads to where the form stands."""
    filling = await filling_of(ctx, sheet, progress)
    if name == REVIEW:
        return await reviewing.chosen(filling, value)
    question = next((one for one in filling.form.questions if one.name == name), None)
    if question is None or not question.applies(progress.answers):
        return await moves.advance(filling)
    filling, cleaned = await sparing.settled(filling.standing(at=name))
    if value in {"use_cleaned", "rewrite"}:
        return await _cleaned(filling, question, value, cleaned)
    return await _chosen(filling, question, value)


async def _chosen(filling: Filling, question: Question, value: str) -> Answer:
    """A choice of this question: a move, an answer, or one of several."""
    if value in {"back", "skip", "later"}:
        return await moves.step(filling, question, value)
    if value in {"keep", "edit_other", "edit_before", "leave"}:
        return await _instead_of_answering(filling, value)
    guess = filling.sheet.guesses.get(question.name)
    if value == "yes" and guess and (guessed := guess(filling.answers)):
        return await _fill(filling, question, guessed)
    if question.many:
        return await _one_of_many(filling, question, value)
    return await _read(filling, question, value, is_try=False)


async def _instead_of_answering(filling: Filling, value: str) -> Answer:
    """Leave the answer as it is, change another or the one before, or let the whole thing be."""
    if value == "keep":
        return await moves.advance(filling)
    if value == "edit_other":
        return await reviewing.chosen(filling, value)
    if value == "edit_before" and filling.question:
        return await moves.step(filling, filling.question, "back")
    past_runs.note(filling.ctx, filling.progress, "dropped")
    filling.ctx.talk.drop(filling.form.name)
    return filling.ctx.say(filling.words.first(f"let_be.{filling.form.name}", "form.let_be"), [["menu"]])


# -- one answer --------------------------------------------------------------------------------------------------------


async def _read(filling: Filling, question: Question, text: str, *, is_try: bool = True) -> Answer:
    """Read an answer. What was typed and not understood counts as a try; a button does not."""
    try:
        if filling.sheet.tell and filling.answers.get(FREELY) and question == filling.form.first:
            return await filling.sheet.tell(filling, text)
        answers = question.read(text, asking(filling, question.name))
    except Mistake as mistake:
        return await _not_understood(filling, question, mistake, is_try=is_try)
    return await _fill(filling, question, answers, is_told=text != "done")


async def _not_understood(filling: Filling, question: Question, mistake: Mistake, *, is_try: bool) -> Answer:
    """What could be read is kept; asked again is whatever of it is still missing."""
    if mistake.filled:
        filling = await filling.knowing(filling.form.settled({**filling.answers, **mistake.filled}))
    missing = filling.form.missing(filling.answers)
    if missing and mistake.filled and question.answered(filling.answers):
        question = missing
    filling = filling.standing(at=question.name, tries=filling.progress.tries + is_try)
    filling.keep()
    return again(filling, question, mistake)


async def _fill(filling: Filling, question: Question, answers: Answers, *, is_told: bool = True) -> Answer:
    known = filling.form.settled(filling.form.renewed(filling.answers, answers))
    filling = await filling.standing(tries=0).knowing(known)
    is_told = is_told and not filling.progress.changing
    return await moves.advance(filling, recorded(filling, question) if is_told else "")


# -- several choices ---------------------------------------------------------------------------------------------------


def _taken(filling: Filling, question: Question) -> list[Json]:
    taken = filling.answers.get(f"_{question.fields[0]}")
    return taken if isinstance(taken, list) else []


def _with_those_taken(filling: Filling, question: Question, text: str) -> str:
    """Words typed after some buttons were pressed add to them."""
    return ", ".join([*map(str, _taken(filling, question)), text]) if question.many else text


async def _one_of_many(filling: Filling, question: Question, value: str) -> Answer:
    """Several may be pressed one by one, a second press takes one back, "done" ends it."""
    taken = _taken(filling, question)
    if value == "done":
        if not taken:
            return again(filling, question, Mistake("choose_one"))
        return await _read(filling, question, ", ".join(map(str, taken)))
    if value == "other":
        return again(filling, question, Mistake("write_other"))
    taken = [one for one in taken if one != value] if value in taken else [*taken, value]
    filling = await filling.knowing({**filling.answers, f"_{question.fields[0]}": taken})
    filling.keep()
    return ask(filling, question, variants=("more",) if taken else ())


# -- files -------------------------------------------------------------------------------------------------------------


async def _files(filling: Filling) -> Answer:
    """Evidence: kept as owed; the collector answers when it is stored, once for an album."""
    question = filling.question or filling.form.asked(filling.answers)[-1]
    if not any(one.files for one in filling.form.questions):
        return again(filling, question, Mistake("no_files_here"))
    filling, refused = await giving.take(filling, question)
    if refused:
        return refused
    said = filling.ctx.incoming.text.strip()
    if filling.answers.get(FREELY) or holding.unseen(filling.ctx, filling.progress.run):
        return await _more_of_the_story(filling, said)
    is_paper = all(file.kind == "document" for file in filling.ctx.incoming.files)
    if is_paper and question.name in filling.sheet.one_paper and not filling.progress.changing:
        holding.hold(filling, await _read(filling, question, "done"))
    elif ASKED in filling.answers and not question.files:
        shown = ask(filling, question, variants=("again",)) if filling.question else review(filling)
        holding.hold(filling, shown, how="added")
    return giving.caption(filling, said)


async def _more_of_the_story(filling: Filling, said: str) -> Answer:
    """Photos and words that come while nothing has been answered yet are one story, answered once."""
    question, before = filling.form.first, str(filling.answers.get("what") or "")
    if said:
        filling = await filling.standing(at=question.name).knowing({**filling.answers, FREELY: True})
        answer = await _said(filling, question, f"{before}\n{said}".strip())
        return await holding.when_stored(filling, answer) if answer and filling.answers.get("_photos") else answer
    if holding.unseen(filling.ctx, filling.progress.run):
        return []
    return await holding.when_stored(filling, ask(filling, question))
