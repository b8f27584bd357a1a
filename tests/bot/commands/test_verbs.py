"""Each verb on real files and real databases, as it is typed."""

import re
import subprocess
import sys

CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")


async def _furnish(terminal, files) -> None:
    campaign, province = files
    await terminal.does("import", "campaign", str(campaign))
    await terminal.does("import", "units", str(province))


def test_help_waits_for_no_package_that_only_a_verb_needs():
    """Each costs a tenth of a second and more, and help needs none."""
    ask = "import sys; sys.argv[1:] = ['--help']\ntry: main()\nexcept SystemExit: print(*sys.modules, sep='\\n')"
    command = [sys.executable, "-c", f"from bot.__main__ import main\n{ask}"]
    brought = set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    assert "typer" in brought
    assert not brought & {"sqlalchemy", "telegram", "aiohttp", "alembic", "apscheduler", "jinja2", "openpyxl", "PIL"}


async def test_help_names_every_verb(terminal):
    told = (await terminal.afresh("--help")).out
    for verb in (
        "demo",
        "run",
        "migrate",
        "check",
        "chat",
        "import",
        "units",
        "invite",
        "recount",
        "export",
        "rehearse",
    ):
        assert f"  {verb} " in told


async def test_help_comes_in_the_language_of_the_settings(terminal):
    (terminal.folder / ".env").write_text("DEFAULT_LANGUAGE=en\n")
    assert "Make an invite code" in (await terminal.afresh("--help")).out


async def test_the_office_brings_in_its_campaign_and_its_units(terminal_on, files):
    campaign, province = files
    told = await terminal_on.does("import", "campaign", str(campaign))
    assert "Phong trào mới: hai-phong-2025." in told
    told = await terminal_on.does("import", "units", str(province))
    assert "68 dòng: 68 đơn vị mới, 0 thay đổi, 0 giữ nguyên." in told
    assert "✓ Đơn vị: 68." in await terminal_on.does("check")


async def test_a_dry_run_stores_nothing(terminal_on, files):
    campaign, province = files
    assert "chưa ghi gì" in await terminal_on.does("import", "campaign", str(campaign), "--dry-run")
    assert "68 đơn vị mới" in await terminal_on.does("import", "units", str(province), "--dry-run")
    checked = await terminal_on.run("check")
    assert checked.code == 1
    assert "✗ Phong trào: chưa có." in checked.out
    assert "✗ Đơn vị: chưa có." in checked.out


async def test_a_changed_file_says_what_changes_before_it_does(terminal, files):
    await _furnish(terminal, files)
    campaign, province = files
    changed = terminal.folder / "units.csv"
    changed.write_text(province.read_text().replace("Trường THCS Sông Lấp", "Trường THCS Bờ Sông Lấp"))
    rename = 'THCS-305-SONGLAP: "Trường THCS Sông Lấp" đổi tên thành "Trường THCS Bờ Sông Lấp"'
    assert rename in await terminal.does("import", "units", str(changed), "--dry-run")
    assert rename in await terminal.does("import", "units", str(changed), "--as-of", "01/07/2025")
    assert "0 thay đổi" in await terminal.does("import", "units", str(changed), "--as-of", "01/07/2025")
    (terminal.folder / "anniversaries.csv").write_text((campaign.parent / "anniversaries.csv").read_text())
    later = terminal.folder / "campaign.toml"
    later.write_text(campaign.read_text().replace("due = 2025-04-25", "due = 2025-05-09"))
    told = await terminal.does("import", "campaign", str(later), "--dry-run")
    assert 'duties.1.due: "2025-04-25" thành "2025-05-09"' in told
    assert "1 mục thay đổi" in told
    assert "không có gì thay đổi" in await terminal.does("import", "campaign", str(campaign))


async def test_a_bad_file_is_told_row_by_row_and_nothing_of_it_is_taken(terminal, files):
    await _furnish(terminal, files)
    bad = terminal.folder / "bad.csv"
    bad.write_text("code,name,kind,parent_code\nTHPT-MOI,Trường THPT Mới,thpt,SGDDT-HP\nX X,,foo,NOPE\n")
    ran = await terminal.run("import", "units", str(bad))
    assert ran.code == 65
    assert ran.out == ""
    lines = ran.err.splitlines()
    assert [line[:6] for line in lines[:-1]] == ["Dòng 3"] * 4
    assert lines[-1] == "Chưa nhập gì. Có 4 chỗ cần sửa trong tệp, rồi mời chạy lại lệnh này."
    assert "✓ Đơn vị: 68." in await terminal.does("check")


