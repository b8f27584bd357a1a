"""The ladder as the clock climbs it: who hears what, who is left alone, and why."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, update

from storage import tables
from storage.duties import promises
from tests.scheduler.ladder_room import Stage, announced, join, set_up
from tests.storage.conftest import on_sqlite
from tests.storage.room import ZONE, room

pytestmark = on_sqlite


@pytest.fixture
async def stage(database_url: str):
    async with room(database_url) as opened:
        yield await set_up(opened)


async def at(stage: Stage, day: int, hour: int = 8, minute: int = 0, month: int = 4) -> list[tuple[str, str]]:
    """Let it be that hour of April 2025, ring the clock, and give back what is about to be said."""
    stage.local = datetime(2025, month, day, hour, minute, tzinfo=ZONE)
    await stage.ring(stage.worker())
    told = await stage.texts()
    await stage.send()
    return told


def first_lines(told: list[tuple[str, str]]) -> dict[str, str]:
    return {who: text.splitlines()[0] for who, text in told}


async def reasons(stage: Stage, step: str) -> dict[str, str]:
    """Why a unit was not reminded at a step, or by whom in place of its head."""
    codes = {row: code for code, row in stage.units.items()}
    return {codes[row.unit_id]: row.reason for row in await stage.book() if row.step == step and row.reason}


async def test_each_unit_hears_each_step_once_however_often_the_clock_rings(stage: Stage):
    told = await at(stage, 18)
    assert set(first_lines(told)) == {"Minh", "Yến", "Vân", "Thu"}
    assert await at(stage, 18) == []
    assert await at(stage, 18, 20, 59) == []
    assert len(stage.delivered) == 4


async def test_nobody_is_spoken_to_before_the_hour_at_night_or_on_a_day_off(stage: Stage):
    assert await at(stage, 18, 7, 59) == []
    assert await at(stage, 18, 22) == []
    assert await at(stage, 19) == []  # a Saturday
    assert first_lines(await at(stage, 21))["Minh"].startswith("📌 Trường THPT Ngô Quyền: báo kế hoạch thi đua, hạn")


async def test_a_make_up_saturday_is_a_day_like_others_and_a_long_holiday_is_not(stage: Stage):
    await at(stage, 26)
    assert {row.step for row in await stage.book() if row.state == "told"} == {"t_plus_1"}
    await at(stage, 30)
    assert not [row for row in await stage.book() if row.step == "t_plus_5"]
    told = await at(stage, 5, month=5)
    assert [who for who, _ in told] == ["Hoa"]


async def test_whoever_has_answered_is_left_alone_and_the_book_says_why(stage: Stage):
    await stage.says("NQ", "Minh", "issued")
    await stage.says("SL", "Yến", "extension", until="2025-05-09")
    await stage.says("BL", "Vân", "drafting", promised_on="2025-04-23")
    assert set(first_lines(await at(stage, 22))) == {"Thu"}
    assert await reasons(stage, "t_minus_3") == {"NQ": "answered", "SL": "asked", "BL": "promised", "HP": "nobody"}


async def test_a_granted_day_has_a_ladder_of_its_own(stage: Stage):
    await stage.says("SL", "Yến", "extension", until="2025-05-09")
    await stage.grants("SL", datetime(2025, 5, 9, tzinfo=ZONE).date())
    assert "Yến" not in first_lines(await at(stage, 22))
    assert "Yến" not in first_lines(await at(stage, 25))
    told = first_lines(await at(stage, 6, month=5))
    assert told["Yến"].startswith("📌 THCS Sông Lấp: báo kế hoạch thi đua, còn 3 ngày, hạn thứ Sáu, 09/05/2025.")


async def test_a_unit_without_a_head_is_reminded_through_its_deputy_or_the_office_above(stage: Stage):
    told = first_lines(await at(stage, 22))
    assert told["Vân"].startswith("📌 MN Bằng Lăng: báo kế hoạch thi đua, còn 3 ngày")
    assert told["Thu"] == "📌 2 việc đến hạn:"  # the office's own plan, and the school where nobody has joined
    assert await reasons(stage, "t_minus_3") == {"HP": "nobody", "BL": "no_head"}


async def test_a_head_who_blocked_the_bot_is_passed_over_and_the_list_says_so(stage: Stage):
    stage.local = datetime(2025, 4, 20, 9, tzinfo=ZONE)
    await stage.moves("Yến", "blocked")
    assert "Tuấn" in first_lines(await at(stage, 22))
    assert (await reasons(stage, "t_minus_3"))["SL"] == "head_unreachable"
    await stage.moves("Tuấn", "blocked")
    text = dict(await at(stage, 28))["Thu"]
    assert "\n2 · THCS Sông Lấp · Telegram không gửi được từ 22/04/2025\n" in text


async def test_while_somebody_acts_for_a_head_the_reminders_are_theirs(stage: Stage):
    await join(stage, "Tâm", "thay", "deputy", "NQ")
    days = {"from_day": date(2025, 4, 17), "to_day": date(2025, 4, 23), "acting": True}
    values = {"person_id": stage.people["Tâm"], "role": "head", "unit_id": stage.units["NQ"], **days}
    await stage.room.writer.run(lambda connection: connection.execute(insert(tables.GRANT), values))
    for day, who in ((18, "Tâm"), (22, "Tâm"), (25, "Minh")):
        told = [one for one, text in await at(stage, day) if "THPT Ngô Quyền" in text]
        assert told == [who], day


async def test_who_heads_several_units_hears_one_message(stage: Stage):
    await join(stage, "Minh", "thay", "head", "HP")
    told = [text for who, text in await at(stage, 22) if who == "Minh"]
    assert len(told) == 1
    assert told[0].splitlines()[0] == "📌 2 việc đến hạn:"
    rows = [row for row in await stage.book() if row.person_id == stage.people["Minh"]]
    assert len({row.outbox_id for row in rows}) == 1
    assert len(rows) == 2


async def test_after_an_outage_only_the_last_step_is_said_and_the_others_have_their_reason(stage: Stage):
    told = first_lines(await at(stage, 25, 9))
    assert told["Minh"].startswith("📌 Trường THPT Ngô Quyền: hôm nay, 25/04/2025, là hạn báo kế hoạch thi đua.")
    assert set((await reasons(stage, "t_minus_7")).values()) == {"overtaken"}
    assert set((await reasons(stage, "t_minus_3")).values()) == {"overtaken"}


async def test_a_word_that_comes_some_hours_late_says_so(stage: Stage):
    text = dict(await at(stage, 22, 14))["Minh"]
    assert text.splitlines() == [
        "📌 Trường THPT Ngô Quyền: báo kế hoạch thi đua, hạn thứ Sáu, 25/04/2025, không đổi.",
        "Lời nhắc này đến muộn do dịch vụ tạm ngừng.",
    ]


async def test_a_word_that_comes_days_late_is_not_said(stage: Stage):
    assert await at(stage, 24) == []
    assert set((await reasons(stage, "t_minus_3")).values()) == {"too_late"}


async def test_a_reminder_of_a_due_day_that_has_passed_is_not_said(stage: Stage):
    stage.local = datetime(2025, 4, 25, 8, tzinfo=ZONE)
    await stage.ring(stage.worker())
    stage.local = datetime(2025, 4, 26, 6, 45, tzinfo=ZONE)  # T+1 comes at eight
    await stage.send()
    assert not stage.delivered


async def test_nobody_hears_more_than_so_many_a_week_and_the_rest_waits_for_the_digest(stage: Stage):
    most = stage.house.campaign.most_a_week
    await at(stage, 21, 7)
    await announced(stage, "Minh", most)
    assert "Minh" not in first_lines(await at(stage, 22))
    folded = [row for row in await stage.book() if row.state == "folded"]
    assert [(row.person_id, row.reason) for row in folded] == [(stage.people["Minh"], "ceiling")]


async def test_a_week_is_counted_by_the_campaigns_clock_also_where_the_service_runs_at_another_time(stage: Stage):
    """In a demonstration a week passes in minutes: what was announced last week does not count in this one."""
    stage.real = datetime(2026, 1, 5, 9, tzinfo=ZONE)
    most = stage.house.campaign.most_a_week
    await at(stage, 18, 7)
    await announced(stage, "Minh", most)
    assert "Minh" in first_lines(await at(stage, 22))
    await announced(stage, "Minh", most)
    assert "Minh" not in first_lines(await at(stage, 25))


async def test_the_morning_after_a_promise_is_asked_about_once_and_counted_as_broken(stage: Stage):
    await stage.says("NQ", "Minh", "drafting", promised_on="2025-04-22")
    made = datetime(2025, 4, 22, tzinfo=ZONE).date()
    [plan] = {row.obligation_id for row in await stage.book()} or [1]
    await stage.room.does(
        lambda store: promises.made(store, stage.now, plan, stage.units["NQ"], made, stage.people["Minh"])
    )
    assert "Minh" not in first_lines(await at(stage, 22))
    told = dict(await at(stage, 23, 7, 30))
    assert told["Minh"].startswith("📌 Kế hoạch thi đua của Trường THPT Ngô Quyền: ngày hẹn là hôm qua, 22/04/2025.")
    assert await at(stage, 23, 9) == []
    named = await stage.room.sees(lambda store: promises.named(store, plan, stage.units["NQ"]))
    assert named == [(made, "broken")]


async def test_heads_are_left_alone_while_schools_are_closed(stage: Stage):
    change = update(tables.OBLIGATION).values(due_on=date(2025, 2, 7), created_at=datetime(2025, 1, 2, tzinfo=ZONE))
    await stage.room.writer.run(lambda connection: connection.execute(change))
    for name, title, role, unit in (("Minh", "thay", "head", "NQ"),):
        await join(stage, name, title, role, unit)
    await stage.room.writer.run(
        lambda connection: connection.execute(update(tables.GRANT).values(from_day=date(2025, 1, 1)))
    )
    assert await at(stage, 31, month=1) == []  # T-7 falls into the week of the lunar new year
    told = first_lines(await at(stage, 3, month=2))
    assert told["Minh"].startswith("📌 Trường THPT Ngô Quyền: báo kế hoạch thi đua, hạn thứ Sáu, 07/02/2025.")


async def test_the_outcome_is_copied_before_the_outbox_forgets_it(stage: Stage):
    await at(stage, 18)
    await stage.ring(stage.worker())
    states = {row.state for row in await stage.book() if row.outbox_id}
    assert states == {"sent"}
    assert {row.channel for row in await stage.book() if row.outbox_id} == {"telegram"}


async def test_an_answer_given_while_a_reminder_waits_keeps_it_from_leaving(stage: Stage):
    stage.local = datetime(2025, 4, 22, 8, tzinfo=ZONE)
    await stage.ring(stage.worker())
    await stage.says("NQ", "Minh", "issued")
    await stage.send()
    stage.local += timedelta(minutes=5)
    await stage.ring(stage.worker())
    mine = [row for row in await stage.book() if row.unit_id == stage.units["NQ"]]
    assert [(row.state, row.reason) for row in mine if row.step == "t_minus_3"] == [("skipped", "answered")]


async def test_what_waited_into_the_night_is_not_said_at_night(stage: Stage):
    """A friendly word may come the next morning; what counts the days may not, for it would not be true."""
    stage.local = datetime(2025, 4, 28, 8, tzinfo=ZONE)
    await stage.ring(stage.worker())
    stage.local = datetime(2025, 4, 28, 23, tzinfo=ZONE)
    await stage.send()
    assert not stage.delivered
    stage.local = datetime(2025, 4, 29, 6, 30, tzinfo=ZONE)
    await stage.send()
    assert sum(stage.delivered.values()) == 1  # the relay's list


async def test_days_left_are_counted_on_their_day_or_not_at_all(stage: Stage):
    stage.local = datetime(2025, 4, 22, 8, tzinfo=ZONE)
    await stage.ring(stage.worker())
    stage.local = datetime(2025, 4, 23, 8, tzinfo=ZONE)
    await stage.send()
    await stage.ring(stage.worker())
    assert not stage.delivered
    outcomes = {(row.state, row.reason) for row in await stage.book() if row.step == "t_minus_3" and row.outbox_id}
    assert outcomes == {("expired", "too_late")}


async def test_a_quiet_ring_asks_as_little_of_many_obligations_as_of_one(database_url: str):
    asked = {}
    for codes in (("plan",), ("plan", "figures:2025-04", "figures:2025-05", "figures:2025-06")):
        async with room(database_url) as opened:
            stage = await set_up(opened, codes)
            stage.local, worker, heard = datetime(2025, 4, 17, 9, tzinfo=ZONE), stage.worker(), list[str]()
            await stage.ring(worker)

            def hear(_connection, _cursor, statement, *_rest, heard=heard):
                heard.append(statement)

            event.listen(opened.engine.sync_engine, "before_cursor_execute", hear)
            await stage.ring(worker)
            event.remove(opened.engine.sync_engine, "before_cursor_execute", hear)
            asked[len(codes)] = len(heard)
            assert len(await opened.rows(select(tables.OBLIGATION))) == len(codes)
    assert asked[1] == asked[4] > 0
