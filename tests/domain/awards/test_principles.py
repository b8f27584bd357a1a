"""The seven principles, each once as it should be and once broken."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.awards.nominations import FOLLOWS, STATES, Nomination, Step, follows
from domain.awards.principles import Around, check
from domain.awards.rules import Finding

AT = datetime(2025, 4, 28, 9, tzinfo=UTC)
HANH = Nomination(
    12,
    4,
    1,
    "regular",
    "individual",
    "cô Hạnh",
    "giáo viên, tổ Toán",
    "teacher",
    7,
    True,
    "TP3",
    "city",
    "bang_khen",
    "24 bài giảng số, 312 lượt dùng",
    1284,
    date(2025, 4, 25),
    88,
    92,
    85,
    "at_office",
    3,
    None,
    None,
    None,
    {},
    None,
    AT,
    AT,
)
STEPS = (Step("sent", "at_office", AT, AT.date(), 1), Step("drafted", "drafted", AT, AT.date(), 2, "ghi rõ số tiết"))
GOOD = Around((Finding("evidence", "passes", "IV.2"),), STEPS, 3, 10, None, 5)
NAMES = ["timely", "democratic", "exact", "public", "transparent", "subject", "achievement"]


def found(nomination: Nomination, around: Around) -> dict[str, tuple[bool | None, str]]:
    return {one.principle: (one.holds, one.key) for one in check(nomination, around)}


def test_all_seven_hold_for_a_good_nomination_but_for_the_notice_whose_time_comes_later():
    assert found(HANH, GOOD) == dict.fromkeys(NAMES, (True, "")) | {"public": (None, "later")}
    told = replace(HANH, state="submitted")
    assert found(told, replace(GOOD, noticed=5))["public"] == (True, "")


@pytest.mark.parametrize(
    ("principle", "changes", "around", "key"),
    [
        ("timely", {}, {"waited": 11}, "late"),
        ("democratic", {"met_on": None}, {}, "no_meeting"),
        ("democratic", {"present": 46}, {}, "few_present"),
        ("democratic", {"in_favour": 44}, {}, "few_agreed"),
        ("exact", {}, {"findings": (Finding("evidence", "refuses", "IV.2", "none"),)}, "evidence_none"),
        ("exact", {"position": " "}, {}, "no_position"),
        ("exact", {"summary": "dạy rất tốt"}, {}, "no_figure"),
        ("public", {"state": "submitted"}, {}, "not_noticed"),
        ("public", {"state": "submitted"}, {"noticed": 4}, "too_short"),
        ("transparent", {}, {"steps": (replace(STEPS[1], note=" "),)}, "no_reason"),
        ("transparent", {}, {"steps": (replace(STEPS[0], person=None),)}, "nobody"),
        ("subject", {}, {"findings": (Finding("active", "refuses", "TT", "ended"),)}, "active_ended"),
        ("achievement", {}, {"findings": (Finding("years", "asks", "IV.1", "unknown"),)}, "years_unknown"),
        ("achievement", {}, {"findings": (Finding("one_level", "refuses", "I.2", "used"),)}, "one_level_used"),
    ],
)
def test_each_principle_can_be_missed_and_says_how(principle: str, changes: dict, around: dict, key: str):
    assert found(replace(HANH, **changes), replace(GOOD, **around))[principle] == (False, key)


def test_a_warning_breaks_no_principle_and_an_open_notice_is_not_yet_missed():
    warned = replace(GOOD, findings=(Finding("period", "warns", "III.2", "outside"),))
    assert found(HANH, warned)["achievement"] == (True, "")
    assert found(replace(HANH, state="noticed"), replace(GOOD, noticed=2))["public"] == (None, "open")


def test_a_nomination_goes_only_the_way_that_there_is():
    assert follows("at_relay", "at_office")
    assert not follows("at_relay", "at_council"), "past the Office there is no way"
    assert not follows("declined", "at_office")
    assert follows("held", "at_council", held_from="at_council")
    assert not follows("held", "at_office", held_from="at_council")
    assert follows("at_office", "submitted", "adhoc")
    assert not follows("at_office", "submitted")
    assert not follows("at_office", "at_council", "adhoc")
    assert set(FOLLOWS) == set(STATES)
