"""The period somebody asks figures for: this week, last week, a quarter, a month, since the year began."""

from datetime import date

from domain.mistakes import Mistake
from domain.readers.dates import find
from domain.readers.stretch import week_of
from domain.vietnamese import fold, tidy

Period = tuple[date, date]


def find_period(text: str, today: date) -> Period | None:
    """The one period named anywhere in a command ("/tonghop tuan truoc", "cds quy 2"), or None.

    Weeks run from Monday to Sunday, so the last days of "tuần này" may lie ahead. "t4" is April here. Raises the
    mistakes of a date that cannot be ("31/2").
    """
    typed = tidy(text)
    found = [item for item in find(typed, today, "past", months=True) if item.days or item.problem]
    if not found:
        return None
    problem = next((item.problem for item in found if item.problem), None)
    if problem is not None:
        raise problem
    periods = {(item.days.first, item.days.last) for item in found if item.days}
    if len(periods) > 1:
        raise Mistake("ambiguous_date", typed=typed)
    return periods.pop()


def period(text: str, today: date) -> Period:
    """The period an answer names; raises ``not_a_period`` when it names none."""
    found = find_period(text, today)
    if found is None:
        folded = fold(text).strip(" .")
        if folded in {"tuan", "trong tuan"}:
            week = week_of(today)
            return week.first, week.last
        raise Mistake("not_a_period", typed=tidy(text))
    return found
