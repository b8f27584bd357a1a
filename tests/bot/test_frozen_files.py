"""Figures that were frozen stay the very bytes they were, whatever is reported, changed or erased afterwards."""

import io
import os
from datetime import date

from openpyxl import load_workbook

from bot.keeping import sweep_shard
from domain.rights import Scope
from storage.deeds import deeds
from storage.papers import freezes
from storage.people import erasure
from storage.plans import plans
from storage.store import Store
from storage.units import units
from tests.bot.looking import change, rows
from tests.bot.orders import EVIL, ISSUED, SAID, lived
from tests.kit.house import OFFICE, SCHOOL, living


async def test_frozen_figures_open_as_the_very_bytes_whatever_happens_afterwards(database_url, tmp_path):
    async with living(database_url, tmp_path) as house:
        await lived(house.base)
        house.service.clerk._slow = 60  # a busy machine says no more than a quiet one
        hoa = await house.joins("Hoa", "chị", "office", OFFICE)
        lan = await house.joins("Lan", "cô", "teacher")
        who = (await rows(house, "SELECT id FROM person WHERE name = 'Lan'"))[0][0]
        await change(house, f"UPDATE deed SET reporter_id = {who} WHERE id = 1")
        await hoa.says("chốt số tháng 4")
        await hoa.hears(1)
        await hoa.presses("Chốt số")
        [heard] = await hoa.hears(1, timeout=60)
        assert heard.text.startswith("✅ Đã chốt số S-001: toàn ngành, tháng 04/2025")
        assert "- Gương: 8 báo cáo mới, trường đã xác nhận 0" in heard.text
        bytes_then = heard.data
        for name in ("Lan", "Sơn", "Nguyễn Văn Minh", *EVIL[:3]):
            assert name not in str([*load_workbook(io.BytesIO(bytes_then)).worksheets[1].values])
            assert name not in str([*load_workbook(io.BytesIO(bytes_then)).worksheets[2].values])

        async def later(connection):
            store, now = Store(connection), house.base.clock.now()
            await erasure.erase(store, now, who, [])
            held = Scope("confirm_deed", (await unit_of(connection, SCHOOL),), below=False, person=None)
            await deeds.decide(store, now, 2, 1, "confirmed", held)
            other = await unit_of(connection, "THPT-BENGIO")
            plan = Scope("report_plan", (other,), below=False, person=None)
            await plans.report(store, now, 1, other, "issued", ISSUED, plan, spread=True)
            day = date(2025, 4, 9)
            await deeds.send(store, now, 1, other, None, SAID, "TW2", (day, day), outside=False)
            await store.keep()

        await house.base.writer.run(later)
        await lan.hears_nothing(0.1)
        await hoa.says("s-1")
        await hoa.hears(1)
        await hoa.presses("Mở tệp Excel")
        [heard] = await hoa.hears(1)
        assert heard.data == bytes_then
        await hoa.says("S-001")
        await hoa.hears(1)
        await hoa.presses("Xem thay đổi")
        [heard] = await hoa.hears(1, timeout=60)
        told = heard.text.splitlines()
        assert told[1] == "- Đơn vị: thêm 0, bớt 0, đổi 2; hoàn thành 1 → 2"
        assert told[2] == "- Gương: thêm 1, bớt 0, đổi 1"
        assert told[3:] == [
            "2 đơn vị có thay đổi:",
            *(f"- Trường THPT {name} · 2 thay đổi" for name in ("Bến Gió", "Ngô Quyền")),
        ]
        lines = [row[:5] for row in load_workbook(io.BytesIO(heard.data)).active.iter_rows(min_row=5, values_only=True)]
        assert ("Đổi", "Gương", "G-2", "Trường THPT Ngô Quyền", "Trạng thái") in lines
        assert ("Thêm", "Gương", "G-9", "Trường THPT Bến Gió", None) in lines
        await own_their_files(house)


async def own_their_files(house):
    """Old as they are they are not swept, and whoever looks sees what was changed."""
    files = house.service.collector._files
    kept = [file.key for one in await frozen_in(house) for file in one.files]
    assert [files.is_whole(key) for key in kept] == [True, True]
    await change(house, "DELETE FROM drawing")
    for key in kept:
        os.utime(files.path(key), (1, 1))

    async def sweep(connection):
        return [await sweep_shard(connection, files, int(key[:2], 16), 10**10) for key in kept]

    assert await house.base.writer.run(sweep) == [0, 0]
    files.path(kept[0]).write_bytes(b"changed")
    assert [files.is_whole(key) for key in kept] == [False, True]


async def unit_of(connection, code):
    return (await units.by_code(Store(connection), code, date(2025, 4, 10))).id


async def frozen_in(house):
    async with house.base.readers.connect() as connection:
        return await freezes.every(Store(connection))
