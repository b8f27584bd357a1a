"""A unit's request about its plan is answered once, by whoever may, and the unit's own due day follows."""

from domain.rights import need
from domain.summary import Summary
from handlers.figures import standing
from storage.plans import plan_requests, plans
from tests.handlers.conftest import Desk, value_of, values
from tests.handlers.rights.plans import asked_plan


async def figures(desk: Desk, person) -> Summary:
    return await standing.of_branch(desk.context(desk.chat(person)), desk.house.root)


async def test_of_two_officers_who_press_at_once_one_answers_and_the_other_hears_it(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    binh = await desk.person("Bình", "office", "SGDDT-HP", "anh")
    row, version = await asked_plan(desk, "THPT-NGOQUYEN")
    first = await desk.presses(desk.chat(hoa), f"a.plan_grant.{row}.{version}")
    second = await desk.presses(desk.chat(binh), f"a.plan_grant.{row}.{version}")
    assert first.text.startswith("✅ Đã đồng ý gia hạn cho Trường THPT Ngô Quyền đến thứ Sáu, 09/05/2025")
    assert second.text.startswith("Đề nghị của Trường THPT Ngô Quyền đã được chị Hoa đồng ý lúc")
    assert [telling.key.rsplit(":", 1)[0] for telling in desk.tellings] == [f"plan:{row}:{int(version) + 1}:asker"]


async def test_an_officer_who_writes_a_reason_while_another_grants_hears_what_happened(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    binh = await desk.person("Bình", "office", "SGDDT-HP", "anh")
    row, version = await asked_plan(desk, "THPT-NGOQUYEN")
    talk = desk.chat(hoa)
    await desk.presses(talk, f"a.plan_refuse.{row}.{version}")
    await desk.presses(desk.chat(binh), f"a.plan_grant.{row}.{version}")
    late = await desk.says(talk, "cần số liệu trước 28/04")
    assert "đã được anh Bình đồng ý lúc" in late.text
    unit, scope = await desk.unit("THPT-NGOQUYEN"), need(hoa, "decide_plan")
    plan = await plans.of_unit(desk.store, desk.now, desk.house.campaign_id, unit, scope)
    assert (plan.state, str(plan.due)) == ("extended", "2025-05-09")


async def test_a_request_that_was_changed_is_shown_again_to_an_old_button(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    row, version = await asked_plan(desk, "THPT-NGOQUYEN")
    await asked_plan(desk, "THPT-NGOQUYEN")
    shown = await desk.presses(desk.chat(hoa), f"a.plan_grant.{row}.{version}")
    assert shown.text.startswith("Đề nghị gia hạn: Trường THPT Ngô Quyền")
    assert "lần 2" in shown.text
    assert value_of(shown, "Đồng ý gia hạn") == f"a.plan_grant.{row}.{int(version) + 1}"


async def test_an_exemption_is_not_granted_by_a_button_for_time(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    row, version = await asked_plan(desk, "THPT-NGOQUYEN", "exempt")
    shown = await desk.presses(desk.chat(hoa), f"a.plan_grant.{row}.{version}")
    assert values(shown)[0] == f"a.plan_excuse.{row}.{version}"


async def test_a_unit_that_is_left_out_counts_neither_above_nor_below(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    before = await figures(desk, hoa)
    row, version = await asked_plan(desk, "THPT-NGOQUYEN", "exempt")
    waiting = await figures(desk, hoa)
    await desk.presses(desk.chat(hoa), f"a.plan_excuse.{row}.{version}")
    after = await figures(desk, hoa)
    assert (waiting.obliged, waiting.plans["exempt"]) == (before.obliged, 1)
    assert (after.obliged, after.silent, after.plans["exempt"]) == (before.obliged - 1, before.silent - 1, 0)


async def test_a_refused_unit_has_reported_nothing_and_stands_among_the_late(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    before = await figures(desk, hoa)
    row, version = await asked_plan(desk, "THPT-NGOQUYEN")
    talk = desk.chat(hoa)
    await desk.presses(talk, f"a.plan_refuse.{row}.{version}")
    await desk.says(talk, "cần số liệu trước 28/04")
    after = await figures(desk, hoa)
    assert (after.obliged, after.silent) == (before.obliged, before.silent)
    listed = await desk.presses(desk.chat(hoa), "a.late.0")
    assert "Trường THPT Ngô Quyền" in listed.text or after.silent > 8


async def test_each_answer_of_a_unit_and_of_the_office_is_kept(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    row, version = await asked_plan(desk, "THPT-NGOQUYEN")
    talk = desk.chat(hoa)
    await desk.presses(talk, f"a.plan_refuse.{row}.{version}")
    await desk.says(talk, "cần số liệu trước 28/04")
    last = await plan_requests.last_step(desk.store, desk.now, int(row), need(hoa, "decide_plan"))
    assert (last[0], last[2], last[3]) == ("refused", hoa.id, "cần số liệu trước 28/04")
    assert await plan_requests.times_asked(desk.store, desk.now, int(row), need(hoa, "decide_plan")) == 1


async def test_a_reason_that_would_be_cut_is_sent_back_to_its_writer(desk: Desk):
    hoa, minh = await desk.person("Hoa", "office", "SGDDT-HP", "chi"), await desk.person("Minh", "head", title="thay")
    row, version = await asked_plan(desk, "THPT-NGOQUYEN")
    talk, long = desk.chat(hoa), "cần số liệu " * 25
    await desk.presses(talk, f"a.plan_refuse.{row}.{version}")
    reply = await desk.says(talk, long)
    assert reply.text.startswith("Lời này dài 299 ký tự; dài nhất 250 ký tự")
    assert desk.tellings == []
    await desk.says(talk, long[:250])
    assert long[:250].strip() in desk.tellings[-1].reply.text
    asking = desk.chat(minh)
    await desk.presses(asking, f"a.plan.extension.{minh.grants[0].unit}")
    reply = await desk.says(asking, f"xin đến 9/5, {long}")
    assert reply.text.startswith("Lời này dài 299 ký tự; dài nhất 250 ký tự"), "the day is kept, the reason asked for"
    assert "09/05/2025" in (await desk.says(asking, "ngày 6/5 hội đồng mới họp được")).text
