"""Two reports beside each other fit on one screen, however much their reporters wrote."""

from storage.deeds import deeds
from tests.handlers.conftest import Desk

LONG = "Thầy cô tổ Hóa và tổ Sinh phụ đạo miễn phí cho học sinh có hoàn cảnh khó khăn, hai buổi mỗi tuần, "
ANSWERS = {
    "what": LONG * 12,
    "who": {
        "people": [{"name": f"Nguyễn Thị Quỳnh Trang {n}", "honorific": "co"} for n in "abcdefgh"],
        "role": "teacher",
        "group": "tổ Hóa học và Sinh học",
    },
    "from": "2025-03-01",
    "to": "2025-04-09",
    "where": "tại phòng thí nghiệm của trường và nhà văn hóa phường",
    "result": LONG * 5,
    "confirmed_by": LONG * 2,
    "naming": "agreed",
}


async def test_two_long_reports_fit_on_one_screen(desk: Desk):
    lan = await desk.person("Nguyễn Thị Quỳnh Trang", "teacher")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    unit, store = await desk.unit("THPT-NGOQUYEN"), desk.store
    one, other = [
        await deeds.send(
            store, desk.now, desk.house.campaign_id, unit, lan.id, ANSWERS, "TW2", (None, None), outside=False
        )
        for _ in range(2)
    ]
    await store.keep()
    reply = await desk.presses(desk.chat(hoa), f"a.compare.{one}.{other}")
    assert reply.text.startswith(f"So G-{one} với G-{other}: lời kể gần giống nhau.")
    assert "có thể" not in reply.text
    assert "Người làm: cùng một người." in reply.text
    assert len(reply.text) <= 900
