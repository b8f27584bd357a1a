"""A campaign as data: the source's exact strings, every mistake named at once, and nothing lost on the way to JSON."""

import csv
import json
import tomllib
from copy import deepcopy
from datetime import date, time
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.campaigns import (
    AwardForm,
    AwardLevel,
    Basis,
    Campaign,
    CampaignErrors,
    Clause,
    Duty,
    Movement,
    Plan,
    Reporting,
    Step,
    Subjects,
    Wave,
    read_campaign,
)
from domain.units import KINDS

ROOT = Path(__file__).parents[2]
TREE = tomllib.loads((ROOT / "campaigns/hai-phong-2025/campaign.toml").read_text("utf-8"))
CAMPAIGN = read_campaign(TREE)

SEVEN = {
    "TW1": "Cả nước chung sức xây dựng nông thôn mới",
    "TW2": "Vì người nghèo- Không ai bị bỏ lại phía sau",
    "TW3": "Cán bộ công chức, viên chức thi đua thực hiện văn hóa công sở",
    "TW4": "Chung tay xóa nhà hư hỏng, xuống cấp của các hộ nghèo, hộ cận nghèo, hộ có hoàn cảnh khó khăn trên địa bàn "
    "thành phố trong năm 2025",
    "TP1": "Thực hiện thắng lợi Nghị quyết Đại hội Đảng bộ thành phố lần thứ XVI",
    "TP2": "Đẩy mạnh cải cách hành chính trên địa bàn thành phố Hải Phòng giai đoạn 2021-2025",
    "TP3": "Thực hiện chương trình chuyển đổi số thành phố Hải Phòng đến năm 2025, định hướng đến năm 2030",
}


def problems_of(tree):
    with pytest.raises(CampaignErrors) as caught:
        read_campaign(tree)
    return {problem.key: problem.mistake.key for problem in caught.value.problems}


def changed(**entries):
    """The real campaign with entries replaced: "movements__3__name_exact" is the third movement's."""
    tree = deepcopy(TREE)
    for path, value in entries.items():
        *way, last = path.split("__")
        at = tree
        for step in way:
            at = at[int(step) - 1] if step.isdigit() else at[step]
        at[last] = value
    return tree


# --- what the source says ---------------------------------------------------------------------------------------------


def test_the_seven_movements_have_the_source_s_names_letter_for_letter():
    assert {m.code: m.name_exact for m in CAMPAIGN.movements if m.kind == "phong_trao"} == SEVEN


def test_movements_are_those_of_the_table_drawn_from_the_source():
    with (ROOT / "tests/data/movements.csv").open(encoding="utf-8-sig", newline="") as opened:
        table = {row["code"]: row for row in csv.DictReader(opened)}
    assert [movement.code for movement in CAMPAIGN.movements] == list(table)
    for movement in CAMPAIGN.movements:
        row = table[movement.code]
        assert movement.name_exact == row["name_exact"]
        assert movement.launched_by == row["launched_by_seed"]
        assert "|".join(movement.aliases) == row["aliases"]
        if movement.kind == "phong_trao":
            assert (movement.start.isoformat() if movement.start else "") == row["start_date"]
            assert (movement.end.isoformat() if movement.end else "") == row["end_date"]
            assert movement.years == (int(row["duration_years"]) if row["duration_years"] else None)


def test_the_umbrella_bears_the_name_of_the_campaign():
    assert CAMPAIGN.umbrella.code == "UMB"
    assert CAMPAIGN.umbrella.name_exact == CAMPAIGN.name
    assert normalize("NFC", CAMPAIGN.plan.abstract).endswith(CAMPAIGN.name[1:])


def test_what_the_plan_leaves_blank_stays_blank():
    assert (CAMPAIGN.plan.number, CAMPAIGN.plan.issued) == ("", None)
    assert [m.code for m in CAMPAIGN.movements if m.years is None] == ["TW2", "TP1", "TP3"]
    assert [duty.code for duty in CAMPAIGN.duties if duty.due is None] == ["spread", "exemplars", "figures"]


