"""Every collected story is put with its movement, its doer and its place in the plan, or a person is asked."""

import csv
import json
from pathlib import Path

import pytest

from domain.readers.doers import guess_who
from domain.readers.movements import Movement, guess
from domain.readers.subject import minor_involved, standing

DATA = Path(__file__).parents[2] / "data"
STORIES = [json.loads(line) for line in (DATA / "good_deeds_vi.jsonl").read_text(encoding="utf-8").splitlines()]
ROLES = {
    "giao_vien": "teacher",
    "hoc_sinh": "pupil",
    "nhan_vien": "employee",
    "can_bo_quan_ly": "manager",
    "tap_the": "collective",
}
ROLE_ELSEWHERE = {
    "GD019": ("names only those who were helped; the union that helped is not in the text", None),
    "GD054": ("the text names the school; the collectors know that its office did it", "collective"),
}
STORY_IDS = [pytest.param(deed, id=deed["id"]) for deed in STORIES]


@pytest.fixture(scope="module")
def movements():
    with (DATA / "movements.csv").open(encoding="utf-8") as rows:
        return [
            Movement(
                row["code"],
                row["name_exact"],
                (row["short_name"], *row["aliases"].split("|")),
                umbrella=row["kind"] == "chien_dich",
            )
            for row in csv.DictReader(rows)
        ]


def test_nine_stories_in_ten_are_put_with_their_movement(movements):
    right = [deed["id"] for deed in STORIES if guess(deed["text"], movements).code == deed["movement"]]
    assert len(right) >= 0.9 * len(STORIES)


@pytest.mark.parametrize("deed", STORY_IDS)
def test_the_right_movement_is_among_the_three_offered(deed, movements):
    found = guess(deed["text"], movements)
    assert deed["movement"] in found.top
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize("deed", STORY_IDS)
def test_the_doer_s_role_is_read_from_the_story(deed):
    found = guess_who(deed["text"])
    reason_and_role = ROLE_ELSEWHERE.get(deed["id"])
    assert found["role"] == (reason_and_role[1] if reason_and_role else ROLES[deed["role"]])


@pytest.mark.parametrize("deed", STORY_IDS)
def test_a_pupil_is_never_a_nominee_and_staff_never_only_a_story(deed):
    expected = "nominee" if deed["award_subject_under_plan"] else "story"
    found = standing(guess_who(deed["text"]))
    if deed["role"] == "hoc_sinh":
        assert found == "story"
    assert found in {expected, None}


@pytest.mark.parametrize("deed", STORY_IDS)
def test_a_child_in_the_story_is_seen_or_asked_about(deed):
    assert minor_involved(deed["text"], guess_who(deed["text"])) in {deed["involves_minor"], None}


def test_most_stories_are_placed_without_a_question():
    placed = [deed for deed in STORIES if standing(guess_who(deed["text"])) is not None]
    assert len(placed) >= 0.8 * len(STORIES)
