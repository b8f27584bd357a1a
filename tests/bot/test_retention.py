"""Personal data goes when its time is over, class by class, and the figures stay; days are travelled through."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.retention import ends_on, last_day
from scheduler.retention import expire
from storage.figures import figures
from storage.figures.recount import recount
from storage.store import Store
from tests.bot.looking import change, one, rows
from tests.kit.house import ZONE, living
from tests.kit.seats import picture
from tests.storage.room import seeing


async def ticks(house, day: date) -> int:
    """The job on that day, by both clocks."""
    at = datetime.combine(day, time(3), ZONE).astimezone(UTC)
    now = replace(house.base.clock.now(), real=at, campaign=at)
    total = 0
    while count := await house.base.writer.run(lambda connection: expire(connection, now)):
        total += count
    return total


async def a_report(house):
    lan = await house.joins("Lan", "cô", "teacher")
    for words in ("/report", "Phụ đạo miễn phí cho học sinh lớp 12", "cô Hạnh, giáo viên", "15/03/2025", "24 buổi"):
        await lan.says(words)
        await lan.hears(1, timeout=10)
    await lan.sends_photo(picture(5))
    await lan.hears(1, timeout=10)
    for words in ("xong", "chưa hỏi"):
        await lan.says(words)
        heard = (await lan.hears(1, timeout=10))[0]
    while "Xem lại" not in heard.text:
        await lan.says("1")
        heard = (await lan.hears(1, timeout=10))[0]
    await lan.says("gửi")
    await lan.hears(1, timeout=10)
    return lan


async def test_words_and_photos_go_months_after_the_final_review_and_figures_stay(each_house):
    house = each_house
    await a_report(house)
    campaign, number = house.service.works.house.campaign, house.service.works.house.campaign_id
    last = ends_on(campaign)
    assert last == date(2026, 12, 31) or last > campaign.end
    assert await ticks(house, last - timedelta(days=1)) >= 0
    assert "lớp 12" in await one(house, "SELECT answers FROM deed")
    assert await ticks(house, last) >= 1
    [deed] = await rows(house, "SELECT answers, folded, reporter_id, reason FROM deed")
    assert (json.loads(deed[0]), *deed[1:]) == ({}, "", None, None)
    for table, column in (("evidence", "id"), ("audit_value", "value")):
        told = await rows(house, f"SELECT {column} FROM {table}")
        assert not [row for row in told if "lớp 12" in str(row[0])], table
    assert await one(house, "SELECT count(*) FROM evidence") == 0

    async def counted(connection):
        store = Store(connection)
        unit = await one(house, "SELECT unit_id FROM deed")
        [sums] = await figures.stock(store, house.base.clock.now(), number, unit, [last], seeing(unit))
        return sum(n for (measure, _, _), n in sums.items() if measure == "deed")

    assert await house.base.writer.run(counted) == 1
    assert await recount(house.base.readers, house.base.writer, number) == 0
    assert await ticks(house, last + timedelta(days=1)) == 0


async def test_drafts_and_files_never_sent_go_after_ninety_days(each_house):
    house = each_house
    lan = await house.joins("Lan", "cô", "teacher")
    for words in ("/report", "Quyên góp sách cho trường đảo"):
        await lan.says(words)
        await lan.hears(1)
    await lan.sends_photo(picture(6))
    await lan.hears(1, timeout=10)
    today = house.base.clock.real().date()
    assert await ticks(house, today + timedelta(days=89)) == 0
    assert "trường đảo" in str(await rows(house, "SELECT state FROM conversation"))
    assert await ticks(house, today + timedelta(days=92)) == 2
    assert "trường đảo" not in str(await rows(house, "SELECT state FROM conversation"))
    assert await one(house, "SELECT count(*) FROM evidence") == 0


async def test_a_copy_may_be_fetched_for_a_day(each_house):
    house = each_house
    lan = await house.joins("Lan", "cô", "teacher")
    await lan.says("/riengtu")
    await lan.hears(1)
    await lan.says("tải")
    await lan.hears(2, timeout=10)
    today = house.base.clock.real().date()
    assert await one(house, "SELECT count(*) FROM own_request WHERE detail IS NOT NULL") == 1
    await ticks(house, today + timedelta(days=3))
    assert await one(house, "SELECT count(*) FROM own_request WHERE detail IS NOT NULL") == 0


async def test_a_chat_that_came_back_after_its_person_was_erased_is_swept(each_house):
    house = each_house
    await house.joins("Lan", "cô", "teacher")
    await change(house, "UPDATE person SET erased_at = created_at")
    assert await ticks(house, house.base.clock.real().date()) == 1
    assert await one(house, "SELECT count(*) FROM conversation") == 0


async def test_names_of_people_who_never_came_back_go_too_and_of_those_who_did_they_stay(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        await a_report(house)
        await house.joins("Minh", "thầy", "head")
        campaign = house.service.works.house.campaign
        last, end = last_day(campaign), ends_on(campaign)
        back = datetime.combine(last + timedelta(days=3), time(9), ZONE).astimezone(UTC)
        who = "UPDATE conversation SET seen_at = :at WHERE person_id = (SELECT id FROM person WHERE name = :name)"
        before = datetime.combine(last - timedelta(days=9), time(9), ZONE).astimezone(UTC)
        await change(house, who, at=f"{back:%Y-%m-%d %H:%M:%S.%f}", name="Minh")
        await change(house, who, at=f"{before:%Y-%m-%d %H:%M:%S.%f}", name="Lan")
        await change(house, "UPDATE person SET created_at = :at", at=f"{before:%Y-%m-%d %H:%M:%S.%f}")
        await ticks(house, end - timedelta(days=1))
        await house.service.archivist.round()
        assert {name for [name] in await rows(house, "SELECT name FROM person")} == {"Lan", "Minh"}
        await ticks(house, end)
        await house.service.archivist.round()
        assert {name for [name] in await rows(house, "SELECT name FROM person")} == {"", "Minh"}
        assert await rows(house, "SELECT 1 FROM audit WHERE action = 'person_expired'") == [(1,)]
        assert await ticks(house, end + timedelta(days=1)) == 0
