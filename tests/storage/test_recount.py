"""Kept figures are those of a recount, and a summary over them is what counting by hand gives, whatever moved."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from domain import plans as words
from domain.campaigns import Duty
from domain.deeds import STATES
from domain.exemplars import STAGES, Exemplar, next_of
from domain.rights import Scope
from domain.summary import Slice, summarise
from domain.units import UnitRow
from storage import notes
from storage.deeds import deed_changes, deed_lists, deeds
from storage.exemplars import conferences, exemplars, thanks
from storage.figures import figures, standing
from storage.figures.figures import Step
from storage.figures.places import month_of
from storage.figures.recount import Superseded, recount
from storage.plans import plans
from storage.store import Store
from storage.tables import CONFERENCE, DEED, DEED_STEP, EXEMPLAR_STEP, FIGURE, PLAN, PLAN_STEP, THANKS
from storage.units import units
from storage.units.spans import Span, ended, moved, on, renamed
from tests.storage.conftest import on_postgresql, on_sqlite
from tests.storage.room import SMALL, THURSDAY, Room, at, heads, room, seeing

NUMBERS = count(1)
DAYS = 12
LAST = THURSDAY + timedelta(days=DAYS)
WHOLE = timedelta(days=40)
DAY = st.integers(0, DAYS).map(lambda days: THURSDAY + timedelta(days=days))
MOVEMENT = st.sampled_from(["day-tot", "hoc-tot", ""])
KIND = st.sampled_from(["thpt", "mamnon", "pgd"])
OWNERSHIP = st.sampled_from(["cong", "tu"])
DUTY = Duty("plan", "Kế hoạch", "V.3-1", ("thpt", "mamnon"), ownerships=("cong",))
"""Offices have no such duty, nor have private schools."""


@dataclass(slots=True)
class History:
    """What happened in a small province: a tree, and acts in the order of days."""

    parents: list[int]
    kinds: list[str]
    ownerships: list[str]
    begins: list[date | None]
    acts: list[tuple[object, ...]] = field(default_factory=list)


PLACE = st.integers(0, 9)
SHIFT = st.integers(-6, 6)
"""Days from today on which an organisation changes: corrected afterwards, at once, or told beforehand."""
ACT = st.one_of(
    st.tuples(st.just("send"), PLACE, MOVEMENT),
    st.tuples(st.just("confirm"), PLACE),
    st.tuples(st.just("return"), PLACE),
    st.tuples(st.just("resend"), PLACE, MOVEMENT),
    st.tuples(st.sampled_from(["withdraw", "not ours"]), PLACE),
    st.tuples(st.sampled_from(["step", "step", "publish", "hide"]), PLACE),
    st.tuples(st.sampled_from(["thank", "conference"]), PLACE),
    st.tuples(st.just("plan"), PLACE, st.sampled_from(words.STATES), st.booleans()),
    st.tuples(st.just("sleep"), st.integers(1, 3)),
    st.tuples(st.just("move"), PLACE, PLACE, SHIFT),
    st.tuples(st.just("end"), PLACE, SHIFT),
    st.tuples(st.just("rename"), PLACE, SHIFT),
    st.tuples(st.just("import"), PLACE, PLACE, KIND, OWNERSHIP, st.none() | SHIFT, st.none() | DAY),
)


OF_REPORTS = {"step", "publish", "hide", "thank", "confirm", "return", "resend", "withdraw", "not ours"}


@st.composite
def histories(draw: st.DrawFn) -> History:
    size = draw(st.integers(3, 6))
    parents = [draw(st.integers(0, place)) for place in range(size - 1)]
    kinds = ["sgddt", *(draw(KIND) for _ in parents)]
    begins = [None, *(draw(st.none() | st.none() | DAY) for _ in parents)]
    ownerships = ["cong", *(draw(OWNERSHIP) for _ in parents)]
    return History(parents, kinds, ownerships, begins, draw(st.lists(ACT, min_size=8, max_size=30)))


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
    codes = [f"U{number}-{place}" for place in range(len(history.kinds))]
    above = ["", *(codes[parent] for parent in history.parents)]
    rows = [
        UnitRow(code, code, kind, parent, valid_from=begin, ownership=ownership)
        for code, kind, parent, begin, ownership in zip(
            codes, history.kinds, above, history.begins, history.ownerships, strict=True
        )
    ]
    ids = await house.province(*rows)
    tree, campaign, lan = [ids[code] for code in codes], await house.campaign(f"c{number}"), await house.person()
    day, sent = THURSDAY, []
    for what, *how in history.acts:
        place = how[0] % len(tree)
        if what == "sleep":
            day = min(day + timedelta(days=how[0]), LAST)
        elif what == "send":
            sent.append(await send(house, day, campaign, tree[place], lan, how[1]))
        elif what == "plan":
            await plan(house, day, campaign, tree[place], lan, how[1], how[2])
        elif what == "conference":
            await conference(house, day, campaign, tree[place], lan)
        elif what in OF_REPORTS:
            if sent:
                await of_report(house, day, (campaign, tree, lan), sent[how[0] % len(sent)], what, *how[1:])
        elif place:
            await reorganise(house, day, codes, place, what, *how[1:])
    return campaign, tree


async def of_report(
    house: Room, day: date, where: tuple[int, list[int], int], row: int, what: str, *how: object
) -> None:
    """What somebody does with a report."""
    campaign, tree, lan = where
    if what == "thank":
        await thank(house, day, campaign, lan, row)
    elif what in {"step", "publish", "hide"}:
        await at_the_office(house, day, tree, lan, row, what)
    else:
        await go_on(house, day, lan, row, what, *how)


async def reorganise(house: Room, today: date, codes: list[str], place: int, what: str, *how: object) -> None:
    """Change a unit other than the department; it only ever goes under one of a smaller number, so no ring closes."""
    shift = how[-2] if what == "import" else how[-1]
    day = today + timedelta(days=shift) if shift is not None else None
    if what == "import":
        parent, kind, ownership, _, end = how
        row = UnitRow(codes[place], "X", kind, codes[parent % place], valid_to=end, ownership=ownership)
        await house.province(row, as_of=day)
        return

    async def change(store: object) -> None:
        tree = await units.tree(store)
        unit = tree.ids[codes[place]]
        told = tree.spans.get(unit, ())
        if what == "move":
            new = moved(told, day, tree.ids[codes[how[0] % place]], {span[4] for span in told})
        else:
            new = ended(told, day) if what == "end" else renamed(told, day, "Y")
        await units.reshape(store, tree, {unit: new})

    await house.does(change)


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
    elif what == "withdraw":
        await house.does(lambda store: deed_changes.withdraw(store, now, deed, deed.version, lan))
    else:
        state = {"confirm": "confirmed", "return": "returned", "not ours": "not_ours"}[what]
        await house.does(lambda store: deeds.decide(store, now, row, deed.version, state, heads(lan, deed.unit), "why"))


async def at_the_office(house: Room, day: date, tree: list[int], who: int, row: int, what: str) -> None:
    """The Office's next word on a report; nothing happens where its state does not allow it."""
    now, scope = at(day), Scope("review", tuple(tree), below=True, person=who)

    async def change(store: Store) -> None:
        one = await exemplars.known(store, now, row, scope)
        if one is None:
            return
        if what == "publish":
            await exemplars.published(store, now, one, scope)
        elif what == "hide":
            await (exemplars.lift if one.side else exemplars.set_aside)(store, now, one, *asked(one), scope, None)
        elif following := next_of(one.stage):
            await exemplars.move(store, now, one, following, scope)

    def asked(one: Exemplar) -> tuple[str, ...]:
        return () if one.side else ("hidden",)

    await house.does(change)


