"""Reminders by hand: whom they reach, whom they spare, what the book says of it, and that nobody is told at night."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from domain.rights import need
from storage.duties import duty_answers, obligations
from storage.people import people
from storage.tables import AUDIT, OBLIGATION, OUTBOX, RECIPIENT, REMINDER
from tests.handlers.conftest import Desk, value_of
from tests.handlers.test_announcing import Post, seat
from tests.kit.house import ZONE

ORDER = "nhắc các trường chưa nộp số liệu t4"


@pytest.fixture
async def post(desk: Desk) -> Post:
    """Monday, 21 April, 09:00; the figures of April are due, and the ladder is silent."""
    desk.at(datetime(2025, 4, 21, 9, tzinfo=ZONE))
    await desk.connection.execute(
        update(OBLIGATION).where(OBLIGATION.c.code == "figures:2025-04").values(ended_at=None)
    )
    return Post(desk)


async def led(desk: Desk, name: str, unit: str, role: str = "head"):
    person = await desk.person(name, role, unit, title="co")
    await seat(desk, person)
    return person


async def an_office(desk: Desk):
    return desk.chat(await led(desk, "Hoa", "SGDDT-HP", "office"))


async def done(desk: Desk, person, unit: str):
    """The unit says that its figures are there."""
    owed = await obligations.by_code(desk.store, desk.house.campaign_id, "figures:2025-04")
    store = desk.store
    where = await desk.unit(unit)
    await duty_answers.report(store, desk.now, owed.id, where, "done", {}, None, need(person, "report_plan"))
    await store.keep()


async def book(desk: Desk) -> list[tuple[str, str | None, str]]:
    """What the book says of this kind of nudge: (state, reason, seat)."""
    rows = await desk.connection.execute(
        select(REMINDER.c.state, REMINDER.c.reason, REMINDER.c.seat)
        .where(REMINDER.c.step.like("N-%"), REMINDER.c.person_id.is_not(None))
        .order_by(REMINDER.c.person_id, REMINDER.c.unit_id)
    )
    return [tuple(row) for row in rows]


async def go(desk: Desk, post: Post, talk, label: str):
    screen = await desk.says(talk, ORDER)
    answer = await desk.presses(talk, value_of(screen, label))
    await post.ticks(4)
    return screen, answer


async def test_whoever_has_answered_is_not_among_them_and_the_book_has_a_line_for_each(desk: Desk, post: Post):
    talk = await an_office(desk)
    minh, yen = await led(desk, "Minh", "THPT-NGOQUYEN"), await led(desk, "Yến", "THCS-305-SONGLAP")
    await led(desk, "Tuấn", "THCS-305-SONGLAP", "deputy")
    await done(desk, minh, "THPT-NGOQUYEN")
    screen, _ = await go(desk, post, talk, "Gửi 2 tin")
    assert "- Gửi đến: 2 người tại 1 đơn vị (web 2)" in screen.text
    assert await post.sends() == 2
    assert minh.id not in {who for who, _ in post.sent}
    assert dict(post.sent)[yen.id].text.startswith("📌 THCS Sông Lấp: số liệu tháng 4, hạn hôm nay, 21/04/2025.")
    assert await book(desk) == [("told", None, "head"), ("told", None, "deputy")]
    nobody = select(REMINDER.c.id).where(REMINDER.c.step == "N-001", REMINDER.c.reason == "nobody")
    assert len((await desk.connection.execute(nobody)).all()) == 58


async def test_an_answer_given_while_it_waits_keeps_it_from_leaving(desk: Desk, post: Post):
    talk, yen = await an_office(desk), await led(desk, "Yến", "THCS-305-SONGLAP")
    await go(desk, post, talk, "Gửi 1 tin")
    await done(desk, yen, "THCS-305-SONGLAP")
    assert await post.sends() == 0
    reasons = (await desk.connection.execute(select(OUTBOX.c.reason).where(OUTBOX.c.lane == 2))).scalars().all()
    assert reasons == ["answered"]


async def test_whoever_heard_enough_this_week_is_left_alone_and_named(desk: Desk, post: Post):
    talk, yen = await an_office(desk), await led(desk, "Yến", "THCS-305-SONGLAP")
    await led(desk, "Tuấn", "THCS-305-SONGLAP", "deputy")
    owed = await obligations.by_code(desk.store, desk.house.campaign_id, "figures:2025-04")
    told = {
        "obligation_id": owed.id,
        "unit_id": await desk.unit("THCS-305-SONGLAP"),
        "step": "earlier",
        "seat": "head",
        "basis": owed.due,
        "state": "sent",
        "due_at": desk.now.campaign,
        "told_at": desk.now.campaign,
        "person_id": yen.id,
    }
    most = desk.house.campaign.most_a_week
    rows = [{**told, "slot": str(place), "outbox_id": 90_000 + place} for place in range(most)]
    await desk.connection.execute(insert(REMINDER), rows)
    screen, _ = await go(desk, post, talk, "Gửi 1 tin")
    assert f"- Không gửi thêm: 1 người đã nhận đủ {most} tin trong tuần" in screen.text
    assert await post.sends() == 1
    assert ("skipped", "ceiling", "head") in await book(desk)


async def test_who_leads_two_late_units_reads_both_in_one_message(desk: Desk, post: Post):
    talk, yen = await an_office(desk), await led(desk, "Yến", "THCS-305-SONGLAP")
    store = desk.store
    await people.grant(store, yen.id, "head", await desk.unit("TH-305-HOAPHUONG"), desk.now.today, None)
    await store.keep()
    screen, _ = await go(desk, post, talk, "Gửi 1 tin")
    assert "- Gửi đến: 1 người tại 2 đơn vị" in screen.text
    assert await post.sends() == 1
    [(_, reply)] = post.sent
    assert "1 · THCS Sông Lấp\n2 · TH Hoa Phượng" in reply.text
    assert [choice.label for choice in reply.buttons()] == ["Trả lời 1", "Trả lời 2"]
    assert len(await book(desk)) == 2


async def test_above_the_limit_the_author_cannot_let_it_go_alone(desk: Desk, post: Post):
    desk.house = replace(desk.house, campaign=replace(desk.house.campaign, second_above=1))
    talk = await an_office(desk)
    await led(desk, "Bình", "SGDDT-HP", "office")
    await led(desk, "Yến", "THCS-305-SONGLAP")
    await led(desk, "Tuấn", "THCS-305-SONGLAP", "deputy")
    _, waits = await go(desk, post, talk, "Nhờ xác nhận")
    assert "cần người thứ hai xác nhận" in waits.text
    assert (await desk.connection.execute(select(RECIPIENT.c.id))).all() == []
    answer = await desk.presses(talk, "a.dispatch_confirm.1")
    assert answer.text.startswith("Người soạn không tự xác nhận được đợt trên 1 người.")
    await post.ticks(3)
    assert await post.sends() == 0


async def test_what_comes_to_its_turn_at_night_waits_for_the_next_working_morning(desk: Desk, post: Post):
    talk = await an_office(desk)
    await led(desk, "Yến", "THCS-305-SONGLAP")
    screen = await desk.says(talk, ORDER)
    await desk.presses(talk, value_of(screen, "Gửi 1 tin"))
    desk.now = replace(desk.now, campaign=desk.now.campaign + timedelta(hours=13))
    await post.ticks(4)
    assert await post.sends() == 0
    desk.now = replace(desk.now, campaign=desk.now.campaign + timedelta(hours=10))
    await post.ticks(4)
    assert await post.sends() == 1


async def test_a_relay_reminds_the_own_branch_alone_and_not_its_own_office(desk: Desk, post: Post):
    thu = desk.chat(await led(desk, "Thu", "PGD-305", "relay"))
    await led(desk, "Minh", "THPT-NGOQUYEN")
    await led(desk, "Yến", "THCS-305-SONGLAP")
    screen = await desk.says(thu, "nhắc số liệu t4")
    assert "- Gửi đến: 1 người tại 1 đơn vị (web 1)" in screen.text
    assert "- Không gửi được: 13 đơn vị (13 chưa có người tham gia)" in screen.text


async def test_other_words_and_another_hour_are_written_into_the_audit(desk: Desk):
    desk.at(datetime(2025, 4, 21, 21, tzinfo=ZONE))
    await desk.connection.execute(
        update(OBLIGATION).where(OBLIGATION.c.code == "figures:2025-04").values(ended_at=None)
    )
    talk = await an_office(desk)
    await led(desk, "Yến", "THCS-305-SONGLAP")
    await desk.says(talk, ORDER)
    await desk.presses(talk, "a.chase_reword.1")
    await desk.says(talk, "Mời báo trước 17 giờ.")
    await desk.presses(talk, "a.chase_later.1")
    acts = await desk.connection.execute(
        select(AUDIT.c.action).where(AUDIT.c.subject == "chase:1").order_by(AUDIT.c.id)
    )
    assert acts.scalars().all() == ["chase_written", "chase_changed", "chase_changed"]
