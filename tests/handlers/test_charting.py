"""What a chart shows to whom: the Office branches, a relay levels and no ranking of schools, a head the own school."""

from datetime import date

import pytest

from domain.mistakes import Mistake
from domain.rights import Scope
from domain.summary import Slice
from handlers.figures import charting, standing
from handlers.wanted import Wanted
from storage.deeds import deeds
from storage.plans import plans
from tests.handlers.conftest import Desk, values

LE_CHAN, SONGLAP, NGOQUYEN = "PGD-305", "THCS-305-SONGLAP", "THPT-NGOQUYEN"


async def completed(desk: Desk, unit: str) -> None:
    """A school with a plan that was made known."""
    where, head = await desk.unit(unit), await desk.person("Minh", "head", unit)
    scope, store = Scope("report_plan", (where,), below=False, person=head.id), desk.store
    await plans.report(store, desk.now, desk.house.campaign_id, where, "issued", {}, scope, spread=True)
    await store.keep()


async def reported(desk: Desk, unit: str, movement: str, *, confirmed: bool = False) -> None:
    where, head, store = await desk.unit(unit), await desk.person("Minh", "head", unit), desk.store
    row = await deeds.send(
        store, desk.now, desk.house.campaign_id, where, head.id, {"what": "x"}, movement, (None, None), outside=False
    )
    if confirmed:
        scope = Scope("confirm_deed", (where,), below=False, person=head.id)
        await deeds.decide(store, desk.now, row, 1, "confirmed", scope)
    await store.keep()


async def picture(desk: Desk, person, kind: str, unit: str, language: str = "vi", **which) -> Wanted:
    talk = desk.chat(person)
    talk.language = language
    ctx, wanted = desk.context(talk), Slice(await desk.unit(unit), **which)
    return await charting.picture(ctx, kind, list(wanted.marks(standing.codes(ctx))))


def told(found: Wanted) -> dict[str, str]:
    return {bar.label: bar.told for bar in found.thing.bars}


