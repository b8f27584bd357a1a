"""Figures of any slice are those one counts by hand, on both sides of a change, and for nobody beyond their rights."""

from datetime import date, datetime

import pytest

from domain.summary import Slice
from handlers.figures import standing
from storage.deeds import chased, deeds
from storage.units import below, units
from storage.units.spans import ended, moved
from tests.handlers.conftest import Desk, value_of, values
from tests.handlers.rights.people import asked
from tests.handlers.rights.plans import asked_plan
from tests.kit.house import ZONE

JULY = date(2025, 7, 1)
SONG_LAP, HOA_PHUONG, LE_CHAN = "THCS-305-SONGLAP", "TH-305-HOAPHUONG", "PGD-305"
OFFICE = "SGDDT-HP"


async def sends(desk: Desk, unit: str, movement: str = "TP3", times: int = 1) -> list[int]:
    """So many reports of that unit, today."""
    lan, where, store = await desk.person("Lan", "teacher"), await desk.unit(unit), desk.store
    found = []
    for _ in range(times):
        said = {"what": "soạn 24 bài giảng số", "minor": False}
        days = (desk.now.today, desk.now.today)
        campaign = desk.house.campaign_id
        found.append(await deeds.send(store, desk.now, campaign, where, lan.id, said, movement, days, outside=False))
    await store.keep()
    return found


def on(desk: Desk, month: int, day: int) -> None:
    desk.at(datetime(2025, month, day, 9, 0, tzinfo=ZONE))


async def test_a_movement_counts_reports_units_and_districts_as_one_does_by_hand(desk: Desk):
    hoa = await desk.person("Hoa", "office", OFFICE, "chi")
    on(desk, 3, 10)
    await sends(desk, SONG_LAP, times=2)
    on(desk, 4, 8)
    await sends(desk, SONG_LAP)
    await sends(desk, HOA_PHUONG)
    await sends(desk, LE_CHAN)
    await sends(desk, "THCS-307-DOISIMTIM")
    await sends(desk, "THPT-BENGIO")
    await sends(desk, "DH-CUABIEN")  # owes no plan: a report, but no unit of the share
    await sends(desk, "THPT-CUASONG", "TW1")
    on(desk, 4, 10)
    told = await desk.says(desk.chat(hoa), "cds tháng 4")
    assert told.text.splitlines() == [
        "Chuyển đổi số, tháng 04/2025, đến 10/04/2025",
        "- 6 báo cáo mới (tháng trước đó 2), trường đã xác nhận 0",
        "- Các khâu, đến 10/04/2025: phát hiện 8, bồi dưỡng 0, tổng kết 0, nhân rộng 0",
        "- Đơn vị có gương: 7,8% (5/64); nhiều nhất: Lê Chân 3, Kiến An 1",
    ]
    district = await desk.says(desk.chat(hoa), "cds lê chân")
    assert district.text.splitlines()[:2] == [
        "Chuyển đổi số, Phòng GDĐT quận Lê Chân, đến 10/04/2025",
        "- 5 báo cáo: phát hiện 5, bồi dưỡng 0, tổng kết 0, nhân rộng 0",
    ]
    assert "(3/15)" in district.text


async def reform(desk: Desk) -> None:
    """On 1 July the district office ends, its schools stand under the department."""
    store = desk.store
    tree = await units.tree(store)
    office, root = tree.ids[LE_CHAN], desk.house.root
    below_it = [unit for unit, spans in tree.spans.items() if spans[-1][4] == office]
    changed = {unit: moved(tree.spans[unit], JULY, root, {office}) for unit in below_it}
    await units.reshape(store, tree, {**changed, office: ended(tree.spans[office], JULY)}, {office: root})
    await store.keep()


