"""Who votes, when the council may decide, and what a count says: over every small council there can be."""

from fractions import Fraction
from itertools import product

import pytest

from domain.council.ballots import CHOICES, tally, token
from domain.council.council import (
    Case,
    CouncilRules,
    Count,
    Electorate,
    Member,
    Threshold,
    electorate,
    fits,
    has_quorum,
    needed,
    recusal,
    share,
)

ROOT, DISTRICT, SCHOOL, OTHER = 1, 2, 3, 4
CASE = Case(SCHOOL, frozenset({ROOT, DISTRICT, SCHOOL}), nominee=50, drafted_by=60, declared=frozenset({70}))


@pytest.mark.parametrize(("text", "value"), [("2/3", Fraction(2, 3)), ("80%", Fraction(4, 5)), ("66,5 %", "0.665")])
def test_a_share_is_written_as_a_fraction_or_a_percentage(text: str, value: Fraction | str):
    assert share(text) == Fraction(value)


@pytest.mark.parametrize("text", ["", "0", "0%", "3/2", "120%", "-1/2", "hai phần ba", "2/0"])
def test_what_is_no_share_is_refused(text: str):
    with pytest.raises((ValueError, ZeroDivisionError)):
        share(text)


def test_at_least_a_share_is_never_less_of_any_number():
    for of, (a, b) in product(range(40), ((2, 3), (1, 2), (4, 5), (9, 10), (1, 1))):
        enough = needed(of, f"{a}/{b}")
        assert enough * b >= of * a, (of, a, b)
        assert enough == 1 or (enough - 1) * b < of * a, (of, a, b)
    assert (needed(11, "2/3"), needed(9, "2/3"), needed(0, "2/3")) == (8, 6, 1)


def test_the_quorum_is_of_all_members():
    rules = CouncilRules()
    assert [has_quorum(11, present, rules) for present in (7, 8, 9)] == [False, True, True]
    assert not has_quorum(0, 0, rules)
    assert has_quorum(2, 1, CouncilRules(quorum="1/2"))


@pytest.mark.parametrize(
    ("person", "units", "reason"),
    [
        (50, {OTHER}, "oneself"),
        (60, {OTHER}, "drafted"),
        (1, {SCHOOL}, "same_unit"),
        (1, {DISTRICT}, "same_unit"),  # the own unit with all below it
        (1, {ROOT}, None),  # else nobody of the department could vote on any school
        (1, {OTHER}, None),
        (1, set(), None),
        (70, {OTHER}, "declared"),
        (70, {SCHOOL}, "same_unit"),
    ],
)
def test_nobody_votes_on_themselves_on_their_own_or_on_what_they_have_to_do_with(
    person: int, units: set[int], reason: str | None
):
    assert recusal(Member(person, frozenset(units)), CASE, ROOT) == reason


def test_those_of_the_department_do_not_vote_on_the_department():
    assert recusal(Member(1, frozenset({ROOT})), Case(ROOT, frozenset({ROOT})), ROOT) == "same_unit"
    assert recusal(Member(1, frozenset({SCHOOL})), Case(ROOT, frozenset({ROOT})), ROOT) is None


def test_every_small_council_is_parted_into_those_who_vote_and_those_who_do_not():
    kinds = [(seat, units) for seat in ("absent", "present", "sheet") for units in (frozenset({SCHOOL}), frozenset())]
    for chosen in product(kinds, repeat=4):
        members = [Member(place, units, seat) for place, (seat, units) in enumerate(chosen)]
        found = electorate(members, CASE, ROOT)
        assert found.members == 4
        assert found.pool == sum(seat != "absent" for seat, _ in chosen)
        assert found.entitled == sum(seat == "present" and not units for seat, units in chosen)
        assert found.entitled_senders == sum(seat == "sheet" and not units for seat, units in chosen)
        assert found.entitled + found.entitled_senders + len(found.reasons) == found.pool
        assert set(found.reasons) <= {"same_unit"}


def test_the_golden_count():
    """F9: có mặt 9/11, bỏ phiếu 8/9 (1 người cùng đơn vị không bỏ phiếu), đồng ý 87,5% (7/8)."""
    hai = Member(10, frozenset({SCHOOL}), "present")
    room = [Member(n, frozenset(), "present") for n in range(8)]
    away = [Member(n, frozenset()) for n in (20, 21)]
    assert electorate([hai, *room, *away], CASE, ROOT) == Electorate(11, 9, 0, 8, 0, ("same_unit",))
    count = Count(members=11, present=9, pool=9, recused=1, cast=8, in_favour=7)
    assert (count.rate(), count.against, count.silent) == (875, 1, 0)


def test_every_small_count_agrees_exactly_when_enough_are_in_favour():
    rules = CouncilRules("2/3", "2/3", "cast", (Threshold("bang_khen", "80%", "members"),))
    plain, strict = rules.threshold("giay_khen"), rules.threshold("bang_khen")
    for members, pool, recused, cast, favour in product(range(7), repeat=5):
        count = Count(members, min(pool, members), pool, recused, cast, favour)
        if pool > members or recused > pool or not fits(count):
            continue
        assert count.agrees(plain) == (cast > 0 and favour * 3 >= cast * 2)
        assert count.agrees(strict) == (cast > 0 and favour * 5 >= members * 4)
        for over in ("cast", "entitled", "members"):
            assert count.rate(over) * count.base(over) <= favour * 1000  # rounded down
            assert count.base(over) == 0 or (count.rate(over) + 1) * count.base(over) > favour * 1000
        assert count.against + count.in_favour + count.silent + count.recused == count.pool


def test_the_rounded_rate_decides_nothing():
    """2 of 3 are 66,6 % and still two thirds."""
    two_of_three = Count(3, 3, 3, 0, 3, 2)
    assert (two_of_three.rate(), two_of_three.agrees(Threshold("x", "2/3"))) == (666, True)


@pytest.mark.parametrize(
    "count",
    [Count(3, 3, 3, 1, 3, 2), Count(3, 3, 3, 0, 2, 3), Count(3, 4, 4, 0, 1, 1), Count(3, 3, 3, 0, 1, 1, 2)],
)
def test_a_count_that_cannot_be_is_known(count: Count):
    assert not fits(count)


def test_a_token_says_nothing_of_its_voter_and_votes_have_nothing_in_common():
    made = {token(secret, case, person) for secret in (b"a", b"b") for case in range(5) for person in range(5)}
    assert len(made) == 50
    assert token(b"a", 1, 23) != token(b"a", 12, 3)
    assert {len(one) for one in made} == {64}


def test_votes_are_counted_by_what_they_say():
    assert tally(["agree", "disagree", "agree"]) == {"agree": 2, "disagree": 1}
    assert tally([]) == dict.fromkeys(CHOICES, 0)
