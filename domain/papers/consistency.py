"""Whether papers that go up together say the same: numbers, names, positions; and a report's figures its annexes.

The most common error in dossiers (DOMAIN §8): the number in the submission = rows of the list = achievement reports.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from domain.papers.achievements import AchievementReport
from domain.papers.papers import Nominee
from domain.papers.reviews import ReviewReport
from domain.papers.submissions import SubmissionDoc, SummaryList
from domain.vietnamese import fold

Key: TypeAlias = Literal[
    "list", "reports", "form", "only_list", "only_reports", "name", "place", "twice", "annex", "movements"
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; said as ``papers.differs_<key>`` in either language, with these values."""

    key: Key
    values: dict[str, str | int] = field(default_factory=dict)


def across(asked: SubmissionDoc, listed: SummaryList, reports: Sequence[AchievementReport]) -> tuple[Difference, ...]:
    """What differs between the three papers of a dossier; nothing when they may go up."""
    return (*_numbers(asked, listed, reports), *_forms(asked, listed), *_names(listed, reports))


def _numbers(asked: SubmissionDoc, listed: SummaryList, reports: Sequence[AchievementReport]) -> Iterator[Difference]:
    if asked.n != len(listed.rows):
        yield Difference("list", {"asked": asked.n, "listed": len(listed.rows)})
    if len(listed.rows) != len(reports):
        yield Difference("reports", {"listed": len(listed.rows), "reports": len(reports)})


def _forms(asked: SubmissionDoc, listed: SummaryList) -> Iterator[Difference]:
    """Collectives and individuals, form by form."""
    said: Counter[tuple[str, str]] = Counter()
    for one in asked.requests:
        said[one.form, "collective"] += one.collectives
        said[one.form, "individual"] += one.individuals
    found = Counter((row.form, str(row.nominee.subject_type)) for row in listed.rows)
    for form in dict.fromkeys(form for form, _ in (*said, *found)):
        both = [(said[form, kind], found[form, kind]) for kind in ("collective", "individual")]
        if any(one != other for one, other in both):
            (collectives, listed_c), (individuals, listed_i) = both
            counted = {"collectives": collectives, "individuals": individuals}
            yield Difference("form", {"form": form, **counted, "listed_c": listed_c, "listed_i": listed_i})


def _names(listed: SummaryList, reports: Sequence[AchievementReport]) -> Iterator[Difference]:
    """Everybody in the list has a report under the same name and position, once."""
    left = [one.nominee for one in reports]
    yield from (Difference("twice", {"name": name}) for name in _repeated(row.nominee for row in listed.rows))
    for nominee in (row.nominee for row in listed.rows):
        found = _closest(nominee, left)
        if found is None:
            yield Difference("only_list", {"name": nominee.name})
            continue
        left.remove(found)
        if found.name != nominee.name:
            yield Difference("name", {"listed": nominee.name, "report": found.name})
        if found.place != nominee.place:
            yield Difference("place", {"name": nominee.name, "listed": nominee.place, "report": found.place})
    yield from (Difference("only_reports", {"name": one.name}) for one in left)


def _repeated(nominees: Iterable[Nominee]) -> list[str]:
    counted = Counter((one.name, one.place) for one in nominees)
    return [name for (name, _), n in counted.items() if n > 1]


def _closest(wanted: Nominee, among: Sequence[Nominee]) -> Nominee | None:
    """The same in every letter, else the same name, else the same name but for its marks and capitals."""
    same = [one for one in among if one == wanted] or [one for one in among if one.name == wanted.name]
    alike = same or [one for one in among if fold(one.name) == fold(wanted.name)]
    return alike[0] if alike else None


def within(told: ReviewReport) -> tuple[Difference, ...]:
    """Where a report's figures are not those of its annexes; nothing when they agree."""
    counted = told.counted
    pairs = (
        (1, counted.issued + counted.followed, len(told.plans)),
        (2, told.good if told.lists_all else told.stages.concluded + told.stages.replicated, len(told.exemplars)),
        (3, sum(one.collectives + one.individuals for one in told.awards), len(told.nominees)),
        (4, counted.obliged - counted.complete, len(told.late)),
    )
    found = [
        Difference("annex", {"annex": number, "told": said, "rows": rows})
        for number, said, rows in pairs
        if said != rows
    ]
    if told.stages.n != told.good:
        found.append(Difference("annex", {"annex": 2, "told": told.good, "rows": told.stages.n}))
    by_movement = sum(one.deeds for one in told.movements)
    if by_movement != counted.deeds:
        found.append(Difference("movements", {"told": counted.deeds, "rows": by_movement}))
    return tuple(found)
