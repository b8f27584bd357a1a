"""What a report may name and cite: nobody who did not agree, and no figures that are no longer those of its freeze."""

from datetime import date

import pytest

from domain.papers.consistency import within
from domain.papers.freezes import Figures, FrozenFile
from domain.rights import Scope, need
from domain.summary import Slice
from handlers.papers import drafting, heads, paper_file, review_report
from handlers.papers.papers import known
from storage.deeds import deeds
from storage.papers import freezes
from storage.plans import plans
from tests.handlers.conftest import Desk, value_of
from tests.kit.house import OFFICE, SCHOOL

WHO = {"people": [{"name": "Hạnh", "honorific": "co"}], "role": "teacher", "group": "tổ Toán"}


async def a_good_deed(desk: Desk, naming: str = "not_asked", who: dict[str, object] = WHO) -> int:
    """A report that its school has confirmed."""
    school, minh = await desk.unit(SCHOOL), await desk.person("Minh", "head", title="thay")
    said = {"what": "Cô Hạnh soạn 24 bài giảng số", "who": who, "minor": False, "naming": naming}
    store, day = desk.store, date(2025, 4, 9)
    days, campaign = (day, day), desk.house.campaign_id
    row = await deeds.send(store, desk.now, campaign, school, None, said, "TP3", days, outside=False)
    await deeds.decide(store, desk.now, row, 1, "confirmed", need(minh, "confirm_deed"))
    await store.keep()
    return row


async def a_draft(desk: Desk, words: str = "soạn báo cáo tổng kết"):
    """Hoa's chat, and what was drafted in it."""
    hoa = await desk.person("Hoa", "office", OFFICE, title="chi")
    talk = desk.chat(hoa)
    await desk.presses(talk, value_of(await desk.says(talk, words), "Soạn dự thảo"))
    ctx = desk.context(talk)
    return talk, ctx, await known(ctx, 1)


@pytest.mark.parametrize(
    ("naming", "who", "told"),
    [
        ("agreed", WHO, ("Cô Hạnh, giáo viên, tổ Toán", "Cô Hạnh soạn 24 bài giảng số")),
        ("not_asked", WHO, ("Giáo viên, tổ Toán", "Cô H. soạn 24 bài giảng số")),
        ("unnamed", WHO, ("Giáo viên, tổ Toán", "Cô H. soạn 24 bài giảng số")),
    ],
)
async def test_staff_are_named_only_with_their_consent(naming, who, told, desk: Desk):
    await a_good_deed(desk, naming, who)
    _, ctx, paper = await a_draft(desk)
    report = await review_report.report(ctx, paper, None, need(ctx.person, "write_papers"))
    assert [(one.who, one.what) for one in report.exemplars] == [told]
    assert (report.good, report.stages.detected, within(report)) == (1, 1, ())


async def test_a_report_s_annexes_are_the_units_that_the_figures_count(desk: Desk):
    school, hoa = await desk.unit(SCHOOL), await desk.person("Hoa", "office", OFFICE, title="chi")
    answers = {"doc_no": "45/KH-THPTNQ", "issued_on": "2025-03-12", "spread": ["meeting@2025-03-14", "flag_ceremony"]}
    scope = Scope("report_plan", (school,), below=False, person=hoa.id)
    store = desk.store
    said = {**answers, "reached": 86, "total": 92}
    await plans.report(store, desk.now, desk.house.campaign_id, school, "issued", said, scope, spread=True)
    await store.keep()
    _, ctx, paper = await a_draft(desk)
    report = await review_report.report(ctx, paper, None, need(ctx.person, "write_papers"))
    assert within(report) == ()
    [plan] = report.plans
    assert (plan.number, plan.issued, plan.reached, plan.total) == ("45/KH-THPTNQ", date(2025, 3, 12), 86, 92)
    assert {name for name, _ in report.ways} == {"Họp hội đồng", "Chào cờ"}
    assert len(report.late) == report.counted.obliged - report.counted.complete
    assert (report.counted.complete, report.reached) == (1, 86)


