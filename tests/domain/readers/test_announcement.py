"""What an officer types while writing an announcement: its document, who acknowledges, and when it goes out."""

from datetime import date

import pytest

from domain.forms import Asking
from domain.mistakes import Mistake
from domain.readers.announcement import acknowledged_by, body, document, moment, title

FACTS = {"now": "2025-04-10T16:42:00+07:00", "speaking_from": "06:30", "speaking_until": "21:00"}
ASKING = Asking(date(2025, 4, 10), facts=FACTS)


@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ("ngay", ""),
        ("gửi ngay", ""),
        ("now", ""),
        ("8h sáng mai", "2025-04-11T08:00:00+07:00"),
        ("07:30 ngày 15/04/2025", "2025-04-15T07:30:00+07:00"),
        ("7h30 thứ Hai", "2025-04-14T07:30:00+07:00"),
        ("5h chiều", "2025-04-10T17:00:00+07:00"),
        ("ngày 14/4", "2025-04-14T06:30:00+07:00"),
        ("tomorrow 8:00", "2025-04-11T08:00:00+07:00"),
    ],
)
def test_a_moment_is_read_as_people_say_it(said: str, starts: str):
    assert moment(said, ASKING) == {"starts": starts}


@pytest.mark.parametrize(
    ("said", "key"), [("hôm nào đó", "when_unclear"), ("22h tối mai", "when_quiet"), ("8h sáng nay", "when_past")]
)
def test_a_moment_that_cannot_be_says_why(said: str, key: str):
    with pytest.raises(Mistake) as told:
        moment(said, ASKING)
    assert told.value.key == key


def test_the_document_is_written_as_it_is_printed():
    assert document("1234/sgddt-vp ngày 10/4", ASKING) == {"doc_no": "1234/SGDĐT-VP", "doc_day": "2025-04-10"}
    for none in ("không", "không có", "bỏ qua", "skip"):
        assert document(none, ASKING) == {"doc_no": "", "doc_day": ""}
    with pytest.raises(Mistake):
        document("văn bản mới", ASKING)


@pytest.mark.parametrize(
    ("said", "by"),
    [("mỗi đơn vị", "unit"), ("theo trường", "unit"), ("từng người", "person"), ("không", "nobody"), ("có", "unit")],
)
def test_who_acknowledges(said: str, by: str):
    assert acknowledged_by(said, ASKING) == {"acknowledged_by": by}


def test_words_that_do_not_fit_one_message_are_asked_to_be_shorter():
    assert title("  Đợt   thi đua\nmới ", ASKING) == {"title": "Đợt thi đua mới"}
    assert body("- một việc\n\n- hai việc", ASKING) == {"body": "- một việc\n- hai việc"}
    with pytest.raises(Mistake) as told:
        body("dài " * 200, ASKING)
    assert told.value.key == "announcement_long"
    assert told.value.values["most"] == 600
