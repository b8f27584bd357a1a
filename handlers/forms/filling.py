"""A form in the middle of being filled: who fills it, where it stands, and the facts of the moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.forms import ASKED, Form, Progress, Question
from domain.messages import Choice, Json
from handlers.context import Context
from handlers.forms import added
from handlers.forms.sheets import Sheet
from texts.catalogue import Words

REVIEW = "_"
"""The review screen's place among question names."""


@dataclass(frozen=True, slots=True)
class Filling:
    """One person's sheet. It never changes: moving on makes another one."""

    ctx: Context
    sheet: Sheet
    progress: Progress
    gaps: Mapping[str, Json]

    @property
    def form(self) -> Form:
        """The questions."""
        return self.sheet.form

    @property
    def words(self) -> Words:
        """In whose words it is asked."""
        return self.ctx.words

    @property
    def answers(self) -> dict[str, Json]:
        """What is known so far."""
        return self.progress.answers

    @property
    def question(self) -> Question | None:
        """The question being asked; None at the review, and when a release has removed it."""
        return next((one for one in self.form.questions if one.name == self.progress.at), None)

    def may_skip(self, question: Question) -> bool:
        """Whether it may stay unanswered: by its nature, or because a free message has told enough of it."""
        told = ASKED in self.answers and all(f"_{field}" in self.answers for field in question.fields)
        return question.optional or told

    def shown(self, name: str) -> str:
        """An answer in normal form."""
        return self.sheet.shown(self.words, name, self.answers)

    def value(self, question: str, value: str) -> str:
        """A button's value: which filling, which question, which answer."""
        return f"f.{self.progress.run}.{question}.{value}"

    def offer(self, question: str, value: str, **values: object) -> Choice:
        """A button of this form; its label is the question's own, the form's own, or the one all forms share."""
        name = self.form.name
        label = self.words.first(f"own.{name}.{question}.{value}", f"own.{name}.{value}", f"choice.{value}")
        return Choice(self.value(question, value), self.words(label, **values))

    def offered(self) -> list[tuple[str, str]]:
        """The choices this filling showed last: (answer, label)."""
        head = f"f.{self.progress.run}."
        return [(value.split(".", 3)[3], label) for value, label in self.ctx.talk.menu if value.startswith(head)]

    def is_of_review(self, value: str) -> bool:
        """Whether a choice that was shown belongs to the review, though a question is open."""
        shown = [one for one, _ in self.ctx.talk.menu]
        return self.value(REVIEW, value) in shown and self.value(self.progress.at, value) not in shown

    def keep(self) -> None:
        """Remember where it stands; the switchboard stores it with everything else."""
        self.ctx.talk.begin(self.progress)
        self.ctx.talk.touched[self.form.name] = self.ctx.now.campaign.isoformat()

    def standing(self, **changes: Any) -> "Filling":  # noqa: ANN401 - fields of Progress
        """The same answers at another place."""
        return replace(self, progress=replace(self.progress, **changes))

    async def knowing(self, answers: Mapping[str, Json]) -> "Filling":
        """With these answers in place of the ones before."""
        return await filling_of(self.ctx, self.sheet, replace(self.progress, answers=dict(answers)))


async def filling_of(ctx: Context, sheet: Sheet, progress: Progress) -> Filling:
    """The filling with the facts of the moment, and with what the campaign asks beside."""
    sheet = added.extended(sheet, ctx.campaign)
    return Filling(ctx, sheet, progress, await sheet.gaps(ctx, progress))