async def test_a_report_that_cites_a_freeze_is_approved_only_while_its_figures_are_those(desk: Desk):
    hoa = await desk.person("Hoa", "office", OFFICE, title="chi")
    talk, wanted = desk.chat(hoa), Slice(await desk.unit(OFFICE))
    ctx = desk.context(talk)
    scope, store = Scope("freeze", (wanted.unit,), below=True, person=hoa.id), desk.store
    row = await freezes.ask(store, desk.now, desk.house.campaign_id, wanted, "toàn ngành", scope)
    told: Figures = await review_report.figures(ctx, wanted)
    files = (FrozenFile("S-001.xlsx", "x" * 64, "text/x", 9, 4),)
    await freezes.fill(store, desk.now, row, told, files, "d" * 64, scope)
    await store.keep()
    offer = await desk.says(talk, "soạn báo cáo tổng kết")
    assert "số liệu theo bản chốt S-001" in offer.text
    await desk.presses(talk, value_of(offer, "Soạn dự thảo"))
    made = await paper_file.review(desk.context(talk), [1])
    assert (made.thing.freeze, made.thing.issue.is_draft) == ("S-001", True)
    assert (await desk.presses(talk, "a.paper_approve.1.1")).text.startswith("1/2 · Số, ký hiệu văn bản?")
    await a_good_deed(desk)
    refused = await desk.presses(talk, "a.paper_approve.1.1")
    assert refused.text.startswith("⚠️ V-001 chưa duyệt được: số liệu đã khác bản chốt S-001.")
    assert "- Gương đã xác nhận: bản chốt 0, nay 1" in refused.text.splitlines()
    again = await freezes.ask(store, desk.now, desk.house.campaign_id, wanted, "toàn ngành", scope)
    now = await review_report.figures(desk.context(talk), wanted)
    await freezes.fill(store, desk.now, again, now, files, "e" * 64, scope)
    await store.keep()
    cited = await desk.presses(talk, value_of(await desk.presses(talk, "a.paper.1"), "Dùng bản chốt S-002"))
    assert "- Số liệu: bản chốt S-002" in cited.text
    assert (await desk.presses(talk, value_of(cited, "Duyệt văn bản"))).text.startswith("1/2 · Số, ký hiệu văn bản?")


@pytest.mark.parametrize(
    ("unit", "superior"),
    [
        ("THPT-NGOQUYEN", "Sở Giáo dục và Đào tạo Hải Phòng"),
        ("THCS-305-SONGLAP", "UBND quận Lê Chân"),
    ],
)
async def test_a_unit_s_own_paper_names_the_body_above_it(unit: str, superior: str, desk: Desk):
    ctx = desk.context(desk.chat(await desk.person("Lan", "teacher")))
    assert (await heads.of_unit(ctx, await desk.unit(unit))).superior == superior


async def test_an_approved_report_cannot_be_written_on_or_approved_again(desk: Desk):
    talk, _, _ = await a_draft(desk)
    asked = await desk.presses(talk, "a.paper_approve.1.1")
    for label in ("Để trống số", "Để trống ngày", "Duyệt văn bản"):
        asked = await desk.presses(talk, value_of(asked, label))
    assert asked.text.startswith("✅ V-001 đã được chị Hoa duyệt")
    for press in ("a.paper_part.1.1.0", "a.paper_approve.1.1", "a.paper_drop_now.1.1", "a.paper_write.1"):
        again = await desk.presses(talk, press)
        assert again.text.startswith(("Văn bản V-001 vừa có thay đổi", "V-001 · Báo cáo tổng kết")), press


async def test_a_teacher_who_tells_of_a_paper_tells_a_story(desk: Desk):
    lan = await desk.person("Lan", "teacher")
    told = await desk.says(desk.chat(lan), "viết tổng kết chuyên đề giúp 30 giáo viên trẻ dùng bài giảng số từ tháng 3")
    assert "Trợ lý hiểu" in told.text
    assert (await desk.says(desk.chat(lan), "soạn tờ trình")).text.startswith("Chào cô Lan.")


async def test_whoever_may_draft_a_report_is_offered_one_in_whatever_words(desk: Desk):
    hoa = await desk.person("Hoa", "office", OFFICE, title="chi")
    for words in ("soạn báo cáo sơ kết quý 1", "lập báo cáo sơ kết quý 1", "viết sơ kết quý 1"):
        assert (await desk.says(desk.chat(hoa), words)).text.startswith("Báo cáo sơ kết, quý 1/2025:"), words


async def test_a_movement_named_at_the_list_of_documents_asks_for_its_figures(desk: Desk):
    hoa = await desk.person("Hoa", "office", OFFICE, title="chi")
    talk = desk.chat(hoa)
    await desk.says(talk, "/papers")
    assert (await desk.says(talk, "cds quý 1")).text.startswith("Chuyển đổi số, quý 1/2025")
    await desk.says(talk, "/papers")
    assert (await desk.says(talk, "quý 1")).text.startswith("Báo cáo sơ kết, quý 1/2025:")


@pytest.mark.parametrize(
    ("words", "kind", "left"),
    [
        ("soạn báo cáo sơ kết quý 1", "interim", "quý 1"),
        ("soan bao cao tong ket phong trao thi dua nam 2025", "final", "nam 2025"),
        ("draft the final report for 2025", "final", "2025"),
        ("viết sơ kết tháng 4", "interim", "tháng 4"),
    ],
)
def test_the_kind_and_the_period_are_read_apart(words: str, kind: str, left: str):
    assert drafting.about(words) == (kind, left)