def test_legal_bases_of_the_preamble_come_in_the_order_of_the_plan():
    preamble = [(basis.kind, basis.number, basis.issued) for basis in CAMPAIGN.bases if not basis.clause]
    assert preamble == [
        ("Kế hoạch", "190/KH-UBND", date(2024, 8, 16)),
        ("Chỉ thị", "11/CT-UBND", date(2024, 11, 11)),
    ]


def test_the_campaign_begins_after_the_directive_it_cites():
    assert CAMPAIGN.start > max(basis.issued for basis in CAMPAIGN.bases if basis.issued)


def test_the_last_day_belongs_to_the_campaign_and_the_next_does_not():
    assert CAMPAIGN.contains(date(2025, 12, 31))
    assert not CAMPAIGN.contains(date(2026, 1, 2))
    assert not CAMPAIGN.contains(date(2024, 11, 11))


@pytest.mark.parametrize(
    ("kind", "ownership", "obliged"),
    [
        ("pgd", "cong", True),
        ("thpt", "tu", True),
        ("mamnon", "tu", True),
        ("gdtx", "", True),
        ("daihoc", "cong", False),
        ("khac", "", False),
        ("sgddt", "cong", False),
    ],
)
def test_who_owes_a_plan_is_as_settled_until_the_department_answers(kind, ownership, obliged):
    assert CAMPAIGN.duty("plan").obliges(kind, ownership) is obliged


def test_the_ladder_rises_from_the_head_to_the_office():
    assert [(step.offset, step.audience) for step in CAMPAIGN.steps] == [
        (-7, ("head",)),
        (-3, ("head",)),
        (0, ("head",)),
        (1, ("head", "deputy")),
        (3, ("relay",)),
        (5, ("office",)),
    ]


def test_only_the_state_level_asks_for_years():
    assert {award.level: (award.years_least, award.years_most) for award in CAMPAIGN.awards} == {
        "state": (3, 5),
        "city": (0, None),
        "department": (0, None),
        "unit": (0, None),
    }


def test_clauses_and_movements_are_found_by_their_codes():
    assert CAMPAIGN.clause("III.1").text.startswith("Cá nhân: Cán bộ, công chức")
    assert CAMPAIGN.movement("TP3").short_name == "Chuyển đổi số"
    with pytest.raises(KeyError):
        CAMPAIGN.clause("IX.9")


def test_every_text_is_composed_so_that_it_compares():
    assert is_normalized("NFC", json.dumps(CAMPAIGN.as_json(), ensure_ascii=False))


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2021, 1, 1), date(2025, 12, 31), 5),
        (date(2021, 1, 1), date(2025, 12, 30), 4),
        (date(2025, 1, 1), date(2025, 6, 30), 0),
        (date(2022, 9, 5), date(2025, 9, 4), 3),
    ],
)
def test_only_full_years_of_a_movement_count(start, end, years):
    movement = Movement("X", "phong_trao", "trung_uong", "x", "x", "IV.2", start=start, end=end)
    assert movement.years == years


