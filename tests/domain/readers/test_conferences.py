"""Answers about a conference of exemplars, and a teller's words without the names of those who are not to be named."""

from datetime import date

import pytest

from domain.forms import Asking
from domain.mistakes import Mistake
from domain.readers import conferences
from domain.readers.unnamed import unnamed
from domain.summary import median

ASKING = Asking(date(2025, 5, 12), {}, {"may": [7, 12, 1284]}, ())


@pytest.mark.parametrize(
    ("typed", "deeds"),
    [
        ("G-1284, g12 và 7", [1284, 12, 7]),
        ("G-7 G-7", [7]),
        ("chọn sau", []),
        ("không", []),
        ("nobody_yet", []),
    ],
)
def test_numbers_of_examples_are_read_however_they_are_written(typed: str, deeds: list[int]):
    assert conferences.honoured(typed, ASKING) == {"deeds": deeds}


def test_what_is_not_an_example_of_theirs_is_named():
    with pytest.raises(Mistake) as refused:
        conferences.honoured("G-1284, G-99", ASKING)
    assert (refused.value.key, refused.value.values["number"]) == ("honoured_unknown", 99)
    with pytest.raises(Mistake):
        conferences.honoured("cô Hạnh", ASKING)


def test_a_day_without_a_year_is_the_next_one():
    assert conferences.on_day("20/5", ASKING) == {"day": "2025-05-20"}


@pytest.mark.parametrize(
    ("typed", "names", "told"),
    [
        ("co Hanh soan bai", ["Hạnh"], "co H. soan bai"),
        ("Cô Nguyễn Thị Hạnh và co nguyen thi hanh", ["Nguyễn Thị Hạnh"], "Cô H. và co H."),
        ("tặng hoa cho cô Hoa", ["Hoa"], "tặng hoa cho cô H."),
        ("an toàn là trên hết", ["An"], "an toàn là trên hết"),
        ("em A. lớp 12B, thầy Sơn.", ["Sơn"], "em A. lớp 12B, thầy S."),
        ("không có tên ai", [], "không có tên ai"),
    ],
)
def test_a_name_is_cut_to_its_initial_and_other_words_stay(typed: str, names: list[str], told: str):
    assert unnamed(typed, names) == told


def test_the_middle_of_counted_days():
    assert median({}) is None
    assert median({0: 1}) == 0
    assert median({0: 2, 3: 1, 40: 2}) == 3
    assert median({1: 1, 9: 1}) == 1
