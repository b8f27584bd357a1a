"""After the council: open to comments, objections apart, submitted, decided, thanked for, and revoked; papers agree."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, update

from domain.conversations import Conversation
from domain.messages import Reply
from domain.people import Person
from domain.rights import Scope
from handlers.outcomes import award_files, notice_ends, outcomes
from storage import tables
from storage.awards import nominations
from storage.deeds import praised
from storage.outcomes import notices
from tests.handlers.conftest import Desk, desk, furnished_file, value_of
from tests.handlers.rights.deeds import sent
from tests.handlers.rights.nominations import HANH
from tests.handlers.rights.nominations import nominated as lying
from tests.kit.council_room import nominated
from tests.kit.house import ZONE

if TYPE_CHECKING:
    from handlers.context import Context

__all__ = ["desk", "furnished_file"]


@pytest.fixture
async def hoa(desk: Desk) -> Conversation:
    """Hoa's chat; the council has agreed to cô Hạnh (city), thầy Bảo (department) and cô Mai (department)."""
    who = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    minh = await desk.person("Minh", "head", "THPT-NGOQUYEN", title="thay")
    where = await desk.unit("THPT-NGOQUYEN")
    of_office = {"level": "department", "form": "giay_khen"}
    for told in ({}, {**of_office, "subject_name": "thầy Bảo"}, {**of_office, "subject_name": "cô Mai"}):
        await nominated(desk.store, desk.now, desk.house.campaign_id, where, minh.id, **told)
    await desk.store.write(update(tables.NOMINATION).values(state="agreed"), {})
    await desk.store.keep()
    return desk.chat(who)


async def states(desk: Desk) -> list[str]:
    rows = await desk.store.rows(select(tables.NOMINATION.c.state).order_by(tables.NOMINATION.c.id))
    return [row[0] for row in rows]


async def published(desk: Desk, hoa: Conversation) -> Reply:
    await desk.presses(hoa, "a.notice_see")
    return await desk.presses(hoa, "a.notice_open")


async def days_over(desk: Desk, at: str = "2025-04-18T09:00") -> list[str]:
    """What the clock says of the lists on that day."""
    desk.at(datetime.fromisoformat(at).replace(tzinfo=ZONE))
    store, told = desk.store, []
    for notice in await notices.open_ones(store, desk.house.campaign_id):
        if notice.to_day < desk.now.today:
            told += await notice_ends.end(store, desk.now, desk.house, notice)
    await store.keep()
    return [one.reply.text for one in told]


async def test_the_list_stands_open_for_so_many_working_days(desk: Desk, hoa: Conversation):
    """From Thursday, 10 April, five working days after it: the Hùng kings' day was on Monday the 7th, so the 17th."""
    shown = await desk.presses(hoa, "a.notice_see")
    assert shown.text.startswith("Công khai 3 hồ sơ Hội đồng đã đồng ý, 5 ngày làm việc, đến hết thứ Năm, 17/04/2025.")
    assert (await published(desk, hoa)).text.startswith("✅ Đã công khai 3 hồ sơ")
    minhs = [one.reply.text for one in desk.tellings if one.reader.person and one.reader.person.name == "Minh"]
    assert minhs == [
        (
            "Sở GDĐT đang công khai đề nghị khen thưởng của đơn vị, đến hết thứ Năm, 17/04/2025.\n"
            "Có 3 đề nghị: cô Hạnh; thầy Bảo; cô Mai."
        )
    ]
    lan = desk.chat(await desk.person("Lan", "teacher", "THCS-305-SONGLAP"))
    assert "3 · cô Mai, giáo viên, Trường THPT Ngô Quyền" in (await desk.says(lan, "/congkhai")).text
    announcing = await desk.presses(hoa, "a.notice_announce")
    assert announcing.text.startswith("3/7 · "), "title and words are there already"
    assert await days_over(desk, "2025-04-17T20:00") == []
    [told] = await days_over(desk)
    assert "- Trình được: 3 hồ sơ" in told
    assert await states(desk) == ["noticed"] * 3
    assert (await desk.says(lan, "/congkhai")).text.startswith("Hôm nay không có danh sách")
    assert (await desk.presses(lan, "a.object.1")).text.startswith("Đề nghị này không còn trong danh sách công khai.")


