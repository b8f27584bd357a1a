"""Photos and papers: stored before it is said, one answer for an album, tried again for a day, and told when lost."""

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path

from tests.bot.looking import change, eventually, one, rows
from tests.kit.scenes import shot

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
UNTIL_EVIDENCE = ("/report", "Phụ đạo miễn phí cho học sinh khó khăn.", "cô Hạnh", "15/03/2025", "24 buổi")


async def at_evidence(house):
    """Lan, asked for evidence."""
    lan = await house.joins("Lan", "cô", "teacher")
    for words in UNTIL_EVIDENCE:
        await lan.says(words)
        [heard] = await lan.hears(1)
    assert "5/6" in heard.text
    return lan


def kept(house):
    """The files in the store, by their hash."""
    files = [path for path in Path(house.base.settings.files).rglob("*") if path.is_file()]
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


async def test_a_photo_is_on_disk_before_it_is_said_to_be(each_house):
    house = each_house
    lan = await at_evidence(house)
    await lan.sends_photo(JPEG)
    [said] = await lan.hears(1, timeout=5)
    assert said.text.startswith("Đã lưu 1 ảnh")
    assert hashlib.sha256(JPEG).hexdigest() in kept(house)
    [found] = await rows(house, "SELECT state, size, media_type FROM evidence")
    assert tuple(found) == ("stored", len(JPEG), "image/jpeg")


async def test_while_it_cannot_be_fetched_nothing_is_said(house):
    lan = await at_evidence(house)
    house.api.faults.fail("error", times=-1, method="file")
    await lan.sends_photo(JPEG)
    await lan.hears_nothing(1.5)
    assert await one(house, "SELECT state FROM evidence") == "owed"
    house.api.faults.clear()
    [said] = await lan.hears(1, timeout=9)
    assert said.text.startswith("Đã lưu 1 ảnh")


async def test_a_photo_from_before_fingerprints_gets_one_when_nothing_else_is_to_be_done(house):
    lan = await at_evidence(house)
    await lan.sends_photo(shot(3))
    await lan.hears(1, timeout=5)
    made = await one(house, "SELECT whole FROM likeness_photo")
    await change(house, "DELETE FROM likeness_photo")
    await change(house, "DELETE FROM note WHERE name = 'likeness_photo'")
    house.service.collector.nudge()
    await eventually(lambda: one(house, "SELECT count(*) FROM likeness_photo"))
    again = await one(house, "SELECT whole FROM likeness_photo")
    assert ((made ^ again) & (1 << 64) - 1).bit_count() <= 2, "from the cleaned copy, not the original"


async def test_an_album_is_answered_once(house):
    lan = await at_evidence(house)
    await lan.sends_album([JPEG + bytes([number]) for number in range(4)])
    [said] = await lan.hears(1, timeout=5)
    await asyncio.sleep(1)
    last = lan.sees[-1]
    assert last.text.startswith("Đã lưu 4 ảnh")
    assert len([heard for heard in lan.sees if heard.text.startswith("Đã lưu")]) == 1
    assert said.message_id == last.message_id


async def test_a_file_that_never_comes_is_told_after_a_day(house):
    lan = await at_evidence(house)
    house.api.faults.fail("error", times=-1, method="file")
    await lan.sends_photo(JPEG)
    await eventually(lambda: one(house, "SELECT max(tries) FROM evidence"))
    yesterday = house.base.clock.real() - timedelta(hours=25)
    await change(
        house, "UPDATE evidence SET sent_at = :at, retry_at = NULL", at=yesterday.strftime("%Y-%m-%d %H:%M:%S.000000")
    )
    house.service.collector.nudge()
    [said] = await lan.hears(1, timeout=8)
    assert "chưa lưu được" in said.text
    assert await one(house, "SELECT state FROM evidence") == "lost"


async def test_a_file_that_is_too_large_is_told_at_once(house):
    lan = await at_evidence(house)
    await lan.sends_document(b"%PDF-1.7", "phim.pdf", size=25 << 20)
    [said] = await lan.hears(1, timeout=5)
    assert "chưa lưu được" in said.text
    assert await one(house, "SELECT state FROM evidence") == "lost"


async def test_what_was_owed_before_a_kill_is_fetched_after_it(house):
    lan = await at_evidence(house)
    house.api.faults.fail("error", times=-1, method="getFile")
    await lan.sends_photo(JPEG)
    await eventually(lambda: one(house, "SELECT count(*) FROM evidence"))
    await change(house, "UPDATE evidence SET retry_at = NULL")
    house.api.faults.clear()
    house.service.collector.nudge()
    [said] = await lan.hears(1, timeout=8)
    assert said.text.startswith("Đã lưu 1 ảnh")
