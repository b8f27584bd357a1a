"""The first of July 2025 played on a sample district: its schools go to the communes, its office closes."""

import base64
import csv
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot import loading
from bot.app import Base, opened
from bot.commands.acts import act
from domain.rights import Scope
from domain.summary import Summary, summarise
from storage import audit, campaigns
from storage.database import Connection, reading
from storage.deeds import deeds
from storage.figures import figures
from storage.figures.recount import recount
from storage.people import people
from storage.plans import plans
from storage.store import Store
from storage.units import units
from tests.kit import patterns
from tests.kit.house import CAMPAIGN, PROVINCE, ROOT, ZONE, settings
from tests.storage.room import seeing

MAY, JUNE, JULY, AUGUST = date(2025, 5, 20), date(2025, 6, 30), date(2025, 7, 1), date(2025, 8, 1)
OFFICE = "PGD-305"


async def in_may(url: str) -> None:
    """The province in May 2025: every school of the district has issued its plan, and one deed each is confirmed."""
    async with opened(settings(url, Path(tempfile.gettempdir()))) as base:
        stand_on(base, MAY)
        await loading.load_campaign(base, CAMPAIGN)
        sheet = await loading.read_units(base, PROVINCE)
        await loading.load_units(base, sheet, None)
        for code in [*schools(), OFFICE]:
            await reports(base, code)


@pytest.fixture(params=["sqlite", "postgresql"])
def province_url(request, tmp_path) -> Iterator[str]:
    yield from patterns.copied(request, tmp_path, "hai-phong-in-may", in_may)


@pytest.fixture
async def base(province_url, tmp_path) -> AsyncIterator[Base]:
    async with opened(settings(province_url, tmp_path)) as base:
        stand_on(base, MAY)
        yield base


def stand_on(base: Base, day: date) -> None:
    base.clock.ahead = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).astimezone(UTC) - base.clock.real()


def schools() -> list[str]:
    with PROVINCE.open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file) if row["parent_code"] == OFFICE]


