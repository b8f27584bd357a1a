"""Bars and stretches of time, before anybody draws them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.charts import MOST_WEEKS, Bar, Chart, by_months, stretches

CHART = Chart("Hoàn thành", "đến 28/04/2025", (Bar("Lê Chân", (38,), "92,6% (38/41)", 41),))


def test_the_same_figures_in_the_same_words_have_one_mark():
    assert CHART.mark(1) == replace(CHART).mark(1)
    others = (
        replace(CHART, title="Completion"),
        replace(CHART, as_of="đến 29/04/2025"),
        replace(CHART, bars=(replace(CHART.bars[0], parts=(39,)),)),
        replace(CHART, bars=(replace(CHART.bars[0], of=42),)),
    )
    assert len({CHART.mark(1), CHART.mark(2), *(other.mark(1) for other in others)}) == 6


def test_the_longest_bar_gives_the_scale_and_nothing_is_no_division_by_zero():
    assert Chart("", "", (Bar("a", (3, 4), "7"), Bar("b", (1, 0), "1"))).scale == 7
    assert Chart("", "", (Bar("a", (0,), "0"),)).scale == 1


def test_a_quarter_is_shown_by_weeks_and_a_year_by_months():
    weeks = stretches(date(2025, 4, 1), date(2025, 6, 30))
    assert weeks[:2] == [(date(2025, 4, 1), date(2025, 4, 6)), (date(2025, 4, 7), date(2025, 4, 13))]
    assert weeks[-1] == (date(2025, 6, 30), date(2025, 6, 30))
    months = stretches(date(2024, 11, 12), date(2025, 12, 15))
    assert len(months) == 14
    assert months[0] == (date(2024, 11, 12), date(2024, 11, 30))
    assert months[-1] == (date(2025, 12, 1), date(2025, 12, 15))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_every_day_lies_in_one_stretch(first: date, days: int):
    last = first + timedelta(days=days)
    found = stretches(first, last)
    assert found[0][0] == first
    assert found[-1][1] == last
    assert all(later[0] - before[1] == timedelta(days=1) for before, later in pairwise(found))
    assert by_months(first, last) or len(found) <= MOST_WEEKS
