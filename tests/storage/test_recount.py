"""Kept figures are those of a recount, and a summary over them is what counting by hand gives, on any day."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from domain import plans as words
from domain.deeds import STATES
from domain.summary import summarise
from domain.units import UnitRow
from storage import deeds, figures, plans
from storage.recount import recount
from storage.tables import DEED, DEED_STEP, FIGURE, PLAN, PLAN_STEP, UNIT_SPAN
from tests.storage.room import SMALL, THURSDAY, Room, at, heads, room

NUMBERS = count(1)
DAYS = 12
LAST = THURSDAY + timedelta(days=DAYS)
DAY = st.integers(0, DAYS).map(lambda days: THURSDAY + timedelta(days=days))
MOVEMENT = st.sampled_from(["day-tot", "hoc-tot", ""])


@dataclass(slots=True)
class History:
    """What happened in a small province: a tree, and acts in the order of days."""

    parents: list[int]
    ends: list[date | None]
    acts: list[tuple[object, ...]] = field(default_factory=list)


ACT = st.one_of(
    st.tuples(st.just("send"), st.integers(0, 9), MOVEMENT),
    st.tuples(st.just("confirm"), st.integers(0, 9)),
    st.tuples(st.just("return"), st.integers(0, 9)),
    st.tuples(st.just("resend"), st.integers(0, 9), MOVEMENT),
    st.tuples(st.just("plan"), st.integers(0, 9), st.sampled_from(words.STATES), st.booleans()),
    st.tuples(st.just("sleep"), st.integers(1, 3)),
)


@st.composite
def histories(draw: st.DrawFn, *, ending: bool) -> History:
    size = draw(st.integers(2, 6))
    parents = [draw(st.integers(0, place)) for place in range(size - 1)]
    end = st.none() | DAY if ending else st.none()
    ends = [None, *(draw(end) for _ in parents)]
    return History(parents, ends, draw(st.lists(ACT, min_size=4, max_size=25)))


@pytest.fixture
def world(database_url: str) -> Iterator[tuple[asyncio.Runner, Room]]:
    """One database for all examples: each brings units and a campaign of its own."""
    with asyncio.Runner() as runner:
        opening = room(database_url)
        house = runner.run(opening.__aenter__())
        try:
            yield runner, house
        finally:
            runner.run(opening.__aexit__(None, None, None))


async def live(house: Room, history: History) -> tuple[int, list[int]]:
    """Let it happen; the campaign's row and the units in the order of the tree."""
    number = next(NUMBERS)
    codes = [f"U{number}-{place}" for place in range(len(history.ends))]
    above = ["", *(codes[parent] for parent in history.parents)]
    rows = [
        UnitRow(code, code, "thpt", parent, valid_to=end)
        for code, parent, end in zip(codes, above, history.ends, strict=True)
    ]
    ids = await house.province(*rows)
    tree, campaign, lan = [ids[code] for code in codes], await house.campaign(f"c{number}"), await house.person()
    day, sent = THURSDAY, []
    for what, *how in history.acts:
        if what == "sleep":
            day = min(day + timedelta(days=how[0]), LAST)
        elif what in {"send", "plan"}:
            unit = tree[how[0] % len(tree)]
            if what == "send":
                sent.append(await send(house, day, campaign, unit, lan, how[1]))
            else:
                await plan(house, day, campaign, unit, lan, how[1], how[2])
        elif sent:
            await go_on(house, day, lan, sent[how[0] % len(sent)], what, *how[1:])
    return campaign, tree


async def send(house: Room, day: date, campaign: int, unit: int, lan: int, movement: str) -> int:
    return await house.does(
        lambda store: deeds.send(store, at(day), campaign, unit, lan, {}, movement, (day, day), outside=False)
    )


async def plan(house: Room, day: date, campaign: int, unit: int, who: int, state: words.State, spread: bool) -> None:
    scope = heads(who, unit)
    await house.does(lambda store: plans.report(store, at(day), campaign, unit, state, {}, scope, spread=spread))


