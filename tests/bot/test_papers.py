"""A report's file agrees with the figures, and once it is approved the same bytes are handed out for good."""

import io
from datetime import date

import docx

from bot.commands import check
from bot.commands.edge import words_of
from domain.rights import Scope
from storage.deeds import deeds
from storage.files import Files
from storage.papers import papers
from storage.plans import plans
from storage.store import Store
from storage.units import units
from tests.bot.looking import one
from tests.kit.house import OFFICE, SCHOOL, living

ISSUED = {"state": "issued", "doc_no": "45/KH-THPTNQ", "issued_on": "2025-03-12", "spread": ["meeting"]}
ISSUED |= {"reached": 86, "total": 92}
SAID = {"what": "Soạn 24 bài giảng số", "who": {"role": "teacher"}, "minor": False, "naming": "agreed"}


async def happens(house):
    """A school reports its plan, and somebody a deed."""

    async def write(connection):
        store, now = Store(connection), house.base.clock.now()
        school = await units.by_code(store, SCHOOL, now.today)
        day, scope = date(2025, 4, 9), Scope("report_plan", (school.id,), below=False, person=None)
        await deeds.send(store, now, 1, school.id, None, SAID, "TP3", (day, day), outside=False)
        await plans.report(store, now, 1, school.id, "issued", ISSUED, scope, spread=True)
        await store.keep()

    await house.base.writer.run(write)


def told(data: bytes) -> list[str]:
    return [line.text for line in docx.Document(io.BytesIO(data)).paragraphs]


async def file_of(hoa, press: str) -> bytes:
    """The next message says that it is coming, and the one after brings it."""
    await hoa.presses(press)
    return next(heard.data for heard in await hoa.hears(2, timeout=30) if heard.data)


async def test_an_approved_report_is_handed_out_as_it_was_whatever_happens_later(database_url, tmp_path):
    async with living(database_url, tmp_path) as house:
        hoa = await house.joins("Hoa", "chị", "office", OFFICE)
        await happens(house)
        await hoa.says("soạn báo cáo tổng kết")
        await hoa.hears(1)
        draft = await file_of(hoa, "Soạn dự thảo")
        lines = told(draft)
        assert "- Đã ban hành kế hoạch: 1 đơn vị;" in lines
        assert any(
            "Phong trào thi đua “Thực hiện chương trình chuyển đổi số" in one and "1 báo cáo gương" in one
            for one in lines
        )
        await hoa.presses("Duyệt văn bản")
        await hoa.hears(1)
        await hoa.says("45")
        await hoa.hears(1)
        await hoa.presses("Để trống ngày")
        await hoa.hears(1)
        approved = await file_of(hoa, "Duyệt văn bản")
        assert docx.Document(io.BytesIO(approved)).sections[0].first_page_header.paragraphs[0].text == ""
        assert approved != draft
        await happens(house)
        await hoa.says("/vanban")
        await hoa.hears(1)
        await hoa.says("1")
        await hoa.hears(1)
        assert await file_of(hoa, "Lấy tệp") == approved
        key = await one(house, "SELECT file_key FROM paper")
        owned = await house.base.writer.run(lambda connection: papers.keys(Store(connection)))
        assert owned == {key}
        path = Files(house.base.settings.files).path(key)
        assert path.read_bytes() == approved
        path.chmod(0o600)
        path.write_bytes(b"changed")
        await hoa.presses("Xem văn bản này")
        await hoa.hears(1)
        await hoa.presses("Lấy tệp")
        answers = await hoa.hears(2, timeout=30)
        assert [heard.data for heard in answers if heard.text.startswith("Chưa lập được tệp V-001")] == [None]
        found = check._approved(house.base.settings, words_of(house.base.settings), {"V-001": key})
        assert (found.right, found.text) == (
            False,
            "Văn bản đã duyệt: tệp thiếu hoặc đã bị sửa ở V-001. Mời lấy lại từ bản sao lưu.",
        )