# --- what does not fit ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "place", "mistake"),
    [
        ({"name": "  "}, "name", "campaign_blank"),
        ({"code": "hải phòng"}, "code", "campaign_code_shape"),
        ({"start": "12/11/2024"}, "start", "campaign_wants_day"),
        ({"start": "2025-02-30"}, "start", "campaign_wants_day"),
        ({"end": date(2024, 1, 1)}, "end", "campaign_ends_early"),
        ({"retention_months": "12"}, "retention_months", "campaign_wants_number"),
        ({"retention_months": True}, "retention_months", "campaign_wants_number"),
        ({"retention_months": -1}, "retention_months", "campaign_below_zero"),
        ({"spread_ways": "meeting"}, "spread_ways", "campaign_wants_list"),
        ({"spread_ways": ["meeting", 4]}, "spread_ways.2", "campaign_wants_text"),
        ({"plan": "KH-SGDĐT"}, "plan", "campaign_wants_table"),
        ({"slogan": "x"}, "slogan", "campaign_unknown_key"),
        ({"movements__3__name_exact": ""}, "movements.3.name_exact", "campaign_blank"),
        ({"movements__3__nam_exact": "x"}, "movements.3.nam_exact", "campaign_unknown_key"),
        ({"movements__3__launched_by": "tw"}, "movements.3.launched_by", "campaign_not_one_of"),
        ({"movements__3__code": "TW1"}, "movements.3.code", "campaign_twice"),
        ({"movements__3__clause": "IX.9"}, "movements.3.clause", "campaign_unknown_clause"),
        ({"movements__2__end": date(2020, 1, 1)}, "movements.2.end", "campaign_ends_early"),
        ({"movements__5__label": ""}, "movements.5.label", "campaign_long_label"),
        ({"movements__1__kind": "phong_trao"}, "movements", "campaign_one_umbrella"),
        ({"duties__1__obliged": ["thpt", "truong"]}, "duties.1.obliged.2", "campaign_not_one_of"),
        ({"duties__1__due": date(2026, 4, 25)}, "duties.1.due", "campaign_outside_period"),
        ({"steps__1__at": "8 giờ"}, "steps.1.at", "campaign_wants_hour"),
        ({"steps__1__at": time(8, 0, 30)}, "steps.1.at", "campaign_wants_hour"),
        ({"steps__1__at": time(5, 0)}, "steps.1.at", "campaign_quiet_hour"),
        ({"speaking_until": time(6, 0)}, "speaking_until", "campaign_ends_early"),
        ({"subjects__clause": "III.9"}, "subjects.clause", "campaign_unknown_clause"),
        ({"awards__1__forms": [{"code": "x"}]}, "awards.1.forms.1.name", "campaign_missing"),
        ({"council__quorum": "3/2"}, "council.quorum", "campaign_wants_share"),
        ({"council__over": "all"}, "council.over", "campaign_not_one_of"),
        (
            {"council__thresholds": [{"form": "bang_khen", "agreed": "nhiều"}]},
            "council.thresholds.1.agreed",
            "campaign_wants_share",
        ),
        (
            {"waves": [{"day": "2026-04-30", "name": "30/4", "scope": "quoc_gia"}]},
            "waves.1.day",
            "campaign_outside_period",
        ),
    ],
)
def test_an_entry_that_does_not_fit_is_named_by_its_path(entries, place, mistake):
    assert problems_of(changed(**entries)).get(place) == mistake


def test_a_missing_entry_is_named():
    tree = changed()
    del tree["theme"], tree["plan"]["symbol"]
    assert problems_of(tree) == {"theme": "campaign_missing", "plan.symbol": "campaign_missing"}


def test_everything_is_named_at_once():
    tree = changed(name="", start="hôm nay", movements__3__name_exact=7, duties__2__clause="IX", steps__4__tone="mắng")
    assert problems_of(tree) == {
        "name": "campaign_blank",
        "start": "campaign_wants_day",
        "movements.3.name_exact": "campaign_wants_text",
        "duties.2.clause": "campaign_unknown_clause",
        "steps.4.tone": "campaign_not_one_of",
    }


def test_an_unknown_entry_comes_with_the_names_it_resembles():
    with pytest.raises(CampaignErrors) as caught:
        read_campaign(changed(movements__3__nam_exact="x"))
    assert str(caught.value.problems[0].mistake.values["near"]).startswith("name_exact")


def test_an_empty_file_lacks_every_needed_entry():
    assert set(problems_of({}).values()) == {"campaign_missing"}
    assert {"code", "name", "movements", "plan"} <= set(problems_of({}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(TREE)), JSON))
def test_whatever_stands_in_the_file_it_is_a_campaign_or_a_list_of_problems(entries):
    with pytest.raises(CampaignErrors):
        read_campaign({**TREE, "slogan": 1, **entries})


# --- to JSON and back -------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).map(
    lambda text: normalize("NFC", f"x{text}")
)
TEXT = WORDS | st.just("")
CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))
MAYBE_DAY = st.none() | DAYS
COUNT = st.integers(0, 1000)


