"""Days by the lunar calendar: 10/3 âm, 27 Tết, rằm, tháng giêng; only where the words say so."""

import re

from domain.mistakes import Mistake
from domain.readers import lunar
from domain.readers.date_grammar import DAY, MONTHS, NUM, Form, form, month_number, read_number, typed_of
from domain.readers.stretch import Stretch, View, full_year, in_year, one


def lunar_day(view: View, day: int, month: int, year: int | None, typed: str) -> Stretch:
    """A lunar day, of the lunar year given or of the one that fits; raises ``no_such_date``."""
    if year is not None:
        found = lunar.solar(day, month, year)
        if found is None:
            raise Mistake("no_such_date", typed=typed)
        return one(found)
    years = (view.today.year - 2, view.today.year - 1, view.today.year, view.today.year + 1)
    days = [found for found in (lunar.solar(day, month, near) for near in years) if found is not None]
    fitting = [found for found in days if (found <= view.today if view.past else found >= view.today)]
    if not fitting:
        raise Mistake("no_such_date", typed=typed)
    return one(fitting[-1] if view.past else fitting[0], yearless=True)


def _lunar(match: re.Match[str], view: View) -> Stretch | None:
    year = full_year(match["y"], match[0]) if match["y"] else None
    return lunar_day(view, int(match["d"]), int(match["m"]), year, typed_of(match, view))


def _lunar_month(match: re.Match[str], view: View) -> Stretch | None:
    number = MONTHS[match["m"]]

    def build(year: int) -> Stretch:
        return Stretch(*(lunar.whole_first_month(year) if number == 1 else lunar.twelfth_month(year)))

    return in_year(view, build)


def _full_moon(match: re.Match[str], view: View) -> Stretch | None:
    return lunar_day(view, 15, month_number(match, view), None, match[0])


def _tet_day(match: re.Match[str], view: View) -> Stretch | None:
    if not match["d"].isdigit() and not match["lead"]:
        return None
    day = read_number(match["d"])
    if not 1 <= day <= 10 and not 15 <= day <= 30:  # noqa: PLR2004 - lunar days people name so
        return None
    if day <= 10:  # noqa: PLR2004 - mùng 1 to mùng 10
        return lunar_day(view, day, lunar.FIRST_MONTH, None, match[0])
    found = in_year(view, lambda year: one(lunar.before_tet(day, year)))
    return one(found.first, yearless=True)


FORMS: tuple[Form, ...] = (
    form(rf"{DAY}(?P<d>\d{{1,2}}) ?/ ?(?P<m>\d{{1,2}})(?: ?/ ?(?P<y>\d{{4}}))? ?(?:\(? ?am lich ?\)?|am|al)", _lunar),
    form(rf"ram (?:thang )?(?P<m>{NUM}|gieng|chap)", _full_moon),
    form(r"(?<!\d )thang (?P<m>gieng|chap)", _lunar_month),
    form(rf"(?P<lead>{DAY})(?P<d>{NUM}) (?:am lich )?tet", _tet_day),
)
"""Tried before the days of our own calendar."""
