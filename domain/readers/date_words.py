"""Days said in words: hôm qua, t2 tuần trước, đầu tháng 3, quý 1, năm ngoái, sau Tết, ngày Nhà giáo."""

import re
from datetime import timedelta

from domain.mistakes import Mistake
from domain.readers import lunar
from domain.readers.date_grammar import NUM, Form, form, month_number, read_number
from domain.readers.lunar_forms import lunar_day
from domain.readers.stretch import (
    Stretch,
    View,
    dated,
    in_year,
    month_of,
    one,
    part_of,
    school_span,
    school_year,
    week_of,
    year_of,
)
from domain.vietnamese import marked

_HOURS = r"(?:(?:sang|trua|chieu|toi|dem|khuya)(?: som| muon)? )?"
_PAST = r"truoc|trc|vua roi|vua qua|moi roi|roi|qua|vua"
_NEXT = r"sau|toi|den(?! \w)|ke tiep|tiep theo"
_DIRECTION = rf"(?P<way>{_PAST}|nay|{_NEXT})"
_WHICH = rf"(?:(?: cua)? tuan (?P<week>{_PAST}|nay|{_NEXT})|(?: (?P<way>{_PAST}|nay|{_NEXT})))?"
_NOT_MONTH = r"(?<!dau )(?<!giua )(?<!cuoi )(?<!het )(?<!trong )(?<!lieu )"
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}

_NEAR = {"qua": -1, "qa": -1, "wa": -1, "nay": 0, "mai": 1}


def _near(match: re.Match[str], view: View) -> Stretch:
    return one(view.today + timedelta(days=_NEAR[match["n"]]))


def _near_short(match: re.Match[str], view: View) -> Stretch:
    return one(view.today - timedelta(days=match["n"] in {"qua", "qa", "wa"}))


def _before_yesterday(_match: re.Match[str], view: View) -> Stretch:
    return one(view.today - timedelta(days=2))


def _after_tomorrow(_match: re.Match[str], view: View) -> Stretch:
    return one(view.today + timedelta(days=2))


def _today(_match: re.Match[str], view: View) -> Stretch:
    return one(view.today)


def _tomorrow(_match: re.Match[str], view: View) -> Stretch:
    return one(view.today + timedelta(days=1))


def _ago(match: re.Match[str], view: View) -> Stretch:
    """As in "cách đây 3 hôm", "2 tuần trước" to the day; months and years back name the month or year."""
    count = read_number(match["d"])
    sign = 1 if match.groupdict().get("next") else -1
    if match["unit"] in {"hom", "ngay", "bua", "dem"}:
        return one(view.today + timedelta(days=sign * count))
    if match["unit"] == "tuan":
        return week_of(view.today, sign * count)
    if match["unit"] == "thang":
        return month_of(view.today.month + sign * count, view.today.year)
    return year_of(view.today.year + sign * count)


def _lately(match: re.Match[str], view: View) -> Stretch:
    """As in "2 tháng nay", "3 ngày qua": so many back from today; "hơn 1 tháng nay" and "mấy hôm nay" are vague."""
    if match["about"] or not match["d"]:
        raise Mistake("vague_date", typed=view.typed[slice(*match.span())])
    days = {"hom": 1, "ngay": 1, "tuan": 7, "thang": 30, "nam": 365}[match["unit"]] * read_number(match["d"])
    return Stretch(view.today - timedelta(days=days), view.today, closed=True)


def _step(way: str) -> int:
    if way in {"nay", ""}:
        return 0
    return 1 if way in {"sau", "toi", "den", "ke tiep", "tiep theo"} else -1


def _week(match: re.Match[str], view: View) -> Stretch:
    """The week, or its beginning, middle or end; one not begun yet was, looking back, the week before."""
    part, way = match["part"] or "", match["way"]
    week = _part_of_week(week_of(view.today, _step(way or "")), part)
    if way is None and view.past and week.first > view.today:
        return _part_of_week(week_of(view.today, -1), part)
    return week


def _part_of_week(week: Stretch, part: str) -> Stretch:
    early, late = {"dau": (0, 1), "giua": (2, 3), "cuoi": (5, 6)}.get(part, (0, 6))
    return Stretch(week.first + timedelta(days=early), week.first + timedelta(days=late))


def _weekday(match: re.Match[str], view: View) -> Stretch | None:
    """The last such weekday (past, today included) or the next; with a week, the day of that week."""
    word, way = match["w"], match["way"] or ""
    if (view.months and match["short"]) or (word and not word.isdigit() and not _says_weekday(match, view)):
        return None
    day = 6 if word is None else int(word) - 2 if word.isdigit() else _WEEKDAYS[word]
    if match["week"] or way == "nay":
        return one(week_of(view.today, _step(match["week"] or way)).first + timedelta(days=day))
    ahead = (day - view.today.weekday()) % 7
    if _step(way) > 0:
        ahead = ahead or 7
    elif way or view.past:
        ahead = -((7 - ahead) % 7 or 7 * bool(way))
    return one(view.today + timedelta(days=ahead))