def many(strategy, key, least=0):
    return st.lists(strategy, min_size=least, max_size=2, unique_by=key).map(tuple)


def words(most=3):
    return st.lists(WORDS, max_size=most).map(tuple)


MOVEMENTS = st.builds(
    Movement,
    CODES,
    st.just("phong_trao"),
    st.sampled_from(["trung_uong", "thanh_pho", "so_gddt"]),
    WORDS,
    WORDS,
    st.just("III.1"),
    COUNT,
    TEXT,
    words(),
    TEXT,
    st.none() | st.dates(max_value=date(2024, 12, 31)),
    MAYBE_DAY,
    TEXT,
)
UMBRELLA = Movement("UMB", "chien_dich", "so_gddt", "x", "x", "III.1")
CAMPAIGNS = st.builds(
    Campaign,
    code=CODES,
    name=WORDS,
    short_name=WORDS,
    start=st.just(date(2025, 1, 1)),
    end=st.just(date(2025, 12, 31)),
    theme=WORDS,
    motto=WORDS,
    plan=st.builds(Plan, WORDS, WORDS, WORDS, WORDS, TEXT, MAYBE_DAY, words()),
    subjects=st.builds(
        Subjects,
        st.just("III.1"),
        WORDS,
        WORDS,
        st.lists(st.sampled_from(KINDS), max_size=4).map(tuple),
        st.lists(CODES, max_size=3).map(tuple),
    ),
    reporting=st.builds(Reporting, st.just("III.1"), COUNT, MAYBE_DAY, MAYBE_DAY),
    movements=many(MOVEMENTS.filter(lambda m: m.code != "UMB"), lambda m: m.code).map(lambda some: (UMBRELLA, *some)),
    duties=many(
        st.builds(
            Duty,
            CODES,
            WORDS,
            st.just("III.1"),
            st.lists(st.sampled_from(KINDS), max_size=3).map(tuple),
            MAYBE_DAY,
            TEXT,
        ),
        lambda duty: duty.code,
    ),
    steps=many(
        st.builds(
            Step,
            CODES,
            st.integers(-60, 60),
            st.times(time(6, 30), time(21, 0)).map(lambda at: at.replace(second=0, microsecond=0)),
            st.lists(st.sampled_from(["head", "deputy", "relay", "office"]), max_size=3).map(tuple),
            st.sampled_from(["remind", "chase", "escalate"]),
        ),
        lambda step: step.code,
    ),
    clauses=st.just((Clause("III.1", "x", "x"),)),
    awards=many(
        st.builds(
            AwardLevel,
            st.sampled_from(["state", "city", "department", "unit"]),
            st.just("III.1"),
            st.lists(st.builds(AwardForm, CODES, WORDS, WORDS), max_size=2).map(tuple),
            TEXT,
            COUNT,
            st.none() | COUNT,
        ),
        lambda award: award.level,
    ),
    spread_ways=st.lists(CODES, max_size=3).map(tuple),
    retention_months=COUNT,
    notice_version=COUNT,
    bases=st.lists(st.builds(Basis, WORDS, TEXT, WORDS, WORDS, MAYBE_DAY), max_size=2).map(tuple),
    recipients=words(),
    waves=many(
        st.builds(
            Wave,
            DAYS,
            WORDS,
            st.sampled_from(["quoc_gia", "thanh_pho", "nganh"]),
            st.none() | COUNT,
            st.none() | COUNT,
            TEXT,
            TEXT,
        ),
        lambda wave: wave.day,
    ),
)


@given(CAMPAIGNS)
def test_any_campaign_comes_back_from_json_unchanged(campaign):
    assert read_campaign(json.loads(json.dumps(campaign.as_json()))) == campaign


def test_the_campaign_of_hai_phong_comes_back_from_json_unchanged():
    assert read_campaign(json.loads(json.dumps(CAMPAIGN.as_json()))) == CAMPAIGN
