"""A unit is found among tens of thousands, a movement only when the words are clear."""

import time

import pytest

from domain.readers.movements import Movement, guess, pick_movement
from domain.readers.subject import standing
from domain.readers.units import UnitName, Units

SYLLABLES = [
    "an",
    "bình",
    "châu",
    "dương",
    "giang",
    "hải",
    "khánh",
    "lộc",
    "minh",
    "nam",
    "phú",
    "quang",
    "sơn",
    "thái",
    "vân",
    "xuân",
    "yên",
    "đông",
    "tây",
    "bắc",
]
MOVEMENTS = [
    Movement("UMB", "Phong trào thi đua yêu nước", ("phong trào chung",), umbrella=True),
    Movement("TP1", "Thực hiện thắng lợi Nghị quyết Đại hội Đảng bộ thành phố lần thứ XVI", ("nq 16",)),
    Movement("TP3", "Thực hiện chương trình chuyển đổi số", ("cđs", "chuyển đổi số")),
    Movement("TW2", "Vì người nghèo", ("người nghèo",)),
]


@pytest.fixture(scope="module")
def many():
    levels = (("thpt", "THPT"), ("thcs", "THCS"), ("tieuhoc", "Tiểu học"), ("mamnon", "Mầm non"))
    names = [f"{a.title()} {b.title()} {c.title()}" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    units = [
        UnitName(f"{kind}-{index}", f"Trường {level} {name}", kind)
        for index, name in enumerate(names)
        for kind, level in levels
    ]
    return Units(units + [UnitName(f"x-{index}", f"Trường Mầm non Hoa {index}", "mamnon") for index in range(20_000)])


def test_a_unit_among_fifty_thousand_is_found_at_once(many):
    assert len(many.names) > 50_000
    for text, outcome in [
        ("thpt an binh chau", "exact"),
        ("an binh chau", "several"),
        ("thpt an binhh chau", "several"),
    ]:
        begun = time.process_time()
        found = many.find(text)
        assert time.process_time() - begun < 0.5
        assert found.outcome == outcome
        assert found.units[0].name.endswith("An Bình Châu")
        assert len(found.units) <= 9


def test_a_slip_is_offered_and_never_taken(many):
    assert many.find("thcs khanh loc minhh").outcome == "several"
    assert many.find("không có trường nào như thế").outcome == "none"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NQ XVI", "TP1"),
        ("nghị quyết 16", "TP1"),
        ("pt chuyển đổi số ạ", "TP3"),
        ("k rõ", "UMB"),
        ("để Sở phân loại", "UMB"),
        ("số 2", None),
        ("2", None),
        ("cái gì cơ", None),
    ],
)
def test_an_answer_names_a_movement_or_none(text, code):
    assert pick_movement(text, MOVEMENTS) == code


def test_a_story_of_no_topic_is_asked_about():
    found = guess("cô Lan hôm nay đi dạy đúng giờ", MOVEMENTS)
    assert not found.sure
    assert found.code == "UMB"
    assert len(found.top) == 3


def test_a_clear_story_is_offered_as_a_guess():
    found = guess("co Lan soan 24 bai giang so", MOVEMENTS)
    assert (found.code, found.sure) == ("TP3", True)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({"role": "pupil"}, "story"),
        ({"role": "teacher"}, "nominee"),
        ({"role": "employee"}, "nominee"),
        ({"role": "manager"}, "nominee"),
        ({"role": "collective", "pupils": False}, "nominee"),
        ({"role": "collective", "pupils": True}, None),
        ({"role": None}, None),
        (None, None),
    ],
)
def test_who_may_be_proposed(who, expected):
    assert standing(who) == expected
