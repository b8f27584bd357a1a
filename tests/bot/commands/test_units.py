"""``thidua units`` as it is typed: alone, beside a running service, in two languages, and mistyped."""

import pytest

SERVING = "serving web on"
MOVES = "code,new_parent,day\nTHCS-305-SONGLAP,PGD-304,01/07/2025\nTH-305-HAIAU,PGD-307,2025-07-01\n"


async def _furnish(terminal, files) -> None:
    campaign, province = files
    await terminal.does("import", "campaign", str(campaign))
    await terminal.does("import", "units", str(province))
    (terminal.folder / "moves.csv").write_text(MOVES)


async def test_help_names_the_five_verbs(terminal):
    told = (await terminal.run("units", "--help")).out
    for verb in ("move", "merge", "split", "rename", "close"):
        assert f"  {verb} " in told


async def test_a_file_of_moves_is_shown_first_and_done_once(terminal_on, files):
    await _furnish(terminal_on, files)
    told = await terminal_on.does("units", "move", "moves.csv", "--dry-run")
    goes = "THCS-305-SONGLAP (Trường THCS Sông Lấp): từ 01/07/2025 thuộc Phòng Giáo dục và Đào tạo quận Ngô Quyền"
    assert goes in told
    assert "chưa ghi gì" in told
    assert goes in await terminal_on.does("units", "move", "moves.csv")
    assert "0 đơn vị thay đổi, 2 đơn vị đã đúng như vậy." in await terminal_on.does("units", "move", "moves.csv")
    assert "0 chỗ được sửa" in await terminal_on.does("recount")


async def test_the_same_words_come_through_the_door_of_a_running_service(terminal, files):
    await _furnish(terminal, files)
    asked = ("units", "rename", "THCS-305-SONGLAP", "Trường THCS Mới", "--day", "2025-07-01")
    alone = await terminal.does(*asked, "--dry-run")
    async with terminal.running("run", until=SERVING) as service:
        assert await terminal.does(*asked, "--dry-run") == alone
        assert "Đã thay đổi" in await terminal.does(*asked)
        assert "2 đơn vị thay đổi" in await terminal.does("units", "move", "moves.csv")
        ended = await terminal.does("units", "close", "MN-305-MAYBONG", "--successor", "MN-305-KEODUA")
        assert "Trường Mầm non Kẹo Dừa tiếp nhận" in ended
        refused = await terminal.run("units", "close", "PGD-305")
        assert (refused.code, refused.out) == (65, "")
        assert "vẫn ở dưới PGD-305" in refused.err
        assert await service.stops() == 0
    assert "0 đơn vị thay đổi" in await terminal.does(*asked)


async def test_units_merge_and_split_in_english(terminal, files):
    await _furnish(terminal, files)
    terminal.environment["DEFAULT_LANGUAGE"] = "en"
    told = await terminal.does("units", "merge", "MN-305-MAYBONG", "MN-305-KEODUA", "into", "MN-305-BANGLANG")
    assert "goes on in its place" in told
    assert "2 units change" in told
    told = await terminal.does(
        "units", "split", "TH-305-HAIAU", "INTO", "TH-305-HOAPHUONG", "TH-305-MUCTIMXANH", "--day", "01/07/2025"
    )
    assert "TH-305-MUCTIMXANH" in told


@pytest.mark.parametrize(
    "typed",
    [
        ("merge", "MN-305-MAYBONG", "MN-305-KEODUA"),
        ("merge", "MN-305-MAYBONG", "INTO", "MN-305-KEODUA", "MN-305-BANGLANG"),
        ("merge", "INTO", "MN-305-KEODUA"),
        ("split", "MN-305-MAYBONG", "INTO"),
        ("split", "MN-305-MAYBONG", "MN-305-KEODUA", "INTO", "MN-305-BANGLANG"),
    ],
)
async def test_what_is_typed_another_way_is_answered_with_an_example(terminal, typed):
    ran = await terminal.run("units", *typed)
    assert (ran.code, ran.out) == (65, "")
    assert ran.err.startswith(f"Mời ghi: thidua units {typed[0]} A")


async def test_a_day_or_a_file_that_cannot_be_read_changes_nothing(terminal, files):
    await _furnish(terminal, files)
    ran = await terminal.run("units", "close", "MN-305-MAYBONG", "--day", "31/02/2025")
    assert ran.code == 65
    assert 'Chưa đọc được ngày "31/02/2025"' in ran.err
    ran = await terminal.run("units", "move", "nowhere.csv")
    assert ran.code == 65
    assert "Chưa tìm thấy tệp nowhere.csv" in ran.err
