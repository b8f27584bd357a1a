"""Each clause on nominations, one by one: what passes, what warns, what is refused, what a person decides."""

from dataclasses import replace
from datetime import date

import pytest

from domain.awards.rules import Basis, Case, Rival, first, look, outcome, years
from tests.kit.campaign import CAMPAIGN

LEVEL = {one.level: one for one in CAMPAIGN.awards}
DEED = Basis(1284, "TP3", "confirmed", date(2025, 4, 9), stored=2)
HANH = Case(
    "regular",
    "individual",
    "co hanh",
    "teacher",
    7,
    "thpt",
    "truong thpt ngo quyen",
    None,
    CAMPAIGN.movement("TP3"),
    LEVEL["city"],
    date(2025, 4, 25),
    (DEED,),
)
OTHER = Rival(3, "regular", "individual", "thay son", 8, "TP3", "city", (1290,))


def said(rule: str, case: Case) -> tuple[str, str]:
    found = next(one for one in look(case, CAMPAIGN.subjects) if one.rule == rule)
    return found.outcome, found.key


def test_what_fits_every_clause_passes():
    assert outcome(look(HANH, CAMPAIGN.subjects)) == "passes"
    assert outcome(look(replace(HANH, rivals=(OTHER,)), CAMPAIGN.subjects)) == "passes"


@pytest.mark.parametrize(
    ("code", "expected", "full_years"),
    [
        ("TW1", "passes", 5),
        ("TP2", "passes", 5),
        ("TW3", "warns", 7),
        ("TW4", "refuses", 1),
        ("UMB", "refuses", 1),
        ("TW2", "asks", None),
        ("TP1", "asks", None),
        ("TP3", "asks", None),
    ],
)
def test_the_state_level_is_for_movements_of_three_to_five_years(code: str, expected: str, full_years: int | None):
    found = years(LEVEL["state"], CAMPAIGN.movement(code))
    assert (found.outcome, found.clause, found.values.get("years")) == (expected, "IV.1", full_years)
    assert years(LEVEL["city"], CAMPAIGN.movement(code)).outcome == "passes"
    assert years(LEVEL["department"], CAMPAIGN.movement(code)).outcome == "passes"


def test_a_year_that_lacks_a_day_is_no_year():
    young = replace(CAMPAIGN.movement("TW1"), start=date(2021, 1, 2), end=date(2023, 12, 31))
    assert years(LEVEL["state"], young).outcome == "refuses"
    assert years(LEVEL["state"], replace(young, start=date(2021, 1, 1))).outcome == "passes"