def _weekdays(match: re.Match[str], view: View) -> Stretch | None:
    """As in "thứ 2 đến thứ 6 tuần trước"; "t2-t4" may also be February to April."""
    first, last = int(match["a"]) - 2, int(match["w"]) - 2
    way = match["week"] or match["way"]
    if view.months or first >= last or (not way and match["short"]):
        raise Mistake("ambiguous_date", typed=view.typed[slice(*match.span())])
    week = week_of(view.today, _step(way or ""))
    days = Stretch(week.first + timedelta(days=first), week.first + timedelta(days=last), closed=True)
    if way is None and view.past and days.first > view.today:
        return Stretch(days.first - timedelta(weeks=1), days.last - timedelta(weeks=1), closed=True)
    return days


def _says_weekday(match: re.Match[str], view: View) -> bool:
    """As in "thứ hai" or, without marks, "thu hai"; in "cô Thu hai lần" it is a name."""
    typed = view.typed[match.start("day") :]
    return typed[:3].lower() == "thứ" or typed[:3] == "thu" or (typed[:3] == "Thu" and match.start("day") == 0)


def _month(match: re.Match[str], view: View) -> Stretch | None:
    number = month_number(match, view)
    if not 1 <= number <= 12:  # noqa: PLR2004 - months of a year
        raise Mistake("no_such_date", typed=view.typed[slice(*match.span())])
    return part_of(in_year(view, lambda year: month_of(number, year)), match["part"] or "")


def _short_month(match: re.Match[str], view: View) -> Stretch | None:
    """Bare "t3" is Tuesday unless something says month: "đầu t3", "từ t3", "số liệu t4", or 8 to 12."""
    number = int(match["m"])
    said = match["part"] or match["lead"] or view.months
    if not 1 <= number <= 12 or (2 <= number <= 7 and not said):  # noqa: PLR2004 - weekdays are t2 to t7
        return None
    return part_of(in_year(view, lambda year: month_of(number, year)), match["part"] or "")


def _near_month(match: re.Match[str], view: View) -> Stretch | None:
    """Last, this or next month; "tháng sáu" is June and "thang sau", looking back and without marks, is either."""
    if view.typed[slice(*match.span("way"))].lower() == "sáu":
        return None
    if match["way"] == "sau" and view.past and not marked(view.typed):
        raise Mistake("ambiguous_date", typed=view.typed[slice(*match.span())])
    return part_of(month_of(view.today.month + _step(match["way"]), view.today.year), match["part"] or "")


def _part_of_now(match: re.Match[str], view: View) -> Stretch:
    """As in "đầu tháng" is of this month or, when it has not come yet, of the last."""
    found = part_of(month_of(view.today.month, view.today.year), match["part"])
    if view.past and found.first > view.today:
        return part_of(month_of(view.today.month - 1, view.today.year), match["part"])
    return found


def _near_year(match: re.Match[str], view: View) -> Stretch:
    step = {"nay": 0, "sau": 1, "toi": 1}.get(match["way"], -1)
    return year_of(view.today.year + step, match["part"] or "")


def _school(match: re.Match[str], view: View) -> Stretch:
    begun = school_year(view.today) + {"truoc": -1, "ngoai": -1, "sau": 1, "toi": 1}.get(match["way"] or "", 0)
    return part_of(school_span(begun), match["part"] or "")


def _half(match: re.Match[str], view: View) -> Stretch:
    half = 1 if match["k"] in {"1", "i", "mot"} else 2
    begun = school_year(view.today)
    span = school_span(begun, half)
    if view.past and span.first > view.today:
        return school_span(begun - 1, half)
    return span


def _part_of_year(match: re.Match[str], view: View) -> Stretch:
    found = year_of(view.today.year, match["part"])
    if view.past and found.first > view.today:
        return year_of(view.today.year - 1, match["part"])
    return found


def _before_tet(_match: re.Match[str], view: View) -> Stretch:
    return in_year(view, lambda year: Stretch(*lunar.twelfth_month(year)))


def _after_tet(_match: re.Match[str], view: View) -> Stretch:
    return in_year(view, lambda year: Stretch(*lunar.first_month(year)))


def _tet(_match: re.Match[str], view: View) -> Stretch:
    return in_year(view, lambda year: Stretch(lunar.eve(year), lunar.new_year(year) + timedelta(days=2)))


def _eve(_match: re.Match[str], view: View) -> Stretch:
    return in_year(view, lambda year: one(lunar.eve(year)))


def _mid_autumn(match: re.Match[str], view: View) -> Stretch:
    return lunar_day(view, 15, 8, None, match[0])


def _ancestors(match: re.Match[str], view: View) -> Stretch:
    return lunar_day(view, 10, 3, None, match[0])


