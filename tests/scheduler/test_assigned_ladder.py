"""The ladder of what the Office asked for in chat: its day moved, its end, and schools that merge in the middle."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from domain.obligations import Obligation, Owed
from domain.rights import Scope
from domain.units import UnitRow
from storage import tables
from storage.duties import assigned, obligations
from storage.post.outbox import IS_PLANNED
from storage.units import units
from tests.scheduler.ladder_room import PROVINCE, Stage, set_up
from tests.storage.conftest import on_sqlite
from tests.storage.room import ZONE, room

pytestmark = on_sqlite
JULY = date(2025, 7, 1)


@pytest.fixture
async def stage(database_url: str):
    async with room(database_url) as opened:
        yield await set_up(opened, codes=())


async def hour(stage: Stage, month: int, day: int, at: int = 8, *, leaves: bool = True) -> dict[str, str]:
    """Let it be that hour of 2025, ring the clock, and give back what is said: the first line, by who hears it."""
    stage.local = datetime(2025, month, day, at, tzinfo=ZONE)
    await stage.ring(stage.worker())
    told = {who: text.splitlines()[0] for who, text in await stage.texts()}
    if leaves:
        await stage.send()
    return told


def office(stage: Stage) -> Scope:
    return Scope("decide_plan", (stage.units["SO"],), below=True, person=stage.people["Hoa"])


async def asked(stage: Stage, due: date, branch: str = "PGD") -> Obligation:
    """The Office asks the schools of a branch for a list by that day."""
    kinds = ("thcs", "tieuhoc", "mamnon")
    owed = Owed("", "", "gửi danh sách", due, kinds, ("cong",), branch=stage.units[branch])
    args = (stage.now, stage.house.campaign_id, owed, office(stage))
    number = await stage.room.does(lambda store: assigned.add(store, *args))
    return await stage.room.sees(lambda store: obligations.get(store, number))


async def moved(stage: Stage, owed: Obligation, due: date):
    args = (stage.now, owed, owed.name, due, office(stage))
    return await stage.room.does(lambda store: assigned.change(store, *args))


async def reshaped(stage: Stage, *rows: UnitRow) -> None:
    """A file of units as of the first of July."""

    async def work(store) -> None:
        before = await units.tree(store)
        await units.take(store, rows, JULY)
        new = (await units.tree(store)).ids
        stage.units.update({code: row for code, row in new.items() if code not in before.ids})

    await stage.room.does(work)


def row_of(code: str, **changes) -> UnitRow:
    known = next(one for one in PROVINCE if one.code == code)
    values = {name: getattr(known, name) for name in ("name", "kind", "parent_code", "ownership")}
    return UnitRow(code, **{**values, **changes})


async def test_a_day_that_was_moved_is_reminded_of_and_the_old_one_no_more(stage: Stage):
    owed = await asked(stage, date(2025, 4, 21))
    assert "21/04/2025" in (await hour(stage, 4, 14))["Yến"]
    await moved(stage, owed, date(2025, 4, 29))
    assert "Yến" not in await hour(stage, 4, 18)  # three days before the old day
    assert "29/04/2025" in (await hour(stage, 4, 22))["Yến"]


async def test_a_reminder_that_waits_with_the_old_day_does_not_leave(stage: Stage):
    owed = await asked(stage, date(2025, 4, 21))
    await hour(stage, 4, 14, leaves=False)
    silenced = await moved(stage, owed, date(2025, 4, 29))
    assert len(silenced) == len({row.outbox_id for row in await stage.book() if row.state == "told"}) > 0
    assert await stage.room.rows(select(tables.OUTBOX.c.id).where(IS_PLANNED)) == []
    await stage.ring(stage.worker())
    assert {(row.state, row.reason) for row in await stage.book() if row.person_id == stage.people["Yến"]} == {
        ("skipped", "moved")
    }


async def test_steps_before_the_day_was_moved_are_nobodys(stage: Stage):
    owed = await asked(stage, date(2025, 5, 9))
    stage.local = datetime(2025, 4, 17, 10, tzinfo=ZONE)
    await moved(stage, owed, date(2025, 4, 21))  # seven days before are over
    assert await hour(stage, 4, 17, 14) == {}
    assert "còn 3 ngày" in (await hour(stage, 4, 18))["Yến"]


async def test_what_has_ended_reminds_nobody_and_what_waited_does_not_leave(stage: Stage):
    owed = await asked(stage, date(2025, 4, 21))
    await hour(stage, 4, 14, leaves=False)
    args = (stage.now, owed.id, office(stage))
    assert await stage.room.does(lambda store: assigned.end(store, *args))
    assert await stage.room.does(lambda store: assigned.end(store, *args)) is None
    assert await stage.send() == 0
    assert await hour(stage, 4, 18) == {}


async def test_another_office_neither_changes_nor_ends_it(stage: Stage):
    owed = await asked(stage, date(2025, 4, 21))
    other = Scope("decide_plan", (stage.units["NQ"],), below=True, person=stage.people["Minh"])
    assert await stage.room.does(lambda store: assigned.end(store, stage.now, owed.id, other)) is None
    change = (stage.now, owed, "việc khác", date(2025, 4, 29), other)
    assert await stage.room.does(lambda store: assigned.change(store, *change)) is None
    assert await stage.room.sees(lambda store: assigned.every(store, owed.campaign, other)) == []


async def test_only_the_units_of_its_branch_are_on_the_list_of_the_office_above(stage: Stage):
    await asked(stage, date(2025, 4, 21), "SL")
    for day in (14, 18, 21, 22):
        told = await hour(stage, 4, day)
        assert set(told) <= {"Yến", "Tuấn"}, day
    assert "còn 1/1 đơn vị chưa báo" in (await hour(stage, 4, 24))["Thu"]


async def test_two_schools_that_merge_between_two_steps_are_reminded_as_one(stage: Stage):
    """Told apart in June, once together in July; what was said in June stays under the old names."""
    await asked(stage, date(2025, 7, 3), "SO")
    await hour(stage, 6, 26)
    await reshaped(
        stage,
        UnitRow("MOI", "Trường TH và THCS Sông Lấp", "thcs", "PGD", JULY, ownership="cong"),
        row_of("SL", valid_to=JULY, successor="MOI"),
        row_of("HP", valid_to=JULY, successor="MOI"),
    )
    await hour(stage, 6, 30)
    june = {row.unit_id for row in await stage.book() if row.step == "t_minus_3"}
    assert june >= {stage.units["SL"], stage.units["HP"]}
    assert stage.units["MOI"] not in june
    told = await hour(stage, 7, 3)
    assert told.keys() >= {"Vân", "Thu"}
    after = [row for row in await stage.book() if row.unit_id == stage.units["MOI"]]
    assert [(row.step, row.seat) for row in after if row.seat == "head"] == [("t_0", "head")]
    old = [row for row in await stage.book() if row.unit_id in {stage.units["SL"], stage.units["HP"]}]
    assert {row.step for row in old} == {"t_minus_7", "t_minus_3"}


async def test_what_was_told_to_schools_in_june_is_not_told_to_their_successor_by_a_clock_that_rings_late(stage: Stage):
    """The step of 30 June lies before 1 July: a process that begins anew in July does not write it down once more."""
    await asked(stage, date(2025, 7, 3), "SO")
    await hour(stage, 6, 26)
    await hour(stage, 6, 30)
    await reshaped(
        stage,
        UnitRow("MOI", "Trường TH và THCS Sông Lấp", "thcs", "PGD", JULY, ownership="cong"),
        row_of("SL", valid_to=JULY, successor="MOI"),
        row_of("HP", valid_to=JULY, successor="MOI"),
    )
    await hour(stage, 7, 1)
    assert [row for row in await stage.book() if row.unit_id == stage.units["MOI"]] == []


async def test_a_school_that_is_renamed_goes_on_where_it_was(stage: Stage):
    await asked(stage, date(2025, 7, 3), "SO")
    await hour(stage, 6, 26)
    await reshaped(stage, row_of("SL", name="Trường THCS An Biên"))
    assert "THCS Sông Lấp" in (await hour(stage, 6, 30))["Yến"]
    assert "THCS An Biên" in (await hour(stage, 7, 3))["Yến"]
    steps = [row.step for row in await stage.book() if row.unit_id == stage.units["SL"] and row.seat == "head"]
    assert sorted(steps) == ["t_0", "t_minus_3", "t_minus_7"]


async def test_a_district_that_is_abolished_leaves_its_schools_obliged(stage: Stage):
    """What was asked of the schools of Lê Chân holds after 1 July, when they lie under the wards."""
    owed = await asked(stage, date(2025, 7, 3), "PGD")
    await hour(stage, 6, 30)
    await reshaped(
        stage,
        UnitRow("PHUONG", "Phòng Văn hóa - Xã hội phường Lê Chân", "vhxh", "SO", JULY, ownership="cong"),
        row_of("PGD", valid_to=JULY, successor="PHUONG"),
        *(row_of(code, parent_code="PHUONG") for code in ("SL", "HP", "BL")),
    )
    assert "THCS Sông Lấp" in (await hour(stage, 7, 3))["Yến"]
    kept = await stage.room.sees(lambda store: obligations.get(store, owed.id))
    assert kept.branch_until == JULY
    standing = await stage.room.sees(lambda store: assigned.standing(store, stage.now, kept, stage.units["SO"]))
    assert (standing.obliged, standing.answered) == (3, 0)
    [found] = await stage.room.sees(lambda store: assigned.every(store, owed.campaign, office(stage)))
    assert found.id == owed.id