async def thank(house: Room, day: date, campaign: int, lan: int, row: int) -> None:
    """Thanks for a deed: the first are counted, further ones are not."""

    async def give(store: Store) -> None:
        deed = await deeds.own(store, row, lan)
        await thanks.give(store, at(day), campaign, deed, "timely", by=lan, to=None)
        await thanks.give(store, at(day), campaign, deed, "reporter", by=lan, to=lan)

    await house.does(give)


async def conference(house: Room, day: date, campaign: int, unit: int, who: int) -> None:
    """A unit holds a conference: an activity like a confirmed deed, where the unit has a plan (DESIGN §13.6)."""
    scope = replace(heads(who, unit), verb="convene")

    async def hold(store: Store) -> None:
        row = await conferences.add(store, at(day), campaign, "unit", day, "hội trường", scope)
        found = await conferences.get(store, at(day), row, scope)
        if found:
            await conferences.move(store, at(day), found, "held", scope)

    await house.does(hold)


async def kept(house: Room, campaign: int) -> dict[tuple[object, ...], int]:
    rows = await house.rows(select(FIGURE).where(FIGURE.c.campaign_id == campaign, FIGURE.c.n != 0))
    return {tuple(row[1:-1]): row[-1] for row in rows}


# -- by hand -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Raw:
    """What was reported and how the tree was, from the raw rows alone."""

    spans: dict[int, list[Span]]
    ownerships: dict[int, str]
    of_deed: dict[int, list]
    of_plan: dict[int, list]
    at_office: dict[int, list]
    held: list[tuple[int, date]]
    thanked: list[tuple[int, date, int]]

    def line(self, unit: int, day: date) -> set[int]:
        """The branches a unit lies in on a day: by walking up."""
        found: set[int] = set()
        now = on(self.spans.get(unit, ()), day)
        while now is not None:
            found.add(unit)
            unit = now[4]
            now = on(self.spans.get(unit, ()), day)
        return found

    def counted(self, unit: int, day: date) -> set[int]:
        """Where its deeds are counted: where it stood on its last day so far, or on its first."""
        told = self.spans.get(unit)
        if not told:
            return set()
        before = [min(end - timedelta(days=1), day) for start, end, *_ in told if start <= day]
        return self.line(unit, before[-1] if before else told[0][0])

    def owes(self, unit: int, day: date) -> bool:
        now = on(self.spans.get(unit, ()), day)
        return now is not None and DUTY.obliges(now[3], self.ownerships[unit])

    def stands(self, unit: int, day: date) -> bool:
        """DOMAIN §4: the plan is settled and something is confirmed."""
        good = [steps for steps in self.of_deed.values() if last(steps, unit, day)[:1] == ["confirmed"]]
        met = [one for one, on_day in self.held if one == unit and on_day <= day]
        said = self.said(unit, day)
        return bool(said) and said[0] in {"issued", "follows"} and (said[1] or bool(good or met))

    def said(self, unit: int, day: date) -> list:
        return next((found for steps in self.of_plan.values() if (found := last(steps, unit, day))), [])


