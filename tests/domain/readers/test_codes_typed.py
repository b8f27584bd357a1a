"""Codes typed alone are known with and without their dash; days, counts and sentences are none."""

import pytest

from domain.readers.codes_typed import code


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("G-1284", ("g", 1284)),
        ("g1284", ("g", 1284)),
        ("xem G - 1284.", ("g", 1284)),
        ("K-12", ("k", 12)),
        ("T-018", ("t", 18)),
        ("t018", ("t", 18)),
        ("S-012", ("s", 12)),
        ("V-001", ("v", 1)),
        ("v001", ("v", 1)),
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str, wanted: tuple[str, int]):
    assert code(typed) == wanted


@pytest.mark.parametrize("typed", ["t4", "T 4", "1284", "G-", "G-1284 đã gửi chưa", "Đ-12", "s2", "khối 12", "g-²", ""])
def test_what_is_no_code_is_none(typed: str):
    assert code(typed) is None