async def test_figures_are_right_on_both_sides_of_the_first_of_july(desk: Desk):
    hoa = await desk.person("Hoa", "office", OFFICE, "chi")
    await sends(desk, SONG_LAP, times=3)
    await reform(desk)
    on(desk, 7, 15)
    await sends(desk, SONG_LAP)
    talk = desk.chat(hoa)
    before = await desk.says(talk, "số liệu đến 30/6")
    assert "(0/64 đơn vị)" in before.text
    assert "Gương: 3 báo cáo" in before.text
    after = await desk.says(talk, "/tonghop")
    assert "(0/63 đơn vị)" in after.text
    assert "Gương: 4 báo cáo" in after.text
    office = await desk.says(talk, "lê chân")
    assert office.text.startswith("Tổng hợp Phòng GDĐT quận Lê Chân, đến 30/06/2025")
    assert "(0/15 đơn vị)" in office.text
    assert "Gương: 3 báo cáo" in office.text
    spring = await desk.says(talk, "lê chân quý 2")
    assert "Gương: 3 báo cáo mới" in spring.text
    school = await desk.says(talk, "sông lấp")
    assert "Gương: 4 báo cáo" in school.text
    children = (await below.children(desk.store, desk.house.root, JULY, (0, 99)))[1]
    assert SONG_LAP in {
        code for code, unit in (await units.tree(desk.store)).ids.items() if unit in {child.id for child in children}
    }


@pytest.mark.parametrize(
    ("role", "unit", "wanted", "sees"),
    [
        ("office", OFFICE, SONG_LAP, True),
        ("partner", "CDN-GD", SONG_LAP, True),
        ("relay", LE_CHAN, SONG_LAP, True),
        ("relay", "PGD-304", SONG_LAP, False),
        ("relay", LE_CHAN, OFFICE, False),
        ("head", SONG_LAP, SONG_LAP, True),
        ("head", SONG_LAP, LE_CHAN, False),
        ("deputy", HOA_PHUONG, SONG_LAP, False),
    ],
)
async def test_a_button_shows_no_figures_beyond_the_rights_of_today(desk: Desk, role, unit, wanted, sees):
    person = await desk.person("Ai", role, unit)
    marks = Slice(await desk.unit(wanted)).marks(standing.codes(desk.context(desk.chat(person))))
    for verb in ("figures", "movements", "other_period", "card", "below.0", "late.0", "deeds.0"):
        name, *more = verb.split(".")
        value = ".".join(["a", name, *map(str, marks), *more])
        told = await desk.presses(desk.chat(person), value)
        refused = told.text.startswith(("Đơn vị này không thuộc phần", "Vai trò hiện tại", "Danh sách báo cáo"))
        assert refused != (sees and (name != "deeds" or role != "partner")), (verb, told.text)


async def test_a_deed_of_another_branch_opens_from_no_list(desk: Desk):
    [number] = await sends(desk, SONG_LAP)
    thu = await desk.person("Thu", "relay", "PGD-304", "chi")
    marks = Slice(await desk.unit("PGD-304")).marks(())
    told = await desk.presses(desk.chat(thu), ".".join(["a.deed", *map(str, marks), "0", str(number)]))
    assert told.text.startswith("Báo cáo này không thuộc phần chị Thu được xem.")


async def test_what_waits_for_ones_word_comes_one_after_another_and_for_nobody_else(desk: Desk):
    hoa = await desk.person("Hoa", "office", OFFICE, "chi")
    thu = await desk.person("Thu", "relay", LE_CHAN, "chi")
    yen = await desk.person("Yến", "head", SONG_LAP)
    await asked_plan(desk, SONG_LAP)
    await asked_plan(desk, HOA_PHUONG, "exempt")
    await asked(desk, SONG_LAP)
    [number] = await sends(desk, SONG_LAP)
    store = desk.store
    found = (await chased.late(store, desk.house.campaign_id, "above", desk.now.today, 9))[0]
    assert found.id == number
    await chased.take(store, desk.now, found, "above")
    await store.keep()
    talk = desk.chat(hoa)
    menu = await desk.says(talk, "menu")
    assert menu.text == "Chào chị Hoa. Có 2 việc chờ quyết."
    first = await desk.presses(talk, value_of(menu, "Xem 2 việc chờ"))
    assert first.text.startswith("Đề nghị gia hạn: THCS Sông Lấp")
    second = await desk.presses(talk, value_of(first, "Xem việc tiếp theo"))
    assert second.text.startswith("Đề nghị không thuộc diện: TH Hoa Phượng")
    assert "a.pending.2" not in values(second)
    summary = await desk.says(desk.chat(thu), "/tonghop")
    assert "Việc cần chị quyết: 1 báo cáo trường chưa trả lời." in summary.text
    passed_up = await desk.presses(desk.chat(thu), "/pending")
    assert passed_up.text.startswith(f"Báo cáo G-{number} của THCS Sông Lấp đã chờ trường xác nhận")
    card = await desk.says(desk.chat(yen), "/tonghop")
    assert "Việc cần cô quyết: 1 báo cáo chờ xác nhận" in card.text