_NAMED = {
    "nha giao": (20, 11),
    "quoc khanh": (2, 9),
    "khai giang": (5, 9),
    "quoc te phu nu": (8, 3),
    "phu nu viet nam": (20, 10),
    "quoc te lao dong": (1, 5),
    "quoc te thieu nhi": (1, 6),
    "giai phong mien nam": (30, 4),
    "giang sinh": (25, 12),
    "noel": (25, 12),
    "tet duong lich": (1, 1),
    "tet duong": (1, 1),
}


def _named(match: re.Match[str], view: View) -> Stretch:
    return dated(view, *_NAMED[match["name"]], None, match[0])


FORMS: tuple[Form, ...] = (
    form(
        rf"(?<!thu )(?:(?P<about>hon|gan|khoang|tren) )?(?:(?P<d>(?!tu ){NUM})|may|vai) (?P<unit>hom|ngay|tuan|"
        rf"thang|nam)"
        r" (?:nay|qua|vua qua|gan day)",
        _lately,
    ),
    form(rf"{_HOURS}(?:hom|bua|ngay)[. ]?(?P<n>qua|qa|wa|nay|mai)", _near),
    form(r"(?:sang|trua|chieu|toi|dem|bua) (?P<n>qua|nay|mai)", _near),
    form(r"(?:h|hm)[. ]?(?P<n>qua|qa|wa|nay|nai)", _near_short),
    form(r"(?:hom nai|(?<!\w )hn(?= *$))", _today),
    form(r"(?:hom kia|h\.?kia|bua kia)", _before_yesterday),
    form(r"(?:ngay kia|ngay mot(?= *$))", _after_tomorrow),
    form(r"(?:mai|ngay mai)(?= *$)", _tomorrow),
    form(rf"(?:thu |(?P<short>t))(?P<a>[2-7]) ?(?:-|–|den|toi) ?(?:thu |t)(?P<w>[2-7]){_WHICH}", _weekdays),
    form(rf"{_HOURS}(?P<day>(?P<short>)thu )(?P<w>[2-7]|hai|ba|tu|nam|sau|bay){_WHICH}", _weekday),
    form(rf"{_HOURS}{_NOT_MONTH}(?P<day>)(?P<short>t)\.?(?P<w>[2-7]){_WHICH}", _weekday),
    form(rf"{_HOURS}(?P<day>(?P<short>)(?P<w>(?!))?(?:cn|c\.n|chu nhat)){_WHICH}", _weekday),
    form(rf"cach (?:day|nay) (?:khoang )?(?P<d>{NUM}) (?P<unit>hom|ngay|bua|dem|tuan|thang|nam)", _ago),
    form(rf"(?P<d>{NUM}) (?P<unit>hom|ngay|bua|tuan|thang|nam) (?:truoc|trc|vua roi)(?: day)?", _ago),
    form(rf"(?P<d>{NUM}) (?P<unit>hom|ngay|bua|tuan|thang|nam) (?P<next>nua|toi|sau)", _ago),
    form(r"truoc (?:dip )?tet(?: nguyen dan| am)?", _before_tet),
    form(r"(?:sau|ra) tet(?: nguyen dan| am)?", _after_tet),
    form(r"(?:dem )?giao thua", _eve),
    form(r"(?:tet )?trung thu", _mid_autumn),
    form(r"gio to(?: hung vuong)?", _ancestors),
    form(rf"(?:le |dip |ngay )*(?P<name>{'|'.join(_NAMED)})(?: viet nam| mung \d/\d)?", _named),
    form(r"(?:dip |trong |ngay |hom )?tet(?: nguyen dan| am lich| vua roi| nam nay)?(?! (?:trong|thieu))", _tet),
    form(rf"(?:(?P<part>dau|giua|cuoi) )?tuan(?: {_DIRECTION})", _week),
    form(r"(?P<part>dau|giua|cuoi) tuan(?P<way>(?!))?", _week),
    form(rf"(?:(?P<part>dau|giua|cuoi) )?thang {_DIRECTION}", _near_month),
    form(rf"(?:(?P<part>dau|giua|cuoi) )?(?:thang |thg |(?:thang|thg|th)\.?(?=\d))(?P<m>{NUM})", _month),
    form(
        r"(?:(?P<part>dau|giua|cuoi|het|trong) |(?P<lead>(?:so lieu|bao cao|ky|tu|den|-) ?))?t\.?(?P<m>\d{1,2})",
        _short_month,
    ),
    form(r"(?P<part>dau|giua|cuoi) thang", _part_of_now),
    form(r"(?:hoc ky|hoc ki|ky|ki|hk)[. ]?(?P<k>1|2|i|ii|mot|hai)", _half),
    form(r"(?:(?P<part>dau|giua|cuoi) )?nam hoc(?: (?P<way>nay|truoc|ngoai|sau|toi))?", _school),
    form(r"(?:(?P<part>dau|giua|cuoi) )?nam (?P<way>nay|ngoai|truoc|qua|sau|toi)", _near_year),
    form(r"(?P<part>dau|giua|cuoi) nam", _part_of_year),
)
"""In order of trust, after the written forms."""
