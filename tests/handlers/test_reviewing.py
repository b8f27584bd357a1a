"""The Office's review: nothing is moved without its proof, unseen, twice, or by somebody who saw it otherwise."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.rights import Scope
from storage.exemplars import exemplars, publications
from storage.people import own_data, people
from tests.handlers.conftest import Desk, value_of, values
from tests.handlers.rights.cells import OFFICE
from tests.handlers.rights.reviewing import reviewed
from tests.kit.house import ZONE

SCHOOL, OTHER = "THPT-NGOQUYEN", "THCS-305-SONGLAP"


async def office(desk: Desk, *names: str) -> list:
    """Chats of people who work there."""
    return [desk.chat(await desk.person(name, "office", OFFICE, title="chi")) for name in names]


async def stood(desk: Desk, number: int) -> tuple[str, str, int | None]:
    everywhere = Scope("review", (desk.house.root,), below=True, person=0)
    one = await exemplars.known(desk.store, desk.now, number, everywhere)
    return one.stage, one.side, one.assigned


# -- the steps ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "side", "act", "said"),
    [
        ("detected", "", "to_concluded", "chưa chuyển được sang khâu Tổng kết: mục II.4 nêu lần lượt bốn khâu"),
        ("detected", "", "to_replicated", "chưa chuyển được sang khâu Nhân rộng"),
        ("nurtured", "", "to_nurtured", "đã ở khâu Bồi dưỡng."),
        ("replicated", "", "to_nurtured", "khâu cuối của mục II.4"),
        ("nurtured", "held", "to_concluded", "chưa chuyển được: gương đang tạm dừng"),
        ("nurtured", "hidden", "to_concluded", "chưa chuyển được: gương đang ẩn"),
    ],
)
async def test_a_step_out_of_order_is_refused_with_what_is_possible(desk: Desk, stage, side, act, said):
    [hoa] = await office(desk, "Hoa")
    number, version = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"), stage, side)
    refused = await desk.presses(hoa, f"a.{act}.{number}.{version}")
    assert said in refused.text
    assert len(values(refused)) > 1
    assert await stood(desk, number) == (stage, side, None)


async def test_figures_that_were_not_checked_leave_it_where_it_is(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    number, version = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"), "nurtured")
    asked = await desk.presses(hoa, f"a.to_concluded.{number}.{version}")
    told = await desk.presses(hoa, value_of(asked, "Chưa đối chiếu"))
    assert told.text.startswith(f"G-{number} vẫn ở khâu Bồi dưỡng.")
    assert await stood(desk, number) == ("nurtured", "", None)


async def test_of_two_officers_the_second_hears_what_the_first_did(desk: Desk):
    hoa, binh = await office(desk, "Hoa", "Bình")
    number, version = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"), "nurtured")
    await desk.presses(hoa, f"a.level.{number}.{version}.city")
    late = await desk.presses(binh, f"a.level.{number}.{version}.unit")
    assert late.text.startswith(f"G-{number}: chị Hoa chuyển sang khâu Tổng kết lúc")
    assert "Đề nghị: cấp thành phố." in late.text


async def test_a_name_that_nobody_bears_is_asked_for_and_a_button_stands_for_the_reporter(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan = await desk.person("Lan", "teacher")
    number, version = await reviewed(desk, SCHOOL, lan)
    await desk.presses(hoa, f"a.to_nurtured.{number}.{version}")
    asked = await desk.says(hoa, "bổ sung ảnh hoạt động")
    assert asked.text.startswith("Ai phụ trách?")
    unknown = await desk.says(hoa, "cô Ngọc Trâm")
    assert unknown.text.startswith("Trợ lý chưa tìm thấy người tên như vậy")
    done = await desk.says(hoa, "Người báo")
    assert "Đã nhắn cô Lan" in done.text
    [told] = [one.reply.text for one in desk.tellings if one.reader.person.id == lan.id]
    assert "bổ sung ảnh" not in told.splitlines()[0]


async def test_a_report_that_is_corrected_comes_back_to_its_step_when_the_school_has_confirmed_it(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan, minh = await desk.person("Lan", "teacher"), await desk.person("Minh", "head", title="thay")
    number, version = await reviewed(desk, SCHOOL, lan, "nurtured")
    talk = desk.chat(lan)
    lines = await desk.presses(talk, f"a.correct.{number}.2")
    await desk.presses(talk, value_of(lines, "Nêu tên"))
    await desk.says(talk, "chưa hỏi", "1")
    assert (await desk.says(hoa, "/duyet")).text.startswith("Hiện không có gương nào")
    refused = await desk.presses(hoa, f"a.to_concluded.{number}.{version}")
    assert "trường chưa xác nhận lại báo cáo" in refused.text
    await desk.presses(desk.chat(minh), f"a.confirm.{number}.3")
    assert "Khâu: Bồi dưỡng." in (await desk.says(hoa, "/duyet")).text


async def test_what_was_held_is_held_again_when_it_is_hidden_no_more(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    number, _ = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"), "nurtured", "held")
    for look, label, side in (
        ("review_acts", "Ẩn gương", "hidden"),
        ("review_see", "Hiện lại gương", "held"),
        ("review_see", "Xem xét tiếp", ""),
    ):
        shown = await desk.presses(hoa, f"a.{look}.{number}")
        await desk.presses(hoa, value_of(shown, label))
        assert (await desk.says(hoa, "theo đơn ngày 25/04")).text.startswith("✅")
        assert (await stood(desk, number))[1] == side


async def test_what_the_office_hides_is_taken_down_where_it_was_published(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    number, version = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"), "concluded")
    store, held = desk.store, Scope("review", (desk.house.root,), below=True, person=hoa.person.id)
    await publications.add(store, desk.now, desk.house.campaign_id, number, held, place="báo Hải Phòng")
    await store.keep()
    await desk.presses(hoa, f"a.exemplar_hide.{number}.{version}")
    assert "Nơi đã công bố được báo để gỡ." in (await desk.says(hoa, "rút lại đồng ý")).text
    assert not await publications.any_of(desk.store, number)
    assert (await stood(desk, number))[1] == "hidden"


# -- the list ----------------------------------------------------------------------------------------------------------


async def test_the_oldest_comes_first_and_the_late_are_marked(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan = await desk.person("Lan", "teacher")
    old, _ = await reviewed(desk, SCHOOL, lan)
    desk.at(datetime(2025, 4, 30, 9, 0, tzinfo=ZONE))
    new, _ = await reviewed(desk, SCHOOL, lan)
    first = await desk.says(hoa, "gương chờ duyệt")
    assert first.text.startswith(f"G-{old} ·")
    assert "⚠️" in first.text
    assert "Chờ câu trả lời đầu tiên 20 ngày; hạn là 14 ngày." in first.text
    second = await desk.presses(hoa, value_of(first, "Xem gương tiếp theo"))
    assert second.text.startswith(f"G-{new} ·")
    assert "hạn là 14 ngày" not in second.text
    late = await desk.says(hoa, "danh sách gương quá hạn")
    assert f"G-{old}" in late.text
    assert f"G-{new}" not in late.text
    desk.house = replace(desk.house, campaign=replace(desk.house.campaign, review_days=0))
    assert "hạn là" not in (await desk.says(hoa, "/duyet")).text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gương bồi dưỡng", True),
        ("gương bồi dưỡng THPT Ngô Quyền", True),
        ("gương bồi dưỡng Lê Chân", False),
        ("gương tổng kết", False),
        ("/duyet bồi dưỡng của tôi", False),
    ],
)
async def test_steps_branches_and_ones_own_work_narrow_the_list(desk: Desk, text: str, found: bool):
    [hoa] = await office(desk, "Hoa")
    number, _ = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"), "nurtured")
    assert (f"G-{number}" in (await desk.says(hoa, text)).text) == found


async def test_what_is_held_is_found_again_and_a_colleague_who_leaves_leaves_no_work_unseen(desk: Desk):
    hoa, binh = await office(desk, "Hoa", "Bình")
    lan = await desk.person("Lan", "teacher")
    held, _ = await reviewed(desk, SCHOOL, lan, "nurtured", "held")
    number, version = await reviewed(desk, SCHOOL, lan)
    assert f"1 · G-{held} ·" in (await desk.says(hoa, "gương tạm dừng")).text
    await desk.presses(hoa, f"a.exemplar_assign.{number}.{version}")
    await desk.says(hoa, "Bình")
    assert (await desk.says(hoa, "/duyet")).text.startswith("Hiện không có gương nào")
    store = desk.store
    await people.end_grant(store, binh.person.id, "office", desk.house.root, desk.now.today)
    await store.keep()
    assert (await desk.says(hoa, "/duyet")).text.startswith(f"G-{number} ·")


async def test_several_are_moved_after_one_yes_and_what_changed_meanwhile_is_named(desk: Desk):
    hoa, binh = await office(desk, "Hoa", "Bình")
    lan = await desk.person("Lan", "teacher")
    (first, _), (second, version), (third, _) = [await reviewed(desk, SCHOOL, lan) for _ in range(3)]
    await desk.says(hoa, "danh sách gương phát hiện")
    chosen = await desk.says(hoa, "1,2,3")
    assert f"Đã chọn 3 gương: G-{first}, G-{second}, G-{third}." in chosen.text
    await desk.says(hoa, "Chuyển sang bồi dưỡng")
    sure = await desk.says(hoa, "gửi thêm ảnh hoạt động")
    will = "Sẽ chuyển 3 gương sang khâu Bồi dưỡng và nhắn từng người báo"
    assert sure.text.startswith(f'{will}: "gửi thêm ảnh hoạt động".')
    await desk.presses(binh, f"a.to_nurtured.{second}.{version}")
    await desk.says(binh, "hỏi lại tổ, cô Lan")
    done = await desk.says(hoa, "Chuyển 3 gương")
    assert f"✅ Đã chuyển 2 gương sang khâu Bồi dưỡng: G-{first}, G-{third}." in done.text
    assert f"- G-{second}: chị Bình chuyển sang khâu Bồi dưỡng lúc" in done.text
    assert [(await stood(desk, number))[0] for number in (first, second, third)] == ["nurtured"] * 3


async def test_all_of_a_list_are_given_to_a_colleague_whose_work_they_are_then(desk: Desk):
    hoa, binh = await office(desk, "Hoa", "Bình")
    lan = await desk.person("Lan", "teacher")
    numbers = [(await reviewed(desk, unit, lan))[0] for unit in (SCHOOL, OTHER)]
    await desk.says(hoa, "danh sách gương phát hiện")
    await desk.says(hoa, "tất cả 2", "Giao đồng nghiệp", "chị Bình")
    done = await desk.says(hoa, "Giao 2 gương")
    assert done.text.startswith("✅ Đã giao 2 gương")
    assert [(await stood(desk, number))[2] for number in numbers] == [binh.person.id] * 2
    assert (await desk.says(hoa, "/duyet")).text.startswith("Hiện không có gương nào")
    assert (await desk.says(binh, "/duyet")).text.startswith(f"G-{numbers[0]} ·")


async def test_several_are_returned_with_one_reason_and_a_number_of_another_page_is_not_guessed(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan = await desk.person("Lan", "teacher")
    number, _ = await reviewed(desk, SCHOOL, lan)
    await desk.says(hoa, "danh sách gương phát hiện")
    assert (await desk.says(hoa, "1,9")).text.startswith("Số 9 không có trong trang vừa xem.")
    await desk.says(hoa, "danh sách gương phát hiện")
    await desk.says(hoa, "tất cả", "Trả lại để bổ sung", "ghi rõ số liệu")
    assert "✅ Đã trả lại 1 gương" in (await desk.says(hoa, "Trả lại 1 gương")).text
    told = [one.reply.text for one in desk.tellings if one.reader.person and one.reader.person.id == lan.id]
    assert told[-1].splitlines()[0] == f"Báo cáo G-{number} cần bổ sung một chút."
    assert 'Chị Hoa ghi: "ghi rõ số liệu".' in told[-1]


async def test_several_in_english(desk: Desk):
    [anna] = await office(desk, "Anna")
    anna.language = "en"
    number, _ = await reviewed(desk, SCHOOL, await desk.person("Lan", "teacher"))
    assert (await desk.says(anna, "detected examples")).text.startswith("Step Detected (Phát hiện): 1 example\n")
    assert (await desk.says(anna, "all")).text.startswith(f"1 example chosen: G-{number}.")
    await desk.says(anna, "Give to a colleague", "Anna")
    assert (await desk.says(anna, "Give 1 example")).text == f"✅ 1 example given: G-{number}."


# -- notes, questions and answers --------------------------------------------------------------------------------------


async def test_a_note_is_read_within_the_office_alone(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan = await desk.person("Lan", "teacher")
    number, _ = await reviewed(desk, SCHOOL, lan)
    await desk.says(hoa, "/duyet")
    assert "ngờ số liệu" in (await desk.says(hoa, "ghi chú: ngờ số liệu")).text
    assert "ngờ số liệu" not in (await desk.presses(desk.chat(lan), f"a.mine.{number}")).text
    copy = await own_data.of(desk.store, lan.id)
    assert "ngờ số liệu" not in str(copy)
    assert not desk.tellings


async def test_evidence_added_in_the_usual_way_answers_what_was_asked_about_it(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan = await desk.person("Lan", "teacher")
    number, version = await reviewed(desk, SCHOOL, lan)
    await desk.presses(hoa, f"a.ask_reporter.{number}.{version}")
    await desk.says(hoa, "ai xác nhận được số tiết")
    desk.tellings.clear()
    talk = desk.chat(lan)
    await desk.presses(talk, f"a.add_evidence.{number}")
    await desk.says(talk, "tổ trưởng tổ Toán")
    [heard] = [one.reply.text for one in desk.tellings if one.reader.person.id == hoa.person.id]
    assert '- Đã nhờ: "ai xác nhận được số tiết"' in heard
    assert '- Cô Lan gửi: "tổ trưởng tổ Toán"' in heard
    assert (await desk.says(hoa, "/duyet")).text.startswith(f"G-{number} ·")


async def test_a_question_is_answered_once(desk: Desk):
    [hoa] = await office(desk, "Hoa")
    lan = await desk.person("Lan", "teacher")
    number, version = await reviewed(desk, SCHOOL, lan)
    await desk.presses(hoa, f"a.ask_reporter.{number}.{version}")
    await desk.says(hoa, "dạy vào ngày nào")
    answer = next(value for value in values(desk.tellings[-1].reply) if "answer_office" in value)
    talk = desk.chat(lan)
    await desk.presses(talk, answer)
    assert (await desk.says(talk, "chiều thứ Ba")).text.startswith("✅ Đã gửi Sở GDĐT")
    assert (await desk.presses(desk.chat(lan), answer)).text.startswith(f"Phần này của G-{number} đã được trả lời.")
