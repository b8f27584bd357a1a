"""A report is decided on once: two heads at the same time, a button pressed twice, a report that changed meanwhile."""

from domain.people import Person
from storage.deeds import deeds
from tests.handlers.conftest import Desk, value_of
from tests.handlers.rights.deeds import sent


async def cast(desk: Desk) -> tuple[Person, Person, Person, str]:
    lan = await desk.person("Lan", "teacher")
    minh = await desk.person("Minh", "head", title="thay")
    tam = await desk.person("Tâm", "deputy", title="thay")
    return lan, minh, tam, await sent(desk, "THPT-NGOQUYEN", lan)


async def test_of_two_heads_who_press_at_once_one_decides_and_the_other_hears_it(desk: Desk):
    _, minh, tam, thing = await cast(desk)
    first, second = desk.chat(minh), desk.chat(tam)
    seen, seen_too = await desk.says(first, "/check"), await desk.says(second, "/check")
    assert value_of(seen, "Xác nhận báo cáo") == value_of(seen_too, "Xác nhận báo cáo") == f"a.confirm.{thing}"
    done = await desk.presses(first, f"a.confirm.{thing}")
    late = await desk.presses(second, f"a.confirm.{thing}")
    assert done.text.startswith("✅ Đã xác nhận báo cáo")
    assert "đã được thầy Minh, hiệu trưởng, xác nhận lúc" in late.text
    assert [telling.key for telling in desk.tellings] == [f"deed:{thing.split('.')[0]}:2:reporter"]


async def test_a_button_pressed_twice_has_its_effect_once(desk: Desk):
    lan, minh, _, thing = await cast(desk)
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.confirm.{thing}")
    again = await desk.presses(talk, f"a.confirm.{thing}")
    assert "đã được thầy Minh xác nhận lúc" in again.text
    number = int(thing.split(".")[0])
    assert [state for state, _, _ in await deeds.history(desk.store, number, lan.id)] == ["sent", "confirmed"]
    assert len(desk.tellings) == 1


async def test_what_was_returned_meanwhile_is_not_confirmed_by_an_old_button(desk: Desk):
    lan, minh, tam, thing = await cast(desk)
    number = int(thing.split(".")[0])
    talk = desk.chat(tam)
    await desk.presses(talk, f"a.return.{thing}")
    await desk.says(talk, "ghi rõ ai xác nhận")
    late = await desk.presses(desk.chat(minh), f"a.confirm.{thing}")
    assert "đã được thầy Tâm, phó hiệu trưởng, trả lại để bổ sung" in late.text
    assert (await deeds.own(desk.store, number, lan.id)).state == "returned"


async def test_a_head_who_writes_a_reason_while_the_deputy_confirms_hears_what_happened(desk: Desk):
    _, minh, tam, thing = await cast(desk)
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.return.{thing}")
    await desk.presses(desk.chat(tam), f"a.confirm.{thing}")
    late = await desk.says(talk, "ghi rõ số tiết")
    assert "đã được thầy Tâm, phó hiệu trưởng, xác nhận" in late.text
    assert talk.open == ""


async def test_a_completed_report_is_shown_again_to_a_head_with_the_old_button(desk: Desk):
    """The version has risen: what the head saw is not what would be confirmed."""
    lan, minh, _, thing = await cast(desk)
    number = thing.split(".")[0]
    talk = desk.chat(minh)
    await desk.presses(talk, f"a.return.{thing}")
    await desk.says(talk, "ghi rõ số đơn vị máu")
    hers = desk.chat(lan)
    await desk.presses(hers, f"a.complete.{number}")
    await desk.says(hers, "3 đơn vị máu", "1")
    shown = await desk.presses(talk, f"a.confirm.{thing}")
    assert shown.text.startswith(f"Báo cáo G-{number} chờ thầy Minh xác nhận.")
    assert "- Kết quả: 3 đơn vị máu" in shown.text
    assert value_of(shown, "Xác nhận báo cáo") == f"a.confirm.{number}.3"


async def test_a_report_sent_twice_from_one_form_is_one_report(desk: Desk):
    lan, *_ = await cast(desk)
    talk = desk.chat(lan)
    filled = ("/report", "3 giáo viên hiến máu ở phường", "cô Mai", "hôm qua", "bỏ qua", "bỏ qua", "đã đồng ý")
    review = await desk.says(talk, *filled)
    send = value_of(review, "Gửi báo cáo")
    first = await desk.presses(talk, send)
    second = await desk.presses(talk, send)
    assert first.text.startswith("✅ Đã nhận báo cáo")
    assert second.text.startswith("Báo cáo này đã gửi lúc 16:42 ngày 10/04/2025")
