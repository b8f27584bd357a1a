"""A copy holds all that is one's own and nothing else; what is erased is found nowhere, not a byte of it (G1)."""

import io
import json
import zipfile

from sqlalchemy import text

from scheduler.retention import expire
from storage.database import reading
from storage.people import own_data
from storage.store import Store
from storage.tables import METADATA
from tests.bot.looking import eventually, key, one, plan, rows
from tests.kit.house import living
from tests.kit.seats import WebSeat, picture

LAN, STORY, RESULT, DRAFT = "Lan Canari", "Phụ đạo miễn phí cho lớp chuồn chuồn", "24 buổi", "Quyên góp sách chim yến"
HERS, OURS = picture(7), picture(9)


async def report(talker, story: str, *photos: bytes):
    """A whole report, sent."""
    for words in ("/report", story, "cô Hạnh, giáo viên", "15/03/2025", RESULT):
        await talker.says(words)
        await talker.hears(1, timeout=10)
    for photo in photos:
        await talker.sends_photo(photo)
        await talker.hears(1, timeout=10)
    for words in ("xong" if photos else "bỏ qua", "chưa hỏi"):
        await talker.says(words)
        heard = (await talker.hears(1, timeout=10))[0]
    while "Xem lại" not in heard.text:
        await talker.says("1")
        heard = (await talker.hears(1, timeout=10))[0]
    await talker.says("gửi")
    return (await talker.hears(1, timeout=10))[0]


async def a_school(house):
    """Lan and Mai have each reported something with photos, one of which both sent; Lan has begun another."""
    minh = await house.joins("Minh", "thầy", "head")
    lan, mai = await house.joins(LAN, "cô", "teacher"), await house.joins("Mai", "cô", "teacher")
    await report(lan, STORY, HERS, OURS)
    await report(mai, "Dạy bơi miễn phí", OURS)
    await minh.hears(2, timeout=10)
    for words in ("/report", DRAFT):
        await lan.says(words)
        await lan.hears(1, timeout=10)
    return lan, mai, minh


async def copied(talker):
    await talker.says("/riengtu")
    await talker.hears(1)
    await talker.says("tải")
    return (await talker.hears(2, timeout=15))[1]


async def erased(talker):
    await talker.says("/riengtu")
    await talker.hears(1)
    await talker.says("xóa hết")
    warned = (await talker.hears(1))[0]
    await talker.says("xoá")
    return warned, (await talker.hears(1, timeout=15))[0]


async def own(house, name):
    async with reading(house.base.readers) as connection:
        [[person]] = (await connection.execute(text("SELECT id FROM person WHERE name = :n"), {"n": name})).all()
        return await own_data.of(Store(connection, writable=False), person)


async def test_a_copy_holds_everything_of_hers_in_two_languages_and_nothing_of_others(furnished_url, tmp_path):
    async with living(furnished_url, tmp_path) as house:
        lan, _, _ = await a_school(house)
        heard = await copied(lan)
        assert heard.text.startswith(f"✅ Dữ liệu của cô {LAN} đến 10/04/2025: một tệp nén")
        assert heard.name == "du-lieu-cua-toi.zip"
        packed = zipfile.ZipFile(io.BytesIO(heard.data))
        kept = await own(house, LAN)
        told = json.loads(packed.read("du-lieu.json"))
        beside = {"chats", "acts", "messages_waiting"}  # the talk went on meanwhile
        assert {k: v for k, v in told.items() if k not in beside} == {k: v for k, v in kept.items() if k not in beside}
        assert [row["answers"]["what"] for row in told["deeds"]] == [STORY]
        assert DRAFT in json.dumps(told["chats"], ensure_ascii=False)
        photos = [packed.read(name) for name in packed.namelist() if name.startswith("anh/")]
        assert len(photos) == 4
        assert {HERS, OURS} <= set(photos)
        for page in ("doc-truoc.html", "read-me-first.html"):
            html = packed.read(page).decode()
            assert STORY in html
            assert LAN in html
        everything = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
        assert "Mai" not in everything
        assert "Minh" not in everything
        assert "Dạy bơi" not in everything


