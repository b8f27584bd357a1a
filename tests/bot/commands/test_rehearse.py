"""``thidua rehearse`` as it is typed: made up, with the Office's own units, and mistyped; nothing real is touched."""

import csv
import sqlite3

from openpyxl import load_workbook

SHORT = ("--from", "18/04/2025", "--until", "22/04/2025", "--people", "40")


def _kept(path) -> dict[str, int]:
    """How many rows each table of a database has."""
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    connection.close()
    return counts


async def _furnish(terminal, files) -> None:
    campaign, province = files
    await terminal.does("import", "campaign", str(campaign))
    await terminal.does("import", "units", str(province))


async def test_a_made_up_province_is_played_without_any_database(terminal):
    ran = await terminal.run("rehearse", "--schools", "20", *SHORT, "--out", "diễn tập.csv")
    assert ran.code == 0, ran
    assert "không gửi tin nào cho ai" in ran.err
    for told in (
        "Lịch gửi theo tuần",
        "Những giờ bận nhất",
        "Nhắc việc theo bước",
        "Nên xem trước khi bắt đầu",
        "Giả định",
    ):
        assert told in ran.out
    assert "Từ 18/04/2025 đến 22/04/2025: 35 đơn vị (giả định), trong đó 20 trường" in ran.out
    assert not (terminal.folder / "var").exists()
    rows = list(csv.reader((terminal.folder / "diễn tập.csv").read_text("utf-8-sig").splitlines()))
    assert ["Tuần", "Tin", "Về việc", "Gửi tới", "Kênh"] in rows


async def test_the_office_s_own_units_are_played_and_its_database_stays_as_it_was(terminal, files):
    await _furnish(terminal, files)
    before = _kept(terminal.folder / "var/thidua.db")
    told = (await terminal.run("rehearse", *SHORT, "--language", "en", "--out", "rehearsal.xlsx")).out
    assert "68 units (the present tree of units)" in told
    assert "What is sent, by week" in told
    assert _kept(terminal.folder / "var/thidua.db") == before
    book = load_workbook(terminal.folder / "rehearsal.xlsx")
    assert [name.partition(".")[0] for name in book.sheetnames][:3] == ["1", "2", "3"]
    assert book.worksheets[1]["A1"].value == "Week"


async def test_with_another_campaign_its_own_due_days_are_played(terminal, files):
    text = files[0].read_text().replace("due = 2025-04-25", "due = 2025-05-23")
    (terminal.folder / "anniversaries.csv").write_text((files[0].parent / "anniversaries.csv").read_text())
    (terminal.folder / "later.toml").write_text(text)
    ran = await terminal.run("rehearse", "--schools", "5", "--campaign", "later.toml", *SHORT)
    assert ran.code == 0, ran
    assert "báo kế hoạch thi đua" not in ran.out.partition("Nhắc việc theo bước")[2].partition("Không gửi")[0]


async def test_what_cannot_be_played_is_said_in_a_sentence(terminal):
    for words, said in (
        (("--from", "12/05/2025", "--until", "01/05/2025"), "Ngày đầu 12/05/2025 ở sau ngày cuối 01/05/2025."),
        (("--waves", "all"), "--waves nhận một trong: leaders, everyone, none."),
        (("--out", "x.pdf"), "Tệp x.pdf cần có đuôi .csv hoặc .xlsx."),
        (("--joined",), "Cơ sở dữ liệu chưa có ai tham gia"),
        (("--from", "31/02/2025"), 'Chưa đọc được ngày "31/02/2025"'),
        (("--campaign", "nowhere.toml"), "nowhere.toml"),
    ):
        ran = await terminal.run("rehearse", "--schools", "2", "--people", "0", *words)
        assert ran.code == 65, (words, ran)
        assert said in ran.err
        assert "Traceback" not in ran.err


def _join(path) -> None:
    """Lan, who heads a school and reads Zalo, has joined; so has Minh, who has blocked the bot."""
    connection = sqlite3.connect(path)
    unit = connection.execute("SELECT id FROM unit WHERE code = 'THPT-NGOQUYEN'").fetchone()[0]
    for row, name, role, chat, blocked in (
        (1, "Nguyễn Thị Lan", "head", "zalo:1459:bimat", None),
        (2, "Trần Văn Minh", "deputy", "telegram:7001:kín", "2025-04-01 00:00:00"),
    ):
        at = "2025-03-01 00:00:00"
        connection.execute("INSERT INTO person (id, name, title, created_at) VALUES (?, ?, 'co', ?)", (row, name, at))
        chats = "INSERT INTO conversation (address, person_id, seen_at, blocked_at) VALUES (?, ?, ?, ?)"
        connection.execute(chats, (chat, row, at, blocked))
        grants = "INSERT INTO role_grant (person_id, role, unit_id, from_day, to_day) VALUES (?, ?, ?, ?, '9999-12-31')"
        connection.execute(grants, (row, role, unit, "2025-03-01"))
    connection.commit()
    connection.close()


async def test_as_joined_so_far_it_tells_numbers_and_nobody_s_name(terminal, files):
    await _furnish(terminal, files)
    _join(terminal.folder / "var/thidua.db")
    ran = await terminal.run("rehearse", "--joined", *SHORT, "--out", "out.csv")
    assert ran.code == 0, ran
    assert "2 người" in ran.out
    assert "Zalo: 1 người cần 1 bot" in ran.out
    assert "đơn vị chưa có ai tham gia" in ran.out
    told = ran.out + ran.err + (terminal.folder / "out.csv").read_text()
    assert not [name for name in ("Lan", "Minh", "bimat", "kín") if name in told]
