"""Files of rows are whole to the last row, typed, harmless and signed, whatever the database; or they do not leave."""

import asyncio
import contextlib
import csv
import io
import json
import os
import pickle
import signal
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

import storage.files
from bot.easel import Easel, NotDrawn
from bot.keeping import sweep_shard
from bot.press import carry_out
from domain.awards.nominations import New
from domain.extracts import Extract, Order, RowsDiffer
from domain.rights import Scope
from domain.summary import Slice
from storage import keyset
from storage.awards import nominations
from storage.deeds import deeds
from storage.files import Files
from storage.papers import freezes
from storage.people import erasure, people
from storage.plans import plans
from storage.store import Store
from storage.units import units
from tests.bot.looking import change, eventually, one, rows
from tests.kit.house import OFFICE, ROOT, SCHOOL, furnished, living, settings

EVIL = ("=1+1", "+84912345678", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x","y")', "\uff1d1+1", "0123", "\t=1")
SAID = {
    "who": {"people": [{"name": "Sơn", "honorific": "thay"}], "role": "teacher"},
    "from": "2025-04-09",
    "to": "2025-04-09",
    "minor": False,
    "naming": "agreed",
}
ISSUED = {
    "state": "issued",
    "doc_no": "45/KH-THPTNQ",
    "issued_on": "2025-03-12",
    "signer": "Nguyễn Văn Minh",
    "spread": ["meeting"],
    "reached": 86,
    "total": 92,
}


NOMINEE = New(
    route="regular",
    subject_type="individual",
    subject_name="Nguyễn Thị Hạnh",
    position="giáo viên",
    role="teacher",
    movement="TW2",
    level="department",
    form="giay_khen",
    summary="24 bài giảng số",
    met_on=date(2025, 4, 9),
    present=88,
    members=92,
    in_favour=85,
)


async def lived(base):
    """Reports of dangerous words and one plan, counted as the service counts."""

    async def write(connection):
        store, now = Store(connection), base.clock.now()
        school = await units.by_code(store, SCHOOL, now.today)
        for words in EVIL:
            said = {**SAID, "what": words, "result": words}
            day = date(2025, 4, 9)
            await deeds.send(store, now, 1, school.id, None, said, "TW2", (day, day), outside=False)
        scope = Scope("report_plan", (school.id,), below=False, person=None)
        await plans.report(store, now, 1, school.id, "issued", ISSUED, scope, spread=True)
        hoa = await people.add(store, now, "Minh", "thay")
        held = Scope("nominate", (school.id,), below=False, person=hoa)
        await nominations.add(store, now, 1, school.id, NOMINEE, "at_relay", held)
        await store.keep()

    await base.writer.run(write)


async def made(base, folder, kind, **slice_of):
    """What the process that makes files would be asked for by Hoa, done here."""
    order = await ordered(base, folder)
    wanted = replace(order.extract.wanted, **slice_of)
    return await carry_out(replace(order, extract=replace(order.extract, kind=kind, wanted=wanted)))


async def rows_of(base, statement, **values):
    async with base.readers.connect() as connection:
        return list((await connection.execute(text(statement), values)).all())


def opened_in(written):
    return load_workbook(written.pieces[0].path)


async def test_files_hold_every_row_with_what_people_typed_as_text(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(keyset, "AT_ONCE", 3)
    async with furnished(settings(database_url, tmp_path)) as base:
        await lived(base)
        written = await made(base, tmp_path / "deeds", "deeds")
        sheet = opened_in(written).active
        found = list(sheet.iter_rows(min_row=5, values_only=True))
        assert written.rows == len(found) == len(EVIL)
        assert [row[3] for row in found] == [row[4] for row in found] == list(EVIL)
        assert found[0][:2] == ("G-1", "Vì người nghèo")
        assert (found[0][2], found[0][5]) == ("thầy Sơn, giáo viên", datetime.fromisoformat("2025-04-09"))
        assert "Chị Hoa xuất tệp lúc 16:42 ngày 10/04/2025" in sheet["A2"].value
        with zipfile.ZipFile(written.pieces[0].path) as packed:
            assert not any(b"<f" in packed.read(name) for name in packed.namelist() if "worksheets" in name)
        april = {"first": date(2025, 4, 1), "last": date(2025, 4, 30)}
        assert (await made(base, tmp_path / "april", "deeds", **april)).rows == len(EVIL)
        march = {"first": date(2025, 3, 1), "last": date(2025, 3, 31)}
        assert (await made(base, tmp_path / "march", "deeds", **march)).rows == 0

        written = await made(base, tmp_path / "plans", "plans")
        found = {row[1]: row for row in opened_in(written).active.iter_rows(min_row=5, values_only=True)}
        assert written.rows == len(found) == 64
        plan = found["Trường THPT Ngô Quyền"]
        assert plan[3:6] == ("Đã ban hành", "45/KH-THPTNQ", datetime.fromisoformat("2025-03-12"))
        assert (plan[6], plan[8:10], plan[13]) == ("Nguyễn Văn Minh", (86, 92), "Có")
        assert (await made(base, tmp_path / "late", "late")).rows == 63
        assert (await made(base, tmp_path / "then", "plans", as_of=date(2025, 4, 9))).rows == 64
        assert (await made(base, tmp_path / "before", "late", as_of=date(2025, 4, 9))).rows == 64
        assert (await made(base, tmp_path / "chase", "chase")).rows == 0

        [nominee] = opened_in(await made(base, tmp_path / "nominations", "nominations")).active.iter_rows(
            min_row=5, values_only=True
        )
        assert nominee[1:4] == ("Nguyễn Thị Hạnh", "Cá nhân", "giáo viên")
        assert (nominee[8], nominee[12:16]) == ("Cấp Sở", (88, 92, 85, "Chờ cấp trên chuyển"))

        written = await made(base, tmp_path / "all", "all")
        with zipfile.ZipFile(written.pieces[0].path) as packed:
            counts = json.loads(packed.read("rows.json"))
            plain = list(csv.reader(io.StringIO(packed.read("csv/deeds.csv").decode("utf-8-sig"))))
            book = load_workbook(io.BytesIO(packed.read(f"{written.pieces[0].path.stem}.xlsx")), read_only=True)
        assert (counts["deeds"], counts["plans"], counts["deed_steps"]) == (len(EVIL), 1, len(EVIL))
        assert (written.rows, len(plain), len(book.sheetnames)) == (sum(counts.values()), 1 + len(EVIL), len(counts))


async def test_a_file_that_does_not_match_the_figures_is_refused_aloud_and_logged(sqlite_url, tmp_path, monkeypatch):
    async with living(sqlite_url, tmp_path) as house:
        await lived(house.base)
        house.service.clerk._slow = 60  # a busy machine says no more than a quiet one
        hoa = await house.joins("Hoa", "chị", "office", OFFICE)
        await change(house, "UPDATE figure SET n = n + 1 WHERE measure = 'deed'")
        with pytest.raises(RowsDiffer) as differs:
            await made(house.base, tmp_path / "deeds", "deeds")
        assert (differs.value.written, differs.value.counted) == (len(EVIL), len(EVIL) + 1)
        await hoa.says("xuất danh sách gương")
        [heard] = await hoa.hears(1, timeout=60)
        assert heard.text.startswith("⚠️ Chưa gửi tệp danh sách gương: lập được 8 dòng, số liệu đếm 9.")
        assert heard.data is None
        await change(house, "UPDATE figure SET n = n - 1 WHERE measure = 'deed'")
        monkeypatch.setattr(storage.files, "FREE_SHARE", 1.0)
        monkeypatch.setattr(storage.files, "FREE_BYTES", 10**18)
        await hoa.says("xuất danh sách gương")
        assert "ổ đĩa của máy chủ sắp đầy" in (await hoa.hears(1, timeout=60))[0].text
        monkeypatch.undo()
        for _ in range(5):
            await hoa.says("xuất danh sách gương")
            [heard] = await hoa.hears(1, timeout=60)
            assert heard.text.startswith("✅ Tệp danh sách gương: 8 dòng, khớp 8 báo cáo, đến ")
            assert heard.data[:2] == b"PK"
        await hoa.says("xuất danh sách gương")
        [heard] = await hoa.hears(1)
        assert heard.text.startswith("Mỗi người xuất được nhiều nhất 5 tệp trong một giờ")
        assert await rows(house, "SELECT state, row_count FROM export_log ORDER BY id") == [
            ("differs", None),
            ("full", None),
            *[("done", 8)] * 5,
        ]
        told = await rows(house, "SELECT action, count(*) FROM audit WHERE action LIKE 'export%' GROUP BY action")
        assert sorted(told) == [("export_differs", 1), ("export_full", 1), ("exported", 5)]
        assert await one(house, "SELECT count(*) FROM drawing_request") == 0


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


KILLED = """
import asyncio, pickle, sys
from pathlib import Path
from bot.easel import Easel

async def main():
    order = pickle.loads(Path(sys.argv[1]).read_bytes())
    easel = Easel(Path(sys.argv[2]))
    writing = asyncio.ensure_future(easel.write(order))
    while easel._pool is None or not easel._pool._processes:
        await asyncio.sleep(0.01)
    print(*easel._pool._processes, flush=True)
    await writing
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


async def ordered(base, folder):
    """The order of a list of good examples, written into ``folder``."""
    folder.mkdir(parents=True)
    [[root]] = await rows_of(base, "SELECT id FROM unit WHERE code = :code", code=OFFICE)
    scope = Scope("export", (root,), below=True, person=1)
    extract = Extract("deeds", Slice(root), scope, "vi", base.clock.now(), "chị Hoa")
    return Order(extract, base.settings.database_url, folder, base.settings.files)


async def test_whoever_makes_files_may_be_killed_and_leaves_no_half_file_and_no_worker(sqlite_url, tmp_path):
    async with furnished(settings(sqlite_url, tmp_path)) as base:
        await lived(base)
        files, easel = Files(base.settings.files), Easel(tmp_path / "drawing")
        files.open()
        async with easel.open():
            for patience in (0.1, 0.9):
                writing = asyncio.ensure_future(easel.write(await ordered(base, files.arriving / f"try-{patience}")))
                await asyncio.sleep(patience)
                for process in list(easel._pool._processes.values()):
                    os.kill(process.pid, signal.SIGKILL)
                with contextlib.suppress(NotDrawn):
                    await writing
            assert [path for path in base.settings.files.rglob("??/*") if len(path.name) == 64] == []
            files.open()
            assert list(files.arriving.iterdir()) == []
            written = await easel.write(await ordered(base, files.arriving / "whole"))
            key, _ = await files.adopt(written.pieces[0].path, 10**6)
            assert load_workbook(io.BytesIO(files.read(key))).active.max_row == 4 + len(EVIL)
        order = tmp_path / "order"
        order.write_bytes(pickle.dumps(await ordered(base, tmp_path / "orphan")))
        script = tmp_path / "killed.py"
        script.write_text(KILLED)
        command = [sys.executable, str(script), str(order), str(tmp_path)]
        where = {**os.environ, "PYTHONPATH": str(ROOT)}
        service = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=where)
        worker = int(await service.stdout.readline())
        service.kill()
        await service.wait()
        await eventually(lambda: ended(worker))


async def ended(process: int) -> bool:
    return await asyncio.to_thread(_ended, process)


def _ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] == "Z"