def last(steps: list, unit: int, day: date) -> list:
    """[state, what came with it] at the end of a day."""
    known = [step for step in steps if step[0] == unit and step[1] <= day]
    return known[-1][2:] if known else []


async def raw(house: Room, campaign: int) -> Raw:
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
    office = select(EXEMPLAR_STEP.c.deed_id, DEED.c.unit_id, EXEMPLAR_STEP.c.day, EXEMPLAR_STEP.c.stage)
    office = office.add_columns(EXEMPLAR_STEP.c.step).join(DEED, DEED.c.id == EXEMPLAR_STEP.c.deed_id)
    at_office: dict[int, list] = {}
    for deed, *step in await house.rows(office.where(DEED.c.campaign_id == campaign).order_by(EXEMPLAR_STEP.c.id)):
        at_office.setdefault(deed, []).append(step)
    met = select(CONFERENCE.c.unit_id, CONFERENCE.c.held_on).where(
        CONFERENCE.c.campaign_id == campaign, CONFERENCE.c.state == "held"
    )
    said_thanks = select(THANKS.c.unit_id, THANKS.c.on_day, THANKS.c.first_after).where(
        THANKS.c.campaign_id == campaign, THANKS.c.kind == "timely"
    )
    beside = [[tuple(row) for row in await house.rows(one)] for one in (met, said_thanks)]
    tree = await house.sees(units.tree)
    return Raw(dict(tree.spans), dict(tree.ownerships), of_deed, of_plan, at_office, *beside)


