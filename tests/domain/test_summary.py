"""What a slice of figures is called, what came before it, and how a button carries it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.summary import Slice, period_before, period_kind

CODES = ("HP2025", "TW1", "TW2", "TW3")
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "kind", "before"),
    [
        ("2025-04-21", "2025-04-27", "week", ("2025-04-14", "2025-04-20")),
        ("2025-04-22", "2025-04-28", "span", ("2025-04-15", "2025-04-21")),
        ("2025-03-01", "2025-03-31", "month", ("2025-02-01", "2025-02-28")),
        ("2025-01-01", "2025-03-31", "quarter", ("2024-10-01", "2024-12-31")),
        ("2025-02-01", "2025-04-30", "span", ("2024-11-04", "2025-01-31")),
        ("2025-01-01", "2025-12-31", "year", ("2024-01-01", "2024-12-31")),
        ("2025-04-10", "2025-04-10", "day", ("2025-04-09", "2025-04-09")),
        ("2025-03-01", "2025-04-15", "span", ("2025-01-14", "2025-02-28")),
    ],
)
def test_a_period_is_called_by_its_name_and_compared_with_the_one_before(first, last, kind, before):
    days = date.fromisoformat(first), date.fromisoformat(last)
    assert period_kind(*days) == kind
    assert tuple(day.isoformat() for day in period_before(*days)) == before


@given(st.integers(1, 10**9), st.none() | st.tuples(DAYS, DAYS), st.none() | DAYS, st.sampled_from(["", *CODES]), DAYS)
def test_a_button_carries_any_slice_and_gives_it_back(unit, period, as_of, movement, today):
    first, last = sorted(period) if period else (None, None)
    wanted = Slice(unit, first, last, movement, as_of)
    value = ".".join(("a", "a_long_name", *map(str, wanted.marks(CODES)), "199"))
    assert len(value) <= 64
    assert Slice.of(value.split(".")[2:], CODES) == wanted
    assert wanted.until(today) <= today


@pytest.mark.parametrize(
    "marks", [["1"], ["1", "0", "739000", "0", "0"], ["1", "739001", "739000", "0", "0"], ["1", "0", "0", "0", "9"]]
)
def test_numbers_that_were_not_made_so_are_no_slice(marks):
    assert Slice.of(marks, CODES) is None


@pytest.mark.parametrize("marks", [["1", "9" * 9, "9" * 9, "0", "0"], ["x", "0", "0", "0", "0"]])
def test_made_up_numbers_are_no_slice_either(marks):
    assert Slice.of(marks, CODES) is None
