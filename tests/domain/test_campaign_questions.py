"""Questions that a campaign adds: what fits is kept, what does not is named entry by entry, all at once."""

import tomllib
from pathlib import Path

import pytest

from domain.campaigns import CampaignErrors, read_campaign

ROOT = Path(__file__).parents[2]
CAMPAIGN = tomllib.loads((ROOT / "campaigns/hai-phong-2025/campaign.toml").read_text("utf-8"))
ADDED = tomllib.loads((ROOT / "tests/data/added_questions.toml").read_text("utf-8"))["questions"]
GOOD = {"name": "bai_hoc", "kind": "sentence", "ask_vi": "Bài học gì? Ví dụ: cùng làm.", "item_vi": "Bài học"}
CHOICES = [{"code": "co", "vi": "Có"}, {"code": "chua", "vi": "Chưa"}]


def problems(*questions):
    with pytest.raises(CampaignErrors) as refused:
        read_campaign({**CAMPAIGN, "questions": list(questions)})
    return [(problem.key, problem.mistake.key) for problem in refused.value.problems]


def test_questions_of_each_kind_are_kept_and_come_back_from_json():
    campaign = read_campaign({**CAMPAIGN, "questions": ADDED})
    assert [one.kind for one in campaign.questions] == ["choice", "number", "date", "sentence"]
    assert read_campaign(campaign.as_json()) == campaign


@pytest.mark.parametrize(
    ("change", "key", "mistake"),
    [
        ({"name": "Số tiết"}, "questions.1.name", "campaign_code_shape"),
        ({"name": "so.tiet"}, "questions.1.name", "campaign_question_name"),
        ({"kind": "paper"}, "questions.1.kind", "campaign_not_one_of"),
        ({"ask_vi": "Một? Hai?"}, "questions.1.ask_vi", "campaign_question_words"),
        ({"ask_vi": "a" * 301}, "questions.1.ask_vi", "campaign_question_words"),
        ({"ask_en": "Really?!"}, "questions.1.ask_en", "campaign_question_words"),
        ({"ask_vi": " "}, "questions.1.ask_vi", "campaign_blank"),
        ({"item_vi": "a" * 25}, "questions.1.item_vi", "campaign_long_item"),
        ({"choices": CHOICES}, "questions.1.choices", "campaign_question_choices"),
        ({"kind": "choice"}, "questions.1.choices", "campaign_question_choices"),
        ({"kind": "choice", "choices": CHOICES[:1]}, "questions.1.choices", "campaign_question_choices"),
        ({"when": [{"answer": "movement", "equals": "TW9"}]}, "questions.1.when.1", "campaign_question_when"),
        ({"when": [{"answer": "bai_hoc", "equals": "co"}]}, "questions.1.when.1", "campaign_question_when"),
    ],
)
def test_what_does_not_fit_is_named_by_its_entry(change, key, mistake):
    assert problems({**GOOD, **change}) == [(key, mistake)]


def test_everything_wrong_is_named_at_once():
    many = [{**GOOD, "name": f"cau_{at}"} for at in range(6)]
    assert problems(*many, {**GOOD, "name": "cau_0"}) == [
        ("questions.7.name", "campaign_twice"),
        ("questions", "campaign_questions_many"),
    ]
