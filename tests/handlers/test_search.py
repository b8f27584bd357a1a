"""Search finds with and without marks, by words, school and number, and nothing beyond one's rights (F6, S24)."""

import pytest

from domain.rights import Scope
from storage.deeds import deeds
from storage.exemplars import exemplars
from storage.plans import plans
from tests.handlers.conftest import Desk, value_of
from tests.handlers.rights.reviewing import reviewed

SONGLAP, NGOQUYEN = "THCS-305-SONGLAP", "THPT-NGOQUYEN"


async def report(desk: Desk, by, unit: str, what: str, **more) -> int:
    store = desk.store
    answers = {"what": what, "who": {"people": [{"name": "Hạnh", "honorific": "co"}]}, "minor": False, **more}
    number = await deeds.send(
        store,
        desk.now,
        desk.house.campaign_id,
        await desk.unit(unit),
        by.id,
        answers,
        "TW2",
        (None, None),
        outside=False,
    )
    await store.keep()
    return number


async def people(desk: Desk):
    lan = await desk.person("Lan", "teacher", NGOQUYEN)
    mai = await desk.person("Mai", "teacher", SONGLAP)
    return lan, mai


async def looked(desk: Desk, person, query: str) -> str:
    return (await desk.says(desk.chat(person), f"/tim {query}")).text


@pytest.mark.parametrize(
    "query",
    [
        "hien mau",
        "hiến máu",
        "HIẾN MÁU",
        "hiến mau le chan",
        "song lap hien",
        "co hanh",
        "hiên",
        "hoa chat",
        "hòa chất",
    ],
)
async def test_a_report_is_found_however_it_is_typed(query: str, desk: Desk):
    _, mai = await people(desk)
    number = await report(desk, mai, SONGLAP, "Ngày hội hiến máu, dọn hoá chất cũ", result="hòa chất đã dọn")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    told = await looked(desk, hoa, query)
    assert f"1 · G-{number} · Ngày hội hiến máu" in told
    assert "Chưa tìm thấy" in await looked(desk, hoa, "hien mau cat ba")


