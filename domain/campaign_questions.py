"""Questions that a campaign adds to the report of a good deed, as its file names them (DESIGN §4)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from domain.entries import FAULT, Code, Words
from domain.messages import Json
from domain.mistakes import Mistake
from domain.problems import Problem

MOST = 5
"""Questions a campaign may add: a tired teacher answers six already."""
MOST_CHOICES = 8
LONGEST_ASK, LONGEST_LABEL = 300, 24
"""Letters of a question and of a button (CONVERSATIONS §1.5, §1.19)."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
_OPTION = re.compile(r"[A-Za-z0-9_-]{1,20}")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of a choice; without English its Vietnamese label stands in both languages."""

    code: Code
    vi: Words
    en: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only when an earlier answer is this one: ``movement`` by its code, or an added choice by its option."""

    answer: Words
    equals: Words


@dataclass(frozen=True, slots=True)
class AddedQuestion:
    """One more question. ``ask_*`` are its words with an example, ``item_*`` its name on the review screen."""

    name: Code
    kind: Literal["sentence", "number", "date", "choice"]
    ask_vi: Words
    item_vi: Words
    ask_en: str = ""
    item_en: str = ""
    optional: bool = True
    choices: tuple[Option, ...] = ()
    when: tuple[Condition, ...] = ()

    @property
    def field(self) -> str:
        """Its name among answers, apart from those of the house."""
        return f"x_{self.name}"


def check_questions(parts: Mapping[str, Any]) -> Iterator[Problem]:
    """What does not fit in the added questions that could be read."""
    known: dict[str, set[str]] = {"movement": {one.code for one in parts.get("movements", ()) if one is not FAULT}}
    listed = parts.get("questions", ())
    if len(listed) > MOST:
        yield _problem("questions", "campaign_questions_many", most=MOST, found=len(listed))
    for number, one in enumerate(listed, 1):
        if one is not FAULT:
            yield from _shape(f"questions.{number}", one)
            yield from _conditions(f"questions.{number}", one, known)
            if one.kind == "choice":
                known[one.name] = {option.code for option in one.choices}


def _problem(path: str, key: str, **values: Json) -> Problem:
    return Problem(path, Mistake(key, place=path, **values))


def _shape(path: str, one: AddedQuestion) -> Iterator[Problem]:
    if not _NAME.fullmatch(one.name):
        yield _problem(f"{path}.name", "campaign_question_name", given=one.name)
    for field in ("ask_vi", "ask_en"):
        words = getattr(one, field)
        if len(words) > LONGEST_ASK or words.count("?") > 1 or "!" in words:
            yield _problem(f"{path}.{field}", "campaign_question_words", most=LONGEST_ASK)
    labels = [(f"{path}.item_vi", one.item_vi), (f"{path}.item_en", one.item_en)]
    for number, option in enumerate(one.choices, 1):
        labels += [(f"{path}.choices.{number}.{field}", getattr(option, field)) for field in ("vi", "en")]
        if not _OPTION.fullmatch(option.code):
            yield _problem(f"{path}.choices.{number}.code", "campaign_question_name", given=option.code)
    for place, label in labels:
        if len(label) > LONGEST_LABEL:
            yield _problem(place, "campaign_long_item", given=label, most=LONGEST_LABEL)
    codes = [option.code for option in one.choices]
    fits = 2 <= len(codes) <= MOST_CHOICES and len(set(codes)) == len(codes)  # noqa: PLR2004 - one choice is none
    if fits != (one.kind == "choice") if codes else one.kind == "choice":
        yield _problem(f"{path}.choices", "campaign_question_choices", most=MOST_CHOICES)


def _conditions(path: str, one: AddedQuestion, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    for number, condition in enumerate(one.when, 1):
        if condition.equals not in known.get(condition.answer, set()):
            names = ", ".join(sorted(known.get(condition.answer) or known))
            yield _problem(f"{path}.when.{number}", "campaign_question_when", known=names)
