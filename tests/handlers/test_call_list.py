"""Whom messages do not reach is telephoned: the list, one unit of it, and the call that was made."""

from sqlalchemy import insert

from storage.tables import CONVERSATION
from tests.handlers.conftest import Desk, value_of


async def test_a_relay_sees_whom_to_call_and_notes_the_call(desk: Desk):
    thu = await desk.person("Thu", "relay", "PGD-305", title="chi")
    yen = await desk.person("Yến", "head", "THCS-305-SONGLAP")
    for person, blocked in ((thu, None), (yen, desk.now.real)):
        values = {"address": f"web:web:p{person.id}", "person_id": person.id, "seen_at": desk.now.real}
        await desk.connection.execute(insert(CONVERSATION), values | {"blocked_at": blocked})
    talk = desk.chat(thu)
    listed = await desk.says(talk, "/goidien")
    head, first, *_ = listed.text.split("\n")
    assert head.startswith("Cần gọi điện 14 đơn vị (1 không nhận tin, 13 chưa có người tham gia):")
    assert first.endswith(" · chưa có người tham gia")
    last = await desk.presses(talk, value_of(await desk.presses(talk, value_of(listed, "Trang sau")), "Trang sau"))
    assert "THCS Sông Lấp · không nhận tin" in last.text
    place = next(line for line in last.text.split("\n") if "Sông Lấp" in line).split(" · ")[0]
    one = await desk.presses(talk, value_of(last, f"Mở {place}"))
    assert one.text == "THCS Sông Lấp\n- Người phụ trách: cô Yến\n- Chưa ghi lần gọi điện nào"
    noted = await desk.presses(talk, value_of(one, "Ghi đã gọi điện"))
    assert noted.text == "✅ Đã ghi: gọi điện cho THCS Sông Lấp lúc 16:42 ngày 10/04/2025."
    again = await desk.presses(talk, value_of(last, f"Mở {place}"))
    assert again.text.endswith("Gọi điện lần cuối: 10/04/2025")
