"""Which law a document cites depends on its day; what nobody has checked stays blank."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from domain.campaigns import CampaignErrors
from domain.papers.bases import in_force, of_campaign, read_bases
from tests.kit.campaign import CAMPAIGN

HERE = Path(__file__).parents[3]
KNOWN = read_bases(tomllib.loads((HERE / "campaigns/legal_bases.toml").read_text("utf-8")))


def numbers(day: date) -> list[str]:
    return [one.number for one in in_force(KNOWN, day)]


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (date(2025, 6, 30), ["06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV", "29/2023/TT-BGDĐT"]),
        (date(2025, 7, 1), ["06/2022/QH15", "152/2025/NĐ-CP", "01/2024/TT-BNV", "29/2023/TT-BGDĐT"]),
        (date(2025, 8, 5), ["06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV", "29/2023/TT-BGDĐT"]),
        (date(2026, 4, 2), ["06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV", "07/2026/TT-BGDĐT"]),
    ],
)
def test_the_day_decides_which_law_holds(day: date, cited: list[str]):
    assert numbers(day) == cited


def test_from_october_2026_the_law_is_cited_as_amended():
    [before, after] = [in_force(KNOWN, day)[0] for day in (date(2026, 9, 30), date(2026, 10, 1))]
    assert (before.amended_year, after.amended_year) == (None, 2026)


def test_the_campaign_s_own_bases_follow_and_the_law_is_named_once():
    day = date(2025, 5, 15)
    told = of_campaign(CAMPAIGN, KNOWN, day, all_clauses=True)
    assert [one.number for one in told if one.kind == "Luật"] == ["06/2022/QH15"]
    assert [one.number for one in told][-4:] == ["190/KH-UBND", "11/CT-UBND", "45-NQ/TW", "1516/QĐ-TTg"]
    assert [one.number for one in of_campaign(CAMPAIGN, KNOWN, day)][-2:] == ["190/KH-UBND", "11/CT-UBND"]


def test_a_misspelt_entry_is_named():
    with pytest.raises(CampaignErrors) as refused:
        read_bases({"bases": [{"kind": "Luật", "number": "", "issuer": "Quốc hội", "valid_form": date(2025, 1, 1)}]})
    assert [problem.key for problem in refused.value.problems] == ["bases[0].valid_form"]
