"""The working calendar: Tết, swapped days and make-up Saturdays as offices in Viet Nam keep them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.importers import read_holidays
from domain.calendar import Calendar, Holiday

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
CALENDAR = Calendar(read_holidays((CAMPAIGNS / "holidays.csv").read_bytes()))
DAYS = st.dates(date(2024, 1, 1), date(2027, 11, 30))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 4, 25), True),  # an ordinary Friday
        (date(2025, 4, 26), True),  # the Saturday that makes up for 2 May
        (date(2025, 4, 27), False),
        (date(2025, 4, 30), False),
        (date(2025, 5, 2), False),  # swapped
        (date(2025, 5, 3), False),
        (date(2025, 5, 5), True),
        (date(2025, 1, 29), False),  # Tết
        (date(2026, 1, 2), False),  # the swap that libraries miss
        (date(2026, 1, 10), True),
        (date(2026, 11, 24), False),
        (date(2025, 11, 20), True),  # Teachers' Day is no day off
    ],
)
def test_offices_work_on_the_days_they_work(day, works):
    assert CALENDAR.is_working_day(day) is works


def test_the_ladder_of_the_golden_talk_falls_on_its_days():
    due = date(2025, 4, 25)
    offsets = (-7, -3, 0, 1, 3, 5)
    assert [CALENDAR.next_working_day(due + timedelta(days=offset)) for offset in offsets] == [
        date(2025, 4, 18),
        date(2025, 4, 22),
        date(2025, 4, 25),
        date(2025, 4, 26),
        date(2025, 4, 28),
        date(2025, 5, 5),
    ]


def test_ten_working_days_after_the_launch_are_two_weeks():
    assert CALENDAR.add_working_days(date(2024, 11, 12), 10) == date(2024, 11, 26)


def test_tet_is_stepped_over_in_both_directions():
    assert CALENDAR.add_working_days(date(2025, 1, 24), 1) == date(2025, 2, 3)
    assert CALENDAR.add_working_days(date(2025, 2, 3), -1) == date(2025, 1, 24)


def test_no_working_days_from_a_day_off_is_the_next_working_day():
    assert CALENDAR.add_working_days(date(2025, 5, 1), 0) == date(2025, 5, 5)


def test_weekdays_are_numbered_as_the_catalogue_names_them():
    assert [CALENDAR.weekday(date(2025, 4, 21) + timedelta(days=n)) for n in range(7)] == list(range(7))


def test_outside_the_known_years_only_weekends_are_off():
    assert CALENDAR.years == {2024, 2025, 2026, 2027}
    assert CALENDAR.is_working_day(date(2031, 1, 1))
    assert not CALENDAR.is_working_day(date(2031, 1, 4))


def test_an_undecided_day_off_says_so():
    holidays = read_holidays((CAMPAIGNS / "holidays.csv").read_bytes())
    assert {holiday.day.year for holiday in holidays if not holiday.decided} == {2027}


def test_a_make_up_day_wins_over_a_weekend():
    calendar = Calendar([Holiday(date(2025, 4, 26), "làm bù", "lam_bu")])
    assert calendar.is_working_day(date(2025, 4, 26))


@given(DAYS)
def test_a_due_day_never_moves_back_nor_over_a_working_day(day):
    moved = CALENDAR.next_working_day(day)
    assert moved >= day
    assert CALENDAR.is_working_day(moved)
    assert not any(CALENDAR.is_working_day(day + timedelta(days=n)) for n in range((moved - day).days))


@given(DAYS, st.integers(1, 40))
def test_adding_working_days_passes_exactly_that_many(day, count):
    after = CALENDAR.add_working_days(day, count)
    assert CALENDAR.working_days(day + timedelta(days=1), after) == count
    assert CALENDAR.is_working_day(after)


@given(DAYS.filter(CALENDAR.is_working_day), st.integers(1, 40))
def test_going_forth_and_back_from_a_working_day_comes_home(day, count):
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(day, count), -count) == day


@given(DAYS, st.integers(1, 20), st.integers(0, 20))
def test_working_days_add_up(day, first, second):
    middle = CALENDAR.add_working_days(day, first)
    assert CALENDAR.add_working_days(middle, second) == CALENDAR.add_working_days(day, first + second)