async def test_what_is_erased_is_nowhere_in_database_log_and_files(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        lan, _, minh = await a_school(house)
        await copied(lan)
        number = await one(house, "SELECT min(id) FROM deed")
        row = await plan(house, f"web:web:{'0' * 40}", f"Báo cáo G-{number} của cô {LAN}")  # a page that is closed
        await minh.says("/check")
        await minh.hears(1)
        await minh.presses("Trả lại để bổ sung")
        await minh.hears(1)
        warned, told = await erased(lan)
        assert "Còn giữ trong hồ sơ của trường: 1 báo cáo đã gửi" in warned.text
        assert told.text.startswith("✅ Đã xóa lúc 16:42 ngày 10/04/2025. Cảm ơn cô đã tham gia.")
        assert not found(tmp_path, LAN, DRAFT)
        assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.read_bytes() == HERS]
        assert [path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.read_bytes() == OURS]
        assert await one(house, "SELECT state FROM outbox WHERE id = :row", row=row) == "skipped"
        [deed] = await rows(house, "SELECT reporter_id, answers, state FROM deed WHERE id = :n", n=number)
        assert (deed[0], deed[2]) == (None, "sent")
        assert STORY in deed[1]
        assert "_photos" not in deed[1]
        assert await one(house, "SELECT count(*) FROM consent WHERE withdrawn_at IS NOT NULL") == 1
        assert await one(house, "SELECT count(*) FROM evidence") == 1
        await minh.says("ghi rõ số học sinh")
        assert (await minh.hears(1))[0].text.startswith("✅ Đã gửi lại thầy/cô")
        await house.base.writer.run(lambda connection: expire(connection, house.base.clock.now()))
        assert not await rows(house, "SELECT 1 FROM outbox WHERE address = :chat", chat=key(house, lan))
        assert not await rows(house, "SELECT 1 FROM inbox WHERE address = :chat", chat=key(house, lan))
        await lan.says("/mine")
        assert "mã mời" in (await lan.hears(1))[0].text


def found(folder, *texts):
    """Files in which one of these stands: the database, its log, the file store."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    return [path.name for path in files for said in texts if said.encode() in path.read_bytes()]


async def test_what_is_erased_is_in_no_row_of_postgresql(postgres_server, tmp_path):
    async with living(postgres_server.create(), tmp_path) as house:
        lan, _, _ = await a_school(house)
        await copied(lan)
        await erased(lan)
        async with reading(house.base.readers) as connection:
            for table in METADATA.sorted_tables:
                told = (await connection.execute(text(f'SELECT t::text FROM "{table.name}" AS t'))).scalars().all()
                assert not [row for row in told if LAN in row or DRAFT in row], table.name
        left = [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()]
        assert HERS not in left
        assert OURS in left


async def test_an_erasure_that_was_cut_short_is_finished_by_the_next_process(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        lan, _, _ = await a_school(house)
        await lan.says("/riengtu")
        await lan.hears(1)
        archivist = house.service.archivist

        async def breaks(keys):
            raise OSError(5, "the disk is away")

        mended = archivist._remove
        archivist._remove = breaks
        await lan.says("xóa hết")
        await lan.hears(1)
        await lan.says("xóa")
        await eventually(lambda: one(house, "SELECT count(*) FROM own_request WHERE retry_at IS NOT NULL"))
        assert [path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.read_bytes() == HERS]
        archivist._remove = mended
        heard = await lan.hears(1, timeout=20)
        assert heard[0].text.startswith("✅ Đã xóa")
        assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.read_bytes() == HERS]


async def test_uploads_of_the_page_go_with_their_owner(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        lan = WebSeat(f"http://127.0.0.1:{house.service.port}", "seat0")
        await lan.open()
        for words in (await house.invite("teacher"), "đồng ý", f"cô {LAN}", "/report"):
            await lan.say(words)
            await lan.hear()
        await lan.photos(1, DRAFT)
        await lan.hear()
        assert found(tmp_path, LAN)
        await lan.say("/riengtu")
        await lan.hear()
        await lan.say("tải")
        await lan.hear()
        await lan.hear()
        link = f"{lan.root}{lan.messages[-1]['document']['url']}"
        async with lan.session.get(link) as answer:
            assert zipfile.is_zipfile(io.BytesIO(await answer.read()))
        await lan.say("xóa hết")
        await lan.hear()
        await lan.say("xóa")
        assert (await lan.hear()).text.startswith("✅ Đã xóa")
        assert not found(tmp_path, LAN, DRAFT)
        left = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
        assert left == []
        async with lan.session.get(link) as answer:
            assert answer.status == 404
        await lan.close()