async def go_on(house: Room, day: date, lan: int, row: int, what: str, movement: str = "") -> None:
    """The next step of a deed; nothing happens where its state does not allow it."""
    deed = await house.sees(lambda store: deeds.own(store, row, lan))
    now = at(day)
    if what == "resend":
        await house.does(lambda store: deeds.resend(store, now, deed, lan, {}, movement, (day, day), outside=False))
    else:
        state = {"confirm": "confirmed", "return": "returned"}[what]
        await house.does(lambda store: deeds.decide(store, now, row, deed.version, state, heads(lan, deed.unit), "why"))


async def kept(house: Room, campaign: int) -> dict[tuple[object, ...], int]:
    rows = await house.rows(select(FIGURE).where(FIGURE.c.campaign_id == campaign, FIGURE.c.n != 0))
    return {tuple(row[1:-1]): row[-1] for row in rows}


async def by_hand(house: Room, campaign: int) -> dict[tuple[object, ...], int]:
    """Steps of every branch, counted from the raw rows by walking up from unit to unit."""
    spans = await house.rows(
        select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.from_day, UNIT_SPAN.c.to_day, UNIT_SPAN.c.parent_id)
    )

    def above(unit: int | None, day: date) -> Iterator[int]:
        while unit is not None:
            on = [parent for one, start, end, parent in spans if one == unit and start <= day < end]
            if not on:
                return
            yield unit
            unit = on[0]

    counted: Counter[tuple[object, ...]] = Counter()
    for unit, day, measure, movement, state, n in await leaves(house, campaign):
        for branch in above(unit, day):
            counted[branch, day, measure, movement, state] += n
    return {key: n for key, n in counted.items() if n}


async def raw(house: Room, campaign: int) -> tuple[dict[int, list], dict[int, list]]:
    """Each deed's and each plan's steps: (unit, day, state, movement) and (unit, day, state, spread)."""
    steps = select(DEED_STEP.c.deed_id, DEED.c.unit_id, DEED_STEP.c.day, DEED_STEP.c.state, DEED_STEP.c.movement)
    steps = steps.join(DEED, DEED.c.id == DEED_STEP.c.deed_id).where(DEED.c.campaign_id == campaign)
    said = select(PLAN_STEP.c.plan_id, PLAN.c.unit_id, PLAN_STEP.c.day, PLAN_STEP.c.state, PLAN_STEP.c.spread)
    said = said.join(PLAN, PLAN.c.id == PLAN_STEP.c.plan_id).where(PLAN.c.campaign_id == campaign)
    of_deed: dict[int, list] = {}
    for deed, *step in await house.rows(steps.order_by(DEED_STEP.c.id)):
        of_deed.setdefault(deed, []).append(step)
    of_plan: dict[int, list] = {}
    for plan_row, *step in await house.rows(said.order_by(PLAN_STEP.c.id)):
        of_plan.setdefault(plan_row, []).append(step)
    return of_deed, of_plan


async def leaves(house: Room, campaign: int) -> list[tuple]:
    """Signed steps of the units themselves."""
    of_deed, of_plan = await raw(house, campaign)
    found: list[tuple] = []
    for steps in of_deed.values():
        for place, (unit, day, state, movement) in enumerate(steps):
            found.append((unit, day, "deed", movement, state, 1))
            if place:
                found.append((unit, day, "deed", steps[place - 1][3], steps[place - 1][2], -1))
            else:
                found.append((unit, day, "deed_in", movement, "", 1))
    for steps in of_plan.values():
        for place, (unit, day, state, _) in enumerate(steps):
            found.append((unit, day, "plan", "", state, 1))
            if place:
                found.append((unit, day, "plan", "", steps[place - 1][2], -1))
    for unit in {steps[0][0] for steps in of_plan.values()}:
        was = False
        for day in (THURSDAY + timedelta(days=days) for days in range(DAYS + 1)):
            now = stands(unit, day, of_deed, of_plan)
            if now != was:
                found.append((unit, day, "complete", "", "", 1 if now else -1))
            was = now
    return found


def stands(unit: int, day: date, of_deed: dict, of_plan: dict) -> bool:
    """DOMAIN §4: the plan is settled and something is confirmed."""
    said = [step for steps in of_plan.values() for step in steps if step[0] == unit and step[1] <= day]
    good = any(
        step[2] == "confirmed" and step[1] <= day for steps in of_deed.values() for step in steps if step[0] == unit
    )
    return bool(said) and said[-1][2] in {"issued", "follows"} and (said[-1][3] or good)


