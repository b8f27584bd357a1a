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
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

import storage.files
from bot.easel import Easel, NotDrawn
from domain.extracts import RowsDiffer
from storage import keyset
from storage.files import Files
from tests.bot.looking import change, eventually, one, rows
from tests.bot.orders import EVIL, lived, made, opened_in, ordered
from tests.kit.house import OFFICE, ROOT, furnished, living, settings


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
                    process.join()  # a busy machine may have made the file by now: then an idle worker dies
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
