"""When something happened or will happen: one day, or a stretch of days, out of what a person typed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.mistakes import Mistake
from domain.readers import date_forms, date_words, lunar_forms
from domain.readers.english import dated
from domain.readers.stretch import Mode, Stretch, View
from domain.vietnamese import flat, tidy

_FORMS = lunar_forms.FORMS + date_forms.FORMS + date_words.FORMS
_JOIN = re.compile(r"(?: ?(?:-|–|—|~|->|→) ?| (?:den|toi|cho den|cho toi|den het|den ngay|toi ngay|den tan) )")
_UNTIL_NOW = re.compile(r" ?(?:den|toi|cho den|cho toi|-) (?:hom nay|ngay nay|bay gio|hien tai|hien nay|nay|gio)(?!\w)")
_FROM = re.compile(r"(?:^|[^\w])(?:ke )?(?:tu|bat dau tu|suot tu)(?: khi| hoi| dot)? $")
_BEFORE = re.compile(r"(?:^|[^\w])(?:truoc|cham nhat|muon nhat|han|han chot|den het|het|toi|den)(?: (?:ngay|la))?:? $")
_AFTER = re.compile(r"(?:^|[^\w])(?:sau|sau ngay) $")
_VAGUE = re.compile(
    r"(?<!\w)(?:lau (?:roi|lam)|tu lau|hoi (?:truoc|xua|do|nam)|"
    r"dao (?:truoc|nay|no)|hom (?:no|truoc|bua|do|nao)|bua (?:no|truoc)|"
    r"gan day|moi day|vua roi|vua qua|dot (?:truoc|vua)|luc truoc|ngay (?:truoc|xua)|thang nao|khong nho|ko nho|k nho|"
    r"quen|may (?:hom|ngay|tuan|thang)|vai (?:hom|ngay|tuan|thang)|he|xua|truoc day|sap toi|"
    r"mot thoi gian|thuong xuyen|hang (?:ngay|tuan|thang|nam)|lien tuc|nhieu (?:ngay|nam|thang))(?!\w)"
)
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: where it stands, the days it means, or why it means none."""

    start: int
    end: int
    days: Stretch | None
    problem: Mistake | None = None


def _candidates(text: str, view: View) -> list[Found]:
    found: list[Found] = []
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(start < other.end and other.start < end for other in found):
                continue
            try:
                days = read(match, view)
            except Mistake as problem:
                found.append(Found(start, end, None, problem))
            except (OverflowError, ValueError):
                found.append(Found(start, end, None, Mistake("no_such_date", typed=view.typed[start:end])))
            else:
                if days is not None:
                    found.append(Found(start, end, days))
    return sorted(found, key=lambda item: item.start)


def _joined(early: Found, late: Found, view: View) -> Found:
    """As in "28/2 - 3/3", "từ 20/12 đến 5/1": the first end takes the year that puts it before the last."""
    if early.days is None or late.days is None:
        return early if early.days is None else late
    first, last = early.days.first, late.days.last
    years = last.year - first.year
    if early.days.yearless and years:
        first = _moved(first, years)
    if early.days.yearless and first > last:
        first = _moved(first, -1)
    if first > last and late.days.yearless:
        last = _moved(last, 1)
    if first > last:
        return Found(early.start, late.end, None, Mistake("ambiguous_date", typed=view.typed[early.start : late.end]))
    yearless = early.days.yearless and late.days.yearless
    return Found(early.start, late.end, Stretch(first, last, yearless, closed=True))


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def _until_today(found: Found, days: Stretch, text: str, view: View) -> Found | None:
    """As in "từ đầu tháng 3 đến nay" and, looking back, "từ 9/2024"."""
    now = _UNTIL_NOW.match(text, found.end)
    start = _FROM.search(text, max(0, found.start - 16), found.start)
    begin = found.start if start is None else start.start()
    since = start and view.past and not days.closed and days.first <= view.today
    if not now and (not since or view.typed[begin : found.start].strip().lower().startswith("tư")):
        return None
    if days.first > view.today:
        return Found(begin, found.end, None, Mistake("ambiguous_date", typed=view.typed[begin : found.end]))
    return Found(begin, now.end() if now else found.end, Stretch(days.first, view.today, days.yearless, closed=True))