WITH_A_DATABASE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@WITH_A_DATABASE
@given(history=histories(ending=True))
def test_kept_figures_are_those_of_a_recount(world: tuple[asyncio.Runner, Room], history: History):
    runner, house = world

    async def try_it() -> None:
        campaign, _ = await live(house, history)
        assert await kept(house, campaign) == await by_hand(house, campaign)
        assert await house.does(lambda store: recount(store, campaign)) == 0

    runner.run(try_it())


@WITH_A_DATABASE
@given(history=histories(ending=False))
def test_a_summary_is_what_counting_by_hand_gives_on_any_day(world: tuple[asyncio.Runner, Room], history: History):
    runner, house = world

    async def try_it() -> None:
        campaign, tree = await live(house, history)
        of_deed, of_plan = await raw(house, campaign)
        for place, branch in enumerate(tree):
            below = {tree[one] for one in range(len(tree)) if place in line(history.parents, one)}
            for day in (THURSDAY + timedelta(days=days) for days in (-1, 0, 2, 5, DAYS)):
                sums = await house.sees(
                    lambda store, branch=branch, day=day: figures.stock(store, campaign, branch, day)
                )
                found = summarise(day, len(below), sums)
                deeds_now, plans_now = last_states(of_deed, below, day), last_states(of_plan, below, day)
                assert found.deeds == {state: deeds_now[state] for state in STATES}
                assert found.plans == {state: plans_now[state] for state in words.STATES}
                assert found.complete == sum(stands(unit, day, of_deed, of_plan) for unit in below)
                assert found.silent == len(below) - plans_now.total()

    runner.run(try_it())


def last_states(lives: dict[int, list], below: set[int], day: date) -> Counter[str]:
    """How many stand in which state at the end of a day."""
    known = ([step for step in steps if step[1] <= day and step[0] in below] for steps in lives.values())
    return Counter(steps[-1][2] for steps in known if steps)


def line(parents: list[int], place: int) -> list[int]:
    """The places from a unit up to the root."""
    found = [place]
    while place:
        place = parents[place - 1]
        found.append(place)
    return found


async def test_a_recount_says_how_many_rows_it_put_right(house: Room):
    units, campaign, lan = await house.province(*SMALL), await house.campaign(), await house.person()
    deed = await send(house, THURSDAY, campaign, units["A"], lan, "day-tot")
    await go_on(house, THURSDAY + timedelta(days=1), lan, deed, "confirm")
    await plan(house, THURSDAY + timedelta(days=2), campaign, units["A"], lan, "issued", spread=False)
    before = await kept(house, campaign)

    async def spoil(store: object) -> None:
        mine = FIGURE.c.branch_id == units["A"]
        await store.write(delete(FIGURE).where(mine, FIGURE.c.measure == "complete"), {})
        await store.write(update(FIGURE).where(mine, FIGURE.c.measure == "plan").values(n=7), {})
        invented = {"campaign_id": campaign, "branch_id": units["C"], "day": THURSDAY, "measure": "deed"}
        await store.write(insert(FIGURE), {**invented, "movement": "", "state": "sent", "n": 3})
        await store.write(update(PLAN).values(complete=False), {})

    await house.does(spoil)
    assert await house.does(lambda store: recount(store, campaign)) == 3
    assert await kept(house, campaign) == before
    assert [row[0] for row in await house.rows(select(PLAN.c.complete))] == [True]
    assert await house.does(lambda store: recount(store, campaign)) == 0


async def test_a_relay_counts_once_however_many_schools_below_it_are_complete(house: Room):
    units, campaign, minh = await house.province(*SMALL), await house.campaign(), await house.person("Minh")
    for code in ("B", "C", "PGD"):
        await plan(house, THURSDAY, campaign, units[code], minh, "issued", spread=True)
    sums = await house.sees(lambda store: figures.stock(store, campaign, units["PGD"], THURSDAY))
    assert sums["complete", "", ""] == 3
    await plan(house, THURSDAY, campaign, units["PGD"], minh, "drafting", spread=True)
    sums = await house.sees(lambda store: figures.stock(store, campaign, units["PGD"], THURSDAY))
    assert sums["complete", "", ""] == 2
