"""Days written with numbers: 15/3, 15.03.25, "ngày 15 tháng 3", "10-15/3", 10/3 by the lunar calendar, 27 Tết."""

import re

from domain.mistakes import Mistake
from domain.readers.date_grammar import (
    COUNTED,
    DAY,
    MONTH,
    NOT_A_DAY,
    NUM,
    SEP,
    YEAR,
    Form,
    form,
    month_number,
    read_number,
    typed_of,
    year_in,
)
from domain.readers.lunar_forms import lunar_day
from domain.readers.stretch import Stretch, View, dated, full_year, in_year, month_of, one, part_of, school_span


def _iso(match: re.Match[str], view: View) -> Stretch:
    year = full_year(match["y"], match[0])
    return dated(view, int(match["d"]), int(match["m"]), year, match[0])


def _between(match: re.Match[str], view: View) -> Stretch | None:
    """As in "10-15/3" is two days of one month; "10, 11/3" too when they follow each other."""
    early, late, month = int(match["d"]), int(match["e"]), month_number(match, view)
    if early > late and match["j"].strip() not in {",", "va", "&"}:
        late_day = dated(view, late, month, year_in(match, view), typed_of(match, view))
        before = month_of(late_day.first.month - 1, late_day.first.year)
        first = dated(view, early, before.first.month, before.first.year, typed_of(match, view))
        return Stretch(first.first, late_day.last, late_day.yearless, closed=True)
    if early >= late or (("," in match["j"] or "va" in match["j"]) and late - early > 1):
        raise Mistake("ambiguous_date", typed=typed_of(match, view))
    year = year_in(match, view)
    last = dated(view, late, month, year, typed_of(match, view))
    if year is None and view.past:
        last = _begun(view, early, late, month, last)
    first = dated(view, early, month, last.first.year, typed_of(match, view))
    return Stretch(first.first, last.last, year is None, closed=True)


def _both(match: re.Match[str], view: View) -> Stretch | None:
    """As in "28/2-3/3": the first day takes the year that puts it before the last."""
    typed = typed_of(match, view)
    last = dated(view, int(match["e"]), int(match["n"]), year_in(match, view), typed)
    year = last.first.year - ((int(match["m"]), int(match["d"])) > (int(match["n"]), int(match["e"])))
    first = dated(view, int(match["d"]), int(match["m"]), year, typed)
    return Stretch(first.first, last.last, last.yearless, closed=True)


def _months(match: re.Match[str], view: View) -> Stretch | None:
    """As in "tháng 2, 3", "tháng 2-4": whole months; a pair joined by a comma must follow each other."""
    first, last = month_number(match, view), month_number(match, view, "n")
    if not (1 <= first < last <= 12) or (last - first > 1 and match["j"].strip() in {",", "va", "&"}):  # noqa: PLR2004
        raise Mistake("ambiguous_date", typed=typed_of(match, view))

    def build(year: int) -> Stretch:
        return Stretch(month_of(first, year).first, month_of(last, year).last)

    year = year_in(match, view)
    found = in_year(view, build) if year is None else build(year)
    return Stretch(found.first, found.last, found.yearless, closed=True)


def _begun(view: View, early: int, late: int, month: int, last: Stretch) -> Stretch:
    """A stretch that today lies in has begun this year, although its end has not come."""
    if (month, early) <= (view.today.month, view.today.day) <= (month, late):
        return one(last.first.replace(year=view.today.year), yearless=True)
    return last


def _mixed(match: re.Match[str], view: View) -> Stretch | None:
    """As in "15-3/2025" is a day; "5-9/2024" may be a day or five months, so it is asked again."""
    if int(match["d"]) <= 12 and int(match["m"]) <= 12:  # noqa: PLR2004 - months of a year
        raise Mistake("ambiguous_date", typed=match[0])
    return dated(view, int(match["d"]), int(match["m"]), full_year(match["y"], match[0]), match[0])


def _numeric(match: re.Match[str], view: View) -> Stretch | None:
    typed = typed_of(match, view)
    if len(match["d"]) == 4:  # noqa: PLR2004 - 2025/3/15
        return dated(view, int(match["y"]), int(match["m"]), full_year(match["d"], typed), typed)
    return dated(view, int(match["d"]), int(match["m"]), full_year(match["y"], typed), typed)


def _worded(match: re.Match[str], view: View) -> Stretch | None:
    if not match["d"].isdigit() and not match["lead"] and " " not in match["d"]:
        return None
    day, month = read_number(match["d"]), month_number(match, view)
    if match["am"] or match["m"] in {"gieng", "chap"}:
        return lunar_day(view, day, month, year_in(match, view), typed_of(match, view))
    return dated(view, day, month, year_in(match, view), typed_of(match, view))


def _compact(match: re.Match[str], view: View) -> Stretch | None:
    """Eight digits alone: 15032025."""
    return dated(view, int(match["d"]), int(match["m"]), int(match["y"]), match[0])


def _of_near_month(match: re.Match[str], view: View) -> Stretch | None:
    """As in "15 tháng này", "ngày 15 tháng trước"; "2 tháng nay" and "2 tháng trước" count months instead."""
    this = match["way"] == "nay" and view.typed[slice(*match.span("way"))].lower() != "nay"
    if not match["lead"] and not this:
        return None
    step = {"nay": 0, "sau": 1, "toi": 1}.get(match["way"], -1)
    month = month_of(view.today.month + step, view.today.year).first
    return dated(view, read_number(match["d"]), month.month, month.year, typed_of(match, view))


