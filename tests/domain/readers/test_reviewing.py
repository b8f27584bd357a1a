"""What the Office types at its list of examples."""

import pytest

from domain.readers.reviewing import asked, given_to, is_asked, is_several, noted, several, task, whom

KNOWN = [[1, "Lan", "co"], [2, "Nguyễn Thị Lan", "chi"], [3, "Bình", "anh"], [4, "Hạnh", ""]]


@pytest.mark.parametrize(
    ("text", "stage", "flags", "rest"),
    [
        ("gương chờ duyệt", None, (False, False, False), ""),
        ("gương bồi dưỡng Lê Chân", "nurtured", (False, False, False), "le chan"),
        ("danh sách gương ở khâu tổng kết chuyển đổi số", "concluded", (False, False, True), "chuyen doi so"),
        ("gương quá hạn của tôi", None, (True, True, False), ""),
        ("Nhân rộng", "replicated", (False, False, False), ""),
        ("nurtured examples", "nurtured", (False, False, False), ""),
    ],
)
def test_a_step_a_delay_and_ones_own_are_read_and_the_rest_is_left(text, stage, flags, rest):
    found = asked(text)
    assert (found.stage, (found.overdue, found.mine, found.listed), found.rest) == (stage, flags, rest)


def test_those_that_are_held_or_hidden_can_be_asked_for():
    assert asked("gương đang tạm dừng").side == "held"
    assert asked("hidden examples").side == "hidden"
    assert is_asked("gương tạm dừng")
    assert is_asked("gương đang ẩn")
    assert not is_asked("gương ăn ở tốt của cô Lan")


@pytest.mark.parametrize(
    ("text", "numbers"), [("1,3,5", [1, 3, 5]), ("1 3 3", [1, 3]), ("1, 2 và 4", [1, 2, 4]), ("tất cả 12", None)]
)
def test_several_of_a_list_are_chosen_by_their_numbers_or_all_at_once(text, numbers):
    assert is_several(text)
    assert several(text) == numbers


@pytest.mark.parametrize("text", ["1", "tất cả các trường đã nộp", "ngày 1,3 họp", "3 cô giáo"])
def test_one_number_or_a_sentence_is_no_choice_of_several(text):
    assert not is_several(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("co Lan", [1]),
        ("Lan", [1, 2]),
        ("chị Nguyễn Thị Lan", [2]),
        ("anh Binh", [3]),
        ("thầy Hạnh", [4]),
        ("chị Bình", []),
        ("tổ chuyên môn", []),
    ],
)
def test_a_name_means_those_who_bear_it_and_no_other_form_of_address(text, found):
    assert whom(text, KNOWN) == found


def test_a_task_ends_with_whoever_is_to_do_it():
    assert task("them y kien to CM, co Lan", KNOWN) == ("them y kien to CM", [1])
    assert task("bổ sung ảnh giao anh Bình", KNOWN)[1] == [3]
    assert task("ý kiến tổ chuyên môn, bản ghi giờ dạy", KNOWN) == ("ý kiến tổ chuyên môn, bản ghi giờ dạy", [])


def test_giving_and_noting_are_read_in_the_writers_own_letters():
    assert given_to("giao cho anh Bình") == "anh binh"
    assert given_to("giao lưu văn nghệ") == "luu van nghe"
    assert noted("ghi chú: hỏi lại tổ Toán") == "hỏi lại tổ Toán"
    assert noted("ghi chu hỏi lại tổ Toán") == "hỏi lại tổ Toán"
    assert not noted("chú Hải ghi bài")
