"""The weekly overview: once a week, on a working day, with what was too much before; muted by whoever wants none."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from scheduler.digest import digest, first_working_day
from storage import tables
from storage.duties import digests
from tests.kit.campaign import CALENDAR
from tests.scheduler.ladder_room import Stage, announced, set_up
from tests.scheduler.test_reminders import first_lines
from tests.storage.conftest import on_sqlite
from tests.storage.room import ZONE, room

pytestmark = on_sqlite


@pytest.fixture
async def stage(database_url: str):
    async with room(database_url) as opened:
        yield await set_up(opened)


async def weekly(stage: Stage, day: int, hour: int = 7) -> dict[str, str]:
    """Let it be that hour of April 2025 and ring the clock; who is told what."""
    stage.local = datetime(2025, 4, day, hour, tzinfo=ZONE)
    await stage.ring([digest(lambda: stage.house, stage.numbers)])
    told = dict(await stage.texts())
    await stage.send()
    return told


async def reasons(stage: Stage) -> dict[str, str | None]:
    names = {row: name for name, row in stage.people.items()}
    return {names[row.person_id]: row.reason for row in await stage.room.rows(select(tables.DIGEST))}


async def test_heads_and_the_office_hear_it_once_a_week(stage: Stage):
    assert await weekly(stage, 14, 6) == {}
    assert set(await weekly(stage, 14)) == {"Minh", "Yến", "Hoa"}
    assert await weekly(stage, 14, 9) == {}
    assert await weekly(stage, 15) == {}
    assert set(await weekly(stage, 21)) == {"Minh", "Yến", "Hoa"}


async def test_a_week_that_begins_with_days_off_begins_later(stage: Stage):
    assert first_working_day(CALENDAR, date(2025, 4, 30)) == date(2025, 4, 28)
    assert first_working_day(CALENDAR, date(2025, 4, 7)) == date(2025, 4, 8)  # the day of the Hung kings


async def test_it_names_what_is_due_and_nothing_that_was_answered(stage: Stage):
    await stage.says("NQ", "Minh", "issued")
    told = await weekly(stage, 14)
    assert "Minh" not in told
    assert "- THCS Sông Lấp: báo kế hoạch thi đua, hạn thứ Sáu, 25/04/2025" in told["Yến"]
    assert "- Báo kế hoạch thi đua, hạn 25/04/2025: còn 4/5 đơn vị chưa báo" in told["Hoa"]
    assert (await reasons(stage))["Minh"] == "nothing"


async def test_whoever_wants_none_hears_none(stage: Stage):
    await stage.room.does(lambda store: digests.mute(store, stage.now, stage.people["Minh"], off=True))
    assert "Minh" not in await weekly(stage, 14)
    assert (await reasons(stage))["Minh"] == "muted"
    await stage.room.does(lambda store: digests.mute(store, stage.now, stage.people["Minh"], off=False))
    assert "Minh" in await weekly(stage, 21)


async def test_what_was_too_much_for_a_week_comes_with_the_next_overview_even_to_whoever_wants_none(stage: Stage):
    stage.local = datetime(2025, 4, 21, 7, tzinfo=ZONE)
    minh = stage.people["Minh"]
    await announced(stage, "Minh", stage.house.campaign.most_a_week)
    await stage.room.does(lambda store: digests.mute(store, stage.now, minh, off=True))
    stage.local = datetime(2025, 4, 22, 8, tzinfo=ZONE)
    await stage.ring(stage.worker())
    assert "Minh" not in first_lines(await stage.texts())
    await stage.send()
    told = await weekly(stage, 28)
    assert "báo kế hoạch thi đua" in told["Minh"]
    folded = [row for row in await stage.book() if row.reason == "ceiling"]
    assert [(row.step, row.state) for row in folded] == [("t_minus_3", "told")]
    stage.local = datetime(2025, 4, 28, 7, 30, tzinfo=ZONE)
    await stage.ring(stage.worker())
    assert [(row.step, row.state) for row in await stage.book() if row.reason == "ceiling"] == [("t_minus_3", "sent")]
