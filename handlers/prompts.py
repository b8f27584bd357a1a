"""The words of a form: a question with its number and choices, what was just recorded, the review screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.forms import Progress, Question
from domain.messages import Choice, Json, Reply
from domain.mistakes import Mistake
from handlers.context import Context, button, offers
from handlers.sheets import Sheet
from texts.catalogue import Words

REVIEW = "_"
"""The review screen's place among question names."""


@dataclass(frozen=True, slots=True)
class Sheeted:
    """A sheet being filled: the form's use, where it stands, and the facts of the moment."""

    sheet: Sheet
    progress: Progress
    gaps: Mapping[str, Json]

    @property
    def name(self) -> str:
        """The form's name, the head of its keys in the catalogue."""
        return self.sheet.form.name

    def value(self, question: str, value: str) -> str:
        """A button's value: which filling, which question, which answer."""
        return f"f.{self.progress.run}.{question}.{value}"

    def offer(self, words: Words, question: str, value: str, **values: object) -> Choice:
        """A button of this form; its label is the form's own, or the one all forms share."""
        label = words.first(f"own.{self.name}.{question}.{value}", f"own.{self.name}.{value}", f"choice.{value}")
        return Choice(self.value(question, value), words(label, **values))


def key_of(filling: Sheeted, words: Words, question: str, *variants: str) -> str:
    """The most particular sentence there is for this question."""
    head = f"form.{filling.name}.{question}"
    return words.first(*(f"{head}.{variant}" for variant in variants if variant), f"{head}.ask")


def ask(ctx: Context, filling: Sheeted, question: Question, *, said: str = "", variants: Sequence[str] = ()) -> Reply:
    """The question, after what was just recorded (``said``); ``variants`` name its more particular wordings."""
    words, progress = ctx.words, filling.progress
    guess = filling.sheet.guesses.get(question.name)
    guessed = guess(progress.answers) if guess and not variants else None
    shown = filling.sheet.shown(words, question.name, guessed or progress.answers)
    body = words(
        key_of(filling, words, question.name, *variants, "guess" if guessed else ""), now=shown, **gaps_of(ctx, filling)
    )
    number, total = filling.sheet.form.place(question, progress.answers)
    if number and total > 1 and "change" not in variants:
        body = f"{number}/{total} · {body}"
    return Reply(
        "\n".join(part for part in (said, body) if part),
        choices(ctx, filling, question, variants, guessed=bool(guessed)),
    )


def gaps_of(ctx: Context, filling: Sheeted) -> dict[str, object]:
    """Every gap a question of this form may have."""
    shown = {
        f"{name}_shown": filling.sheet.shown(ctx.words, name, filling.progress.answers) for name in filling.sheet.lines
    }
    return {**shown, **filling.gaps}


def choices(
    ctx: Context, filling: Sheeted, question: Question, variants: Sequence[str], *, guessed: bool
) -> tuple[tuple[Choice, ...], ...]:
    """The question's own choices, what this moment adds, and the two ways out that every question has."""
    words = ctx.words

    def offer(value: str) -> Choice:
        return filling.offer(words, question.name, value)

    rows: list[list[Choice]] = []
    if guessed:
        rows.append([offer("yes")])
    if "back" in variants or "change" in variants:
        rows.append([offer("keep")])
    rows += [[offer(value) for value in row] for row in question.offers]
    if more := filling.sheet.offers.get(question.name):
        rows += [
            [Choice(filling.value(question.name, value), label) for value, label in row]
            for row in more(ctx, filling.progress.answers)
        ]
    if question.optional and not ("back" in variants or "change" in variants):
        rows.append([offer("skip")])
    if filling.sheet.form.steps:
        first = filling.sheet.form.place(question, filling.progress.answers)[0] <= 1
        rows.append([offer("later")] if first or "change" in variants else [offer("back"), offer("later")])
    return offers(words, rows)


def again(ctx: Context, filling: Sheeted, question: Question, mistake: Mistake) -> Reply:
    """The same question after a mistake: the fact, an example, the question (CONVERSATIONS §1.10)."""
    words = ctx.words
    fact = words(words.first(f"mistake.{filling.name}.{mistake.key}", f"mistake.{mistake.key}"), **mistake.values)
    reply = ask(ctx, filling, question, said=fact, variants=(f"again_{mistake.key}", "again"))
    return reply


def recorded(ctx: Context, filling: Sheeted, question: Question) -> str:
    """ "Đã ghi: …" in normal form."""
    words = ctx.words
    shown = filling.sheet.shown(words, question.name, filling.progress.answers)
    key = words.first(
        f"form.{filling.name}.{question.name}.recorded", "form.recorded" if shown else "form.recorded_bare"
    )
    return words(key, shown=shown, **gaps_of(ctx, filling))


def review(ctx: Context, filling: Sheeted) -> Reply:
    """Everything once more before it is sent; any line can be changed."""
    if (again := filling.sheet.review_again) and (text := again(ctx, filling.progress)):
        rows = [
            [filling.offer(ctx.words, REVIEW, "send_again")],
            [filling.offer(ctx.words, REVIEW, "edit_more"), filling.offer(ctx.words, REVIEW, "later")],
        ]
        return Reply(text, offers(ctx.words, rows))
    words, sheet, answers = ctx.words, filling.sheet, filling.progress.answers
    lines = [
        words(f"form.{filling.name}.{name}.line", shown=shown)
        for name in sheet.lines
        if (shown := sheet.lined(words, name, answers) if sheet.lined else sheet.shown(words, name, answers))
    ]
    head = words(f"form.{filling.name}.review")
    foot = words("form.review_foot")
    rows = [
        [filling.offer(words, REVIEW, "send")],
        [filling.offer(words, REVIEW, "edit"), filling.offer(words, REVIEW, "later")],
    ]
    return Reply("\n".join((head, *(f"- {line}" for line in lines), foot)), offers(words, rows))


def items(ctx: Context, filling: Sheeted) -> Reply:
    """One button per line of the review, to choose what to change."""
    words, sheet = ctx.words, filling.sheet
    asked = {question.name for question in sheet.form.questions}
    shown = [name for name in sheet.lines if name in asked and sheet.shown(words, name, filling.progress.answers)]
    buttons = [
        Choice(filling.value(REVIEW, f"edit-{name}"), words(f"form.{filling.name}.{name}.item")) for name in shown
    ]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    rows.append([filling.offer(words, REVIEW, "review")])
    return Reply(words("form.which_item"), offers(words, rows))


def left(ctx: Context, filling: Sheeted) -> Reply:
    """Leaving loses nothing: where the draft stands and what can be done with it (C9)."""
    form, answers = filling.sheet.form, filling.progress.answers
    question = form.missing(answers)
    number, total = form.place(question, answers) if question else form.place(form.asked(answers)[-1], answers)
    words = ctx.words
    rows = [
        [
            button(words, f"go_on_{filling.name}", filling.value(REVIEW, "go_on")),
            button(words, "later", filling.value(REVIEW, "later")),
        ],
        [button(words, "drop_draft", filling.value(REVIEW, "drop"))],
    ]
    return Reply(words("form.left", n=number, total=total), offers(words, rows))
