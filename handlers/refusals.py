"""What is said when something cannot be done outside a form: what, why, and what can be done instead (CONVERSATIONS §1.11)."""

from domain.messages import Reply
from domain.mistakes import Mistake
from handlers.context import Context, Offer

_INSTEAD: dict[str, list[list[Offer]]] = {
    "no_right_see_figures": [["mine"]],
    "no_right_confirm_deed": [["mine"]],
    "no_right_report_plan": [["report"]],
    "stranger": [],
}


def refusal(ctx: Context, mistake: Mistake) -> Reply:
    """The sentence of a mistake, with the way on."""
    rows = _INSTEAD.get(mistake.key, [["menu"]])
    return ctx.say(f"mistake.{mistake.key}", rows, **mistake.values)


def apology(ctx: Context, code: str) -> Reply:
    """Our fault: what is kept, what to do, the code (H4)."""
    where = "form" if ctx.talk.open else "plain"
    return ctx.say(f"fault.{where}", [["menu"]], code=code)
