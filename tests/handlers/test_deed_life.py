"""After sending: more evidence, corrections and withdrawals happen once, on what was seen, and the figures follow."""

import pytest

from handlers.figures import standing
from storage.deeds import deed_versions, deeds, praised
from tests.handlers.conftest import Desk, value_of
from tests.handlers.rights.cells import outcome
from tests.handlers.rights.deeds import sent
from tests.handlers.test_rights import ALL


async def told_by_lan(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    minh = await desk.person("Minh", "head", title="thay")
    number, version = (await sent(desk, "THPT-NGOQUYEN", lan)).split(".")
    return lan, minh, int(number), int(version)


async def counted(desk: Desk, person) -> dict[str, int]:
    summary = await standing.of_branch(desk.context(desk.chat(person)), await desk.unit("THPT-NGOQUYEN"))
    return {state: n for state, n in summary.deeds.items() if n}


async def test_a_withdrawn_report_leaves_every_figure(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    assert await counted(desk, minh) == {"confirmed": 1}
    done = await desk.presses(desk.chat(lan), f"a.withdraw_now.{number}.{version + 1}")
    assert done.text.startswith(f"✅ Đã rút báo cáo G-{number}")
    assert await counted(desk, minh) == {}


async def test_withdrawing_what_changed_meanwhile_shows_what_happened_and_changes_nothing(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    for action in ("withdraw", "withdraw_now"):
        late = await desk.presses(desk.chat(lan), f"a.{action}.{number}.{version}")
        assert "thầy Minh xác nhận" in late.text
    assert (await deeds.own(desk.store, number, lan.id)).state == "confirmed"


async def test_a_withdrawal_pressed_twice_is_told_once(desk: Desk):
    lan, _, number, version = await told_by_lan(desk)
    talk = desk.chat(lan)
    await desk.presses(talk, f"a.withdraw_now.{number}.{version}")
    again = await desk.presses(talk, f"a.withdraw_now.{number}.{version}")
    assert "cô Lan rút báo cáo" in again.text
    assert len(desk.tellings) == 1


async def test_of_a_correction_and_a_confirmation_at_once_the_later_hears_of_the_other(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    talk = desk.chat(lan)
    lines = await desk.presses(talk, f"a.correct.{number}.{version}")
    await desk.presses(talk, value_of(lines, "Nêu tên"))
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    late = await desk.says(talk, "chưa hỏi", "1")
    assert late.text.startswith(f"Báo cáo G-{number} đã được xử lý trong lúc này.")
    assert (await deeds.own(desk.store, number, lan.id)).state == "confirmed"


async def test_what_a_report_was_before_is_kept_with_what_differs(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    talk = desk.chat(lan)
    lines = await desk.presses(talk, f"a.correct.{number}.{version + 1}")
    await desk.presses(talk, value_of(lines, "Nêu tên"))
    await desk.says(talk, "chưa hỏi", "1")
    (before,) = await deed_versions.of(desk.store, number, lan.id)
    assert (before.version, before.answers["naming"], before.changed, before.by) == (2, "agreed", ["naming"], lan.id)
    assert await counted(desk, minh) == {"sent": 1}


async def test_sending_a_correction_that_changes_nothing_leaves_it_confirmed(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    talk = desk.chat(lan)
    lines = await desk.presses(talk, f"a.correct.{number}.{version + 1}")
    review = await desk.presses(talk, value_of(lines, "Xem lại"))
    said = await desk.presses(talk, value_of(review, "Gửi lại cho trường"))
    assert said.text == "Không có mục nào thay đổi."
    assert (await deeds.own(desk.store, number, lan.id)).state == "confirmed"


async def test_evidence_wants_something_new_and_leaves_the_decision_as_it_is(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    talk = desk.chat(lan)
    await desk.presses(talk, f"a.add_evidence.{number}")
    assert (await desk.says(talk, "xong")).text.startswith("Chưa có")
    await desk.sends(talk)
    done = await desk.says(talk, "xong")
    assert done.text.startswith(f"✅ Đã thêm minh chứng vào báo cáo G-{number}")
    after = await deeds.own(desk.store, number, lan.id)
    assert (after.state, after.answers["_photos"], after.version) == ("confirmed", 1, version + 2)


async def test_leaving_more_evidence_keeps_what_was_sent_and_can_be_taken_up(desk: Desk):
    lan, _, number, _ = await told_by_lan(desk)
    talk = desk.chat(lan)
    await desk.presses(talk, f"a.add_evidence.{number}")
    await desk.sends(talk)
    left = await desk.says(talk, "thôi")
    assert left.text.startswith("Bản nháp được giữ.")
    await desk.presses(talk, value_of(left, "Thêm minh chứng"))
    assert (await desk.says(talk, "xong")).text.startswith(f"✅ Đã thêm minh chứng vào báo cáo G-{number}")


async def test_words_of_a_return_that_was_answered_are_not_changed_any_more(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.return.{number}.{version}")
    told = await desk.says(talk, "ghi rõ số đơn vị máu")
    hers = desk.chat(lan)
    await desk.presses(hers, f"a.complete.{number}")
    await desk.says(hers, "3 đơn vị máu", "1")
    late = await desk.presses(talk, value_of(told, "Sửa lời nhắn"))
    assert late.text.startswith(f"Báo cáo G-{number} chờ thầy Minh xác nhận.")


async def test_of_two_heads_one_says_it_is_not_theirs_and_the_other_hears_it(desk: Desk):
    _, minh, number, version = await told_by_lan(desk)
    tam = await desk.person("Tâm", "deputy", title="thay")
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.not_ours.{number}.{version}")
    await desk.says(talk, "việc của trường bên cạnh")
    late = await desk.presses(desk.chat(tam), f"a.confirm.{number}.{version}")
    assert "đã được thầy Minh, hiệu trưởng, báo không thuộc trường" in late.text
    assert await counted(desk, minh) == {}


@pytest.mark.parametrize("name", ["add_evidence", "correct", "withdraw", "withdraw_now"])
async def test_what_follows_sending_is_for_the_reporter_alone(name: str, desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    mai = await desk.person("Mai", "teacher")
    refused = "deed_not_yours"
    for other in (minh, mai):
        assert await outcome(desk, ALL[name], other, (str(number), str(version))) == refused
    assert await outcome(desk, ALL[name], lan, (str(number), str(version))) == "allowed"


# -- whoever is praised ------------------------------------------------------------------------------------------------


async def test_only_one_member_of_that_name_is_asked_and_only_once(desk: Desk):
    _, minh, number, version = await told_by_lan(desk)
    son = await desk.person("Sơn", "teacher", title="thay")
    await desk.person("Sơn", "teacher", "THPT-BENGIO", "thay")
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    asked = [one for one in desk.tellings if ":praised:" in one.key]
    assert [one.reader.person.id for one in asked] == [son.id]


async def test_two_members_of_one_name_are_not_asked(desk: Desk):
    _, minh, number, version = await told_by_lan(desk)
    for _ in range(2):
        await desk.person("Sơn", "teacher", title="thay")
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    assert [one for one in desk.tellings if ":praised:" in one.key] == []


@pytest.mark.parametrize("name", ["praised_agreed", "praised_unnamed", "praised_mend"])
async def test_nobody_answers_for_somebody_else_who_is_praised(name: str, desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    son = await desk.person("Sơn", "teacher", title="thay")
    assert await outcome(desk, ALL[name], son, (str(number),)) == "deed_not_yours"
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    for other in (lan, minh):
        assert await outcome(desk, ALL[name], other, (str(number),)) == "deed_not_yours"
    assert await outcome(desk, ALL[name], son, (str(number),)) == "allowed"


async def test_the_word_of_the_praised_overrides_what_the_reporter_said(desk: Desk):
    lan, minh, number, version = await told_by_lan(desk)
    son = await desk.person("Sơn", "teacher", title="thay")
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.{version}")
    await desk.presses(desk.chat(son), f"a.praised_unnamed.{number}")
    after = await deeds.own(desk.store, number, lan.id)
    assert (after.answers["naming"], after.state) == ("unnamed", "confirmed")
    assert await praised.answers(desk.store, number) == ["unnamed"]
