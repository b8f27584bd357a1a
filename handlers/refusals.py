"""What is said when something cannot be done: what, why, and what can be done instead (CONVERSATIONS §1.11)."""

from domain.messages import Reply
from domain.mistakes import Mistake
from handlers.commands import SHEETS
from handlers.context import Context, Offer, button, offers
from handlers.forms.filling import REVIEW

_INSTEAD: dict[str, list[list[Offer]]] = {
    "no_right_see_figures": [["mine"]],
    "no_right_confirm_deed": [["mine"]],
    "no_right_report_plan": [["report"]],
    "no_right_admit": [["mine"]],
    "no_right_invite": [["members"]],
    "stranger": [],
}


def refusal(ctx: Context, mistake: Mistake) -> Reply:
    """The sentence of a mistake, with the way on."""
    rows = _INSTEAD.get(mistake.key, [["menu"]] if ctx.person else [])
    return Reply(ctx.words(f"mistake.{mistake.key}", **mistake.values), offers(ctx.words, rows))


def apology(ctx: Context, code: str) -> Reply:
    """Our fault: what is kept, what to do, the code (H4)."""
    progress = ctx.talk.progress
    sheet = next((sheet for sheet in SHEETS if progress and sheet.form.name == progress.form), None)
    if progress is None or sheet is None:
        return ctx.say("fault.plain", [["menu"]] if ctx.person else (), code=code)
    question = next((one for one in sheet.form.questions if one.name == progress.at), None)
    number, total = sheet.form.place(question, progress.answers) if question else (0, 0)
    which = "answer_n" if number else "answer"
    send = button(ctx.words, f"send_{which}", f"f.{progress.run}.{REVIEW}.go_on", n=number, total=total)
    where = ctx.words(f"fault.{which}", n=number, total=total)
    return ctx.say("fault.form", [[send]], code=code, where=where)
