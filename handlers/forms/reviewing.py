"""The review screen at work: send, change a line, come back later, throw away."""

from domain.readers.answers import navigation
from domain.readers.choices import pick
from domain.vietnamese import fold
from handlers.context import Answer
from handlers.forms import giving, moves, past_runs
from handlers.forms.filling import Filling
from handlers.forms.screens import changeable, items, left, review
from storage.deeds import evidence as kept


async def typed(filling: Filling, text: str) -> Answer:
    """What was typed at the review: a button's label or number, or the name of a line."""
    step = navigation(text)
    if step in {"later", "menu"}:
        return await chosen(filling, "later")
    if step == "cancel":
        filling.ctx.talk.leave()
        return left(filling)
    if picked := pick(text, filling.offered()):
        return await chosen(filling, picked)
    if name := _named_line(filling, text):
        return await chosen(filling, f"edit-{name}")
    if step == "back":
        return await moves.change(filling, filling.form.asked(filling.answers)[-1].name)
    return review(filling)


def _named_line(filling: Filling, text: str) -> str | None:
    """As in "sua ket qua": the line of the review that the words name."""
    told = f" {fold(text)} "
    head = f"form.{filling.form.name}"
    lines = changeable(filling)
    return next((name for name in lines if f" {fold(filling.words(f'{head}.{name}.item'))} " in told), None)


async def chosen(filling: Filling, value: str) -> Answer:
    """A button of the review, of the list of its lines, or of what is left behind."""
    if value in {"send", "send_again"} and filling.form.missing(filling.answers) is None:
        return await moves.end(filling)
    if value.startswith("drop_file"):
        return await giving.drop(filling, value.removeprefix("drop_file").removeprefix("-"))
    if value in {"edit", "edit_more", "edit_other", "edit_understood"}:
        filling.standing(at="").keep()
        return items(filling)
    if value.startswith("edit-") and value.removeprefix("edit-") in changeable(filling):
        return await moves.change(filling, value.removeprefix("edit-"))
    return await _left(filling, value)


async def _left(filling: Filling, value: str) -> Answer:
    """Later, or never; anything else goes on where the form stands."""
    if value == "later":
        filling.keep()
        return moves.later(filling)
    if value == "drop":
        past_runs.note(filling.ctx, filling.progress, "dropped")
        filling.ctx.talk.drop(filling.form.name)
        await kept.drop_filling(filling.ctx.store, filling.ctx.talk.address.key, filling.progress.run)
        return filling.ctx.say("form.dropped", [["menu"]])
    return await moves.advance(filling)
