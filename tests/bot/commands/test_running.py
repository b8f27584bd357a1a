"""The command line beside a running service: the same verbs, through the socket of its owner."""

import asyncio
import signal
import sqlite3
import stat
from contextlib import closing

import pytest
from openpyxl import load_workbook

from bot.commands import door
from bot.commands.door import Hung, door_path, knock, open_door
from tests.kit.house import settings

SERVING = "serving web on"


async def _furnish(terminal, files) -> None:
    campaign, province = files
    await terminal.does("import", "campaign", str(campaign))
    await terminal.does("import", "units", str(province))


async def test_an_invitation_made_beside_the_service_opens_its_door(terminal_on, files, visit):
    await _furnish(terminal_on, files)
    async with terminal_on.running("run", until=SERVING) as service:
        code = (await terminal_on.does("invite", "THPT-NGOQUYEN", "--role", "teacher")).splitlines()[0]
        async with visit(service.url) as visitor:
            lan = await visitor.sits("me")
            await lan.says(f"/start {code}")
            assert "Trường THPT Ngô Quyền" in await lan.hears()
        assert await service.stops() == 0


async def test_a_campaign_imported_beside_the_service_is_used_at_once(terminal, files, visit):
    await _furnish(terminal, files)
    campaign, _ = files
    (terminal.folder / "anniversaries.csv").write_text((campaign.parent / "anniversaries.csv").read_text())
    later = terminal.folder / "campaign.toml"
    later.write_text(campaign.read_text().replace("due = 2025-04-25", "due = 2025-12-26"))
    code = (await terminal.does("invite", "THPT-NGOQUYEN", "--role", "head")).splitlines()[0]
    async with terminal.running("run", until=SERVING) as service, visit(service.url) as visitor:
        minh = await visitor.sits("me")
        for said in (f"/start {code}", "đồng ý", "thầy Minh"):
            await minh.says(said)
            await minh.hears()
        assert "Đã nhập." in await terminal.does("import", "campaign", str(later))
        await minh.says("/menu")
        assert "26/12/2025" in await minh.hears()
        renamed = terminal.folder / "units.csv"
        renamed.write_text(files[1].read_text().replace("Trường THPT Ngô Quyền", "Trường THPT Ngô Quyền Mới"))
        assert "1 thay đổi" in await terminal.does("import", "units", str(renamed))
        await minh.says("/menu")
        assert "Trường THPT Ngô Quyền Mới" in await minh.hears()


async def test_a_bad_file_beside_the_service_is_told_the_same_way(terminal, files):
    await _furnish(terminal, files)
    bad = terminal.folder / "bad.csv"
    bad.write_text("code,name,kind,parent_code\nX X,,foo,NOPE\n")
    alone = await terminal.run("import", "units", str(bad))
    async with terminal.running("run", until=SERVING) as service:
        beside = await terminal.run("import", "units", str(bad))
        assert "0 chỗ được sửa" in await terminal.does("recount")
        assert await service.stops() == 0
    assert beside == alone
    assert beside.code == 65


async def test_a_second_service_on_the_same_database_refuses_in_a_sentence(terminal_on, files):
    await _furnish(terminal_on, files)
    async with terminal_on.running("run", until=SERVING):
        for verb in ("run", "migrate"):
            ran = await terminal_on.run(verb)
            assert (ran.code, ran.out) == (75, "")
            assert ran.err.startswith("Một thidua khác đang dùng cơ sở dữ liệu này.")
            assert len(ran.err.strip().splitlines()) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_service_in_order_and_the_next_one_goes_on(terminal, files, visit, how):
    await _furnish(terminal, files)
    async with terminal.running("run", until=SERVING) as service, visit(service.url) as visitor:
        stranger = await visitor.sits("me")
        await stranger.says("alo")
        await stranger.hears()
        assert await service.stops(how) == 0
        assert "Traceback" not in service.said
        assert "stopped" in service.said
    assert not (terminal.folder / "var/thidua.sock").exists()
    async with terminal.running("run", until=SERVING) as service:
        assert await service.stops() == 0


async def test_a_killed_service_leaves_a_socket_that_is_in_nobodys_way(terminal, files):
    await _furnish(terminal, files)
    async with terminal.running("run", until=SERVING) as service:
        await service.dies()
    assert (terminal.folder / "var/thidua.sock").exists()
    await terminal.does("invite", "THPT-NGOQUYEN", "--role", "teacher")
    async with terminal.running("run", until=SERVING) as service:
        assert "· Dịch vụ: đang chạy." in await terminal.does("check")
        assert await service.stops() == 0


async def test_only_its_owner_may_come_in_by_the_socket(tmp_path):
    path = tmp_path / "thidua.sock"

    async def act(request):
        return {"code": 0, "lines": [request["verb"]]}

    async with open_door(path, act):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert await knock(path, {"verb": "xin chào"}) == {"code": 0, "lines": ["xin chào"]}
    assert await knock(path, {"verb": "ping"}) is None


async def test_a_checkout_may_lie_deep_down(tmp_path):
    path = tmp_path / ("d" * 60) / ("e" * 60) / "thidua.sock"

    async def act(request):
        return {"code": 0, "lines": []}

    assert await knock(path, {"verb": "ping"}) is None
    async with open_door(path, act):
        assert path.is_socket()
        assert (await knock(path, {"verb": "ping"}))["code"] == 0


async def test_a_verb_that_fails_inside_is_heard_of_and_the_service_goes_on(tmp_path, monkeypatch):
    path = tmp_path / "thidua.sock"

    async def act(request):
        if request["verb"] == "slow":
            await asyncio.sleep(5)
        raise OSError("the disk is full")

    monkeypatch.setattr(door, "PATIENCE", 0.2)
    async with open_door(path, act):
        for verb in ("fails", "slow", "fails"):
            with pytest.raises(Hung):
                await knock(path, {"verb": verb})


def test_two_databases_of_a_server_have_two_doors(tmp_path):
    doors = {
        door_path(settings(url, tmp_path)).name
        for url in ("postgresql+asyncpg://a@/one", "postgresql+asyncpg://a@/two", "sqlite+aiosqlite:///var/thidua.db")
    }
    assert len(doors) == 3
    assert "thidua.sock" in doors


async def test_a_file_is_exported_beside_the_service_and_without_it_and_both_are_logged(terminal, files):
    await _furnish(terminal, files)
    out = terminal.folder / "out"
    out.mkdir()
    assert "64 dòng" in await terminal.does("export", "plans", str(out / "alone.xlsx"))
    async with terminal.running("run", until=SERVING) as service:
        of = ("--unit", "pgd-305", "--from", "01/03/2025", "--to", "31/03/2025")
        assert "15 dòng" in await terminal.does("export", "late", str(out / "late.xlsx"), *of)
        refused = await terminal.run("export", "plans", str(out / "plans.csv"))
        assert (refused.code, "kết thúc bằng .xlsx" in refused.err) == (65, True)
        assert await service.stops() == 0
    assert sorted(path.name for path in out.iterdir()) == ["alone.xlsx", "late.xlsx"]
    book = load_workbook(out / "late.xlsx").active
    assert (book.max_row, "Máy chủ xuất tệp lúc" in book["A2"].value) == (19, True)
    with closing(sqlite3.connect(terminal.folder / "var/thidua.db")) as kept:
        assert kept.execute("SELECT kind, row_count, person_id FROM export_log ORDER BY id").fetchall() == [
            ("plans", 64, None),
            ("late", 15, None),
        ]
