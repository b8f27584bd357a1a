"""The moves within a form: to the next question, a change, back, skip, later; none of them loses an answer."""

from domain.forms import Question
from handlers.context import Answer
from handlers.forms import past_runs
from handlers.forms.filling import Filling, filling_of
from handlers.forms.prompts import ask
from handlers.forms.screens import left, review


async def advance(filling: Filling, said: str = "") -> Answer:
    """The next question that is missing, or the review, or the end."""
    question = filling.form.missing(filling.answers)
    if question is None:
        filling = await _with_what_needs_no_question(filling)
        question = filling.form.missing(filling.answers)
    if question is None and not filling.form.reviews(filling.answers):
        return await end(filling)
    filling = filling.standing(at=question.name if question else "", changing=False)
    filling.keep()
    return ask(filling, question, said) if question else review(filling)


async def _with_what_needs_no_question(filling: Filling) -> Filling:
    more = filling.sheet.fill(filling.ctx, filling.progress)
    return await filling.knowing({**filling.answers, **more}) if more else filling


async def end(filling: Filling) -> Answer:
    """Full: the form becomes what it is for, and its draft is gone; unless there is something to be asked first."""
    if (first := filling.sheet.ask_first) and (asked := await first(filling)):
        return asked
    answer = await filling.sheet.finish(filling.ctx, filling.progress)
    past_runs.note(filling.ctx, filling.progress, "sent")
    draft = filling.ctx.talk.drafts.get(filling.form.name)
    if draft is None or draft.run == filling.progress.run:
        filling.ctx.talk.drop(filling.form.name)
    return answer


async def change(filling: Filling, name: str, variant: str = "change") -> Answer:
    """Ask one question of a full form anew; the review comes back afterwards."""
    filling = filling.standing(at=name, changing=True, tries=0)
    filling.keep()
    return ask(filling, filling.form.question(name), variants=(variant, "change"))


async def step(filling: Filling, question: Question, name: str) -> Answer:
    """Back, skip, later, or leaving."""
    if name == "back":
        return await _back(filling, question)
    if name == "skip":
        skipped = {field: filling.answers.get(field, filling.answers.get(f"_{field}")) for field in question.fields}
        return await advance(await filling.knowing({**filling.answers, **skipped}))
    filling.keep()
    if name == "later":
        return later(filling)
    filling.ctx.talk.leave()
    return left(filling)


async def _back(filling: Filling, question: Question) -> Answer:
    """To the question before; from a change, to the review it came from."""
    if filling.progress.changing:
        return await advance(filling)
    counted = filling.form.counted(filling.answers)
    asked = [one for one in filling.form.asked(filling.answers) if one in counted or one == question]
    at = asked.index(question) if question in asked else 0
    before = asked[max(0, at - 1)]
    if before == question:
        before = filling.form.asked(filling.answers)[0]
    filling = filling.standing(at=before.name, tries=0)
    filling.keep()
    answered = before.answered(filling.answers) and filling.shown(before.name)
    return ask(filling, before, variants=("back",) if answered else ())


def later(filling: Filling) -> Answer:
    """Close it; the draft stays."""
    filling.ctx.talk.leave()
    return filling.ctx.say("form.later", [["menu"]])


__all__ = ["advance", "change", "end", "filling_of", "later", "step"]
