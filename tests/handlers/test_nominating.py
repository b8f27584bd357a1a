"""What the talks do not reach: who is on the way, what a rule refuses before sending, and hands that are too slow."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from domain.rights import Scope, need
from handlers.awards import desks
from storage.awards import nominations
from storage.tables import EVIDENCE, UNIT_SPAN
from tests.handlers.conftest import Desk, value_of, values
from tests.handlers.rights.nominations import HANH, confirmed, nominated
from tests.kit.house import ZONE

SONGLAP = "THCS-305-SONGLAP"


async def test_a_nomination_goes_to_the_relay_where_there_is_somebody_and_else_to_the_office(desk: Desk):
    school, ctx = await desk.unit(SONGLAP), desk.context(desk.chat())
    assert (await desks.first_desk(ctx, school))[0] == "at_office", "nobody has joined in the district office"
    await desk.person("Thu", "relay", "PGD-305", title="chi")
    ctx = desk.context(desk.chat())
    assert await desks.first_desk(ctx, school) == ("at_relay", await desk.unit("PGD-305"))
    assert (await desks.first_desk(ctx, await desk.unit("THPT-NGOQUYEN")))[0] == "at_office"
    assert (await desks.first_desk(ctx, await desk.unit("PGD-305")))[0] == "at_office"


async def test_since_july_2025_the_commune_s_office_is_the_relay(desk: Desk):
    await desk.store.write(
        update(UNIT_SPAN).where(UNIT_SPAN.c.unit_id == await desk.unit("PGD-305")).values(kind="vhxh"), {}
    )
    await desk.person("Thu", "relay", "PGD-305", title="chi")
    assert (await desks.first_desk(desk.context(desk.chat()), await desk.unit(SONGLAP)))[0] == "at_relay"


async def test_a_dissolved_unit_is_refused_by_the_circular_when_the_office_looks(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    row, unit = await nominated(desk, SONGLAP, "at_office"), await desk.unit(SONGLAP)
    ended = date(2025, 7, 1)
    await desk.store.write(update(UNIT_SPAN).where(UNIT_SPAN.c.unit_id == unit).values(to_day=ended), {})
    desk.at(datetime(2025, 8, 6, 9, tzinfo=ZONE))
    reply = await desk.presses(desk.chat(hoa), f"a.award_pass.{row}.1")
    assert "từ 01/07/2025; Thông tư 15/2025/TT-BNV không khen đơn vị đã giải thể" in reply.text


async def test_what_a_meeting_of_few_decided_is_not_passed_on(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    few = replace(HANH, level="city", in_favour=10)
    row = await nominated(desk, SONGLAP, "at_office", few)
    talk = desk.chat(hoa)
    reply = await desk.presses(talk, f"a.award_pass.{row}.1")
    assert "mục IV.2 của Kế hoạch: đề nghị chưa dựa trên gương nào" in reply.text, "the first thing that is missing"
    checks = await desk.presses(talk, f"a.award_checks.{row}")
    assert "- Dân chủ: còn thiếu. Họp xét 08/04/2025 đồng ý 10/20, chưa quá nửa." in checks.text
    assert "- Chính xác: còn thiếu. Mục IV.2 của Kế hoạch: đề nghị chưa dựa trên gương nào." in checks.text
    assert "- Đúng đối tượng: đủ" in checks.text


async def test_two_in_the_office_decide_once_and_the_slower_one_sees_how_it_stands(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    binh = await desk.person("Bình", "office", "SGDDT-HP", title="anh")
    row = await nominated(desk, SONGLAP, "at_office")
    slow = desk.chat(binh)
    await desk.presses(slow, f"a.award_return.{row}.1")
    quick = desk.chat(hoa)
    await desk.presses(quick, f"a.award_return.{row}.1")
    assert (await desk.says(quick, "ghi rõ số tiết")).text.startswith(f"✅ Đã trả lại đề nghị Đ-{row}")
    late = await desk.says(slow, "thiếu biên bản họp")
    assert late.text.startswith("Nút này được gửi trước khi đề nghị thay đổi. Hiện nay:")
    assert 'Cần bổ sung: "ghi rõ số tiết"' in late.text


async def whole(desk: Desk) -> str:
    """A nomination for the State level that rests on a confirmed report with a photo, in a movement without years."""
    yen = await desk.person("Yến", "head", SONGLAP)
    [deed] = await confirmed(desk, SONGLAP, yen)
    await photographed(desk, deed)
    return await nominated(desk, SONGLAP, "at_office", replace(HANH, deeds=(int(deed),)))


async def photographed(desk: Desk, deed: str) -> None:
    photo = {"address": "web:web:0", "run": 1, "subject": f"deed:{deed}", "ref": {}, "kind": "photo"}
    await desk.store.write(insert(EVIDENCE), {**photo, "state": "stored", "sent_at": desk.now.campaign})


async def test_what_no_rule_decides_somebody_signs_with_grounds_and_only_then_it_passes(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    row = await whole(desk)
    talk = desk.chat(hoa)
    asked = await desk.presses(talk, f"a.award_pass.{row}.1")
    assert asked.text.startswith("Kế hoạch không ghi thời gian của phong trào này, nên Trợ lý không tự kết luận")
    await desk.presses(talk, value_of(asked, "Ghi căn cứ, cho qua"))
    assert (await desk.says(talk, "ok")).text.startswith("Lời này còn ngắn.")
    signed = await desk.says(talk, "phong trào phát động từ năm 2020")
    assert "Người ghi: chị Hoa" in signed.text
    one = await nominations.known(desk.store, desk.now, int(row), need(hoa, "award"))
    assert one is not None
    ground = one.signed["years"]
    assert (ground["words"], ground["by"]) == ("phong trào phát động từ năm 2020", hoa.id)
    passed = await desk.presses(talk, value_of(signed, "Chuyển Hội đồng"))
    assert passed.text.startswith(f"✅ Đã chuyển đề nghị Đ-{row} sang Hội đồng")


SENTENCE = "đề nghị bằng khen cho cô Hạnh, phong trào vì người nghèo"
MEETING = "08/04/2025, có mặt 20/22, đồng ý 19"


async def test_a_nomination_that_repeats_another_is_refused_before_it_is_sent(desk: Desk):
    yen = await desk.person("Yến", "head", SONGLAP)
    other = await nominated(desk, SONGLAP, "at_council")
    [deed] = await confirmed(desk, SONGLAP, yen)
    talk = desk.chat(yen)
    await desk.says(talk, SENTENCE, MEETING, "giáo viên", deed, "24 bài giảng")
    await desk.says(talk, "Đã đồng ý")
    bare = await desk.says(talk, "Gửi đề nghị")
    assert f"gương G-{deed} chưa có minh chứng" in bare.text
    await photographed(desk, deed)
    await desk.says(talk, "sửa một mục")
    await desk.presses(talk, f"f.{talk.progress.run}._.review")
    again = await desk.says(talk, "Gửi đề nghị")
    assert f"đã có đề nghị Đ-{other} trong cùng phong trào" in again.text
    assert talk.progress is not None, "the draft stays where it is"


async def test_a_unit_takes_back_what_the_council_does_not_have_yet(desk: Desk):
    row = await nominated(desk, SONGLAP, "at_office")
    yen = await desk.person("Yến", "head", SONGLAP)
    talk = desk.chat(yen)
    card = await desk.presses(talk, f"a.nomination.{row}")
    taken = await desk.presses(talk, value_of(card, "Rút đề nghị"))
    assert taken.text.startswith(f"✅ Đã rút đề nghị Đ-{row}")
    with_council = await nominated(desk, SONGLAP, "at_council")
    card = await desk.presses(talk, f"a.nomination.{with_council}")
    assert [value for value in values(card) if "withdraw" in value] == []


async def test_a_list_of_nominations_pages_by_eight_and_its_numbers_open_them(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    rows = [await nominated(desk, SONGLAP, "at_office") for _ in range(9)]
    talk = desk.chat(hoa)
    first = await desk.says(talk, "khen thưởng")
    assert "chờ Sở xét: 9, trang 1/2" in first.text
    second = await desk.says(talk, "tiếp")
    assert f"9 · Đ-{rows[8]}" in second.text
    assert (await desk.says(talk, "9")).text.startswith(f"Đề nghị khen thưởng Đ-{rows[8]} · ")


async def test_a_discipline_that_is_over_leaves_what_came_after_it(desk: Desk):
    row = int(await nominated(desk, SONGLAP, "at_office"))
    scope = Scope("award", (desk.house.root,), below=True, person=(await desk.person("Hoa", "office")).id)
    before = await nominations.known(desk.store, desk.now, row, scope)
    held = await nominations.move(desk.store, desk.now, before, "held", scope, "quyết định 12", "discipline")
    desk.at(datetime(2025, 4, 10, 9, tzinfo=ZONE) + timedelta(days=20))
    free = await nominations.move(desk.store, desk.now, held, "at_office", scope)
    assert free is not None
    assert free.discipline_ended == date(2025, 4, 30)


@pytest.mark.parametrize(
    ("role", "told"), [("teacher", "Đề nghị khen thưởng do đơn vị lập"), ("office", "Đề nghị khen")]
)
async def test_whoever_may_not_nominate_hears_whose_it_is(role: str, told: str, desk: Desk):
    who = await desk.person("Ai", role, "SGDDT-HP" if role == "office" else SONGLAP)
    reply = await desk.says(desk.chat(who), "de nghi bang khen cho co Hanh, phong trao cds")
    assert reply.text.startswith("Đề nghị khen thưởng do đơn vị lập")


async def test_what_waits_for_the_office_stands_in_its_summary_and_what_is_late_in_its_list(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    late = replace(HANH, route="adhoc", due_on=date(2025, 4, 9))
    before = await nominated(desk, "THPT-NGOQUYEN", "at_office")
    row = await nominated(desk, SONGLAP, "at_office", late)
    talk = desk.chat(hoa)
    assert "2 đề nghị khen thưởng" in (await desk.says(talk, "/summary")).text
    assert (await desk.says(talk, "/pending")).text.startswith(f"Khen đột xuất Đ-{row} · THCS Sông Lấp")
    first, second = (await desk.says(talk, "khen thưởng")).text.splitlines()[1:3]
    assert first.startswith(f"1 · Đ-{row} · ")
    assert first.endswith(" · đã qua hạn 1 ngày")
    assert second.startswith(f"2 · Đ-{before} · ")


async def test_a_case_that_opens_stops_a_nomination_with_the_council_and_lets_it_go_on_there(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    row = await nominated(desk, SONGLAP, "at_council")
    talk = desk.chat(hoa)
    card = await desk.says(talk, f"Đ-{row}")
    await desk.presses(talk, value_of(card, "Tạm giữ hồ sơ"))
    held = await desk.says(talk, "Đang thanh tra", "quyết định thanh tra 15")
    assert held.text.startswith(f"✅ Đã tạm giữ đề nghị Đ-{row}")
    told = [one.reply.text for one in desk.tellings if one.key.startswith(f"nomination:{row}:")]
    assert told
    assert not any("thanh tra" in text for text in told), "the unit hears that it is held, and not why"
    card = await desk.says(talk, f"Đ-{row}")
    await desk.presses(talk, value_of(card, "Mở lại hồ sơ"))
    assert "chờ Hội đồng" in (await desk.says(talk, f"Đ-{row}")).text


async def test_somebody_who_changed_schools_is_not_nominated_by_both(desk: Desk):
    hoa, hanh = await desk.person("Hoa", "office", "SGDDT-HP"), await desk.person("Hạnh", "teacher", SONGLAP)
    first = await nominated(desk, SONGLAP, "at_council", replace(HANH, person=hanh.id))
    second = await nominated(desk, "THPT-NGOQUYEN", "at_office", replace(HANH, person=hanh.id, level="city"))
    checks = await desk.presses(desk.chat(hoa), f"a.award_checks.{second}")
    assert (
        f"- Đúng đối tượng: còn thiếu. Mục I.2 của Kế hoạch: người hoặc tập thể này đã có đề nghị Đ-{first}"
        in checks.text
    )
    other = await nominated(desk, "THPT-NGOQUYEN", "at_office", replace(HANH, level="city", movement="TW1"))
    assert "- Đúng đối tượng: đủ" in (await desk.presses(desk.chat(hoa), f"a.award_checks.{other}")).text
