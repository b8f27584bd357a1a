"""One sentence that nominates, and one sentence that tells of a meeting, as people type them."""

from datetime import date

import pytest

from domain.forms import Asking
from domain.mistakes import Mistake
from domain.readers import nominees
from domain.readers.meetings import meeting
from domain.readers.movements import Movement
from tests.kit.campaign import CAMPAIGN

TODAY = date(2025, 4, 28)
MOVEMENTS = [
    Movement(one.code, one.short_name, one.aliases, umbrella=one.kind == "chien_dich") for one in CAMPAIGN.movements
]
WHOLE = {"met_on": "2025-04-25", "present": 88, "members": 92, "in_favour": 85}


@pytest.mark.parametrize(
    ("text", "name", "movement", "level"),
    [
        ("de nghi bang khen cho co Hanh, phong trao cds", "Hanh", "TP3", "city"),
        ("xin giay khen cho thầy Sơn tổ Toán", "Sơn", "", "department"),
        ("đề nghị bằng khen của Thủ tướng cho cô Hạnh trong phong trào vì người nghèo", "Hạnh", "TW2", "state"),
        ("de nghi xet tang bang khen cho tap the to Toan", "Tổ Toán", "", "city"),
        ("đề nghị khen em A lớp 12B", "A.", "", ""),
        ("nominate Ms Hạnh for a certificate of merit", "Hạnh", "", "city"),
        ("đề nghị khen thưởng", "", "", ""),
    ],
)
def test_a_sentence_says_whom_in_which_movement_and_for_what(text: str, name: str, movement: str, level: str):
    found = nominees.wish(text, TODAY, MOVEMENTS)
    named = found.who["people"][0]["name"] if found.who else ""
    assert (nominees.is_wish(text), named, found.movement, found.level) == (True, name, movement, level)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("khen dot xuat", True), ("khen thuong", False), ("de nghi khen thuong", False), ("de nghi khen co Mai", True)],
)
def test_the_bare_command_asks_for_the_list_and_more_words_for_more(text: str, expected: bool):
    assert nominees.is_wish(text)
    assert nominees.says_more(text) is expected


@pytest.mark.parametrize("text", ["de nghi gia han", "xin khen ngoi thi sao", "cô Hạnh được bằng khen", "lam ke hoach"])
def test_other_sentences_nominate_nobody(text: str):
    assert not nominees.is_wish(text)


def test_a_nomination_is_known_by_its_number():
    assert [nominees.number(one) for one in ("Đ-12", "d 12", "đề nghị đ-0012", "G-12", "12")] == [12, 12, 12, 0, 0]


@pytest.mark.parametrize(
    "text",
    [
        "25/04/2025, có mặt 88/92, đồng ý 85",
        "25/4, 88/92, 85",
        "họp 25-4 co mat 88/92 dong y 85/88",
        "88/92 có mặt, 85 đồng ý, thứ sáu tuần trước",
        "25 April 2025, 88/92 present, 85 in favour",
    ],
)
def test_a_meeting_is_read_in_one_sentence(text: str):
    assert meeting(text, Asking(TODAY)) == WHOLE


def test_what_was_said_of_a_meeting_stays_said_and_all_is_as_many_as_were_there():
    with pytest.raises(Mistake) as told:
        meeting("25/4, có mặt 20/22", Asking(TODAY))
    assert told.value.key == "meeting_votes"
    assert meeting("tất cả đồng ý", Asking(TODAY, told.value.filled))["in_favour"] == 20
    assert meeting("25/4 có mặt 12/12, nhất trí 100%", Asking(TODAY))["in_favour"] == 12


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("chưa họp", "not_met"),
        ("có mặt 88/92, đồng ý 85", "meeting_day"),
        ("25/04/2025", "meeting_present"),
        ("30/04/2025, có mặt 88/92, đồng ý 85", "meeting_ahead"),
        ("25/4 có mặt 95/92 đồng ý 85", "meeting_more_present"),
        ("25/4 có mặt 88/92 đồng ý 90", "meeting_more_votes"),
    ],
)
def test_what_a_meeting_lacks_is_asked_for(text: str, key: str):
    with pytest.raises(Mistake) as told:
        meeting(text, Asking(TODAY))
    assert told.value.key == key