def communes() -> list[dict[str, str]]:
    """The communes that were made of this district, from the campaign's own list."""
    with (ROOT / "campaigns/hai-phong-2025/wards.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if "Quận Lê Chân" in row["old_districts"]]


async def reports(base: Base, code: str) -> None:
    now = base.clock.now()

    async def write(connection: Connection) -> None:
        store = Store(connection)
        found = await campaigns.running(store)
        unit = (await units.by_code(store, code, now.today)).id
        minh = await people.add(store, now, "Minh", "thay")
        scope = Scope("confirm_deed", (unit,), below=False, person=minh)
        await plans.report(store, now, found[0], unit, "issued", {}, scope, spread=False)
        deed = await deeds.send(store, now, found[0], unit, minh, {}, "TW1", (now.today, now.today), outside=False)
        await deeds.decide(store, now, deed, 1, "confirmed", scope)
        await store.keep()

    await base.writer.run(write)


async def asks(base: Base, verb: str, *, dry_run: bool = False, **asked: object) -> list[str]:
    """What the terminal would print; the verb must succeed."""
    answer = await act(base, {"verb": verb, "language": "vi", "dry_run": dry_run, **asked})
    assert answer["code"] == 0, answer
    return answer["lines"]


def coded(*lines: str) -> str:
    return base64.b64encode("\n".join(lines).encode()).decode()


def registered() -> str:
    """The communes as a register of units."""
    rows = [f"PX-{one['ward_code']},UBND {one['name']},vhxh,SGDDT-HP,2025-07-01" for one in communes()]
    return coded("code,name,kind,parent_code,valid_from", *rows)


def moving() -> str:
    """Every other school to one commune."""
    wards = [f"PX-{one['ward_code']}" for one in communes()]
    rows = [f"{school},{wards[place % len(wards)]},01/07/2025" for place, school in enumerate(schools())]
    return coded("code,new_parent,day", *rows)


async def first_of_july(base: Base) -> None:
    await asks(base, "import_units", content=registered(), as_of="")
    await asks(base, "units_move", content=moving())
    await asks(base, "units_close", code=OFFICE, day="2025-07-01", successor="")


async def summary(base: Base, code: str, day: date) -> tuple[Summary, int]:
    """How a branch stands at the end of a day, and how many are on its list of late units."""
    async with reading(base.readers) as connection:
        store = Store(connection)
        number, campaign = await campaigns.running(store)
        duty, branch = campaign.duty("plan"), (await units.tree(store)).ids[code]
        asked = (duty.obliged, duty.ownerships)
        [obliged] = await units.count_obliged(store, branch, *asked, [day])
        late = await units.late(store, number, branch, *asked, day, (0, 500), seeing(branch))
        [sums] = await figures.stock(store, base.clock.now(), number, branch, [day], seeing(branch))
        return summarise(day, obliged, sums, duty.obliges), len(late)


async def stands(base: Base, code: str, day: date) -> tuple[int, int, int, int]:
    """Obliged, complete, late, confirmed deeds."""
    found, late = await summary(base, code, day)
    assert found.silent == late
    assert found.complete <= found.obliged
    return found.obliged, found.complete, found.silent, found.deeds["confirmed"]


async def test_figures_are_right_on_both_sides_of_the_first_of_july(base):
    n = len(schools())
    everyone = len((await tree(base)).ids)
    whole = await stands(base, "SGDDT-HP", JUNE)
    assert whole[1:] == (n + 1, whole[0] - n - 1, n + 1)
    assert await stands(base, OFFICE, JUNE) == (n + 1, n + 1, 0, n + 1)
    await first_of_july(base)
    first, second = (f"PX-{one['ward_code']}" for one in communes())
    assert await stands(base, "SGDDT-HP", JUNE) == whole
    assert await stands(base, OFFICE, JUNE) == (n + 1, n + 1, 0, n + 1)
    assert await stands(base, first, JUNE) == await stands(base, second, JUNE) == (0, 0, 0, 0)
    for day in (JULY, AUGUST):
        assert await stands(base, "SGDDT-HP", day) == (whole[0] - 1, n, whole[2], n + 1)
        assert await stands(base, OFFICE, day) == (0, 0, 0, 1)
        assert await stands(base, first, day) == (-(-n // 2), -(-n // 2), 0, -(-n // 2))
        assert await stands(base, second, day) == (n // 2, n // 2, 0, n // 2)
    assert len((await tree(base)).ids) == everyone + 2
    assert await recount(base.readers, base.writer, 1) == 0


async def tree(base: Base) -> units.Tree:
    async with reading(base.readers) as connection:
        return await units.tree(Store(connection))


async def test_what_was_told_before_the_day_and_what_is_told_after_it_give_the_same(base):
    """In May the change is entered beforehand; in August it is entered afterwards, over what was reported since."""
    await first_of_july(base)
    stand_on(base, date(2025, 7, 10))
    for code in schools()[:3]:
        await reports(base, code)
    early = [await stands(base, code, day) for code in codes() for day in (JUNE, JULY, AUGUST)]
    await base.writer.run(undone)
    assert await stands(base, OFFICE, AUGUST) == (len(schools()) + 1, len(schools()) + 1, 0, len(schools()) + 4)
    stand_on(base, AUGUST)
    await asks(base, "units_move", content=moving())
    await asks(base, "units_close", code=OFFICE, day="2025-07-01", successor="")
    assert [await stands(base, code, day) for code in codes() for day in (JUNE, JULY, AUGUST)] == early
    assert await recount(base.readers, base.writer, 1) == 0


def codes() -> list[str]:
    return ["SGDDT-HP", OFFICE, *(f"PX-{one['ward_code']}" for one in communes())]


async def undone(connection: Connection) -> None:
    """The tree as it was before, the communes aside."""
    store = Store(connection)
    now = await units.tree(store)
    office = now.ids[OFFICE]
    spans = {now.ids[code]: [now.spans[now.ids[code]][0]] for code in [*schools(), OFFICE]}
    for unit, told in spans.items():
        start, _, name, kind, parent = told[0]
        spans[unit] = [(start, date(9999, 12, 31), name, kind, parent)]
        assert office in {unit, parent}
    await units.reshape(store, now, spans)
    await store.keep()


async def test_the_preview_says_all_and_changes_nothing_and_each_act_leaves_one_audit_row(base):
    await asks(base, "import_units", content=registered(), as_of="")
    before = await tree(base)
    told = await asks(base, "units_move", content=moving(), dry_run=True)
    assert "- THCS-305-SONGLAP (Trường THCS Sông Lấp): từ 01/07/2025 thuộc UBND Phường Lê Chân" in told[0]
    assert f"- Số liệu của Phòng Giáo dục và Đào tạo quận Lê Chân: việc tốt −{len(schools())}" in "\n".join(told)
    assert told[-2:] == [f"{len(schools())} đơn vị thay đổi, 0 đơn vị đã đúng như vậy.", "Mới xem thử, chưa ghi gì."]
    assert await tree(base) == before
    assert [row for row in await checked(base) if "moves" in row] == []
    done = await asks(base, "units_move", content=moving())
    assert done[:-1] == told[:-1]
    assert done[-1] == "Đã thay đổi; số liệu đã đi theo."
    again = await asks(base, "units_move", content=moving())
    assert again[0] == f"0 đơn vị thay đổi, {len(schools())} đơn vị đã đúng như vậy."
    assert [row for row in await checked(base) if "moves" in row] == [{"moves": True}]


async def checked(base: Base) -> list[dict[str, bool | None]]:
    async with reading(base.readers) as connection:
        return await audit.check(Store(connection), "units")


async def test_the_office_cannot_close_while_schools_stand_under_it(base):
    asked = {"verb": "units_close", "language": "vi", "dry_run": False}
    answer = await act(base, {**asked, "code": OFFICE, "day": "2025-07-01", "successor": ""})
    assert answer["code"] == 65
    assert "MN-305-BANGLANG vẫn ở dưới PGD-305, mà PGD-305 kết thúc từ 01/07/2025." in "\n".join(answer["lines"])
    assert answer["lines"][-1].startswith(f"Chưa thay đổi gì. Có {len(schools())} chỗ cần sửa")
    assert (await tree(base)).spans[(await tree(base)).ids[OFFICE]][-1][1] == date(9999, 12, 31)


async def test_an_import_that_ends_an_office_under_its_schools_is_refused_with_row_and_words(base):
    content = coded(
        "code,name,kind,parent_code,valid_to",
        f"{OFFICE},Phòng Giáo dục và Đào tạo quận Lê Chân,pgd,SGDDT-HP,2025-07-01",
    )
    request = {"verb": "import_units", "language": "vi", "dry_run": False, "content": content, "as_of": ""}
    answer = await act(base, request)
    assert answer["code"] == 65
    assert answer["lines"][0].startswith("Dòng 2, cột valid_to: THCS-305-SONGLAP vẫn ở dưới PGD-305, mà PGD-305 ")
    assert (await stands(base, "SGDDT-HP", AUGUST))[1] == len(schools()) + 1


async def test_offices_merge_with_all_that_stands_under_them(base):
    before = await stands(base, "SGDDT-HP", JULY)
    n = len(schools())
    other = await stands(base, "PGD-304", JULY)
    told = await asks(base, "units_merge", codes=[OFFICE], into="PGD-304", day="2025-07-01")
    assert "PGD-305 (Phòng Giáo dục và Đào tạo quận Lê Chân): kết thúc từ 01/07/2025, Phòng" in told[0]
    assert await stands(base, "PGD-304", JULY) == (other[0] + n, other[1] + n, other[2], other[3] + n)
    assert await stands(base, OFFICE, JULY) == (0, 0, 0, 1)
    assert await stands(base, OFFICE, JUNE) == (n + 1, n + 1, 0, n + 1)
    assert await stands(base, "SGDDT-HP", JULY) == (before[0] - 1, before[1] - 1, before[2], before[3])
    assert await recount(base.readers, base.writer, 1) == 0


async def test_a_school_that_splits_ends_and_its_parts_begin_with_nothing(base):
    old, parts = "THCS-305-SONGLAP", ["THCS-305-A", "THCS-305-B"]
    n = len(schools())
    await asks(
        base,
        "import_units",
        content=coded(
            "code,name,kind,parent_code,valid_from",
            *(f"{code},Trường {code},thcs,{OFFICE},2025-07-01" for code in parts),
        ),
        as_of="",
    )
    told = await asks(base, "units_split", code=old, into=parts, day="2025-07-01")
    assert told[0] == f"- {old} (Trường THCS Sông Lấp): kết thúc từ 01/07/2025, Trường THCS-305-A tiếp nhận"
    assert await stands(base, OFFICE, JUNE) == (n + 1, n + 1, 0, n + 1)
    assert await stands(base, OFFICE, JULY) == (n + 2, n, 2, n + 1)
    assert await stands(base, "THCS-305-A", JULY) == (1, 0, 1, 0)
    assert await recount(base.readers, base.writer, 1) == 0


async def test_a_renamed_school_keeps_its_old_name_for_the_days_before(base):
    told = await asks(base, "units_rename", code="THCS-305-SONGLAP", name="Trường THCS Mới", day="2025-07-01")
    assert told[0] == '- THCS-305-SONGLAP: từ 01/07/2025 tên là "Trường THCS Mới"; trước đó là "Trường THCS Sông Lấp"'
    async with reading(base.readers) as connection:
        names = [(await units.by_code(Store(connection), "THCS-305-SONGLAP", day)).name for day in (JUNE, JULY)]
    assert names == ["Trường THCS Sông Lấp", "Trường THCS Mới"]
    assert await recount(base.readers, base.writer, 1) == 0


@pytest.mark.parametrize(
    ("verb", "asked", "words"),
    [
        ("units_close", {"code": "SGDDT-HP", "successor": ""}, "SGDDT-HP đứng đầu cả cây đơn vị"),
        ("units_close", {"code": "THCS-305-SONGLAB", "successor": ""}, "Mã gần giống: THCS-305-SONGLAP"),
        ("units_close", {"code": "TH-305-HAIAU", "successor": "TH-305-HAIAU"}, "không thể tiếp nhận chính mình"),
        ("units_merge", {"codes": ["TH-305-HAIAU"] * 2, "into": OFFICE}, "Mã TH-305-HAIAU có hai lần."),
        ("units_merge", {"codes": [OFFICE], "into": "TH-305-HAIAU"}, "thành một vòng: TH-305-HAIAU → TH-305-HAIAU"),
        ("units_split", {"code": "TH-305-HAIAU", "into": ["TH-305-HAIAU"]}, "không thể tiếp nhận chính mình"),
        ("units_rename", {"code": "TH-305-HAIAU", "name": "  "}, "Tên mới đang để trống"),
        ("units_move", {"content": coded("code,new_parent,day", "X,PGD-305,2025-07-01")}, 'có mã "X"'),
        ("units_move", {"content": coded("code,new_parent,day", "TH-305-HAIAU,PGD-999,2025-07-01")}, '"PGD-999"'),
        ("units_move", {"content": coded("code,new_parent,day", "SGDDT-HP,PGD-305,2025-07-01")}, "Dòng 2, cột code"),
        ("units_move", {"content": coded("code,new_parent,day", "PGD-305,TH-305-HAIAU,2025-07-01")}, "một vòng"),
        ("units_move", {"content": coded("code,new_parent,day", "TH-305-HAIAU,PGD-304,31/06/2025")}, '"31/06/2025"'),
        ("units_move", {"content": coded("code,new_parent,day", "TH-305-HAIAU,,2025-07-01")}, "cột new_parent: đang"),
        ("units_move", {"content": coded("code,new_parent,day")}, "chưa có đơn vị nào"),
        (
            "units_move",
            {"content": coded("code,new_parent,day", *["TH-305-HAIAU,PGD-304,2025-07-01"] * 2)},
            "Dòng 3, cột code: TH-305-HAIAU đã chuyển trong cùng ngày ở dòng 2.",
        ),
        (
            "units_move",
            {"content": coded("code,new_parent,day", "TH-305-HAIAU,PGD-304,01/01/1890")},
            "TH-305-HAIAU không hoạt động vào ngày 01/01/1890.",
        ),
    ],
)
@pytest.mark.parametrize("province_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_done_is_told_and_nothing_changes(base, verb, asked, words):
    before = await tree(base)
    answer = await act(base, {"verb": verb, "language": "vi", "dry_run": False, "day": "2025-07-01", **asked})
    assert answer["code"] == 65
    assert words in "\n".join(answer["lines"])
    assert answer["lines"][-1].startswith("Chưa thay đổi gì.")
    assert not answer["changed"]
    assert await tree(base) == before


async def test_a_correction_of_an_earlier_day_leaves_a_later_move_alone(base):
    await first_of_july(base)
    after = await stands(base, "PX-11407", AUGUST)
    earlier = coded("code,new_parent,day", *(f"{code},PGD-304,2025-01-01" for code in schools()))
    await asks(base, "units_move", content=earlier)
    n = len(schools())
    assert await stands(base, OFFICE, JUNE) == (1, 1, 0, 1)
    assert (await stands(base, "PGD-304", JUNE))[1] == n
    assert (await stands(base, "PGD-304", JULY))[1] == 0
    assert await stands(base, "PX-11407", AUGUST) == after
    assert (await stands(base, "PX-11407", JULY - timedelta(days=1)))[0] == 0
    assert await recount(base.readers, base.writer, 1) == 0
