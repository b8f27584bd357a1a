"""The four steps: which may come after which, whatever stands beside them, and what they are counted for."""

from datetime import date
from itertools import product

import pytest

from domain.exemplars import (
    LEVELS,
    PROOFS,
    SIDES,
    STAGES,
    counted,
    follows,
    may_be_set_aside,
    next_of,
    overdue,
    refusal,
)
from domain.review import Wanted

ALLOWED = {
    ("detected", "nurtured"),
    ("nurtured", "concluded"),
    ("concluded", "replicated"),
    ("concluded", "nurtured"),
}


@pytest.mark.parametrize(("stage", "side", "wanted"), list(product(STAGES, SIDES, STAGES)))
def test_only_these_steps_are_taken_and_none_while_it_is_set_aside(stage, side, wanted):
    assert follows(stage, side, wanted) == (not side and (stage, wanted) in ALLOWED)
    assert bool(refusal(stage, side, wanted)) != follows(stage, side, wanted)


@pytest.mark.parametrize(
    ("stage", "side", "wanted", "why"),
    [
        ("nurtured", "held", "concluded", "held"),
        ("nurtured", "hidden", "concluded", "hidden"),
        ("nurtured", "", "nurtured", "same"),
        ("replicated", "", "nurtured", "last"),
        ("detected", "", "replicated", "early"),
        ("nurtured", "", "detected", "back"),
    ],
)
def test_each_refusal_has_its_reason(stage, side, wanted, why):
    assert refusal(stage, side, wanted) == why


def test_every_step_but_the_first_asks_for_a_proof_of_its_own():
    assert [PROOFS.get(stage) for stage in STAGES] == [None, "task", "level", "publication"]
    assert [next_of(stage) for stage in STAGES] == [*STAGES[1:], None]
    assert "state" not in LEVELS


def test_privacy_goes_before_a_complaint():
    allowed = {pair for pair in product(SIDES, SIDES) if may_be_set_aside(*pair)}
    assert allowed == {("", "held"), ("", "hidden"), ("held", "hidden")}


@pytest.mark.parametrize(("days", "limit", "late"), [(14, 14, 0), (15, 14, 1), (30, 14, 16), (300, 0, 0)])
def test_a_first_answer_is_late_after_the_limit_and_never_without_one(days, limit, late):
    assert overdue(date(2025, 4, 1), date.fromordinal(date(2025, 4, 1).toordinal() + days), limit) == late


def test_a_report_is_counted_at_its_step_as_long_as_it_counts_itself():
    assert counted("cds", "confirmed", "nurtured", published=False) == [("stage", "cds", "nurtured")]
    assert counted("cds", "returned", "replicated", published=True) == [
        ("stage", "cds", "replicated"),
        ("published", "cds", ""),
    ]
    for state, stage in (("withdrawn", "nurtured"), ("not_ours", "concluded"), ("sent", "detected"), ("sent", None)):
        assert counted("cds", state, stage, published=False) == []


def test_what_is_looked_at_comes_back_from_a_button_as_it_went_in():
    codes = ["cds", "hoc-tot"]
    for stage, movement in product((None, *STAGES), ("", *codes)):
        wanted = Wanted(stage, movement, 12, 34)
        assert Wanted.of([str(mark) for mark in wanted.marks(codes)], codes) == wanted
    assert Wanted.of([str(mark) for mark in Wanted(overdue=True).marks(codes)], codes) == Wanted(overdue=True)
    for side in SIDES[1:]:
        assert Wanted.of([str(mark) for mark in Wanted(side=side).marks(codes)], codes) == Wanted(side=side)
    assert Wanted.of(["9", "7"], codes) == Wanted()
