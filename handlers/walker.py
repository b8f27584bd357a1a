"""Walks a person through any form with the same manners: back, skip, later, change, review, and never a lost answer."""

from collections.abc import Mapping
from dataclasses import replace

from domain.forms import Answers, Asking, Progress, Question
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers.answers import navigation
from domain.readers.choices import pick, position
from domain.vietnamese import fold
from handlers import evidence
from handlers.context import Answer, Context
from handlers.prompts import REVIEW, Sheeted, again, ask, items, left, recorded, review
from handlers.sheets import Sheet


async def begin(
    ctx: Context, sheet: Sheet, answers: Mapping[str, Json] | None = None, subject: str = "", said: str = ""
) -> Answer:
    """Open the form with what is known already."""
    progress = Progress(sheet.form.name, ctx.talk.next_run(), dict(answers or {}), "", subject=subject)
    return await _advance(ctx, sheet, progress, said)


async def go_on(ctx: Context, sheet: Sheet, progress: Progress, said: str = "") -> Answer:
    """Take a draft up where it stands."""
    return await _advance(ctx, sheet, progress, said)


async def change(ctx: Context, sheet: Sheet, progress: Progress, name: str, variant: str = "change") -> Answer:
    """Ask one question of a full form anew; the review comes back afterwards."""
    progress = replace(progress, at=name, changing=True, tries=0)
    _keep(ctx, progress)
    filling = await _filling(ctx, sheet, progress)
    return ask(ctx, filling, _question(sheet, name), variants=(variant, "change"))


async def typed(ctx: Context, sheet: Sheet, progress: Progress) -> Answer:
    """What was typed or sent while the form is open."""
    if ctx.incoming.files:
        return await _files(ctx, sheet, progress)
    text = ctx.incoming.text
    if not progress.at:
        return await _typed_at_review(ctx, sheet, progress, text)
    question = _question(sheet, progress.at)
    step = navigation(text)
    if step in {"back", "later", "cancel", "menu"} or (step == "skip" and question.optional):
        return await _step(ctx, sheet, progress, "later" if step == "menu" else step)
    if step == "done" and (question.files or question.many):
        return await chosen(ctx, sheet, progress, question.name, "done")
    offered = _offered(ctx, progress)
    is_number = position(text) is not None
    if not question.many and (question.numbered or not is_number) and (picked := pick(text, offered)):
        return await chosen(ctx, sheet, progress, question.name, picked)
    return await _read(ctx, sheet, progress, question, text)


async def chosen(ctx: Context, sheet: Sheet, progress: Progress, name: str, value: str) -> Answer:
    """A button of this form, or its label or number typed."""
    if name == REVIEW:
        return await _at_review(ctx, sheet, progress, value)
    if value in {"back", "skip", "later"}:
        return await _step(ctx, sheet, replace(progress, at=name), value)
    if value == "leave":
        ctx.talk.drop(progress.form)
        return ctx.say("form.let_be", [["menu"]])
    question = _question(sheet, name)
    progress = replace(progress, at=name)
    if value == "keep":
        return await _advance(ctx, sheet, progress, "")
    if value == "yes" and (guess := sheet.guesses.get(name)) and (guessed := guess(progress.answers)):
        return await _fill(ctx, sheet, progress, question, guessed)
    if question.many:
        return await _one_of_many(ctx, sheet, progress, question, value)
    return await _read(ctx, sheet, progress, question, value)


# -- one answer --------------------------------------------------------------------------------------------------------


async def _read(ctx: Context, sheet: Sheet, progress: Progress, question: Question, text: str) -> Answer:
    filling = await _filling(ctx, sheet, progress)
    guess = sheet.guesses.get(question.name)
    facts = {**filling.gaps, "guess": dict(guess(progress.answers) or {}) if guess else {}}
    try:
        answers = question.read(text, Asking(ctx.now.today, progress.answers, facts, ctx.incoming.files))
    except Mistake as mistake:
        progress = replace(progress, answers={**progress.answers, **mistake.filled}, tries=progress.tries + 1)
        _keep(ctx, progress)
        return again(ctx, replace(filling, progress=progress), question, mistake)
    return await _fill(ctx, sheet, progress, question, answers)


async def _fill(ctx: Context, sheet: Sheet, progress: Progress, question: Question, answers: Answers) -> Answer:
    merged = sheet.form.settled({**progress.answers, **answers})
    progress = replace(progress, answers=merged, tries=0)
    filling = await _filling(ctx, sheet, progress)
    said = "" if progress.changing else recorded(ctx, filling, question)
    return await _advance(ctx, sheet, progress, said)


async def _one_of_many(ctx: Context, sheet: Sheet, progress: Progress, question: Question, value: str) -> Answer:
    """Several may be pressed one by one; "done" ends it."""
    field = f"_{question.fields[0]}"
    taken = list(progress.answers.get(field) or [])  # type: ignore[arg-type]  # a list of values, as put below
    if value == "done":
        kept = {name: answer for name, answer in progress.answers.items() if name != field}
        if not taken:
            filling = await _filling(ctx, sheet, progress)
            return again(ctx, filling, question, Mistake("choose_one"))
        return await _read(ctx, sheet, replace(progress, answers=kept), question, ", ".join(map(str, taken)))
    taken = [one for one in taken if one != value] if value in taken else [*taken, value]
    progress = replace(progress, answers={**progress.answers, field: taken})
    _keep(ctx, progress)
    return ask(ctx, await _filling(ctx, sheet, progress), question, variants=("more",))


