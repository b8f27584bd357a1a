"""What is typed about one's own data, and what is looked for, as people type it."""

import pytest

from domain.readers.own_data import erases, wanted
from domain.readers.seeking import looked_for


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("tai", "own_copy"),
        ("tải về", "own_copy"),
        ("Tải dữ liệu của tôi", "own_copy"),
        ("download my data", "own_copy"),
        ("sua", "edit_details"),
        ("sửa thông tin", "edit_details"),
        ("đổi tên", "edit_details"),
        ("rut lai", "withdraw_consent"),
        ("rút lại đồng ý", "withdraw_consent"),
        ("xoa het", "erase"),
        ("xoá tất cả", "erase"),
        ("delete everything", "erase"),
        ("xóa mù chữ cho 20 người", None),
        ("tải trọng", None),
        ("co hanh hien mau", None),
    ],
)
def test_a_wish_is_understood_in_its_spellings(typed: str, wish: str | None):
    assert wanted(typed) == wish


def test_only_the_very_word_erases():
    assert all(erases(typed) for typed in ("xóa", "xoá", "XOA", " xóa. ", '"xóa"', "erase"))
    assert not any(erases(typed) for typed in ("xóa hết", "ok", "có", "đồng ý", "x", "xóa đi", "yes", "0", ""))


@pytest.mark.parametrize(
    ("typed", "looked"),
    [
        ("tìm hiến máu", "hiến máu"),
        ("tim kiem: co Hanh", "co Hanh"),
        ("tra cứu G-12", "G-12"),
        ("search blood", "blood"),
        ("tim", ""),
        ("timmy", "timmy"),
        ("hiến máu", "hiến máu"),
    ],
)
def test_what_is_looked_for_stands_after_the_asking(typed: str, looked: str):
    assert looked_for(typed) == looked