async def test_a_bad_campaign_is_told_by_key_before_any_database_is_opened(terminal, files):
    bad = terminal.folder / "campaign.toml"
    bad.write_text('code = "x"\nstart = "hôm qua"\n')
    ran = await terminal.run("import", "campaign", str(bad))
    assert ran.code == 65
    assert "Mục start:" in ran.err
    assert "Traceback" not in ran.err
    assert not (terminal.folder / "var").exists()


async def test_a_file_that_is_not_there_is_said_in_a_sentence(terminal):
    ran = await terminal.run("import", "units", "nowhere.xlsx")
    assert (ran.code, ran.out) == (65, "")
    assert "Chưa tìm thấy tệp nowhere.xlsx." in ran.err


async def test_a_day_that_cannot_be_read_is_said_with_an_example(terminal, files):
    ran = await terminal.run("import", "units", str(files[1]), "--as-of", "31/02/2025")
    assert ran.code == 65
    assert ran.err.strip() == 'Chưa đọc được ngày "31/02/2025". Ví dụ: 01/07/2025'


async def test_an_invitation_shows_its_code_and_links_and_draws_them(terminal_on, files):
    await _furnish(terminal_on, files)
    terminal_on.environment["PUBLIC_URL"] = "https://thidua.example"
    for name, starts in (("moi.png", b"\x89PNG"), ("moi.svg", b"<?xml")):
        told = await terminal_on.does("invite", "THPT-NGOQUYEN", "--role", "head", "--uses", "2", "--qr", name)
        code = told.splitlines()[0]
        assert CODE.fullmatch(code)
        assert "hiệu trưởng, Trường THPT Ngô Quyền: dùng 2 lần, trong 14 ngày" in told
        assert f"https://thidua.example/?code={code}" in told
        assert (terminal_on.folder / name).read_bytes().startswith(starts)


async def test_an_invitation_to_nowhere_names_codes_like_it(terminal, files):
    assert "Đơn vị: chưa có." in (await terminal.run("invite", "THPT-NGOQUYEN", "--role", "head")).err
    await _furnish(terminal, files)
    ran = await terminal.run("invite", "thpt-ngoquyn", "--role", "head")
    assert (ran.code, ran.out) == (65, "")
    assert "THPT-NGOQUYEN" in ran.err
    ran = await terminal.run("invite", "THPT-NGOQUYEN", "--role", "boss")
    assert ran.code == 65
    assert "teacher" in ran.err


async def test_a_picture_that_cannot_be_drawn_costs_no_code(terminal, files):
    await _furnish(terminal, files)
    for name, code in (("moi.pdf", 65), ("nowhere/moi.png", 78)):
        ran = await terminal.run("invite", "THPT-NGOQUYEN", "--role", "head", "--qr", name)
        assert (ran.code, ran.out) == (code, "")
        assert "Chưa tạo mã mời." in ran.err


async def test_recounting_finds_nothing_to_put_right(terminal_on, files):
    assert (await terminal_on.run("recount")).code == 65
    await _furnish(terminal_on, files)
    assert "0 chỗ được sửa" in await terminal_on.does("recount")


async def test_migrate_says_that_it_is_done(terminal_on):
    assert "cấu trúc hiện tại" in await terminal_on.does("migrate")
    assert "✓ Cơ sở dữ liệu" in (await terminal_on.run("check")).out


async def test_what_is_stored_is_for_its_owner_alone(terminal):
    await terminal.does("migrate")
    for name in ("thidua.db", "thidua.key"):
        assert (terminal.folder / "var" / name).stat().st_mode & 0o077 == 0


async def test_mistakes_of_the_operator_end_in_one_line_that_says_what_to_do(terminal, unused_tcp_port):
    (terminal.folder / "note.db").write_text("a shopping list, not a database, and long enough to be read as one page")
    away = f"postgresql+asyncpg://nobody@127.0.0.1:{unused_tcp_port}/thidua"
    for setting, value in (
        ("TELEGRAM_TOKEN", "abc"),
        ("WEB_PORT", "ninety"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", away),
        ("DATABASE_URL", "sqlite+aiosqlite:///note.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:////proc/none/thidua.db"),
    ):
        before = dict(terminal.environment)
        terminal.environment[setting] = value
        ran = await terminal.run("run")
        assert (ran.code, ran.out) == (78, ""), (setting, ran)
        assert len(ran.err.strip().splitlines()) == 1, ran
        assert "Traceback" not in ran.err
        terminal.environment = before


async def test_a_service_without_a_campaign_says_how_to_bring_one_in(terminal):
    ran = await terminal.run("run")
    assert ran.code == 78
    assert "thidua import campaign FILE" in ran.err
    assert len(ran.err.strip().splitlines()) == 1