async def _files(ctx: Context, sheet: Sheet, progress: Progress) -> Answer:
    """Evidence: kept as owed; the collector answers when it is stored, once for an album."""
    if not any(question.files for question in sheet.form.questions):
        return again(
            ctx, await _filling(ctx, sheet, progress), _question(sheet, progress.at or ""), Mistake("no_files_here")
        )
    counted = await evidence.owe(ctx, progress)
    progress = replace(progress, answers={**progress.answers, **counted})
    _keep(ctx, progress)
    return []


# -- steps -------------------------------------------------------------------------------------------------------------


async def _step(ctx: Context, sheet: Sheet, progress: Progress, step: str) -> Answer:
    question = _question(sheet, progress.at)
    filling = await _filling(ctx, sheet, progress)
    if step == "back":
        asked = sheet.form.asked(progress.answers)
        before = asked[max(0, asked.index(question) - 1)]
        progress = replace(progress, at=before.name, tries=0)
        _keep(ctx, progress)
        variants = ("back",) if before.answered(progress.answers) else ("again",)
        return ask(ctx, replace(filling, progress=progress), before, variants=variants)
    if step == "skip":
        skipped = {name: progress.answers.get(name) for name in question.fields}
        return await _advance(ctx, sheet, replace(progress, answers={**progress.answers, **skipped}), "")
    _keep(ctx, progress)
    ctx.talk.leave()
    if step == "later":
        return ctx.say("form.later", [["menu"]])
    return left(ctx, filling)


async def _advance(ctx: Context, sheet: Sheet, progress: Progress, said: str) -> Answer:
    """The next question that is missing, or the review, or the end."""
    question = sheet.form.missing(progress.answers)
    if question is None:
        progress = replace(progress, answers={**progress.answers, **sheet.fill(ctx, progress)})
    if question is None and not sheet.form.reviews(progress.answers):
        return await _end(ctx, sheet, progress)
    progress = replace(progress, at=question.name if question else "", changing=False)
    _keep(ctx, progress)
    filling = await _filling(ctx, sheet, progress)
    if question is None:
        return review(ctx, filling)
    return ask(ctx, filling, question, said=said)


async def _end(ctx: Context, sheet: Sheet, progress: Progress) -> Answer:
    answer = await sheet.finish(ctx, progress)
    if ctx.talk.drafts.get(progress.form) is None or ctx.talk.drafts[progress.form].run == progress.run:
        ctx.talk.drop(progress.form)
    return answer


# -- the review screen -------------------------------------------------------------------------------------------------


async def _typed_at_review(ctx: Context, sheet: Sheet, progress: Progress, text: str) -> Answer:
    filling = await _filling(ctx, sheet, progress)
    step = navigation(text)
    if step in {"later", "menu"}:
        return await _at_review(ctx, sheet, progress, "later")
    if step == "cancel":
        ctx.talk.leave()
        return left(ctx, filling)
    if picked := pick(text, _offered(ctx, progress)):
        return await _at_review(ctx, sheet, progress, picked)
    if name := _named_item(ctx, filling, text):
        return await _at_review(ctx, sheet, progress, f"edit-{name}")
    if step == "back":
        return await change(ctx, sheet, progress, sheet.form.asked(progress.answers)[-1].name)
    return review(ctx, filling)


def _named_item(ctx: Context, filling: Sheeted, text: str) -> str | None:
    """ "sua ket qua": the line of the review that the words name."""
    folded = f" {fold(text)} "
    asked = {question.name for question in filling.sheet.form.questions}
    for name in filling.sheet.lines:
        if name in asked and f" {fold(ctx.words(f'form.{filling.name}.{name}.item'))} " in folded:
            return name
    return None


async def _at_review(ctx: Context, sheet: Sheet, progress: Progress, value: str) -> Answer:
    filling = await _filling(ctx, sheet, progress)
    if value in {"send", "send_again"} and sheet.form.missing(progress.answers) is None:
        return await _end(ctx, sheet, progress)
    if value in {"edit", "edit_more"}:
        return items(ctx, filling)
    if value.startswith("edit-"):
        return await change(ctx, sheet, progress, value.removeprefix("edit-"))
    if value == "later":
        _keep(ctx, progress)
        ctx.talk.leave()
        return ctx.say("form.later", [["menu"]])
    if value == "drop":
        ctx.talk.drop(progress.form)
        return ctx.say("form.dropped", [["menu"]])
    return await _advance(ctx, sheet, progress, "")


# -- small things ------------------------------------------------------------------------------------------------------


def _question(sheet: Sheet, name: str) -> Question:
    return sheet.form.question(name)


def _offered(ctx: Context, progress: Progress) -> list[tuple[str, str]]:
    """The choices this form showed last: (answer, label)."""
    head = f"f.{progress.run}."
    return [(value.rsplit(".", 1)[-1], label) for value, label in ctx.talk.menu if value.startswith(head)]


def _keep(ctx: Context, progress: Progress) -> None:
    ctx.talk.begin(progress)
    ctx.talk.touched[progress.form] = ctx.now.campaign.isoformat()


async def _filling(ctx: Context, sheet: Sheet, progress: Progress) -> Sheeted:
    return Sheeted(sheet, progress, await sheet.gaps(ctx, progress))
