"""A request that nobody answers goes to the deputy and then up, in working days, and each hears it once."""

from datetime import date, datetime

from handlers.people import benches
from scheduler.requests import pass_on
from storage.people import requests
from tests.handlers.conftest import Desk, desk, furnished_file, furnished_house
from tests.kit.house import ZONE

__all__ = ["desk", "furnished_file", "furnished_house"]


def test_three_working_days_lie_between(desk: Desk):
    """Thursday, then Friday, Monday and Tuesday; Tet and the holidays of May do not count."""
    calendar = desk.house.calendar
    assert benches.due(calendar, date(2025, 4, 10)) == date(2025, 4, 16)
    assert benches.due(calendar, date(2025, 4, 29)) == date(2025, 5, 8)


async def rung(desk: Desk, *when: int) -> list[str]:
    """Let the clock ring at this local time; what was told, each beginning."""
    desk.at(datetime(*when, tzinfo=ZONE))
    _, tellings = await pass_on(desk.connection, desk.now, desk.house)
    desk.tellings += tellings
    return [f"{telling.reader.person.name}: {telling.reply.text[:12]}" for telling in tellings]


async def test_from_the_head_to_the_deputy_to_the_level_above(desk: Desk):
    await desk.person("Yến", "head", "THCS-305-SONGLAP")
    await desk.person("Tuấn", "deputy", "THCS-305-SONGLAP", title="thay")
    await desk.person("Thu", "relay", "PGD-305", title="chi")
    await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    talk = desk.chat()
    await desk.says(talk, "đăng ký", "đồng ý", "thcs sông lấp", "cô Lan, tổ Văn")
    assert [one.reader.person.name for one in desk.tellings] == ["Yến"]
    assert await rung(desk, 2025, 4, 15, 20, 0) == []
    assert await rung(desk, 2025, 4, 16, 6, 0) == [], "too early to be told anything"
    assert await rung(desk, 2025, 4, 16, 7, 30) == ["Tuấn: Có người xin", "Lan: Yêu cầu vào "]
    assert await rung(desk, 2025, 4, 16, 7, 40) == []
    assert await rung(desk, 2025, 4, 22, 8, 0) == ["Thu: Có người xin", "Lan: Yêu cầu vào "]
    assert "Phòng GDĐT quận Lê Chân" in desk.tellings[-1].reply.text
    assert await rung(desk, 2025, 4, 28, 8, 0) == ["Hoa: Có người xin", "Lan: Yêu cầu vào "]
    keys = [one.key for one in desk.tellings if one.key]
    assert len(keys) == len(set(keys))


async def test_whoever_answered_stops_it(desk: Desk):
    yen = await desk.person("Yến", "head", "THCS-305-SONGLAP")
    await desk.person("Tuấn", "deputy", "THCS-305-SONGLAP")
    talk = desk.chat()
    await desk.says(talk, "đăng ký", "đồng ý", "thcs sông lấp", "cô Lan, tổ Văn")
    assert talk.person is not None
    request = await requests.last_of(desk.store, talk.person.id)
    await desk.presses(desk.chat(yen), f"a.admit.{request.id}")
    assert await rung(desk, 2025, 4, 16, 8, 0) == []


async def test_a_school_with_nobody_up_to_the_department_is_brought_to_its_head_when_one_comes(desk: Desk):
    talk = desk.chat()
    reply = await desk.says(talk, "đăng ký", "đồng ý", "thcs sông lấp", "cô Lan, tổ Văn")
    assert reply.text.startswith("✅ Đã ghi yêu cầu vào THCS Sông Lấp")
    assert await rung(desk, 2025, 4, 16, 8, 0) == []
    await desk.person("Yến", "head", "THCS-305-SONGLAP")
    assert await rung(desk, 2025, 4, 22, 8, 0) == ["Yến: Có người xin"]