def _month_year(match: re.Match[str], view: View) -> Stretch | None:
    month = month_number(match, view)
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    year = year_in(match, view)
    if year is None:
        return None
    return part_of(month_of(month, year), match["part"] or "")


def _day_month(match: re.Match[str], view: View) -> Stretch | None:
    day, month = int(match["d"]), int(match["m"])
    if "/" not in match["s"] and (not 1 <= month <= 12 or day > 31):  # noqa: PLR2004 - 7.30 is an hour, 15-20 a count
        return None
    return dated(view, day, month, year_in(match, view), typed_of(match, view))


def _bare_day(match: re.Match[str], view: View) -> Stretch | None:
    """As in "ngày 15" alone: the last 15th that has been, or the next one."""
    day = int(match["d"])
    if view.typed[match.start("lead") :].lower().startswith("mừng"):
        return None
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        raise Mistake("no_such_date", typed=typed_of(match, view))
    for step in range(4):
        month = month_of(view.today.month + (-step if view.past else step), view.today.year)
        if day > month.last.day:
            continue
        found = month.first.replace(day=day)
        if (found <= view.today) if view.past else (found >= view.today):
            return one(found, yearless=True)
    return None


def _quarter(match: re.Match[str], view: View) -> Stretch | None:
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}.get(
        match["q"], int(match["q"]) if match["q"].isdigit() else 0
    )

    def build(year: int) -> Stretch:
        return Stretch(month_of(3 * quarter - 2, year).first, month_of(3 * quarter, year).last)

    year = year_in(match, view)
    return in_year(view, build) if year is None else build(year)


def _year_alone(match: re.Match[str], _view: View) -> Stretch | None:
    year = full_year(match["y"], match[0])
    return Stretch(month_of(1, year).first, month_of(12, year).last)


def _school_year(match: re.Match[str], _view: View) -> Stretch | None:
    begun = full_year(match["y"], match[0])
    follows = full_year(match["z"], match[0])
    return school_span(begun) if follows == begun + 1 else None


FORMS: tuple[Form, ...] = (
    form(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _iso),
    form(r"(?:nam hoc |nh )?(?P<y>20\d\d) ?[-–/] ?(?P<z>20\d\d)", _school_year),
    form(
        rf"{DAY}(?P<d>\d{{1,2}})(?P<j> ?(?:->|→|-|–|~|,|den ngay|den|toi ngay|toi|va|&) ?){DAY}(?P<e>\d{{1,2}})"
        rf" ?(?:/|\.| {MONTH}) ?(?P<m>\d{{1,2}}){YEAR}{COUNTED}",
        _between,
    ),
    form(
        rf"{DAY}(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}}) ?[-–] ?"
        r"(?P<e>\d{1,2})[/.](?P<n>\d{1,2})(?:[/.](?P<y>\d{2,4}))?",
        _both,
    ),
    form(
        rf"thang (?P<m>{NUM})(?P<j> ?(?:,|-|–|&| va | den | toi ) ?)(?:thang )?(?P<n>{NUM})(?! ?/ ?\d{{1,2}}\b){YEAR}",
        _months,
    ),
    form(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})/(?P<y>\d{4})", _mixed),
    form(rf"{DAY}(?P<d>\d{{1,4}}){SEP}(?P<m>\d{{1,3}}){SEP}(?P<y>\d{{1,6}})", _numeric),
    form(
        rf"(?P<lead>{DAY})(?P<d>{NUM}),? ?{MONTH}(?P<m>{NUM}|gieng|chap){YEAR}(?P<am> am(?: lich)?)?",
        _worded,
    ),
    form(rf"(?P<lead>{DAY})(?P<d>\d{{1,2}}) thang (?P<way>nay|truoc|roi|qua|vua roi|sau|toi)", _of_near_month),
    form(r"(?P<d>[0-3]\d)(?P<m>[01]\d)(?P<y>20\d\d)(?= *$)", _compact),
    form(r"(?P<d>[0-3]?\d) (?P<m>[01]?\d) (?P<y>20\d\d)(?= *$)", _compact),
    form(rf"(?:quy|q)[. ]?(?P<q>[1-4]|i{{1,3}}|iv|mot|hai|ba|bon|tu){YEAR}", _quarter),
    form(
        rf"(?:(?P<part>dau|giua|cuoi) )?{MONTH}(?P<m>{NUM})(?:{SEP}| ?,? nam )(?P<y>\d{{2,6}})",
        _month_year,
    ),
    form(r"(?:(?P<part>dau|giua|cuoi) )?(?:thang )?(?P<m>\d{1,2})(?: ?/ ?|[.\-])(?P<y>20\d\d)", _month_year),
    form(rf"(?:(?P<part>dau|giua|cuoi) )?thang (?P<m>{NUM}),? (?:nam )?(?P<yw>nay|ngoai)", _month_year),
    form(rf"{DAY}(?P<d>\d{{1,2}})(?P<s>{SEP})(?P<m>\d{{1,2}}){YEAR}{COUNTED}", _day_month),
    form(r"nam (?P<y>(?:19|20)\d\d)", _year_alone),
    form(r"(?P<lead>ngay (?:mung |mong )?)(?P<d>\d{1,2})" + NOT_A_DAY, _bare_day),
    form(r"(?P<lead>hom |mung |mong )(?P<d>\d{1,2})" + NOT_A_DAY, _bare_day),
)
"""In order of trust; a later form never takes what an earlier one has read."""
