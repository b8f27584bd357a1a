"""What must not be kept is nowhere once it is handled: byte by byte in the database, its log, and our logs (C6)."""

import logging
import sqlite3
from pathlib import Path

from tests.bot.looking import one

SECRETS = ("031099000123", "0912345678", "ngo 34 duong", "Văn An")
STORY = "em Nguyễn Văn An lớp 12B nhặt được ví có 15tr, trả lại người mất chiều t4"


async def quiet(house):
    """Everything that came in has been handled."""
    for _ in range(100):
        if not await one(house, "SELECT count(*) FROM inbox WHERE state <> 'done'"):
            return
    raise AssertionError("something still waits")


def found(folder: Path, log: str) -> list[tuple[str, str]]:
    """Where one of the secrets can still be read."""
    places = {path.name: path.read_bytes() for path in folder.glob("thidua.db*") if path.suffix != ".lock"}
    places["the log"] = log.encode()
    return [(name, secret) for name, kept in places.items() for secret in SECRETS if secret.encode() in kept]


async def test_private_numbers_are_nowhere_in_the_database_its_log_and_ours(house, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    lan = await house.joins("Lan", "cô", "teacher")
    for words, heard in (
        (STORY, "Một việc rất đáng quý"),
        ("nguoi mat vi la co Thu cccd 031099000123 da viet thu cam on", "số căn cước"),
        ("1", "Đã ghi: thư cảm ơn"),
        ("1", "Xem lại"),
        ("sua ket qua", "Kết quả đang ghi"),
        ("15tr, hoi sdt 0912345678", "số điện thoại"),
        ("2", "Kết quả"),
        ("nha o so 12 ngo 34 duong Le Loi, tra du 15tr", "địa chỉ nhà"),
        ("1", "Xem lại"),
        ("gửi", "Đã nhận báo cáo"),
        ("thay Son hien mau, goi 0912345678", "số điện thoại"),
        ("để sau", "bản nháp"),
    ):
        await lan.says(words)
        [said] = await lan.hears(1)
        assert heard in said.text, said.text
    await quiet(house)
    assert await one(house, "SELECT count(*) FROM inbox WHERE body <> ''") == 0
    with sqlite3.connect(tmp_path / "thidua.db") as looking:
        blocked, *_ = looking.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    looking.close()
    assert not blocked
    assert found(tmp_path, caplog.text) == []
    assert "da viet thu cam on" in str(await one(house, "SELECT answers FROM deed"))