async def test_the_office_sees_its_branches_and_what_stands_right_below_it(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP")
    for unit in (SONGLAP, NGOQUYEN):
        await completed(desk, unit)
    found = await picture(desk, hoa, "branches", "SGDDT-HP")
    shown = told(found)
    assert shown["Phòng GDĐT quận Lê Chân"] == "6,6% (1/15)"
    assert shown["Phòng GDĐT quận Kiến An"].startswith("0% (0/")
    assert list(shown)[-1] == "Đơn vị trực thuộc"
    assert sum(bar.parts[0] for bar in found.thing.bars) == 2
    assert sum(bar.of for bar in found.thing.bars) == 64
    assert found.thing.title == "Hoàn thành theo đơn vị, toàn ngành"


async def test_a_relay_sees_levels_and_no_ranking_of_schools(desk: Desk):
    thu = await desk.person("Thu", "relay", LE_CHAN)
    await completed(desk, SONGLAP)
    found = await picture(desk, thu, "branches", LE_CHAN)
    assert found.thing.title == "Hoàn thành theo cấp học, Phòng GDĐT quận Lê Chân"
    assert "THCS" in told(found)
    assert not any("Sông Lấp" in label for label in told(found))
    assert sum(bar.of for bar in found.thing.bars) == 15


async def test_a_head_sees_the_own_school_over_time(desk: Desk):
    minh = await desk.person("Minh", "head", NGOQUYEN)
    await reported(desk, NGOQUYEN, "TW2")
    await reported(desk, SONGLAP, "TW2")
    found = await picture(desk, minh, "time", NGOQUYEN, first=date(2025, 4, 1), last=date(2025, 4, 30))
    assert told(found) == {"01/04/2025–06/04/2025": "0", "07/04/2025–10/04/2025": "1"}
    nothing = await picture(desk, minh, "time", NGOQUYEN, first=date(2025, 1, 1), last=date(2025, 1, 31))
    assert nothing.thing is None
    assert nothing.reply.text == (
        "Gương theo tuần, Trường THPT Ngô Quyền, tháng 01/2025, đến 31/01/2025: chưa có số liệu để vẽ."
    )


async def test_movements_stand_state_by_state_and_are_described_in_words(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP")
    await reported(desk, SONGLAP, "TP3", confirmed=True)
    await reported(desk, NGOQUYEN, "TP3")
    found = await picture(desk, hoa, "movements", "SGDDT-HP")
    [bar] = found.thing.bars
    assert (bar.label, bar.parts, bar.told) == ("Chuyển đổi số", (1, 1, 0), "2")
    assert found.reply.text == (
        "Gương theo phong trào, toàn ngành, đến 10/04/2025\n"
        "- Chuyển đổi số: 2 (trường đã xác nhận 1, chờ trường xác nhận 1)"
    )
    came = await picture(desk, hoa, "movements", "SGDDT-HP", first=date(2025, 4, 7), last=date(2025, 4, 13))
    assert told(came) == {"Chuyển đổi số": "2"}
    assert len(came.thing.series) == 1


async def test_anna_reads_english(desk: Desk):
    anna = await desk.person("Anna", "office", "SGDDT-HP")
    await completed(desk, SONGLAP)
    found = await picture(desk, anna, "branches", "SGDDT-HP", "en")
    assert found.thing.title == "Complete, by unit, the whole sector"
    assert "6.6% (1/15)" in told(found).values()


async def test_a_description_fits_a_message_and_counts_what_it_leaves_out(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP")
    await reported(desk, NGOQUYEN, "TP3")
    found = await picture(desk, hoa, "time", "SGDDT-HP", first=date(2025, 1, 1), last=date(2025, 4, 6))
    assert found.thing is None
    found = await picture(desk, hoa, "time", "SGDDT-HP", first=date(2024, 12, 1), last=date(2025, 4, 13))
    assert len(found.thing.bars) == 5
    found = await picture(desk, hoa, "time", "SGDDT-HP", first=date(2025, 1, 6), last=date(2025, 4, 13))
    lines = found.reply.text.splitlines()
    assert len(found.reply.text) <= 500
    assert len(lines) - 2 + int(lines[-1].removeprefix("- và ").split()[0]) == len(found.thing.bars) == 14


@pytest.mark.parametrize("kind", ["branches", "time", "movements"])
async def test_figures_of_others_are_neither_asked_for_nor_drawn(kind: str, desk: Desk):
    thu = await desk.person("Thu", "relay", LE_CHAN)
    lan = await desk.person("Lan", "teacher", SONGLAP)
    for person, unit, key in (
        (thu, "PGD-304", "unit_not_yours"),
        (thu, "SGDDT-HP", "unit_not_yours"),
        (lan, SONGLAP, "no_right_see_figures"),
    ):
        with pytest.raises(Mistake) as refused:
            await picture(desk, person, kind, unit)
        assert refused.value.key == key


async def test_the_button_holds_the_slice_and_a_made_up_one_is_refused(desk: Desk):
    hoa = await desk.person("Hoa", "office", "SGDDT-HP")
    wanted = Slice(await desk.unit(LE_CHAN), date(2025, 4, 1), date(2025, 4, 30), "TP3", date(2025, 4, 10))
    button = charting.offer(desk.context(desk.chat(hoa)), wanted, "movements")
    assert len(button.value) <= 50
    assert await desk.handle(desk.chat(hoa), choice=button.value) == []
    for odd in ("a.chart.1.0.0.0.0.9", "a.chart.1.1.0", "a.chart.1.5.0.0.0.1", "a.chart.99999.0.0.0.0.1", "a.chart"):
        assert "G-" not in (await desk.presses(desk.chat(hoa), odd)).text
    found = await picture(desk, hoa, "branches", "SGDDT-HP")
    assert values(found.reply)[-2:] == [f"a.figures.{await desk.unit('SGDDT-HP')}.0.0.0.0", "/menu"]
