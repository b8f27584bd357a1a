"""A code that was made is found again, however it is typed."""

import random

import pytest

from domain import codes


@pytest.mark.parametrize("typed", ["{code}", "/start {code}", "mã của em là {shown} ạ", "{small}"])
def test_every_code_is_found_in_what_people_type(typed):
    dice = random.Random(7)
    for _ in range(2000):
        code = codes.make(dice.choice)
        words = typed.format(code=code, shown=codes.shown(code), small=code.lower())
        assert codes.find(words) == code, words


@pytest.mark.parametrize("words", ["bao cao", "THPT NGOQ", "NGHI LUAN", "1234567", "ABCD2345X"])
def test_words_are_not_taken_for_codes(words):
    assert codes.find(words) is None
