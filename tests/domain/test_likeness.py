"""What tells the same deed is found by its fingerprint and recognised; what does not is left alone."""

import itertools
import json
import random
import re
from pathlib import Path

import pytest

from domain.likeness import is_alike, is_same_again, same_person, text_keys
from domain.vietnamese import flat

DATA = Path(__file__).parents[1] / "data"
DEEDS = [
    json.loads(line)["text"]
    for name in ("good_deeds_vi.jsonl", "good_deeds_fresh_vi.jsonl")
    for line in (DATA / name).read_text("utf-8").splitlines()
]
CHANCE = random.Random(20)


def reordered(text: str) -> str:
    parts = re.split(r"(?<=[.;])\s+|, ", text)
    return ", ".join([*parts[len(parts) // 2 :], *parts[: len(parts) // 2]])


def other_figures_and_names(text: str) -> str:
    counted = re.sub(r"\d+", lambda found: str(int(found[0]) + 3), text)
    return re.sub(r"\b(cô|thầy|em|chị) [A-ZĐ]\w*", r"\1 Khánh", counted)


def without_every_tenth_word(text: str) -> str:
    return " ".join(word for word in text.split() if CHANCE.random() > 0.1)


def within_a_frame(text: str) -> str:
    return f"Nhà trường xin báo cáo: {text} Trường rất tự hào về việc làm này."


def with_other_words(text: str) -> str:
    return " ".join(CHANCE.choice(CHANCE.choice(DEEDS).split()) if CHANCE.random() < 0.1 else w for w in text.split())


EDITS = (flat, reordered, other_figures_and_names, without_every_tenth_word, within_a_frame, with_other_words)


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_with_edits_is_found_and_recognised(edit):
    """Both at once for at least 49 of the 51 deeds, whatever the edit (measured: 95 % at worst)."""
    hits = sum(
        is_alike(deed, edit(deed)) and any(a == b for a, b in zip(text_keys(deed), text_keys(edit(deed)), strict=False))
        for deed in DEEDS
    )
    assert hits >= len(DEEDS) - 2


def test_real_deeds_that_differ_are_never_taken_for_one():
    assert not [(a, b) for a, b in itertools.combinations(DEEDS, 2) if is_alike(a, b)]


def test_the_same_words_in_no_order_tell_nothing():
    backwards = [" ".join(reversed(deed.split())) for deed in DEEDS]
    assert not any(map(is_alike, DEEDS, backwards))


def test_few_of_them_are_even_compared():
    keys = list(map(text_keys, DEEDS))
    compared = sum(any(x == y for x, y in zip(a, b, strict=False)) for a, b in itertools.combinations(keys, 2))
    assert compared <= 5, "of 1,275 pairs"


def test_a_line_that_many_write_says_nothing_by_itself_and_everything_within_a_unit():
    assert text_keys("hiến máu nhân đạo tại phường") == ()
    assert not is_alike("hiến máu nhân đạo tại phường", "hien mau nhan dao tai phuong")
    assert is_same_again("hiến máu nhân đạo tại phường", "hien mau nhan dao tai phuong")
    assert not is_same_again("", "")
    assert not is_same_again("tối dạy kèm 3 em", "tối dạy kèm 4 em")


@pytest.mark.parametrize(
    ("name", "unit", "other", "other_unit", "same"),
    [
        ("Nguyễn Thị Hạnh", 1, "nguyen thi hanh", 1, True),
        ("Nguyễn Thị Hạnh", 1, "Nguyễn Thị Hạnh", 2, None),
        ("Hạnh", 1, "Nguyễn Thị Hạnh", 1, None),
        ("Hạnh", 1, "Hạnh", 1, None),
        ("Hạnh", 1, "Nguyễn Thị Hạnh", 2, False),
        ("Hạnh", 1, "Hành", 1, False),
        ("Trần Mai", 1, "Lê Mai", 1, False),
        ("", 1, "", 1, False),
    ],
)
def test_one_person_under_two_names(name, unit, other, other_unit, same):
    assert same_person(name, unit, other, other_unit) is same
