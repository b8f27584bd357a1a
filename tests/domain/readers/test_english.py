"""Anna types English: days, people and plans are understood, and Vietnamese answers are left as they are."""

from datetime import date

import pytest

from domain.forms import Asking
from domain.mistakes import Mistake
from domain.readers import amounts, dates, plan_states, when_where, who
from domain.readers.english import dated, named

TODAY = date(2025, 4, 10)


@pytest.mark.parametrize(
    ("typed", "first", "last", "where"),
    [
        ("28 February", "2025-02-28", "2025-02-28", None),
        ("28 February 2025, at school", "2025-02-28", "2025-02-28", "at school"),
        ("March 3rd, 2025", "2025-03-03", "2025-03-03", None),
        ("February", "2025-02-01", "2025-02-28", None),
        ("last week", "2025-03-31", "2025-04-06", None),
        ("yesterday at school", "2025-04-09", "2025-04-09", "at school"),
        ("last Tuesday", "2025-04-08", "2025-04-08", None),
        ("since March until now", "2025-03-01", "2025-04-10", None),
        ("from 1 March to 5 April", "2025-03-01", "2025-04-05", None),
    ],
)
def test_days_and_places_in_english(typed, first, last, where):
    assert when_where.read(typed, Asking(TODAY)) == {"from": first, "to": last, "where": where}


@pytest.mark.parametrize(("typed", "key"), [("31 February", "invalid_date"), ("long ago", "vague_date")])
def test_days_that_cannot_be_are_asked_again(typed, key):
    with pytest.raises(Mistake) as mistake:
        when_where.read(typed, Asking(TODAY))
    assert mistake.value.key == key


def test_a_promised_day_lies_ahead():
    assert dates.day("next Tuesday", TODAY, "future") == date(2025, 4, 15)
    assert dates.day("9 May", TODAY, "future") == date(2025, 5, 9)


@pytest.mark.parametrize(
    ("typed", "people", "role", "group"),
    [
        ("Ms Hạnh, teacher, Maths group", [("Hạnh", "co")], "teacher", "tổ Toán"),
        ("Mr Sơn and Ms Mai", [("Sơn", "thay"), ("Mai", "co")], "teacher", None),
        ("A., class 12B", [("A.", "em")], "pupil", None),
    ],
)
def test_people_in_english(typed, people, role, group):
    found = who.who(typed, Asking(TODAY))["who"]
    assert [(one["name"], one["honorific"]) for one in found["people"]] == people
    assert (found["role"], found["group"]) == (role, group)


def test_somebody_introduces_herself():
    assert who.introduced("Ms Anna", Asking(TODAY)) == {"name": "Anna", "honorific": "co"}
    assert who.introduced("my name is Anna", Asking(TODAY)) == {"name": "Anna"}


def test_where_a_plan_stands_in_english():
    assert plan_states.said("we follow the district's plan") == "follows"
    assert plan_states.said("it is being drafted") == "drafting"
    asked = plan_states.extension("until 9 May, because the council meets on 6 May", TODAY)
    assert asked == {"until": "2025-05-09", "reason": "because the council meets on 6 May"}
    assert amounts.ratio("86 of 92") == (86, 92)


@pytest.mark.parametrize(
    "typed",
    ["tang 9 may tinh cho lop 12", "2 sep di hop", "co Mai to Van", "dau thang 3", "thu 3 tuan truoc", "Thu va Mai"],
)
def test_vietnamese_stays_as_it_was_typed(typed):
    assert dated(typed) == typed
    assert named(typed) == typed
