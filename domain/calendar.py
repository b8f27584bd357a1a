"""Working days of an office: weekends, holidays, swapped days and the Saturdays that make up for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

HolidayKind: TypeAlias = Literal["nghi_le", "tet", "nghi_bu", "hoan_doi_nghi", "lam_bu"]
"""Public holiday, lunar new year, day off in lieu, swapped day off, and the working day that makes up for it."""

_SATURDAY: Final = 6
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day that is not what its weekday says. ``decided`` is False while no decision confirms it."""

    day: date
    name: str
    kind: HolidayKind
    decided: bool = True

    @property
    def is_day_off(self) -> bool:
        """Everything but a make-up day."""
        return self.kind != "lam_bu"


class Calendar:
    """Which days offices work, not which days pupils learn (DOMAIN §11); outside the given years, weekends only."""

    def __init__(self, holidays: Iterable[Holiday] = ()) -> None:
        listed = tuple(holidays)
        self._off = frozenset(holiday.day for holiday in listed if holiday.is_day_off)
        self._made_up = frozenset(holiday.day for holiday in listed if not holiday.is_day_off)
        self.years = frozenset(holiday.day.year for holiday in listed)
        """Years for which holidays are known; `thidua check` warns when the campaign leaves them."""

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day."""
        if day in self._made_up:
            return True
        return day.isoweekday() < _SATURDAY and day not in self._off

    def next_working_day(self, day: date) -> date:
        """``day`` itself when the office works then, else the first working day after it: where a due day moves to."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which is not counted (before it when negative).

        For 0 it is :meth:`next_working_day`.
        """
        if not count:
            return self.next_working_day(day)
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie from ``first`` to ``last``, both counted; 0 when ``last`` comes first."""
        span = range((last - first).days + 1)
        return sum(self.is_working_day(first + timedelta(days=number)) for number in span)

    def weekday(self, day: date) -> int:
        """0 for Monday to 6 for Sunday: the key of its name in the catalogue, ``weekday.<number>``."""
        return day.weekday()
