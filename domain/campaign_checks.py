"""What must agree within a campaign beyond the shape of its entries: order of days, codes named once, clauses known."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, Final

from domain.council.council import share
from domain.entries import FAULT
from domain.messages import Json
from domain.mistakes import Mistake
from domain.problems import Problem

_KEYED: Final = {
    "movements": "code",
    "duties": "code",
    "steps": "code",
    "clauses": "code",
    "awards": "level",
    "waves": "day",
    "recesses": "first",
    "questions": "name",
}
_NAMES_CLAUSES: Final = ("bases", "movements", "duties", "awards")

LONGEST_LABEL: Final = 24
MOST_MONTHLY: Final = 28
"""Every month has so many days."""

Parts = Mapping[str, Any]
"""The fields of a campaign that could be read; items of lists may be FAULT."""


def check_campaign(parts: Parts) -> list[Problem]:
    """Every disagreement among the entries that could be read."""
    checks = (_twice, _spans, _clauses, _umbrella, _labels, _days, _hours, _ladder, _shares)
    return [problem for check in checks for problem in check(parts)]


def _problem(path: str, key: str, **values: Json) -> Problem:
    return Problem(path, Mistake(key, place=path, **values))


def _each(parts: Parts, name: str) -> Iterator[tuple[str, Any]]:
    """The readable items of a list with their paths, counted from 1."""
    for number, item in enumerate(parts.get(name, ()), 1):
        if item is not FAULT:
            yield f"{name}.{number}", item


def _twice(parts: Parts) -> Iterator[Problem]:
    for name, field in _KEYED.items():
        seen: dict[object, str] = {}
        for path, item in _each(parts, name):
            value = getattr(item, field)
            if value in seen:
                yield _problem(f"{path}.{field}", "campaign_twice", value=str(value), first=seen[value])
            seen.setdefault(value, path)


def _spans(parts: Parts) -> Iterator[Problem]:
    start, end = parts.get("start"), parts.get("end")
    if start and end and end < start:
        yield _ends_early("end", start, end)
    for path, item in _each(parts, "movements"):
        if item.start and item.end and item.end < item.start:
            yield _ends_early(f"{path}.end", item.start, item.end)
    for path, item in _each(parts, "recesses"):
        if item.last < item.first:
            yield _ends_early(f"{path}.last", item.first, item.last)
    for path, item in _each(parts, "bases"):
        if item.valid_from and item.valid_to and item.valid_to <= item.valid_from:
            yield _ends_early(f"{path}.valid_to", item.valid_from, item.valid_to)


def _ends_early(path: str, start: date, end: date) -> Problem:
    return _problem(path, "campaign_ends_early", start=start.isoformat(), end=end.isoformat())


def _clauses(parts: Parts) -> Iterator[Problem]:
    if "clauses" not in parts or any(clause is FAULT for clause in parts["clauses"]):
        return  # named already; what refers to them cannot be judged
    known = {clause.code for clause in parts["clauses"]}
    naming = [pair for name in _NAMES_CLAUSES for pair in _each(parts, name)]
    naming += [(name, parts[name]) for name in ("subjects", "reporting") if name in parts]
    for path, item in naming:
        if item.clause and item.clause not in known:
            yield _problem(f"{path}.clause", "campaign_unknown_clause", given=item.clause, known=", ".join(known))


def _umbrella(parts: Parts) -> Iterator[Problem]:
    if "movements" not in parts or any(movement is FAULT for movement in parts["movements"]):
        return
    found = [path for path, movement in _each(parts, "movements") if movement.kind == "chien_dich"]
    if len(found) != 1:
        yield _problem("movements", "campaign_one_umbrella", found=len(found))


def _labels(parts: Parts) -> Iterator[Problem]:
    """A movement is chosen by a button, and a button takes ``LONGEST_LABEL`` characters (CONVERSATIONS rule 19)."""
    for path, movement in _each(parts, "movements"):
        if len(movement.button) > LONGEST_LABEL:
            yield _problem(f"{path}.label", "campaign_long_label", given=movement.button, most=LONGEST_LABEL)
    for path, level in _each(parts, "awards"):
        for place, form in enumerate(level.forms, 1):
            if len(form.button) > LONGEST_LABEL:
                at = f"{path}.forms.{place}.label"
                yield _problem(at, "campaign_long_label", given=form.button, most=LONGEST_LABEL)


def _days(parts: Parts) -> Iterator[Problem]:
    start, end = parts.get("start"), parts.get("end")
    if not start or not end or end < start:
        return
    for path, duty in _each(parts, "duties"):
        if duty.due and not start <= duty.due <= end:
            yield _outside(f"{path}.due", duty.due, start, end)
    for path, wave in _each(parts, "waves"):
        if not start <= wave.day <= end:
            yield _outside(f"{path}.day", wave.day, start, end)


def _outside(path: str, day: date, start: date, end: date) -> Problem:
    return _problem(
        path, "campaign_outside_period", given=day.isoformat(), start=start.isoformat(), end=end.isoformat()
    )


def _hours(parts: Parts) -> Iterator[Problem]:
    first, last = parts.get("speaking_from", time(6, 30)), parts.get("speaking_until", time(21))
    if last <= first:
        yield _problem("speaking_until", "campaign_ends_early", start=f"{first:%H:%M}", end=f"{last:%H:%M}")
        return
    for path, step in _each(parts, "steps"):
        if not first <= step.at <= last:
            yield _problem(
                f"{path}.at",
                "campaign_quiet_hour",
                given=f"{step.at:%H:%M}",
                first=f"{first:%H:%M}",
                last=f"{last:%H:%M}",
            )
    for name in ("promise_at", "digest_at"):
        if (at := parts.get(name)) and not first <= at <= last:
            yield _problem(
                name, "campaign_quiet_hour", given=f"{at:%H:%M}", first=f"{first:%H:%M}", last=f"{last:%H:%M}"
            )


def _ladder(parts: Parts) -> Iterator[Problem]:
    """Duties climb rungs that exist, and a month has a day on which it ends."""
    if "steps" not in parts or any(step is FAULT for step in parts["steps"]):
        return
    known = {step.code for step in parts["steps"]}
    for path, duty in _each(parts, "duties"):
        for number, code in enumerate(duty.steps, 1):
            if code not in known:
                allowed = ", ".join(sorted(known))
                yield _problem(f"{path}.steps.{number}", "campaign_not_one_of", given=code, allowed=allowed)
        if duty.monthly_day > MOST_MONTHLY:
            allowed = f"1-{MOST_MONTHLY}"
            yield _problem(f"{path}.monthly_day", "campaign_not_one_of", given=str(duty.monthly_day), allowed=allowed)


def _shares(parts: Parts) -> Iterator[Problem]:
    """Shares of the council are above nothing and at most the whole."""
    council = parts.get("council")
    if council is None:
        return
    given = {"quorum": council.quorum, "agreed": council.agreed}
    given |= {f"thresholds.{at}.agreed": one.agreed for at, one in enumerate(council.thresholds, 1) if one is not FAULT}
    for name, text in given.items():
        try:
            share(text)
        except (ValueError, ZeroDivisionError):
            yield _problem(f"council.{name}", "campaign_wants_share", given=text)
