"""The four annexes of a review: units and plans, good examples, who is proposed, who has not carried it out."""

from collections.abc import Iterator

from documents import official
from documents.official import Column, Paper
from documents.official.tables import Row
from documents.papers.openings import count, short_day, with_what
from domain.papers.reviews import ReviewReport
from texts.official import numbered, wording

PLANS = (
    ("place", 0.05),
    ("unit", 0.29),
    ("above", 0.2),
    ("number", 0.13),
    ("issued", 0.1),
    ("state", 0.12),
    ("reached", 0.11),
)
EXEMPLARS = (
    ("place", 0.05),
    ("code", 0.08),
    ("who", 0.2),
    ("what", 0.27),
    ("unit", 0.17),
    ("movement", 0.13),
    ("stage", 0.1),
)
NOMINEES = (("place", 0.05), ("name", 0.22), ("position", 0.28), ("movement", 0.22), ("form", 0.23))
LATE = (("place", 0.06), ("unit", 0.4), ("above", 0.28), ("missing", 0.26))
CENTRED = {"place", "issued", "reached", "code"}


def write(paper: Paper, told: ReviewReport) -> None:
    """All four, in their order, lying where a table needs it; an empty one says so."""
    of = with_what("review.what", told.head, told.issue)
    tables = (
        ("plans", PLANS, _plans(told), True),
        ("exemplars", EXEMPLARS, _exemplars(told), True),
        ("nominees", NOMINEES, _nominees(told), True),
        ("late", LATE, _late(told), False),
    )
    for number, (name, columns, rows, lies) in zip(wording("part.numbers").split(), tables, strict=False):
        official.annex(paper, wording(f"review.annex_{name}"), of, number=number, landscape=lies)
        kept = list(rows) or [(wording("review.nobody"),)]
        made = [Column(wording(f"review.col_{column}"), share, column in CENTRED) for column, share in columns]
        official.table(paper, made, kept, official.LYING if lies else official.WIDTH)


def _plans(told: ReviewReport) -> Iterator[Row]:
    for place, one in enumerate(told.plans, 1):
        reached = "" if one.reached is None else count(one.reached)
        both = f"{reached}/{count(one.total)}" if reached and one.total is not None else reached
        number = numbered(one.number) if one.number else ""
        yield (str(place), one.unit, one.above, number, short_day(one.issued), one.state, both)


def _exemplars(told: ReviewReport) -> Iterator[Row]:
    for place, one in enumerate(told.exemplars, 1):
        yield (str(place), one.code, one.who, one.what, one.unit, one.movement, one.stage)


def _nominees(told: ReviewReport) -> Iterator[Row]:
    for place, one in enumerate(told.nominees, 1):
        yield (str(place), one.nominee.name, one.nominee.place, one.movement, one.form)


def _late(told: ReviewReport) -> Iterator[Row]:
    for place, one in enumerate(told.late, 1):
        yield (str(place), one.unit, one.above, one.missing)
