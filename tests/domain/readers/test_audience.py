"""Whom an officer means, in the words of offices: with marks and without, shortened, with exceptions."""

import pytest

from domain.audiences import SCHOOLS, Audience, Reach
from domain.mistakes import Mistake
from domain.readers.audience import Places, read
from domain.readers.movements import Movement
from domain.readers.units import UnitName

PLACES = Places(
    [
        UnitName("PGD-305", "Phòng Giáo dục và Đào tạo quận Lê Chân", "pgd"),
        UnitName("PGD-306", "Phòng Giáo dục và Đào tạo quận Hải An", "pgd"),
        UnitName("PGD-310", "Phòng Giáo dục và Đào tạo huyện An Lão", "pgd"),
        UnitName("THPT-NGOQUYEN", "Trường THPT Ngô Quyền", "thpt"),
    ]
)
LEADERS = ("head", "deputy")
OFFICES = ("pgd", "vhxh")
SAID = {
    "ht va pho ht tat ca cac truong": Audience(LEADERS, SCHOOLS),
    "Hiệu trưởng các trường THPT": Audience(("head",), ("thpt",)),
    "hiệu trưởng": Audience(("head",), SCHOOLS),
    "BGH các trường tiểu học": Audience(LEADERS, ("tieuhoc",)),
    "giáo viên quận Lê Chân": Audience(("teacher",), SCHOOLS, ("PGD-305",)),
    "gv mầm non Lê Chân, Hải An": Audience(("teacher",), ("mamnon",), ("PGD-305", "PGD-306")),
    "trường MN và TH ở Hải An": Audience(LEADERS, ("tieuhoc", "mamnon"), ("PGD-306",)),
    "tất cả mọi người": Audience(),
    "toàn ngành": Audience(),
    "phòng gd": Audience(("relay",), OFFICES),
    "Phòng GDĐT quận Lê Chân": Audience(("relay",), OFFICES, ("PGD-305",)),
    "các đơn vị": Audience((*LEADERS, "relay"), (*SCHOOLS, *OFFICES)),
    "tất cả các đơn vị trừ phòng GDĐT": Audience(LEADERS, SCHOOLS),
    "các trường, trừ huyện An Lão": Audience(LEADERS, SCHOOLS, without=("PGD-310",)),
    "các trường chưa nộp kế hoạch": Audience(LEADERS, SCHOOLS, late_for="plan"),
    "lê chân trường nào chưa nộp": Audience(LEADERS, SCHOOLS, ("PGD-305",), late_for="plan"),
    "những ai chưa xác nhận T-018": Audience(unacknowledged=18),
    "các trường có gương chuyển đổi số": Audience(LEADERS, SCHOOLS, movements=("TW2",)),
    "hội đồng thi đua": Audience(("council",)),
    "heads and deputies of all schools": Audience(LEADERS, SCHOOLS),
    "upper secondary schools without a plan": Audience(LEADERS, ("thpt",), late_for="plan"),
}


@pytest.mark.parametrize("said", SAID)
def test_plain_words_mean_an_audience(said: str):
    movements = [Movement("TW2", "Phong trào chuyển đổi số", ("chuyển đổi số",))]
    assert read(said, PLACES, movements=movements) == SAID[said]


def test_a_unit_that_is_named_is_meant_alone():
    found = read("hiệu trưởng THPT Ngô Quyền", PLACES, [PLACES.units[3]])
    assert found == Audience(("head",), units=("THPT-NGOQUYEN",))


@pytest.mark.parametrize(
    ("said", "key"),
    [("abc", "audience_unclear"), ("ok", "audience_unclear"), ("ai chưa xác nhận", "which_announcement")],
)
def test_what_means_nobody_is_asked_again(said: str, key: str):
    with pytest.raises(Mistake) as told:
        read(said, PLACES)
    assert told.value.key == key


def test_an_audience_is_kept_and_read_back_unchanged():
    for one in SAID.values():
        assert Audience.of(one.as_json()) == one
    reach = Reach(1012, 809, 792, 17, 4, (("zalo", 600), ("web", 412)))
    assert Reach.of(reach.as_json()) == reach
    assert reach.deaf == 0


def test_the_offices_between_can_be_added():
    assert SAID["các đơn vị"] == Audience(LEADERS, SCHOOLS).with_relays()
    assert SAID["các đơn vị"].has_relays
    assert not Audience(LEADERS, SCHOOLS).has_relays