def test_what_somebody_signed_for_is_not_asked_again_and_opens_nothing_else():
    at_state = replace(HANH, level=LEVEL["state"])
    assert said("years", at_state) == ("asks", "unknown")
    assert said("years", replace(at_state, signed=frozenset({"years"}))) == ("passes", "unknown")
    young = replace(at_state, movement=CAMPAIGN.movement("TW4"), signed=frozenset({"years"}))
    assert said("years", young) == ("refuses", "too_few"), "nobody signs away a clause that has an answer"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"role": "pupil"}, ("refuses", "pupil")),
        ({"role": "parent"}, ("refuses", "not_staff")),
        ({"role": ""}, ("asks", "role")),
        ({"role": "manager"}, ("passes", "")),
        ({"subject_type": "collective", "folded": "truong thpt ngo quyen"}, ("passes", "")),
        ({"subject_type": "collective", "folded": "to toan"}, ("asks", "team")),
        ({"subject_type": "collective", "folded": "to toan", "signed": frozenset({"subject"})}, ("passes", "team")),
        ({"subject_type": "collective", "unit_kind": "vhxh"}, ("refuses", "kind")),
        ({"subject_type": "collective", "unit_kind": "pgd", "folded": "truong thpt ngo quyen"}, ("passes", "")),
    ],
)
def test_who_may_be_nominated_is_said_by_clause_three_one(changes: dict, expected: tuple[str, str]):
    assert said("subject", replace(HANH, **changes)) == expected


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("active", {"ended": date(2025, 7, 1)}, ("refuses", "ended")),
        ("from_unit", {"met_on": None}, ("refuses", "no_meeting")),
        ("evidence", {"movement": None}, ("refuses", "no_movement")),
        ("evidence", {"deeds": ()}, ("refuses", "no_deed")),
        ("evidence", {"deeds": (replace(DEED, state="sent"),)}, ("refuses", "unconfirmed")),
        ("evidence", {"deeds": (replace(DEED, stored=0),)}, ("refuses", "none")),
        ("evidence", {"deeds": (replace(DEED, stored=0, owed=1),)}, ("refuses", "owed")),
        ("evidence", {"deeds": (replace(DEED, stored=0, witness=True),)}, ("asks", "witness")),
        ("duplicate", {"rivals": (replace(OTHER, folded="co hanh"),)}, ("refuses", "twice")),
        ("duplicate", {"rivals": (replace(OTHER, person=7),)}, ("refuses", "twice")),
        ("duplicate", {"rivals": (replace(OTHER, folded="co hanh", movement="TW1"),)}, ("passes", "")),
        ("duplicate", {"rivals": (replace(OTHER, folded="co hanh", subject_type="collective"),)}, ("passes", "")),
        ("one_level", {"rivals": (replace(OTHER, deeds=(1284,)),)}, ("passes", "")),
        ("one_level", {"rivals": (replace(OTHER, deeds=(1284,), level="department"),)}, ("refuses", "used")),
        ("one_level", {"rivals": (replace(OTHER, deeds=(1284,), movement="TW1"),)}, ("refuses", "used")),
        ("mixed", {"deeds": (DEED, replace(DEED, id=9, movement="TW1"))}, ("refuses", "two")),
        ("mixed", {"deeds": (replace(DEED, movement="TW1"),)}, ("refuses", "other")),
        ("mixed", {"movement": CAMPAIGN.umbrella}, ("passes", "")),
        ("open_case", {"open_case": "complaint"}, ("refuses", "complaint")),
        ("open_case", {"open_case": "discipline"}, ("refuses", "discipline")),
        ("open_case", {"open_case": "inspection"}, ("refuses", "inspection")),
        ("discipline", {"discipline_ended": date(2025, 4, 9)}, ("refuses", "before")),
        ("discipline", {"discipline_ended": date(2025, 4, 8)}, ("passes", "")),
        (
            "discipline",
            {"discipline_ended": date(2025, 4, 8), "deeds": (replace(DEED, first=None),)},
            ("asks", "undated"),
        ),
        ("reuse", {"rivals": (replace(OTHER, route="adhoc", deeds=(1284,)),)}, ("refuses", "adhoc")),
        ("reuse", {"rivals": (replace(OTHER, route="adhoc", deeds=(1,)),)}, ("passes", "")),
        ("period", {"deeds": (replace(DEED, outside=True),)}, ("warns", "outside")),
    ],
)
def test_what_each_rule_says_of_what_it_looks_at(rule: str, changes: dict, expected: tuple[str, str]):
    assert said(rule, replace(HANH, **changes)) == expected


def test_one_refusal_outweighs_a_question_and_a_question_a_warning():
    flagged = replace(HANH, deeds=(replace(DEED, outside=True),))
    assert outcome(look(flagged, CAMPAIGN.subjects)) == "warns"
    unknown = replace(flagged, level=LEVEL["state"])
    assert outcome(look(unknown, CAMPAIGN.subjects)) == "asks"
    held = look(replace(unknown, open_case="complaint"), CAMPAIGN.subjects)
    assert outcome(held) == "refuses"
    assert first(held, "refuses").rule == "open_case"


def test_the_ad_hoc_way_is_open_to_pupils_and_asks_nothing_of_the_movements():
    pupil = replace(HANH, route="adhoc", role="pupil", movement=None, level=None, met_on=None)
    assert outcome(look(pupil, CAMPAIGN.subjects)) == "passes"
    assert outcome(look(replace(pupil, open_case="complaint"), CAMPAIGN.subjects)) == "refuses"