def _in_context(found: Found, text: str, view: View) -> Found:
    """What the words around a date make of it: from, until now, before, after."""
    days = found.days
    if days is None:
        return found
    going_on = _until_today(found, days, text, view)
    if going_on is not None:
        return going_on
    before = _BEFORE.search(text, max(0, found.start - 20), found.start)
    limits_past = view.past and before is not None and "truoc" in before[0]
    if limits_past or _AFTER.search(text, max(0, found.start - 10), found.start):
        return Found(found.start, found.end, None, Mistake("vague_date"))
    if before is None or view.past:
        return found
    last = days.first - timedelta(days=1) if "truoc" in before[0] and not days.single else days.last
    return Found(before.start(), found.end, Stretch(last, last, days.yearless))


def _is_until_now(before: Found, item: Found, text: str, view: View) -> bool:
    """As in "dau thang 3 toi nay": without marks "until now" looks like "tonight", but a date stands before it."""
    now = _UNTIL_NOW.match(text, before.end)
    return view.past and now is not None and item.end <= now.end() and "tối" not in view.typed[before.end : item.end]


def _merged(text: str, view: View) -> list[Found]:
    merged: list[Found] = []
    for item in _candidates(text, view):
        if merged and _is_until_now(merged[-1], item, text, view):
            continue
        if merged and _JOIN.fullmatch(text, merged[-1].end, item.start):
            merged[-1] = _joined(merged[-1], item, view)
        else:
            merged.append(item)
    return [_in_context(item, text, view) for item in merged]


def find(text: str, today: date, mode: Mode, *, months: bool = False) -> list[Found]:
    """All dates in a tidied text, in order; ``months`` reads a bare "t4" as April. Positions are those of the text."""
    return _merged(flat(text).replace("\n", " "), View(text, today, mode, months))


def _not_found(text: str, typed: str, today: date) -> Stretch:
    if _ONLY_YEAR.fullmatch(text.strip(" .")):
        year = int(text.strip(" ."))
        if year <= today.year:
            return Stretch(date(year, 1, 1), date(year, 12, 31))
    raise Mistake("vague_date" if _VAGUE.search(text) else "not_a_date", typed=typed)


def stretch(text: str, today: date, mode: Mode, *, months: bool = False) -> Stretch:
    """The one date of a text; raises the mistakes of :func:`span`."""
    typed = tidy(dated(text))
    found = find(typed, today, mode, months=months)
    if not found:
        return _not_found(flat(typed), typed, today)
    problem = next((item.problem for item in found if item.problem), None)
    if problem is not None:
        raise problem
    stretches = {(item.days.first, item.days.last): item.days for item in found if item.days}
    if len(stretches) > 1:
        raise Mistake("ambiguous_date", typed=typed)
    days = next(iter(stretches.values()))
    if mode == "past" and days.first > today:
        raise Mistake("future_date", typed=typed, day=days.first.isoformat())
    return days


def span(text: str, today: date, mode: Mode) -> tuple[date, date]:
    """First and last day, both included; one day twice.

    Raises ``invalid_date`` (typed, month, year, days), ``no_such_date`` (typed), ``vague_date``, ``not_a_date``,
    ``future_date`` (typed, day; only looking back) or ``ambiguous_date`` (typed).
    """
    days = stretch(text, today, mode)
    return days.first, days.last


def day(text: str, today: date, mode: Mode) -> date:
    """Exactly one day; a week or a month is ``vague_date``, the other mistakes are those of :func:`span`."""
    first, last = span(text, today, mode)
    if first != last:
        raise Mistake("vague_date", typed=tidy(text))
    return first