async def compare(house: Room, campaign: int, told: Raw, tree: list[int], branch: int, day: date) -> None:
    """What /summary would say of a branch at the end of a day, against counting by hand."""
    [sums] = await house.sees(lambda store: figures.stock(store, at(day), campaign, branch, [day], seeing(branch)))
    asked = (DUTY.obliged, DUTY.ownerships)
    [obliged] = await house.sees(lambda store: units.count_obliged(store, branch, *asked, [day]))
    late = await house.sees(lambda store: units.late(store, campaign, branch, *asked, day, (0, 99), seeing(branch)))
    found = summarise(day, obliged, sums, DUTY.obliges)
    owing = [unit for unit in tree if told.owes(unit, day) and branch in told.line(unit, day)]
    said = {unit: told.said(unit, day) for unit in owing}
    assert found.obliged == len(owing)
    assert found.plans == {state: sum(one[:1] == [state] for one in said.values()) for state in words.STATES}
    assert found.complete == sum(told.stands(unit, day) for unit in owing) <= found.obliged
    assert sorted(one.id for one in late) == [unit for unit in sorted(owing) if not said[unit]]
    assert found.silent == len(late)
    states: Counter[tuple[str, str]] = Counter()
    stages: Counter[tuple[str, str]] = Counter()
    for deed, steps in told.of_deed.items():
        unit = steps[0][0]
        if branch in told.counted(unit, day) and (now := last(steps, unit, day)) and now[0] in STATES:
            states[now[1], now[0]] += 1
            stood = last(told.at_office.get(deed, []), unit, day)
            stages[now[1], stood[0] if stood else "detected"] += 1
            done = [step[1] for step in told.at_office.get(deed, []) if step[3] == "published"]
            stages[now[1], "published"] += bool(done) and done[0] <= day
    assert found.stages == {movement: of_one(stages, movement) for movement in found.movements}
    assert {(movement, state): n for movement, one in found.movements.items() for state, n in one.items()} == states
    assert found.deeds == {state: sum(n for (_, one), n in states.items() if one == state) for state in STATES}


def of_one(stages: Counter[tuple[str, str]], movement: str) -> dict[str, int]:
    return {name: n for name in (*STAGES, "published") if (n := stages[movement, name])}


async def compare_flow(house: Room, campaign: int, told: Raw, branch: int, days: tuple[date, date]) -> None:
    """What happened between two days, where it happened: no unit that came or went is an event."""
    happened: Counter[tuple[str, str, str]] = Counter()
    for steps in told.of_deed.values():
        for place, (unit, day, state, movement) in enumerate(steps):
            if days[0] < day <= days[1] and branch in told.counted(unit, day):
                if not place:
                    happened["deed_in", movement, ""] += 1
                if place and state == "confirmed":
                    happened["deed_good", movement, ""] += 1
    [flow] = await house.sees(lambda store: figures.flow(store, at(), campaign, branch, [days], seeing(branch)))
    assert flow == {key: n for key, n in happened.items() if n}
    first = await house.sees(lambda store: figures.first_thanks(store, at(), campaign, branch, days, seeing(branch)))
    thanked = [one for one in told.thanked if days[0] < one[1] <= days[1] and branch in told.counted(one[0], one[1])]
    assert first == dict(Counter(after for _, _, after in thanked))


async def compare_lists(house: Room, campaign: int, told: Raw, tree: list[int], branch: int, day: date) -> None:
    """The reports listed behind a figure are as many as it says: those that stand on a day, and those of a period."""
    everywhere, now = replace(seeing(*tree), verb="see_deeds"), at(LAST + WHOLE)
    [sums] = await house.sees(lambda store: figures.stock(store, at(day), campaign, branch, [day], seeing(branch)))
    stands = summarise(day, 0, sums, DUTY.obliges).movements

    async def listed(wanted: Slice) -> int:
        async def found(window: tuple[int, int], many: int) -> list[int]:
            asked = (now, campaign, wanted, everywhere, window, (many, many))
            return [one.id for one in await house.sees(lambda store: deed_lists.page(store, *asked))]

        few, all_of_them = await found((0, 99), 0), await found((0, 99), 10**6)
        assert few == all_of_them
        assert few == [one for skip in range(0, len(few) + 1, 2) for one in await found((skip, 2), 10**6)]
        return len(few)

    sent = [steps[0] for steps in told.of_deed.values()]
    came = [one for one in sent if THURSDAY <= one[1] <= day and branch in told.counted(one[0], one[1])]
    for movement in ("", "hoc-tot"):
        standing = Slice(branch, movement=movement, as_of=day)
        stood = sum(n for code, states in stands.items() if movement in {"", code} for n in states.values())
        assert await listed(standing) == stood
        period = Slice(branch, THURSDAY, day, movement)
        assert await listed(period) == len([one for one in came if not movement or one[3] == movement])


