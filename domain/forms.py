"""A conversation is a form and a form is data: questions, what fills them, and what comes next (DESIGN §4, §13.8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from domain.messages import FileRef, Json

Answers: TypeAlias = Mapping[str, Json]

ASKED = "_asked"
"""Where answers keep the names of the few questions that follow a free message: only these are counted then."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a reader may know beside the text: the local day, what is answered already, facts of unit and campaign.

    ``facts`` of use to readers: ``campaign_start``, ``campaign_end`` (ISO days), ``unit_name``, ``unit_total`` (heads),
    ``unit_symbol`` (letters of the unit in document numbers, e.g. ``THPTNQ``).
    """

    today: date
    answers: Answers = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)
    files: tuple[FileRef, ...] = ()


Reader: TypeAlias = Callable[[str, Asking], Answers]
"""Turns what was typed into fields; raises :class:`domain.mistakes.Mistake` with the key of a helpful sentence.

A reader may fill fewer fields than its question has (the next question is the first with missing fields), or more.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its words are ``form.<form>.<name>`` in the catalogue, its choices ``choice.<value>``.

    ``fields`` are what it must fill; ``when`` are equalities on earlier answers (TOML can write them); ``offers``
    are rows of choice values; ``many`` lets several be chosen; ``files`` takes evidence; ``optional`` may be skipped;
    what is not ``counted`` has no number in "3/6".
    """

    name: str
    fields: tuple[str, ...]
    read: Reader
    when: Mapping[str, Json] = field(default_factory=dict)
    offers: tuple[tuple[str, ...], ...] = ()
    optional: bool = False
    many: bool = False
    files: bool = False
    counted: bool = True
    numbered: bool = True
    """Numbers pick a choice; not where the answer is itself a number (CONVERSATIONS §1.20)."""
    extra: bool = False
    """Filled in by itself and asked only when its owner wants to change it."""
    renewed_by: str = ""
    """A field: when that changes, this question is asked anew."""

    def applies(self, answers: Answers) -> bool:
        """Whether this question is asked at all, given what is answered."""
        return holds(self.when, answers)

    def answered(self, answers: Answers) -> bool:
        """Whether every field has been filled or skipped (a skipped field holds None)."""
        return all(name in answers for name in self.fields)


def holds(when: Mapping[str, Json], answers: Answers) -> bool:
    """Equalities on answers; a list of values means any of them."""
    return all(
        answers.get(name) in value if isinstance(value, list) else answers.get(name) == value
        for name, value in when.items()
    )


@dataclass(frozen=True, slots=True)
class Form:
    """A named list of questions; ``reviewed`` forms end with a screen where any answer can be changed.

    ``reviewed_when`` are equalities that must hold for the review; ``steps`` shows back and later under each question.
    """

    name: str
    questions: tuple[Question, ...]
    reviewed: bool = True
    reviewed_when: Mapping[str, Json] = field(default_factory=dict)
    steps: bool = True

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions that apply, in order."""
        return tuple(one for one in self.questions if one.applies(answers) and not one.extra)

    @property
    def first(self) -> Question:
        """The first question that has a number: where a free story begins."""
        return next(question for question in self.questions if question.counted)

    def reviews(self, answers: Answers) -> bool:
        """Whether a review screen comes before sending."""
        return self.reviewed and holds(self.reviewed_when, answers)

    def counted(self, answers: Answers) -> tuple[Question, ...]:
        """The questions that have a number: those of the form, or the few that follow a free message."""
        few = answers.get(ASKED)
        if isinstance(few, list):
            return tuple(one for one in self.asked(answers) if one.name in few)
        return tuple(one for one in self.asked(answers) if one.counted)

    def begins(self, question: Question, answers: Answers) -> bool:
        """Whether nothing is asked before this question, so that there is no way back from it."""
        asked = self.counted(answers) if ASKED in answers else self.asked(answers)
        return question in asked[:1]

    def place(self, question: Question, answers: Answers) -> tuple[int, int]:
        """Its number and how many are counted: (3, 6); (0, n) for a question without a number."""
        counted = self.counted(answers)
        return (counted.index(question) + 1 if question in counted else 0), len(counted)

    def missing(self, answers: Answers) -> Question | None:
        """The first question that still has to be asked, or None when the form is full."""
        return next(iter(self.missing_all(answers)), None)

    def missing_all(self, answers: Answers) -> tuple[Question, ...]:
        """All questions that still have to be asked."""
        return tuple(question for question in self.asked(answers) if not question.answered(answers))

    def question(self, name: str) -> Question:
        """The question of that name; KeyError when a stored conversation names one that a release removed."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def renewed(self, before: Answers, said: Answers) -> dict[str, Json]:
        """What was known with what is said now; what followed from an answer that changed is to be asked anew."""
        gone = {
            name
            for question in self.questions
            if question.renewed_by in said and said[question.renewed_by] != before.get(question.renewed_by)
            for name in question.fields
        }
        return {name: value for name, value in {**before, **said}.items() if name not in gone or name in said}

    def settled(self, answers: Answers) -> dict[str, Json]:
        """The answers without those of questions that no longer apply after a change."""
        gone = {name for question in self.questions if not question.applies(answers) for name in question.fields}
        kept = {name for question in self.questions if question.applies(answers) for name in question.fields}
        return {name: value for name, value in answers.items() if name not in gone or name in kept}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where somebody is in a form. ``run`` tells one filling from another, so that an old button is known as old."""

    form: str
    run: int
    answers: dict[str, Json]
    at: str
    """The question being asked, or "" on the review screen."""
    changing: bool = False
    """One answer is being changed from the review screen: go back there afterwards."""
    subject: str = ""
    """What the form is about, when it is about something: ``unit:12``, ``deed:1284``."""
    tries: int = 0
