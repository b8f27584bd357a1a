"""The words of a form: a question with its number and choices, and the same again after a mistake."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from domain.forms import Asking, Question
from domain.messages import Choice, Json, Reply
from domain.mistakes import Mistake
from handlers.context import offers
from handlers.forms.filling import REVIEW, Filling
from texts.catalogue import Words, shortened

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_QUOTE = 60
"""Letters of what was typed that a mistake repeats."""
STUCK_AFTER = 3
"""Tries on one question after which other ways are named (CONVERSATIONS §1.10)."""


def ask(filling: Filling, question: Question, said: str = "", variants: Sequence[str] = (), after: str = "") -> Reply:
    """The question, after what was just ``said``.

    ``variants`` name its more particular wordings, of which the first that exists is taken; ``after`` is the key of a
    mistake whose own choices are shown.
    """
    guess = filling.sheet.guesses.get(question.name)
    guessed = guess(filling.answers) if guess and not set(variants) - {"understood"} else None
    body = filling.words(
        _key(filling, question, variants, guessed=bool(guessed)),
        **{"now": filling.sheet.shown(filling.words, question.name, guessed or filling.answers), **_gaps(filling)},
    )
    number, total = filling.form.place(question, filling.answers)
    if number and total > 1 and not _is_change(variants) and body:
        body = f"{number}/{total} · {body}"
    text = "\n".join(part for part in (said, body) if part)
    rows = offers(filling.words, _rows(filling, question, variants, after, guessed=bool(guessed)))
    return Reply(text, rows, numbers=question.numbered, many=question.many)


def _key(filling: Filling, question: Question, variants: Sequence[str], *, guessed: bool) -> str:
    """The most particular sentence there is for this question at this moment."""
    head = f"form.{filling.form.name}.{question.name}"
    empty = () if filling.shown(question.name) else tuple(f"{variant}_empty" for variant in variants)
    wanted = [*empty, *variants, "guess" if guessed else "", _wording(filling, question)]
    return filling.words.first(*(f"{head}.{one}" for one in wanted if one), f"{head}.ask")


def _wording(filling: Filling, question: Question) -> str:
    particular = filling.sheet.wording.get(question.name)
    return particular(filling.answers) if particular else ""


def _gaps(filling: Filling) -> dict[str, object]:
    """Every gap a question of this form may have."""
    shown = {f"{name}_shown": filling.shown(name) for name in filling.sheet.lines}
    return {**shown, **filling.gaps}


def _is_change(variants: Sequence[str]) -> bool:
    return "change" in variants


def _rows(
    filling: Filling, question: Question, variants: Sequence[str], after: str, *, guessed: bool
) -> list[list[Choice]]:
    """The question's own choices, what this moment adds, and the two ways out that every question has."""
    name = question.name
    known = "back" in variants or (_is_change(variants) and "complete" not in variants)
    rows = [[filling.offer(name, value) for value in row] for row in filling.sheet.after.get(after, ())]
    rows += [[filling.offer(name, "yes")]] if guessed else []
    rows += [[filling.offer(name, "keep")]] if known else []
    if not after.startswith("mend_"):
        rows += [[filling.offer(name, value) for value in row] for row in question.offers]
    if more := filling.sheet.offers.get(name):
        rows += [
            [Choice(filling.value(name, value), label) for value, label in row]
            for row in more(filling.ctx, filling.answers)
        ]
    if filling.may_skip(question) and not known and "complete" not in variants:
        rows.append([filling.offer(name, "skip")])
    if "understood" in variants:
        rows.append([filling.offer(REVIEW, "edit_understood")])
    return [*rows, *_ways_out(filling, question, variants)]


def _ways_out(filling: Filling, question: Question, variants: Sequence[str]) -> list[list[Choice]]:
    if not filling.form.steps:
        return []
    later = filling.offer(question.name, "later")
    if "complete" in variants:
        return [[filling.offer("_", "edit_other"), later]]
    if _is_change(variants) or filling.form.begins(question, filling.answers):
        return [[later]]
    return [[filling.offer(question.name, "back"), later]]


def asking(filling: Filling, question: str = "") -> Asking:
    """What a reader may know of this moment."""
    guess = filling.sheet.guesses.get(question)
    facts = {**filling.gaps, "guess": dict(guess(filling.answers) or {}) if guess else {}}
    return Asking(filling.ctx.now.today, filling.answers, facts, filling.ctx.incoming.files)


def _when_stuck(filling: Filling, question: Question) -> str:
    """What to do after several mistakes; who works in an office has no school to ask."""
    if filling.may_skip(question):
        return "form.stuck_optional"
    person = filling.ctx.person
    return "form.stuck_office" if person and person.holding("office", "relay") else "form.stuck"


def again(filling: Filling, question: Question, mistake: Mistake) -> Reply:
    """The same question after a mistake: the fact, an example, the question (CONVERSATIONS §1.10)."""
    words = filling.words
    key = words.first(f"mistake.{filling.form.name}.{mistake.key}", f"mistake.{mistake.key}")
    said = words(key, **_told(words, mistake.values))
    if filling.progress.tries >= STUCK_AFTER and filling.form.steps:
        said = "\n".join((said, words(_when_stuck(filling, question))))
    return ask(filling, question, said, (f"again_{mistake.key}", "again"), mistake.key)


def _told(words: Words, values: Mapping[str, Json]) -> dict[str, object]:
    """The values of a mistake as they are written: days and months in the reader's way."""
    told: dict[str, object] = {name: _one_told(words, value) for name, value in values.items()}
    month = values.get("month")
    return {**told, "month_name": words(f"month.{month}")} if isinstance(month, int) else told


def _one_told(words: Words, value: Json) -> object:
    if not isinstance(value, str):
        return value
    return words.day(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else shortened(value, LONGEST_QUOTE)


def recorded(filling: Filling, question: Question) -> str:
    """What was understood, in normal form, as in "Recorded: …"."""
    shown = filling.shown(question.name)
    plain = "form.recorded" if shown else "form.recorded_bare"
    head, wording = f"form.{filling.form.name}.{question.name}.recorded", _wording(filling, question)
    key = filling.words.first(*([f"{head}_{wording}"] if wording else []), head, plain)
    return filling.words(key, **{"shown": shown, **_gaps(filling)})
