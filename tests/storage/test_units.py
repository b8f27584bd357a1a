"""The tree of units in time: what an import makes of it, and what is asked about it on a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.clock import OPEN_END
from domain.units import UnitRow
from storage.plans import plans
from storage.tables import BRANCH, UNIT, UNIT_SPAN
from storage.units import closures, units
from storage.units.spans import ALWAYS, Span, closure, renewed
from tests.storage.room import SMALL, THURSDAY, Room, at, heads, seeing

JULY = date(2025, 7, 1)
START = date(2025, 1, 1)
SCHOOLS = ("thpt", "tieuhoc", "mamnon")
DAY = st.integers(0, 20).map(lambda days: START + timedelta(days=days))
FAR = (date.min, ALWAYS, *(START + timedelta(days=days) for days in range(-1, 23)), date(9999, 12, 30))


@st.composite
def span_lists(draw: st.DrawFn, parents: st.SearchStrategy[int | None]) -> list[Span]:
    """Spans in order, with gaps now and then; the last may be open."""
    cuts = sorted(draw(st.sets(DAY, min_size=2, max_size=6)))
    pairs = [(start, end) for start, end in pairwise(cuts) if draw(st.booleans()) or start == cuts[0]]
    spans = [(start, end, draw(st.sampled_from("NM")), "thpt", draw(parents)) for start, end in pairs]
    if draw(st.booleans()):
        start, _, *told = spans[-1]
        spans[-1] = (start, OPEN_END, *told)
    return spans


@st.composite
def trees(draw: st.DrawFn) -> dict[int, list[Span]]:
    """Up to six units, each under units of smaller numbers, now one and now another."""
    size = draw(st.integers(1, 6))
    return {
        unit: draw(span_lists(st.sampled_from([None, *range(1, unit)]) if unit > 1 else st.none()))
        for unit in range(1, size + 1)
    }


def walked(spans: dict[int, list[Span]], unit: int, day: date) -> set[int]:
    """The units above one on a day, itself among them: by walking up."""
    found: set[int] = set()
    while True:
        on = [span for span in spans.get(unit, ()) if span[0] <= day < span[1]]
        if not on:
            return found
        found.add(unit)
        if on[0][4] is None:
            return found
        unit = on[0][4]


@given(trees())
def test_the_closure_on_any_day_is_what_walking_up_gives(spans: dict[int, list[Span]]):
    stretches = closure(spans)
    for unit in spans:
        for day in FAR:
            on = [above for above, below, start, end in stretches if below == unit and start <= day < end]
            assert sorted(on) == sorted(walked(spans, unit, day))


def test_two_units_may_change_places_in_time():
    first: dict[int, list[Span]] = {
        1: [(START, JULY, "A", "pgd", None), (JULY, OPEN_END, "A", "pgd", 2)],
        2: [(START, JULY, "B", "pgd", 1), (JULY, OPEN_END, "B", "pgd", None)],
    }
    assert closure(first) == {
        (1, 1, START, OPEN_END),
        (2, 2, START, OPEN_END),
        (1, 2, START, JULY),
        (2, 1, JULY, OPEN_END),
    }


def test_units_under_one_another_on_one_day_are_refused():
    ring: dict[int, list[Span]] = {
        1: [(START, OPEN_END, "A", "pgd", 2)],
        2: [(START, JULY, "B", "pgd", 1)],
    }
    with pytest.raises(ValueError, match="under one another"):
        closure(ring)


MAYBE = st.none() | DAY


@settings(max_examples=400)
@given(span_lists(st.sampled_from([None, 1, 2])) | st.just([]), MAYBE, MAYBE, MAYBE, st.sampled_from("NMO"))
def test_after_a_row_was_taken_the_spans_are_in_order_and_the_row_is_so_since(
    spans: list[Span], valid_from: date | None, valid_to: date | None, as_of: date | None, name: str
):
    row = UnitRow("A", name, "thpt", "SO", valid_from=valid_from, valid_to=valid_to)
    if valid_from and valid_to and valid_to <= valid_from:
        return
    taken = renewed(spans, row, 2, as_of)
    assert all(start < end for start, end, *_ in taken)
    assert all(one[1] <= other[0] for one, other in pairwise(taken))
    end = valid_to or OPEN_END
    assert not taken or taken[-1][1] <= end
    if as_of and spans:
        since = max(as_of, valid_from or as_of, spans[0][0])
        for day in FAR:
            was = [span[2:] for span in spans if span[0] <= day < span[1]]
            now = [span[2:] for span in taken if span[0] <= day < span[1]]
            if day < min(since, end):
                assert now == was
            elif day < end:
                assert now == [(name, "thpt", 2)]
            else:
                assert now == []
    assert renewed(taken, row, 2, as_of) == taken or not taken


def test_a_founding_day_in_a_register_does_not_undo_what_changed_after_it():
    changed: list[Span] = [(ALWAYS, JULY, "old", "thpt", 1), (JULY, OPEN_END, "new", "thpt", 2)]
    row = UnitRow("A", "newer", "thpt", "SO", valid_from=date(1960, 9, 5))
    assert renewed(changed, row, 2, None) == [(ALWAYS, JULY, "old", "thpt", 1), (JULY, OPEN_END, "newer", "thpt", 2)]


def test_a_founding_day_before_the_known_beginning_moves_that():
    changed: list[Span] = [(START, JULY, "old", "thpt", 1), (JULY, OPEN_END, "new", "thpt", 2)]
    row, founded = UnitRow("A", "new", "thpt", "SO", valid_from=date(1960, 9, 5)), date(1960, 9, 5)
    assert renewed(changed, row, 2, None) == [(founded, JULY, "old", "thpt", 1), (JULY, OPEN_END, "new", "thpt", 2)]


def test_as_of_splits_the_span_even_where_the_register_tells_the_founding_day():
    first: list[Span] = [(date(1960, 9, 5), OPEN_END, "A", "thpt", 1)]
    row = UnitRow("A", "A", "thpt", "SO", valid_from=date(1960, 9, 5))
    assert renewed(first, row, 2, JULY) == [(date(1960, 9, 5), JULY, "A", "thpt", 1), (JULY, OPEN_END, "A", "thpt", 2)]


async def raw(house: Room) -> tuple[list, list, list]:
    spans = await house.rows(select(UNIT_SPAN).order_by(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.from_day))
    branch = await house.rows(select(BRANCH).order_by(*BRANCH.primary_key))
    return spans, branch, await house.rows(select(UNIT).order_by(UNIT.c.id))


async def test_taking_the_same_file_again_changes_nothing(house: Room):
    assert await house.does(lambda store: units.take(store, SMALL, None)) == (5, 0)
    before = await raw(house)
    for as_of in (None, JULY):
        assert await house.does(lambda store, as_of=as_of: units.take(store, SMALL, as_of)) == (0, 0)
        assert await raw(house) == before
    assert await house.does(lambda store: units.take(store, (), None)) == (0, 0)


async def test_the_closure_in_the_database_is_that_of_the_spans(house: Room):
    await house.province(*SMALL)
    await house.province(UnitRow("B", "Tiểu học B", "tieuhoc", "SO"), as_of=JULY)
    await house.province(UnitRow("PGD", "Phòng GDĐT Lê Chân", "pgd", "SO", valid_to=date(2025, 9, 1), successor="SO"))
    told = (await house.sees(units.tree)).spans
    ids = (await house.sees(units.tree)).ids
    kept = {tuple(row) for row in await house.rows(closures.BRANCHES)}
    assert kept == closure(told, {ids["PGD"]: ids["SO"]})
    row = await house.rows(select(UNIT.c.successor_id).where(UNIT.c.code == "PGD"))
    assert row == [(ids["SO"],)]


async def test_a_school_that_moves_is_under_the_old_office_before_and_the_new_one_after(house: Room):
    ids = await house.province(*SMALL)
    await house.province(UnitRow("B", "Tiểu học Mới", "tieuhoc", "SO"), as_of=JULY)

    async def below(day: date) -> bool:
        return await house.sees(lambda store: units.is_below(store, ids["B"], [ids["PGD"]], day))

    assert (await below(JULY - timedelta(days=1)), await below(JULY)) == (True, False)
    names = [
        (await house.sees(lambda store, day=day: units.by_code(store, "B", day))).name
        for day in (JULY - timedelta(days=1), JULY)
    ]
    assert names == ["Tiểu học Nguyễn Công Trứ", "Tiểu học Mới"]


async def test_an_ended_unit_leaves_the_denominator_from_its_end_on(house: Room):
    ids = await house.province(*SMALL, UnitRow("D", "THPT Tư", "thpt", "SO", ownership="tu"))

    async def obliged(day: date, branch: str = "SO", *ownerships: str) -> int:
        asked = (ids[branch], SCHOOLS, ownerships or ("",))
        [now, then] = await house.sees(lambda store: units.count_obliged(store, *asked, [day, JULY]))
        assert then == (await house.sees(lambda store: units.count_obliged(store, *asked, [JULY])))[0]
        return now

    assert (await obliged(JULY), await obliged(JULY, "PGD"), await obliged(JULY, "SO", "", "tu")) == (3, 2, 4)
    await house.province(UnitRow("C", "Mầm non Hoa Sen", "mamnon", "PGD", valid_to=JULY, successor="B"))
    assert (await obliged(JULY - timedelta(days=1)), await obliged(JULY)) == (3, 2)
    assert await house.sees(lambda store: units.by_code(store, "C", JULY)) is None


async def test_the_late_list_is_complete_and_repeats_nobody_page_by_page(house: Room):
    schools = [UnitRow(f"S{n}", f"Trường {n}", SCHOOLS[n % 3], "PGD" if n % 2 else "SO") for n in range(30)]
    ids = await house.province(*SMALL, *schools)
    campaign, minh = await house.campaign(), await house.person("Minh")
    for code in ("S3", "S4", "A"):
        await house.does(
            lambda store, code=code: plans.report(
                store, at(), campaign, ids[code], "drafting", {}, heads(minh, ids[code]), spread=False
            )
        )
    pages = [
        await house.sees(
            lambda store, skip=skip: units.late(
                store, campaign, ids["SO"], SCHOOLS, ("",), THURSDAY, (skip, 7), seeing(ids["SO"])
            )
        )
        for skip in range(0, 42, 7)
    ]
    found = [late.id for page in pages for late in page]
    assert len(found) == len(set(found))
    assert set(found) == {ids[code] for code in ids} - {ids[code] for code in ("SO", "PGD", "S3", "S4", "A")}
    assert [len(page) for page in pages] == [7, 7, 7, 7, 2, 0]
    assert {late.above for page in pages for late in page} == {"Sở GDĐT", "Phòng GDĐT Lê Chân"}
