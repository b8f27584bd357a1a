"""One free message in English: when, who and which class are read, pupils' names are not kept (CONVERSATIONS §11)."""

from datetime import date

import pytest

from domain.readers import story

THURSDAY = date(2025, 4, 10)


@pytest.mark.parametrize(
    ("text", "day", "names", "role", "group", "school_class"),
    [
        ("Ms Mai gave 60 warm coats to poor pupils yesterday", "2025-04-09", ["Mai"], "teacher", None, None),
        ("on 3 March Mr Sơn, a physics teacher, gave blood", "2025-03-03", ["Sơn"], "teacher", "tổ Lý", None),
        ("last Friday the grade 12B pupils cleaned the beach", "2025-04-04", [], "pupil", None, "12B"),
        ("A grade 12B pupil found a wallet yesterday and gave it back", "2025-04-09", [], "pupil", None, "12B"),
        ("pupils of class 11A collected 200 kg of paper on 26 March", "2025-03-26", [], "pupil", None, "11A"),
        ("Yesterday afternoon our nurse Ms Lan helped a child", "2025-04-09", ["Lan"], "employee", None, None),
        ("The pupil Nguyễn Văn An of class 12B found a phone yesterday", "2025-04-09", ["A."], "pupil", None, "12B"),
    ],
)
def test_when_and_who_are_read(text, day, names, role, group, school_class):
    draft = story.read(text, THURSDAY)
    who = draft["who"]
    told = ([one["name"] for one in who["people"]], who["role"], who["group"], who["class"])
    assert (draft["from"], *told) == (day, names, role, group, school_class)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("The pupil Nguyễn Văn An of class 12B found a phone", "The pupil A. of class 12B found a phone"),
        ("Student An from class 10A2 returned a phone", "Student A. from class 10A2 returned a phone"),
        ("An, a grade 12B pupil, found a phone", "A., a grade 12B pupil, found a phone"),
        ("last Friday class 12B cleaned the beach", "last Friday class 12B cleaned the beach"),
        ("Ms Hạnh of class 12B visited a family", "Ms Hạnh of class 12B visited a family"),
    ],
)
def test_a_pupil_stays_an_initial_and_nobody_else_does(typed, kept):
    assert story.spared_story(typed)[0] == kept