def settings_for(examples: int) -> settings:
    """Without shrinking: an example takes a tenth of a second, and a long history can be read as well."""
    slow = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    phases = [Phase.explicit, Phase.reuse, Phase.generate]
    return settings(max_examples=examples, deadline=None, suppress_health_check=slow, phases=phases)


def figures_are_right(world: tuple[asyncio.Runner, Room], history: History) -> None:
    runner, house = world

    async def try_it() -> None:
        campaign, tree = await live(house, history)
        told = await raw(house, campaign)
        for branch in tree:
            for days in (-8, -1, 0, 3, 7, DAYS, 20):
                await compare(house, campaign, told, tree, branch, THURSDAY + timedelta(days=days))
            await compare_flow(house, campaign, told, branch, (THURSDAY, THURSDAY + timedelta(days=7)))
            for day in (THURSDAY + timedelta(days=5), LAST + WHOLE):
                await compare_lists(house, campaign, told, tree, branch, day)
        before = await kept(house, campaign)
        assert await recount(house.readers, house.writer, campaign) == 0
        assert await kept(house, campaign) == before

    runner.run(try_it())


@on_sqlite
@settings_for(24)
@given(history=histories())
def test_figures_of_any_branch_on_any_day_are_right_whatever_was_reported_moved_ended_or_corrected(
    world: tuple[asyncio.Runner, Room], history: History
):
    figures_are_right(world, history)


@on_postgresql
@settings_for(5)
@given(history=histories())
def test_they_are_right_on_postgresql_too(world: tuple[asyncio.Runner, Room], history: History):
    figures_are_right(world, history)


@pytest.mark.torture
@on_sqlite
@settings_for(600)
@given(history=histories())
def test_tortured_on_sqlite(world: tuple[asyncio.Runner, Room], history: History):
    figures_are_right(world, history)


@pytest.mark.torture
@on_postgresql
@settings_for(120)
@given(history=histories())
def test_tortured_on_postgresql(world: tuple[asyncio.Runner, Room], history: History):
    figures_are_right(world, history)


# -- putting right -----------------------------------------------------------------------------------------------------


async def test_a_recount_says_how_many_rows_it_put_right(house: Room):
    ids, campaign, lan = await house.province(*SMALL), await house.campaign(), await house.person()
    deed = await send(house, THURSDAY, campaign, ids["A"], lan, "day-tot")
    await go_on(house, THURSDAY + timedelta(days=1), lan, deed, "confirm")
    await plan(house, THURSDAY + timedelta(days=2), campaign, ids["A"], lan, "issued", spread=False)
    before = await kept(house, campaign)
    await house.does(lambda store: spoil(store, campaign, ids))
    assert await recount(house.readers, house.writer, campaign) == 3
    assert await kept(house, campaign) == before
    assert [row[0] for row in await house.rows(select(PLAN.c.complete))] == [True]
    assert await recount(house.readers, house.writer, campaign) == 0


async def spoil(store: object, campaign: int, ids: dict[str, int]) -> None:
    """One row gone, one wrong, one invented; and the plan's own mark wrong."""
    mine = FIGURE.c.branch_id == ids["A"]
    await store.write(delete(FIGURE).where(mine, FIGURE.c.measure == "complete"), {})
    await store.write(update(FIGURE).where(mine, FIGURE.c.measure == "plan").values(n=7), {})
    invented = {"campaign_id": campaign, "branch_id": ids["C"], "day": THURSDAY, "measure": "deed"}
    await store.write(insert(FIGURE), {**invented, "movement": "", "state": "sent", "n": 3})
    await store.write(update(PLAN).values(complete=False), {})


