"""A report that waits too long goes up step by step, once each, in waking hours, and never after it was answered."""

from datetime import UTC, datetime

from sqlalchemy import select

from scheduler.unanswered import unanswered
from storage.post.conversations import save
from storage.post.outbox import Numbers
from storage.tables import OUTBOX
from tests.handlers.conftest import Desk
from tests.handlers.rights.deeds import sent
from tests.kit.house import ZONE

OUT = select(OUTBOX.c.key, OUTBOX.c.state, OUTBOX.c.person_id, OUTBOX.c.not_before, OUTBOX.c.payload)


class Bell:
    """Rings the job at an hour."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.job = desk, unanswered(lambda: desk.house, Numbers(0))

    async def rings(self, day: int, month: int = 4, hour: int = 9) -> int:
        self.desk.at(datetime(2025, month, day, hour, tzinfo=ZONE))
        return await self.job.run(self.desk.connection, self.desk.now)

    async def planned(self) -> list:
        return list((await self.desk.connection.execute(OUT.order_by(OUTBOX.c.id))).all())


async def reachable(desk: Desk, name: str, role: str, unit: str = "THPT-NGOQUYEN", title: str = "thay"):
    person = await desk.person(name, role, unit, title)
    await save(desk.connection, [desk.chat(person)], desk.now.real)
    return person


async def test_the_deputy_hears_after_three_working_days_and_the_level_above_after_six(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    await reachable(desk, "Minh", "head")
    tam, hoa = await reachable(desk, "Tâm", "deputy"), await reachable(desk, "Hoa", "office", "SGDDT-HP", "chi")
    number = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")[0]
    bell = Bell(desk)
    assert await bell.rings(15) == 0  # Friday, Monday and Tuesday are the three
    assert await bell.rings(16) == 1
    (one,) = await bell.planned()
    assert (one.key, one.person_id) == (f"late:deed:{number}:1:{tam.id}:deputy", tam.id)
    assert one.payload["text"].startswith(f"Báo cáo G-{number} đã chờ trường xác nhận 3 ngày làm việc.")
    assert one.payload["rows"][0][0][0] == f"a.confirm.{number}.1"
    assert await bell.rings(18) == 0
    assert await bell.rings(21) == 1
    _, two = await bell.planned()
    assert (two.person_id, two.state) == (hoa.id, "planned")
    assert "Người phụ trách: thầy Minh." in two.payload["text"]


async def test_each_step_is_taken_once_for_a_version_and_again_for_the_next(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    tam = await reachable(desk, "Tâm", "deputy")
    number, version = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")
    bell = Bell(desk)
    for hour in (9, 10, 11):
        await bell.rings(16, hour=hour)
    assert len(await bell.planned()) == 1
    talk = desk.chat(tam)
    await desk.presses(talk, f"a.return.{number}.{version}")
    await desk.says(talk, "ghi rõ số đơn vị máu")
    hers = desk.chat(lan)
    await desk.presses(hers, f"a.complete.{number}")
    await desk.says(hers, "3 đơn vị máu", "1")
    assert await bell.rings(17) == 1  # what was planned for the first version is skipped
    assert await bell.rings(21) == 0  # sent again on the 16th, so three working days end on the 21st
    assert await bell.rings(22) == 1
    assert [row.key.split(":")[3] for row in await bell.planned()] == ["1", "3"]


async def test_what_is_answered_before_it_leaves_is_skipped_with_its_reason(desk: Desk):
    lan, minh = await desk.person("Lan", "teacher"), await desk.person("Minh", "head", title="thay")
    await reachable(desk, "Tâm", "deputy")
    number, version = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")
    bell = Bell(desk)
    await bell.rings(16, hour=22)
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    assert await bell.rings(17, hour=6) == 1
    assert [row.state for row in await bell.planned()] == ["skipped"]


async def test_in_quiet_hours_and_on_days_off_it_waits_for_the_next_working_morning(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    await reachable(desk, "Tâm", "deputy")
    await sent(desk, "THPT-NGOQUYEN", lan)
    bell = Bell(desk)
    await bell.rings(30, hour=10)  # a holiday; Friday to Sunday are off as well
    (one,) = await bell.planned()
    assert one.not_before == datetime(2025, 5, 5, 6, 30, tzinfo=ZONE).astimezone(UTC)


async def test_a_school_without_a_deputy_goes_up_at_once_and_nobody_there_is_no_fault(desk: Desk):
    lan = await desk.person("Lan", "teacher", "THCS-305-SONGLAP")
    thu = await reachable(desk, "Thu", "relay", "PGD-305", "chi")
    await sent(desk, "THCS-305-SONGLAP", lan)
    await sent(desk, "THPT-BENGIO", lan)
    bell = Bell(desk)
    assert await bell.rings(16) == 2
    assert [row.person_id for row in await bell.planned()] == [thu.id]
