"""The screens of a form beside its questions: the review, the choice of what to change, and what is left behind."""

from domain.forms import Answers, Form
from domain.messages import Choice, Reply
from handlers.context import button, offers
from handlers.forms.filling import REVIEW, Filling


def review(filling: Filling) -> Reply:
    """Everything once more before it is sent; any line can be changed."""
    if (again := filling.sheet.review_again) and (text := again(filling.ctx, filling.progress)):
        return Reply(text, _review_rows(filling, "send_again", "edit_more"))
    words, head = filling.words, f"form.{filling.form.name}"
    lines = [
        "- " + words(f"{head}.{name}.line", shown=shown)
        for name in filling.sheet.lines
        if (shown := filling.sheet.as_line(words, name, filling.answers))
    ]
    foot = words(words.first(f"{head}.review_foot", "form.review_foot"))
    text = "\n".join(part for part in (words(f"{head}.review"), *lines, foot) if part)
    return Reply(text, _review_rows(filling, "send", "edit"))


def _review_rows(filling: Filling, send: str, edit: str) -> tuple[tuple[Choice, ...], ...]:
    return offers(
        filling.words,
        [[filling.offer(REVIEW, send)], [filling.offer(REVIEW, edit), filling.offer(REVIEW, "later")]],
    )


MOST_LINES = 9
"""With the way back a message has at most ten buttons (CONVERSATIONS §1.20)."""


def items(filling: Filling) -> Reply:
    """One button per line of the review, to choose what to change."""
    names = {name: filling.words(f"form.{filling.form.name}.{name}.item") for name in changeable(filling)}
    listed = [name for name in names if name not in filling.sheet.by_name]
    shown, rest = listed[:MOST_LINES], listed[MOST_LINES:]
    buttons = [Choice(filling.value(REVIEW, f"edit-{name}"), names[name]) for name in shown]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    text = filling.words("form.which_item")
    if rest:
        others = ", ".join(names[name] for name in rest)
        text = "\n".join((filling.words("form.other_items", items=others, first=names[rest[0]].lower()), text))
    return Reply(text, offers(filling.words, [*rows, [filling.offer(REVIEW, "review")]]))


def changeable(filling: Filling) -> list[str]:
    """The lines of the review that a question stands behind."""
    asked = {question.name for question in filling.form.questions}
    return [name for name in filling.sheet.lines if name in asked and filling.shown(name)]


def left(filling: Filling) -> Reply:
    """Leaving loses nothing: where the draft stands and what can be done with it (C9)."""
    words, name = filling.words, filling.form.name
    number, total = standing_at(filling.form, filling.answers)
    rows = [
        [
            button(words, f"go_on_{name}", filling.value(REVIEW, "go_on")),
            button(words, "later", filling.value(REVIEW, "later")),
        ],
        [button(words, "drop_draft", filling.value(REVIEW, "drop"))],
    ]
    key = "form.left" if number else "form.left_bare"
    return Reply(words(key, n=number, total=total), offers(words, rows))


def standing_at(form: Form, answers: Answers) -> tuple[int, int]:
    """Which question of how many a draft has come to; what has no number stands with the one before it."""
    asked, missing = form.asked(answers), form.missing(answers)
    until = asked[: asked.index(missing) + 1] if missing else asked
    counted = form.counted(answers)
    return sum(question in counted for question in until), len(counted)