async def test_what_is_reported_and_moved_during_a_recount_stays_counted(house: Room):
    ids, campaign, lan = await house.province(*SMALL), await house.campaign(), await house.person()
    sent = [await send(house, THURSDAY, campaign, ids[code], lan, "day-tot") for code in "ABCABC"]
    await plan(house, THURSDAY, campaign, ids["A"], lan, "issued", spread=False)
    await house.does(lambda store: spoil(store, campaign, ids))

    async def go_on_working() -> None:
        for row in sent:
            await go_on(house, THURSDAY, lan, row, "confirm")
            await send(house, THURSDAY, campaign, ids["A"], lan, "hoc-tot")
        await house.province(UnitRow("B", "Tiểu học Nguyễn Công Trứ", "tieuhoc", "SO"), as_of=THURSDAY)

    put_right, _ = await asyncio.gather(recount(house.readers, house.writer, campaign), go_on_working())
    assert put_right
    assert await recount(house.readers, house.writer, campaign) == 0
    told = await raw(house, campaign)
    for branch in ids.values():
        await compare(house, campaign, told, list(ids.values()), branch, THURSDAY)


async def test_a_recount_steps_back_when_another_one_has_begun(house: Room):
    ids, campaign = await house.province(*SMALL), await house.campaign()
    await house.does(lambda store: spoil(store, campaign, ids))
    begun = asyncio.Event()
    run = house.writer.run

    async def interrupted(work: object, urgency: int = 0) -> object:
        done = await run(work, urgency)
        if not begun.is_set():
            begun.set()
            await house.does(lambda store: notes.put(store, "recount", "another"))
        return done

    house.writer.run = interrupted
    with pytest.raises(Superseded):
        await recount(house.readers, house.writer, campaign)
    house.writer.run = run
    assert await recount(house.readers, house.writer, campaign) == 1
    assert await kept(house, campaign) == {}


async def test_a_relay_counts_once_however_many_schools_below_it_are_complete(house: Room):
    ids, campaign, minh = await house.province(*SMALL), await house.campaign(), await house.person("Minh")
    for code in ("B", "C", "PGD"):
        await plan(house, THURSDAY, campaign, ids[code], minh, "issued", spread=True)
    assert await complete_in(house, campaign, ids["PGD"]) == 3
    await plan(house, THURSDAY, campaign, ids["PGD"], minh, "drafting", spread=True)
    assert await complete_in(house, campaign, ids["PGD"]) == 2


async def complete_in(house: Room, campaign: int, branch: int) -> int:
    [sums] = await house.sees(lambda store: figures.stock(store, at(), campaign, branch, [THURSDAY], seeing(branch)))
    return summarise(THURSDAY, 3, sums, lambda *_: True).complete


async def test_first_thanks_are_summed_by_whole_months_and_by_days_at_either_end(house: Room):
    ids, campaign = await house.province(*SMALL), await house.campaign()
    days = [date(2025, 1, 30) + timedelta(days=n) for n in range(0, 70, 3)]
    given = [(day, str(n % 4)) for n, day in enumerate(days)]

    async def give(store: Store) -> None:
        for day, after in given:
            await thanked(store, campaign, ids["B"], day, after)
        await store.keep()

    await house.does(give)
    ends = [date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 14), date(2025, 2, 28), date(2025, 3, 31), THURSDAY]
    for first, last in ((first, last) for first in ends for last in ends if first <= last):
        wanted = (first - timedelta(days=1), last)
        for branch in (ids["B"], ids["PGD"]):
            found = await house.sees(
                lambda store, of=branch, on=wanted: figures.first_thanks(store, at(), campaign, of, on, seeing(of))
            )
            assert found == dict(Counter(int(after) for day, after in given if first <= day <= last)), (first, last)


async def thanked(store: Store, campaign: int, unit: int, day: date, after: str) -> None:
    """As `thanks.give` counts it."""
    standing.count(store, campaign, unit, day, [(Step(campaign, unit, day, thanks.MEASURE, month_of(day), after), 1)])