async def test_what_is_not_found_is_said_with_an_example(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    assert await looked(desk, hoa, "hien mau cat ba") == (
        'Chưa tìm thấy "hien mau cat ba" trong phần chị Hoa được xem. Thử ít chữ hơn, hoặc tìm bằng mã. Ví dụ: G-1284.'
    )


@pytest.mark.parametrize("query", ["%", "_", "\\", "%%", "100%", "a_b", "'; DROP TABLE deed; --", '"'])
async def test_signs_of_a_pattern_are_only_signs(query: str, desk: Desk):
    lan, _ = await people(desk)
    await report(desk, lan, NGOQUYEN, "tặng áo ấm")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    told = await looked(desk, hoa, query)
    assert "G-" not in told.replace("G-1284", "")
    percent = await report(desk, lan, NGOQUYEN, "đạt 100% chuyên cần")
    assert (f"G-{percent}" in await looked(desk, hoa, query)) == (query == "100%")


async def test_a_very_long_query_is_cut_and_answered(desk: Desk):
    lan, _ = await people(desk)
    assert "Chưa tìm thấy" in await looked(desk, lan, "rất dài " * 400)


@pytest.mark.parametrize(
    ("role", "unit", "sees"),
    [
        ("teacher", NGOQUYEN, ""),
        ("head", NGOQUYEN, "lan"),
        ("deputy", NGOQUYEN, "lan"),
        ("head", SONGLAP, "mai"),
        ("relay", "PGD-305", "mai"),
        ("relay", "PGD-304", ""),
        ("office", "SGDDT-HP", "lan mai"),
        ("partner", "CDN-GD", ""),
        ("council", "SGDDT-HP", ""),
    ],
)
async def test_each_role_finds_its_own_branch_and_nothing_beside_it(role: str, unit: str, sees: str, desk: Desk):
    lan, mai = await people(desk)
    numbers = {
        "lan": await report(desk, lan, NGOQUYEN, "tặng áo ấm vùng cao"),
        "mai": await report(desk, mai, SONGLAP, "tặng áo ấm mùa đông"),
    }
    person = await desk.person("Ai", role, unit)
    told = await looked(desk, person, "ao am")
    assert {name for name, number in numbers.items() if f"G-{number} " in told} == set(sees.split())
    for name, number in numbers.items():
        assert (f"1 · G-{number}" in await looked(desk, person, f"g{number}")) == (name in sees)
        shown = await desk.presses(desk.chat(person), f"a.found.{number}")
        assert ("áo ấm" in shown.text) == (name in sees), (role, name)


async def test_a_teacher_finds_the_own_reports_and_opens_one_with_its_history(desk: Desk):
    lan, mai = await people(desk)
    number = await report(desk, lan, NGOQUYEN, "tặng áo ấm vùng cao")
    await report(desk, mai, SONGLAP, "tặng áo ấm mùa đông")
    talk = desk.chat(lan)
    told = await desk.says(talk, "tim ao am")
    assert told.text.startswith('"ao am": 1 báo cáo\n1 · ')
    opened = await desk.says(talk, "1")
    assert opened.text.startswith(f"G-{number} ·") or f"G-{number}" in opened.text


async def test_units_and_plans_are_found_too(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    told = await looked(desk, hoa, "quan le chan")
    assert "Phòng GDĐT quận Lê Chân" in told
    store, unit = desk.store, await desk.unit(SONGLAP)
    scope = Scope("report_plan", (unit,), below=False, person=hoa.id)
    number = await plans.report(store, desk.now, desk.house.campaign_id, unit, "drafting", {}, scope, spread=False)
    await store.keep()
    assert f"K-{number} · kế hoạch · THCS Sông Lấp" in await looked(desk, hoa, f"K-{number}")
    lan = await desk.person("Lan", "teacher")
    assert "Chưa tìm thấy" in await looked(desk, lan, f"k {number}")


async def test_many_are_turned_page_by_page_and_a_number_opens_its_line(desk: Desk):
    lan, _ = await people(desk)
    numbers = [await report(desk, lan, NGOQUYEN, f"hiến máu lần {place}") for place in range(8)]
    talk = desk.chat(lan)
    first = await desk.says(talk, "/search hien mau")
    assert first.text.startswith('"hien mau": 8 báo cáo, trang 1/2\n1 · ')
    second = await desk.says(talk, "tiếp")
    assert second.text.splitlines()[1].startswith(f"1 · G-{numbers[1]} ")
    assert f"G-{numbers[0]}" in (await desk.says(talk, "2")).text
    again = await desk.presses(talk, value_of(first, "Trang sau"))
    assert again.text.startswith("Mời gõ từ cần tìm")
    assert (await desk.says(talk, "hien mau")).text == first.text


async def test_looking_at_a_pupils_story_is_on_record(desk: Desk):
    from sqlalchemy import select

    from storage import audit
    from storage.tables import AUDIT

    lan, _ = await people(desk)
    number = await report(desk, lan, NGOQUYEN, "em A. nhặt được ví", minor=True)
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    await desk.presses(desk.chat(hoa), f"a.found.{number}")
    found = await desk.store.rows(select(AUDIT.c.action, AUDIT.c.actor_id).where(AUDIT.c.subject == f"deed:{number}"))
    assert [tuple(row) for row in found] == [("deed_seen", hoa.id)]
    assert await audit.check(desk.store, f"deed:{number}") == [{}]


async def test_a_completed_report_is_found_by_its_new_words(desk: Desk):
    lan, _ = await people(desk)
    minh = await desk.person("Minh", "head", NGOQUYEN, "thay")
    number = await report(desk, lan, NGOQUYEN, "tặng áo")
    store = desk.store
    head = Scope("confirm_deed", (await desk.unit(NGOQUYEN),), below=False, person=minh.id)
    returned = await deeds.decide(store, desk.now, number, 1, "returned", head, "ghi rõ")
    again = {"what": "tặng khăn", "minor": False}
    await deeds.resend(store, desk.now, returned, lan.id, again, "TW2", (None, None), outside=False)
    await store.keep()
    assert f"G-{number}" in await looked(desk, lan, "khan")
    assert "Chưa tìm thấy" in await looked(desk, lan, "tang ao")


async def test_a_code_typed_alone_opens_what_one_may_see_and_nothing_else(desk: Desk):
    lan, mai = await people(desk)
    number = await report(desk, mai, SONGLAP, "tặng áo ấm")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    for typed in (f"G-{number}", f"g{number}", f"g - {number}", f"xem G-{number}."):
        assert (await desk.says(desk.chat(hoa), typed)).text.startswith(f"Báo cáo G-{number}:"), typed
    assert "tặng áo ấm" in (await desk.says(desk.chat(mai), f"G-{number}")).text
    others, nobodys = [(await desk.says(desk.chat(lan), one)).text for one in (f"G-{number}", "G-9999")]
    assert others.startswith(f'Chưa tìm thấy "G-{number}" trong phần')
    assert others.replace(f'"G-{number}"', '"G-9999"') == nobodys


async def test_codes_of_plans_announcements_figures_and_papers_open_or_are_not_found(desk: Desk):
    lan, _ = await people(desk)
    for typed in ("K-12", "T-018", "t018", "S-012", "V-001", "v1"):
        told = (await desk.says(desk.chat(lan), typed)).text
        assert told.startswith('Chưa tìm thấy "'), (typed, told)
    unit, hoa = await desk.unit(SONGLAP), await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    scope, campaign = Scope("send_plan", (unit,), below=False, person=hoa.id), desk.house.campaign_id
    row = await plans.report(desk.store, desk.now, campaign, unit, "drafting", {}, scope, spread=False)
    await desk.store.keep()
    assert "THCS Sông Lấp" in (await desk.says(desk.chat(hoa), f"K-{row}")).text
    assert (await desk.says(desk.chat(lan), f"K-{row}")).text.startswith(f'Chưa tìm thấy "K-{row}" trong phần')


async def test_the_office_reads_the_step_and_nobody_finds_its_notes(desk: Desk):
    lan, _ = await people(desk)
    number, _ = await reviewed(desk, NGOQUYEN, lan, "nurtured")
    hoa = await desk.person("Hoa", "office", "SGDDT-HP", "chi")
    minh = await desk.person("Minh", "head", NGOQUYEN, "thay")
    held = Scope("review", (desk.house.root,), below=True, person=hoa.id)
    one = await exemplars.known(desk.store, desk.now, number, held)
    assert await exemplars.set_aside(desk.store, desk.now, one, "held", held, "chờ công văn kỳ lân")
    await desk.store.keep()
    assert (await looked(desk, hoa, f"G-{number}")).endswith(" · khâu Bồi dưỡng")
    for reader in (lan, minh):
        told = await looked(desk, reader, f"G-{number}")
        assert f"1 · G-{number} · " in told
        assert "khâu" not in told
        assert "Chưa tìm thấy" in await looked(desk, reader, "ky lan")
