"""How a form is used in conversation: what surrounds its questions and what happens when it is full."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.forms import Answers, Form, Progress
from domain.messages import Json
from domain.rights import Verb
from handlers.context import Answer, Context
from texts.catalogue import Words

Finish = Callable[[Context, Progress], Awaitable[Answer]]
Shown = Callable[[Words, str, Answers], str]
"""An answer in normal form, as read back and reviewed; "" when there is nothing to show."""
Guess = Callable[[Answers], Answers | None]
"""What an earlier answer suggests for a question, offered for confirming."""
Gaps = Callable[[Context, Progress], Awaitable[Mapping[str, Json]]]
"""Facts of the moment: they fill gaps in questions and are known to readers."""
Fill = Callable[[Context, Progress], Mapping[str, Json]]
"""What needs no question, filled in before the review."""
Offers = Callable[[Context, Answers], Sequence[Sequence[tuple[str, str]]]]
"""Rows of (value, label) that depend on the moment."""
Rows = tuple[tuple[str, ...], ...]
Tell = Callable[[Any, str], Awaitable[Answer]]
"""Reads a whole story out of the first answer: the filling, the words."""
AskFirst = Callable[[Any], Awaitable[Answer | None]]
"""Asks in place of sending: the filling. None when there is nothing to ask."""
FREELY = "_freely"
"""A draft whose first answer is a whole story, from which everything else is read."""


async def no_gaps(ctx: Context, progress: Progress) -> Mapping[str, Json]:  # noqa: ARG001 - the shape of Gaps
    """A form that needs no facts."""
    return {}


def no_fill(ctx: Context, progress: Progress) -> Mapping[str, Json]:  # noqa: ARG001 - the shape of Fill
    """A form that fills nothing in by itself."""
    return {}


def nothing_shown(words: Words, name: str, answers: Answers) -> str:  # noqa: ARG001 - the shape of Shown
    """A form whose answers are not read back."""
    return ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form at work. ``lines`` are the review's items in order: questions, or what is filled in by itself."""

    form: Form
    finish: Finish
    shown: Shown = nothing_shown
    verb: Verb | None = None
    gaps: Gaps = no_gaps
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    fill: Fill = no_fill
    offers: Mapping[str, Offers] = field(default_factory=dict)
    after: Mapping[str, Rows] = field(default_factory=dict)
    """Choices that follow a mistake, by its key: what can be done instead of answering again."""
    wording: Mapping[str, Callable[[Answers], str]] = field(default_factory=dict)
    """Which particular wording a question takes, by what is answered already; "" for the plain one."""
    lines: tuple[str, ...] = ()
    by_name: frozenset[str] = frozenset()
    """Lines that have no button in the list of what can be changed: typing their name changes them."""
    lined: Shown | None = None
    """Answers as the review writes them, where that is shorter."""
    review_again: Callable[[Context, Progress], str] | None = None
    """The review of something that is sent a second time: what changes; "" for a first time."""
    one_paper: frozenset[str] = frozenset()
    """Questions that one document answers, so that the next follows at once."""
    tell: Tell | None = None
    ask_first: AskFirst | None = None
    """What is to be asked when everything is ready to be sent; sending once more then sends."""
    spares: bool = False
    """What must not be kept is taken out of its answers (numbers of cards and telephones, addresses, health)."""
    leaving: str = ""
    """The answer that "0" and "thoi" stand for, where letting it be is an answer of its own (A6)."""
    reading: frozenset[str] = frozenset()
    """Questions whose answer takes a long look at the database: read beside the batches, while others are missing."""
    stranger: bool = False
    """May be filled by somebody who has not joined yet (joining itself)."""

    def reads(self, progress: Progress) -> bool:
        """Whether what is typed now may run on the read pool: it cannot be the last answer, after which one writes."""
        missing = self.form.missing_all(progress.answers)
        return progress.at in self.reading and any(one.name not in self.reading for one in missing)

    def as_line(self, words: Words, name: str, answers: Answers) -> str:
        """The answer as a line of the review has it."""
        return (self.lined or self.shown)(words, name, answers)
