"""Answers to what is owed: for the unit the button names, once, and counted where a day was promised."""

from datetime import date, datetime

import pytest
from sqlalchemy import update

from domain.mistakes import Mistake
from domain.obligations import Owed
from domain.rights import Scope, need
from handlers.duties.owing import ACTIONS
from handlers.intentions import step
from storage.duties import assigned, duty_answers, obligations, promises
from storage.people import people
from storage.plans import plans
from storage.post import conversations
from storage.tables import OBLIGATION
from tests.handlers.conftest import Desk, desk, furnished_file, furnished_house
from tests.kit.house import ZONE

__all__ = ["desk", "furnished_file", "furnished_house"]
[OWE] = ACTIONS


async def owed(desk: Desk, code: str) -> int:
    """One of what is owed, asked for again: the house of a test asks for nothing."""
    await desk.connection.execute(update(OBLIGATION).where(OBLIGATION.c.code == code).values(ended_at=None))
    found = await obligations.by_code(desk.store, desk.house.campaign_id, code)
    return found.id


async def head_of_two(desk: Desk):
    """Minh heads two schools."""
    minh = await desk.person("Minh", "head", title="thay")
    other = await desk.unit("THPT-BENGIO")
    store = desk.store
    await people.grant(store, minh.id, "head", other, desk.now.today, None)
    await store.keep()
    return await conversations.person_on(desk.store, minh.id, desk.now.today), other


async def test_who_heads_two_schools_answers_for_the_one_the_button_names(desk: Desk):
    minh, other = await head_of_two(desk)
    talk = desk.chat(minh)
    reply = await desk.presses(talk, f"a.plan.drafting.{other}")
    assert reply.text.startswith("Trường dự kiến ban hành ngày nào?")
    reply = await desk.says(talk, "15/4")
    assert "hẹn thứ Ba, 15/04/2025" in reply.text
    scope = Scope("see_figures", (desk.house.root,), below=True, person=minh.id)
    said = await plans.of_unit(desk.store, desk.now, desk.house.campaign_id, other, scope)
    assert (said.state, said.unit) == ("drafting", other)
    own = await plans.of_unit(desk.store, desk.now, desk.house.campaign_id, minh.grants[0].unit, scope)
    assert own is None


async def test_nobody_answers_for_a_school_of_somebody_else(desk: Desk):
    minh = await desk.person("Minh", "head", title="thay")
    number, other = await owed(desk, "figures:2025-04"), await desk.unit("THPT-BENGIO")
    ctx = desk.context(desk.chat(minh))
    with pytest.raises(Mistake, match="unit_not_yours"):
        await step(OWE, ("done", str(number), str(other))).run(ctx)
    assert (await desk.presses(desk.chat(minh), f"a.plan.issued.{other}")).text.startswith("Đơn vị này không thuộc")


async def test_a_promised_day_is_kept_moved_or_broken(desk: Desk):
    minh = await desk.person("Minh", "head", title="thay")
    unit, number = minh.grants[0].unit, await owed(desk, "plan")
    talk = desk.chat(minh)

    async def promises_day(day: str) -> None:
        await desk.presses(talk, f"a.plan.drafting.{unit}")
        await desk.says(talk, day)

    await promises_day("15/4")
    await promises_day("16/4")
    named = dict(await promises.named(desk.store, number, unit))
    assert named == {date(2025, 4, 16): "open", date(2025, 4, 15): "moved"}
    desk.at(datetime(2025, 4, 17, 8, tzinfo=ZONE))
    await promises_day("18/4")
    await desk.presses(talk, f"a.plan.exempt.{unit}")
    await desk.says(talk, "trường đã sáp nhập vào trường khác")
    named = dict(await promises.named(desk.store, number, unit))
    assert named == {date(2025, 4, 15): "moved", date(2025, 4, 16): "broken", date(2025, 4, 18): "moved"}
    counted = await promises.counts(
        desk.store, desk.now, number, Scope("decide_plan", (desk.house.root,), below=True, person=0)
    )
    assert counted == {"moved": 2, "broken": 1}


async def test_of_two_officers_who_answer_a_duty_s_request_one_decides(desk: Desk):
    minh = await desk.person("Minh", "head", title="thay")
    hoa, binh = await desk.person("Hoa", "office", "SGDDT-HP"), await desk.person("Bình", "office", "SGDDT-HP")
    unit, number = minh.grants[0].unit, await owed(desk, "figures:2025-04")
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.owe.extension.{number}.{unit}")
    await desk.says(talk, "25/4")
    await desk.says(talk, "24/4 mới có số liệu", "gửi")
    said = await duty_answers.of_unit(desk.store, number, unit)
    first = await desk.presses(desk.chat(hoa), f"a.duty_grant.{said.id}.{said.version}")
    second = await desk.presses(desk.chat(binh), f"a.duty_grant.{said.id}.{said.version}")
    assert first.text.startswith("✅ Đã đồng ý gia hạn")
    assert second.text.startswith("Đề nghị của Trường THPT Ngô Quyền (")
    assert "đã được cô Hoa đồng ý lúc 16:42 ngày 10/04/2025, đến thứ Sáu, 25/04/2025" in second.text
    after = await duty_answers.of_unit(desk.store, number, unit)
    assert (after.state, after.due) == ("extended", date(2025, 4, 25))


async def test_nobody_answers_for_a_school_of_which_it_was_not_asked(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    minh = await desk.person("Minh", "head", title="thay")
    branch = await desk.unit("PGD-305")
    asked = Owed("", "", "báo cáo riêng của quận", date(2025, 5, 9), ("thcs",), ("", "cong"), branch=branch)
    scope = need(hoa, "decide_plan")
    number = await assigned.add(desk.store, desk.now, desk.house.campaign_id, asked, scope)
    reply = await desk.presses(desk.chat(minh), f"a.owe.done.{number}.{minh.grants[0].unit}")
    assert reply.text.startswith("Việc này không còn nữa")
