"""What is to be chased and of whom is read from plain words, with and without diacritics, in both languages."""

from datetime import UTC, date, datetime

import pytest

from domain.audiences import SCHOOLS
from domain.obligations import Obligation, owed
from domain.readers.audience import Places
from domain.readers.chased import LEADERS, is_wanted, read
from domain.readers.units import UnitName
from tests.kit.campaign import CALENDAR, CAMPAIGN

TODAY = date(2025, 4, 21)
RELAY = UnitName("PGD-LC", "Phòng Giáo dục và Đào tạo quận Lê Chân", "pgd")
OWED = [
    Obligation(
        number,
        1,
        one.code,
        one.duty,
        one.name,
        one.due,
        one.kinds,
        one.ownerships,
        None,
        None,
        one.steps,
        one.answers,
        datetime(2024, 11, 12, tzinfo=UTC),
    )
    for number, one in enumerate(sorted(owed(CAMPAIGN, CALENDAR), key=lambda one: one.due), 1)
]
ASKED = Obligation(
    99,
    1,
    "office:1",
    "",
    "gửi danh sách tập huấn hè",
    date(2025, 5, 9),
    (),
    (),
    None,
    None,
    (),
    "done",
    OWED[0].created_at,
)


def wanted(text: str):
    return read(text, [*OWED, ASKED], Places([RELAY]), [], TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nhắc lại các trường chưa nộp số liệu t4", "figures:2025-04"),
        ("nhac so lieu thang truoc", "figures:2025-03"),
        ("nhắc số liệu", "figures:2025-04"),
        ("đôn đốc kế hoạch", "plan"),
        ("/donduc kh", "plan"),
        ("giục báo cáo sơ kết", "interim"),
        ("remind plans", "plan"),
        ("nhắc danh sách tập huấn hè", "office:1"),
    ],
)
def test_the_duty_is_known_by_its_words_and_its_month(text: str, code: str):
    assert [one.code for one in wanted(text).owed] == [code]


def test_words_that_name_no_duty_leave_the_choice_open():
    assert wanted("nhắc việc").owed == ()
    assert wanted("nhắc các trường chưa nộp").owed == ()


def test_kinds_and_places_are_read_beside_the_duty():
    one = wanted("nhắc thcs quận lê chân chưa báo kế hoạch").audience
    assert (one.kinds, one.branches, one.roles, one.late_for) == (("thcs",), ("PGD-LC",), LEADERS, "")
    assert wanted("nhắc lại các trường chưa nộp số liệu t4").audience.kinds == SCHOOLS
    everybody = wanted("nhắc kế hoạch").audience
    assert (everybody.kinds, everybody.branches) == ((), ())
    assert wanted("nhắc hiệu trưởng chưa báo kế hoạch").audience.roles == ("head",)


def test_a_story_that_begins_alike_is_no_order():
    assert is_wanted("nhắc các trường thpt chưa nộp số liệu tháng 4")
    assert not is_wanted("nhắc nhở học sinh nhặt được của rơi trả lại người mất, cô Lan làm tuần trước")