async def test_an_objection_holds_a_nomination_and_who_sent_it_is_for_the_office_alone(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    lan = desk.chat(await desk.person("Lan", "teacher", "THCS-305-SONGLAP"))
    await desk.presses(lan, "a.object.2")
    assert (await desk.says(lan, "số tiết dạy chưa khớp sổ đầu bài")).text.startswith("✅ Đã nhận ý kiến về Đ-2.")
    told = desk.tellings[-1]
    assert (told.reader.person.name, "Lan" in told.reply.text, "tiết" in told.reply.text) == ("Hoa", False, False)
    await desk.presses(lan, "a.object.2")
    assert "đang chờ trả lời" in (await desk.says(lan, "vẫn chưa thấy trả lời ý kiến")).text
    assert "tiết" not in (await desk.presses(lan, "a.objection.1")).text
    [said] = await days_over(desk)
    assert "- Trình được: 2 hồ sơ\n- Còn chờ trả lời ý kiến: 1 hồ sơ" in said
    assert await states(desk) == ["noticed", "agreed", "noticed"]
    shown = await desk.presses(hoa, "a.objection.1")
    assert 'Người gửi: cô Lan\n- Ý kiến: "số tiết dạy chưa khớp sổ đầu bài"' in shown.text
    await desk.presses(hoa, value_of(shown, "Giữ đề nghị, trả lời"))
    await desk.says(hoa, "đã đối chiếu sổ đầu bài, số tiết đúng")
    assert desk.tellings[-1].reply.text.endswith('Lý do: "đã đối chiếu sổ đầu bài, số tiết đúng".')
    again = await desk.presses(hoa, "a.objection_answer.1.upheld")
    assert again.text.startswith("Ý kiến về Đ-2, ngày 10/04/2025: chị Hoa đã trả lời")
    await days_over(desk)
    assert await states(desk) == ["noticed"] * 3
    assert await notices.open_ones(desk.store, desk.house.campaign_id) == []


async def test_an_objection_that_is_right_sends_it_back_to_the_council(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    binh = desk.chat(await desk.person("Bình", "office", "SGDDT-HP", title="anh"))
    await desk.presses(binh, "a.object.1")
    await desk.says(binh, "số lượt dùng chưa có nguồn")
    assert (await desk.presses(binh, "a.objection_answer.1.dismissed")).text.startswith("Ý kiến do chính anh Bình gửi")
    await desk.presses(hoa, "a.objection_answer.1.upheld")
    assert (await desk.says(hoa, "chưa có nguồn số lượt dùng")).text.startswith(
        "✅ Đã trả lời ý kiến về Đ-1: đề nghị về"
    )
    await days_over(desk)
    assert await states(desk) == ["at_council", "noticed", "noticed"]


async def test_number_and_day_take_a_whole_level_on_and_heads_are_asked_to_pass_the_thanks_on(
    desk: Desk, hoa: Conversation
):
    await published(desk, hoa)
    await days_over(desk)
    await desk.presses(hoa, "a.award_submitted.0")
    assert (await desk.says(hoa, "tờ trình mới")).text.startswith("Số văn bản ghi như trên văn bản")
    review = await desk.says(hoa, "118/TTr-SGDĐT", "17/04")
    recorded = await desk.presses(hoa, value_of(review, "Ghi đã trình"))
    assert recorded.text.startswith("✅ Đã ghi tờ trình số 118/TTr-SGDĐT, ngày 17/04/2025, cho 2 hồ sơ.")
    assert await states(desk) == ["noticed", "submitted", "submitted"]
    await desk.presses(hoa, "a.award_decided.0")
    review = await desk.says(hoa, "352/QĐ-SGDĐT", "18/04", "đúng như kế hoạch")
    assert "Người quyết định: Giám đốc Sở Giáo dục và Đào tạo" in review.text
    await desk.presses(hoa, value_of(review, "Ghi quyết định"))
    assert desk.tellings[-1].reply.text == (
        "Đã có quyết định khen thưởng cho đơn vị: số 352/QĐ-SGDĐT, ngày 18/04/2025.\n"
        "- thầy Bảo: Giấy khen của Giám đốc Sở\n- cô Mai: Giấy khen của Giám đốc Sở\n"
        "Sở GDĐT cảm ơn, nhờ thầy Minh chuyển lời trong buổi họp gần nhất."
    )
    assert await states(desk) == ["noticed", "decided", "decided"]
    await desk.presses(hoa, "a.award_revoke.2")
    review = await desk.says(hoa, "401/QĐ-SGDĐT", "18/04", "số tiết kê khai không có trong sổ đầu bài")
    await desk.presses(hoa, value_of(review, "Ghi thu hồi"))
    assert desk.tellings[-1].reply.text.endswith('Lý do: "số tiết kê khai không có trong sổ đầu bài".')
    decided = await desk.presses(hoa, "a.awards_decided.0")
    assert "Đ-2 · thầy Bảo · thu hồi số 401/QĐ-SGDĐT, 18/04/2025" in decided.text
    assert (await desk.presses(hoa, "a.award_revoke.2")).text.startswith("Đề nghị này chưa có quyết định, hoặc")


async def made(desk: Desk, who: Person, level: int) -> tuple[Reply, object]:
    ctx: Context = desk.context(desk.chat(who))
    wanted = await award_files.submission(ctx, [level])
    return wanted.reply, wanted.thing


async def test_submission_list_and_reports_are_of_one_list_and_refused_where_they_differ(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    await days_over(desk)
    reply, thing = await made(desk, hoa.person, 0)
    assert (reply.text.startswith("✅ Tờ trình cho 2 hồ sơ"), thing.n, thing.requests[0].individuals) == (True, 2, 2)
    assert (thing.issue.is_draft, thing.to) == (True, ("Giám đốc Sở Giáo dục và Đào tạo",))
    ctx, scope = desk.context(hoa), Scope("award", (desk.house.root,), below=True, person=0)
    meant = (await outcomes.of(ctx, scope)).of_level("department", "noticed")
    listed, asked, reports = await award_files.dossier(ctx, "department", meant, scope)
    assert asked.n == len(listed.rows) == len(reports) == 2
    await desk.store.write(
        update(tables.NOMINATION).where(tables.NOMINATION.c.id == 3).values(subject_name="thầy Bảo"), {}
    )
    reply, thing = await made(desk, hoa.person, 0)
    assert (thing, reply.text.startswith("Chưa lập được tờ trình, vì các văn bản chưa khớp nhau:")) == (None, True)


async def test_no_submission_is_written_down_while_its_papers_contradict_each_other(desk: Desk, hoa: Conversation):
    """Before the number is asked for, and again when it is about to be kept; nothing moves."""
    await published(desk, hoa)
    await days_over(desk)
    await desk.presses(hoa, "a.award_submitted.0")
    review = await desk.says(hoa, "118/TTr-SGDĐT", "17/04")
    named = update(tables.NOMINATION).where(tables.NOMINATION.c.id == 3)
    await desk.store.write(named.values(subject_name="thầy Bảo"), {})
    refused = await desk.presses(hoa, value_of(review, "Ghi đã trình"))
    assert refused.text.startswith("Chưa ghi được số tờ trình, vì các văn bản chưa khớp nhau:\n- ")
    assert "- Bảo: có hai lần trong danh sách." in refused.text, "the difference is shown"
    assert await states(desk) == ["noticed"] * 3
    assert (await desk.presses(hoa, "a.award_submitted.0")).text == refused.text
    await desk.store.write(named.values(subject_name="cô Mai"), {})
    assert "Số, ký hiệu tờ trình?" in (await desk.presses(hoa, "a.award_submitted.0")).text


async def test_what_changed_meanwhile_is_not_on_the_paper(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    await days_over(desk)
    await desk.presses(hoa, "a.award_submitted.0")
    review = await desk.says(hoa, "118/TTr-SGDĐT", "17/04")
    scope = Scope("award", (desk.house.root,), below=True, person=hoa.person.id)
    mai = await nominations.known(desk.store, desk.now, 3, scope)
    store = desk.store
    await nominations.move(store, desk.now, replace(mai), "held", scope, "có đơn", "complaint")
    await store.keep()
    recorded = await desk.presses(hoa, value_of(review, "Ghi đã trình"))
    assert "cho 1 hồ sơ" in recorded.text
    assert await states(desk) == ["noticed", "submitted", "held"]


async def test_an_objection_that_is_right_stops_what_is_held_meanwhile_as_well(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    lan = desk.chat(await desk.person("Lan", "teacher", "THCS-305-SONGLAP"))
    await desk.presses(lan, "a.object.1")
    await desk.says(lan, "số lượt dùng chưa có nguồn")
    office = Scope("award", (desk.house.root,), below=True, person=hoa.person.id)
    one = await nominations.known(desk.store, desk.now, 1, office)
    await desk.presses(hoa, f"a.award_hold.1.{one.version}")
    await desk.says(hoa, "complaint", "có đơn đang xem xét")
    assert await states(desk) == ["held", "agreed", "agreed"]
    await desk.presses(hoa, "a.objection_answer.1.upheld")
    await desk.says(hoa, "chưa có nguồn số lượt dùng")
    one = await nominations.known(desk.store, desk.now, 1, office)
    await desk.presses(hoa, f"a.award_release.1.{one.version}")
    await days_over(desk)
    assert await states(desk) == ["at_council", "noticed", "noticed"]


async def test_what_the_council_agreed_to_anew_stands_open_anew_and_for_all_the_days(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    lan = desk.chat(await desk.person("Lan", "teacher", "THCS-305-SONGLAP"))
    for row in (1, 2):
        await desk.presses(lan, f"a.object.{row}")
        await desk.says(lan, "số lượt dùng chưa có nguồn")
    await desk.presses(hoa, "a.objection_answer.1.upheld")
    await desk.says(hoa, "chưa có nguồn số lượt dùng")
    await desk.store.write(update(tables.NOMINATION).where(tables.NOMINATION.c.id == 1).values(state="agreed"), {})
    await days_over(desk)
    assert await states(desk) == ["agreed", "agreed", "noticed"]
    assert (await desk.presses(hoa, "a.notice_see")).text.startswith("Công khai 1 hồ sơ")


async def test_the_days_open_to_comments_are_those_of_the_list(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    assert "Đã công khai 0/5" in (await desk.presses(hoa, "a.award_checks.1")).text
    await days_over(desk)
    assert "Công khai: đủ" in (await desk.presses(hoa, "a.award_checks.1")).text


async def test_a_decision_is_about_what_had_been_submitted_when_it_was_begun(desk: Desk, hoa: Conversation):
    await published(desk, hoa)
    await desk.store.write(update(tables.NOMINATION).where(tables.NOMINATION.c.id == 2).values(state="submitted"), {})
    await desk.presses(hoa, "a.award_decided.0")
    review = await desk.says(hoa, "352/QĐ-SGDĐT", "10/04", "đúng như kế hoạch")
    await desk.store.write(update(tables.NOMINATION).where(tables.NOMINATION.c.id == 3).values(state="submitted"), {})
    assert "cho 1 hồ sơ" in (await desk.presses(hoa, value_of(review, "Ghi quyết định"))).text
    assert await states(desk) == ["agreed", "decided", "submitted"]


async def test_which_case_is_open_is_for_the_office_alone(desk: Desk, hoa: Conversation):
    """Minh's school is told that the dossier is held, and no more, whatever he presses."""
    office = Scope("award", (desk.house.root,), below=True, person=hoa.person.id)
    one = await nominations.known(desk.store, desk.now, 1, office)
    await desk.presses(hoa, f"a.award_hold.1.{one.version}")
    await desk.says(hoa, "complaint", "có đơn đang xem xét")
    assert "khiếu nại" in (await desk.presses(hoa, "a.award_checks.1")).text
    head = desk.chat(await desk.person("Minh", "head", "THPT-NGOQUYEN", title="thay"))
    for value in ("a.award_checks.1", "a.nomination.1"):
        text = (await desk.presses(head, value)).text
        assert ("khiếu nại" in text, "có đơn" in text, "Đ-1" in text) == (False, False, True), value


async def test_nothing_goes_up_that_rests_on_a_report_which_was_taken_back_since(desk: Desk, hoa: Conversation):
    lan = await desk.person("Lan", "teacher", "THPT-NGOQUYEN")
    number = int((await sent(desk, "THPT-NGOQUYEN", lan)).split(".")[0])
    await desk.store.write(insert(tables.NOMINATION_DEED), {"nomination_id": 2, "deed_id": number})
    await desk.store.write(update(tables.DEED).values(state="confirmed"), {})
    await desk.store.keep()
    await published(desk, hoa)
    await days_over(desk)
    assert "- Chờ trình: 2 hồ sơ" in (await desk.presses(hoa, "a.award_level.0")).text
    await desk.store.write(update(tables.DEED).values(state="withdrawn"), {})
    shown = (await desk.presses(hoa, "a.award_level.0")).text
    assert "- Chờ trình: 1 hồ sơ" in shown
    assert "gương làm căn cứ đã rút hoặc trả lại (mục IV.2): 1 hồ sơ, Đ-2." in shown
    await desk.presses(hoa, "a.award_submitted.0")
    review = await desk.says(hoa, "118/TTr-SGDĐT", "17/04")
    await desk.presses(hoa, value_of(review, "Ghi đã trình"))
    assert await states(desk) == ["noticed", "noticed", "submitted"]


async def test_what_is_decided_does_not_crowd_out_what_still_waits(
    desk: Desk, hoa: Conversation, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(outcomes, "MOST", 2)
    await desk.store.write(update(tables.NOMINATION).where(tables.NOMINATION.c.id < 3).values(state="decided"), {})
    assert "Công khai 1 hồ sơ" in (await desk.presses(hoa, "a.notice_see")).text


async def test_nobody_answers_an_objection_to_a_nomination_of_their_own(desk: Desk, hoa: Conversation):
    """Hoa is nominated herself, as somebody may who works at a school too."""
    one = tables.NOMINATION.c
    await desk.store.write(update(tables.NOMINATION).where(one.id == 1).values(person_id=hoa.person.id), {})
    await published(desk, hoa)
    lan = desk.chat(await desk.person("Lan", "teacher", "THCS-305-SONGLAP"))
    await desk.presses(lan, "a.object.1")
    await desk.says(lan, "số lượt dùng chưa có nguồn")
    refused = await desk.presses(hoa, "a.objection_answer.1.dismissed")
    assert refused.text.startswith("Đề nghị này do chị Hoa lập hoặc dành cho chị Hoa")
    binh = desk.chat(await desk.person("Bình", "office", "SGDDT-HP", title="anh"))
    await desk.presses(binh, "a.objection_answer.1.dismissed")
    assert (await desk.says(binh, "đã đối chiếu, số đúng")).text.startswith("✅ Đã trả lời ý kiến về Đ-1")


@pytest.fixture
async def forwarded(desk: Desk) -> Conversation:
    """Hoa's chat; her office has sent up that em A., lớp 12B, be honoured at once, for a report that Lan agreed to."""
    who = await desk.person("Hoa", "office", "SGDDT-HP", title="chi")
    pupil = replace(
        HANH, route="adhoc", subject_name="em A., lớp 12B", role="pupil", position="", movement="", level="", form=""
    )
    row = await lying(desk, "THPT-NGOQUYEN", "at_office", replace(pupil, summary="cứu bạn khỏi đuối nước"))
    lan = await desk.person("Lan", "teacher", "THPT-NGOQUYEN")
    number = int((await sent(desk, "THPT-NGOQUYEN", lan)).split(".")[0])
    await desk.store.write(insert(tables.NOMINATION_DEED), {"nomination_id": int(row), "deed_id": number})
    await desk.store.write(update(tables.DEED).values(state="confirmed"), {})
    await praised.ask(desk.store, desk.now, number, lan.id)
    await praised.answer(desk.store, desk.now, number, lan.id, "agreed", None)
    await desk.store.keep()
    talk = desk.chat(who)
    await desk.presses(talk, f"a.adhoc_forward.{row}.1")
    desk.tellings.clear()
    return talk


async def test_an_ad_hoc_decision_is_written_down_with_what_is_known_of_it_and_thanked_for(
    desk: Desk, forwarded: Conversation
):
    assert value_of(await desk.presses(forwarded, "a.after_council"), "Khen đột xuất: 1") == "a.adhoc_waiting.0"
    listed = await desk.presses(forwarded, "a.adhoc_waiting.0")
    assert "1 · Đ-1 · em A., lớp 12B · Khen đột xuất · đã trình" in listed.text
    card = await desk.presses(forwarded, "a.nomination.1")
    assert card.text.startswith("Khen đột xuất Đ-1 · Trường THPT Ngô Quyền · đã trình.\n"), "no empty day to answer by"
    asked = await desk.presses(forwarded, value_of(card, "Ghi quyết định"))
    assert asked.text.endswith("Số, ký hiệu quyết định, nếu đã có? Ví dụ: 352/QĐ-SGDĐT.")
    review = await desk.says(forwarded, "352/QĐ-SGDĐT", "bỏ qua", "đúng như kế hoạch")
    recorded = await desk.presses(forwarded, value_of(review, "Ghi quyết định"))
    assert recorded.text.startswith("✅ Đã ghi quyết định khen đột xuất Đ-1: số 352/QĐ-SGDĐT.")
    assert await states(desk) == ["decided"]
    assert [(one.reader.person.name, one.reply.text) for one in desk.tellings] == [
        (
            "Yến",
            (
                "Đã có quyết định khen thưởng cho đơn vị: số 352/QĐ-SGDĐT.\n- em A., lớp 12B: Khen đột xuất\n"
                "Sở GDĐT cảm ơn, nhờ cô Yến chuyển lời trong buổi họp gần nhất."
            ),
        ),
        (
            "Lan",
            "Đã có quyết định khen thưởng số 352/QĐ-SGDĐT: Khen đột xuất.\nSở GDĐT cảm ơn cô Lan về việc đã làm.",
        ),
    ]
    decided = await desk.presses(forwarded, "a.awards_decided.0")
    assert "1 · Đ-1 · em A., lớp 12B · số 352/QĐ-SGDĐT" in decided.text
    one = await desk.presses(forwarded, "a.award_one.1")
    assert "- Quyết định: số 352/QĐ-SGDĐT, Giám đốc Sở Giáo dục và Đào tạo" in one.text


async def test_an_ad_hoc_decision_without_number_and_day_names_neither(desk: Desk, forwarded: Conversation):
    await desk.presses(forwarded, "a.adhoc_decided.1.2")
    review = await desk.says(forwarded, "bỏ qua", "bỏ qua", "đúng như kế hoạch")
    recorded = await desk.presses(forwarded, value_of(review, "Ghi quyết định"))
    assert recorded.text.startswith("✅ Đã ghi quyết định khen đột xuất Đ-1. Đã báo")
    assert desk.tellings[0].reply.text.startswith("Đã có quyết định khen thưởng cho đơn vị.\n- em A.")
    assert "- Quyết định: Giám đốc Sở" in (await desk.presses(forwarded, "a.award_one.1")).text


async def test_an_ad_hoc_award_that_was_not_granted_says_why_to_its_unit(desk: Desk, forwarded: Conversation):
    await desk.presses(forwarded, "a.adhoc_refused.1.2")
    done = await desk.says(forwarded, "việc đã được khen ở cấp xã")
    assert done.text.startswith("✅ Đã ghi đề nghị khen đột xuất Đ-1 chưa được khen")
    assert await states(desk) == ["declined"]
    [told] = desk.tellings
    assert (told.reader.person.name, told.reply.text.splitlines()[1]) == ("Yến", 'Lý do: "việc đã được khen ở cấp xã".')
    assert "chưa đồng ý" in (await desk.presses(forwarded, "a.adhoc_decided.1.2")).text, "decided once"
