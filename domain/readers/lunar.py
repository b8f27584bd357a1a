"""Days of the lunar calendar of Viet Nam, as spoken of around Tết (vnlunar; never Chinese tables)."""

from datetime import date, timedelta
from functools import lru_cache

import vnlunar

FIRST_MONTH, LAST_MONTH = 1, 12


@lru_cache(maxsize=512)
def solar(day: int, month: int, year: int) -> date | None:
    """The day of our calendar for a lunar one, or None where that lunar month is shorter."""
    found = vnlunar.get_solar_date(day, month, year)
    return None if found is None else date(found["year"], found["month"], found["day"])


def new_year(year: int) -> date:
    """The first day of Tết of a lunar year."""
    day = solar(1, FIRST_MONTH, year)
    if day is None:
        raise ValueError(year)
    return day


def eve(year: int) -> date:
    """The last day before Tết: the 30th or, in a short month, the 29th of the twelfth month."""
    return new_year(year) - timedelta(days=1)


def before_tet(day: int, year: int) -> date:
    """For "27 Tết": a day of the month before the Tết of ``year``; "30 Tết" of a short month is its last day."""
    return solar(day, LAST_MONTH, year - 1) or eve(year)


def twelfth_month(year: int) -> tuple[date, date]:
    """The month before the Tết of ``year``."""
    return before_tet(1, year), eve(year)


def whole_first_month(year: int) -> tuple[date, date]:
    """The first month (tháng giêng), from the first day of Tết."""
    return new_year(year), first_month(year)[1]


def first_month(year: int) -> tuple[date, date]:
    """What people call "after Tết": from the fourth day to the end of the first month."""
    second = solar(1, FIRST_MONTH + 1, year)
    start = new_year(year) + timedelta(days=3)
    return start, (second or start + timedelta(days=27)) - timedelta(days=1)
