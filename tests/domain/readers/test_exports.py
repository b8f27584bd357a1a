"""A file to take away is asked for in everyday words, with unit and period in any order; a report is none of them."""

import pytest

from domain.readers import exports
from domain.readers.exports import Asked

SAID = {
    "cho xin file excel": Asked(None, ""),
    "xuất danh sách gương quận Lê Chân tháng 3": Asked("deeds", "quận Lê Chân tháng 3"),
    "xuat guong": Asked("deeds", ""),
    "tải về theo dõi kế hoạch quý 1": Asked("plans", "quý 1"),
    "cho em xin tệp tiến độ kế hoạch thcs": Asked("plans", "thcs"),
    "xuất các trường chưa báo kế hoạch Lê Chân": Asked("late", "Lê Chân"),
    "xin danh sách đơn vị chưa nộp": Asked("late", ""),
    "sổ đôn đốc Lê Chân": Asked("chase", "Lê Chân"),
    "xuất toàn bộ dữ liệu": Asked("all", ""),
    "Lê Chân tháng 3": Asked(None, "Lê Chân tháng 3"),
    "export good deeds of Lê Chân in March": Asked("deeds", "Lê Chân March"),
    "export plans": Asked("plans", ""),
    "xuất danh sách đề nghị khen thưởng Lê Chân": Asked("nominations", "Lê Chân"),
}


@pytest.mark.parametrize("text", SAID)
def test_the_file_is_told_from_what_it_is_about(text):
    assert exports.read(text) == SAID[text]


@pytest.mark.parametrize("text", ["nhật ký xuất tệp", "xem nhat ky xuat file", "log of exports"])
def test_the_log_is_asked_for_by_its_name(text):
    assert exports.is_log(text)
    assert not exports.is_log("xuất tệp gương")


@pytest.mark.parametrize(
    "text",
    [
        "xin báo cáo tổng kết",
        "xuất báo cáo sơ kết gương",
        "trường nào chưa nộp",
        "báo gương",
        "gương của tôi",
        "xin bằng khen cho cô Hạnh",
        "kế hoạch số 45/KH-THPTNQ",
        "cô Lan xuất sắc giúp em lập kế hoạch tuần",
    ],
)
def test_words_that_ask_for_something_else_are_let_be(text):
    assert not exports.is_wanted(text)


@pytest.mark.parametrize("text", [one for one, asked in SAID.items() if asked.kind and one[0] != "s"])
def test_words_that_ask_for_a_file_are_known_without_a_command(text):
    assert exports.is_wanted(text)
