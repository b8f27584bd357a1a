"""Which figures people ask for, in any order and with slips; what cannot be read is said and never dropped."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.importers import read_campaign_file
from domain.readers.movements import Movement
from domain.readers.slices import Asked, read
from domain.readers.units import UnitName, Units

ROOT = Path(__file__).parents[3]
CAMPAIGN = read_campaign_file(ROOT / "campaigns/hai-phong-2025/campaign.toml")
MOVEMENTS = [Movement(one.code, one.short_name, one.aliases) for one in CAMPAIGN.movements]
TODAY = date(2025, 4, 28)


def index(path: str, *more: UnitName) -> Units:
    with (ROOT / path).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [
        UnitName(row["code"], row["name"], row["kind"], tuple(filter(None, row["aliases"].split("|")))) for row in rows
    ]
    return Units([*names, *more])


DEMO = index("campaigns/demo/units.csv", UnitName("MN-1-6", "Trường Mầm non 1-6", "mamnon"))


def asked(text: str) -> Asked:
    return read(text, TODAY, CAMPAIGN.start, [DEMO], MOVEMENTS)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tuần này", (4, 28), (5, 4)),
        ("tuan truoc", (4, 21), (4, 27)),
        ("quý 1", (1, 1), (3, 31)),
        ("q2", (4, 1), (6, 30)),
        ("quý 3", (7, 1), (9, 30)),
        ("tháng 3", (3, 1), (3, 31)),
        ("t3", (3, 1), (3, 31)),
        ("từ 1/3 đến 15/4", (3, 1), (4, 15)),
        ("từ đầu năm đến nay", (1, 1), (4, 28)),
        ("last week", (4, 21), (4, 27)),
        ("quarter 1", (1, 1), (3, 31)),
        ("from 1 March to 15 April", (3, 1), (4, 15)),
        ("March", (3, 1), (3, 31)),
        ("hôm qua", (4, 27), (4, 27)),
    ],
)
def test_a_period_is_read_in_plain_words(text, first, last):
    found = asked(text)
    assert found == Asked(period=(date(2025, *first), date(2025, *last)))
    assert found.is_clear


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Lê Chân", ["PGD-305"]),
        ("quan le chan", ["PGD-305"]),
        ("trường sông lấp", ["THCS-305-SONGLAP"]),
        ("thpt nq", ["THPT-NGOQUYEN"]),
        ("ngô quyền", ["PGD-304", "THPT-NGOQUYEN"]),
        ("trống trường vang", ["TH-305-TRONGTRUONGVANG"]),
        ("mn 1-6", ["MN-1-6"]),
        ("figures for Sông Lấp", ["THCS-305-SONGLAP"]),
    ],
)
def test_a_unit_is_read_by_any_of_its_names(text, codes):
    found = asked(text)
    assert [unit.code for unit in found.units] == codes
    assert found.sure == (len(codes) == 1)
    assert found.is_clear
    assert found.period is None


def test_a_unit_with_a_slip_is_offered_and_never_taken():
    found = asked("le chann")
    assert ([unit.code for unit in found.units], found.sure, found.is_clear) == (["PGD-305"], False, False)


@pytest.mark.parametrize(
    ("text", "movement"),
    [
        ("TW3", "TW3"),
        ("cds", "TP3"),
        ("phong trào chuyển đổi số", "TP3"),
        ("nghi quyet dai hoi", "TP1"),
        ("cchc", "TP2"),
    ],
)
def test_a_movement_is_read_by_code_name_or_alias(text, movement):
    assert asked(text) == Asked(movements=(movement,))


@pytest.mark.parametrize(
    "text", ["cds quy 1 le chan", "le chan cds quy 1", "quý 1, Lê Chân, chuyển đổi số", "TP3 Q1 Lê Chân"]
)
def test_the_order_does_not_matter(text):
    found = asked(text)
    assert (found.movements, found.units[0].code, found.sure) == (("TP3",), "PGD-305", True)
    assert found.period == (date(2025, 1, 1), date(2025, 3, 31))
    assert found.is_clear


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("số liệu đến 15/4", (2025, 4, 15)),
        ("so lieu den het thang 3", (2025, 3, 31)),
        ("đến 30/6", (2025, 6, 30)),
        ("as of 15 April", (2025, 4, 15)),
        ("tính đến ngày 01/02/2025", (2025, 2, 1)),
    ],
)
def test_a_day_as_of_which_things_are_told_is_no_period(text, day):
    found = asked(text)
    assert (found.as_of, found.period, found.unread) == (date(*day), None, "")


def test_a_period_and_a_day_as_of_which_go_together():
    found = asked("quý 2 lê chân đến 15/4")
    assert (found.period, found.as_of) == ((date(2025, 4, 1), date(2025, 6, 30)), date(2025, 4, 15))


@pytest.mark.parametrize(
    "text", ["lê chân trường nào chưa nộp", "truong nao o le chan chua nop", "đơn vị nào chưa báo kế hoạch lê chân"]
)
def test_who_has_said_nothing_is_asked_of_a_unit(text):
    found = asked(text)
    assert (found.missing, [unit.code for unit in found.units], found.unread) == (True, ["PGD-305"], "")


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("lê chân abc xyz", "abc xyz"),
        ("tuần trước cô Hạnh hiến máu", "cô Hạnh hiến máu"),
        ("quý 1 cds phường sao hỏa", "phường sao hỏa"),
    ],
)
def test_what_is_not_understood_is_told_as_it_was_typed(text, unread):
    found = asked(text)
    assert found.unread == unread
    assert not found.is_clear


def test_two_periods_and_days_that_cannot_be_are_asked_again():
    assert asked("quý 1 quý 2").problem.key == "two_periods"
    assert asked("lê chân 31/2").problem.key == "invalid_date"


def test_own_whole_and_from_the_beginning():
    assert asked("trường mình tháng 3").own
    assert asked("toàn ngành tuần trước").whole
    assert asked("cả phong trào") == Asked(anew=True)
    assert asked("tong hop") == Asked()
    assert not asked("tong hop").is_clear


@given(st.text(max_size=60))
def test_any_text_is_read_or_told_to_be_unread(text):
    found = asked(text)
    assert found.unread == "" or not found.is_clear
