"""The clock clears away contents that nobody owns and what the chat page left; what is owned stays."""

import contextlib
import json
import os
import time

from bot.keeping import SHARDS, YOUNG, sweep_shard
from storage.deeds import evidence
from storage.files import Files
from storage.store import Store
from tests.bot.looking import one, plan, rows, state
from tests.kit.house import living
from tests.kit.seats import picture
from web import leftovers

OLD = time.time() - 40 * 24 * 3600


async def contents(*pieces: bytes):
    for piece in pieces:
        yield piece


def aged(path, at=OLD):
    os.utime(path, (at, at))
    return path


async def swept(house) -> int:
    files = house.service.collector._files

    async def work(connection):
        return [await sweep_shard(connection, files, shard, time.time() - YOUNG) for shard in range(SHARDS)]

    return sum(await house.base.writer.run(work))


async def test_a_content_without_an_owner_goes_and_one_with_an_owner_or_a_young_one_stays(furnished_url, tmp_path):
    async with living(furnished_url, tmp_path) as house:
        files = house.service.collector._files
        lan = await house.joins("Lan", "cô", "teacher")
        await lan.says("/report")
        await lan.hears(1)
        await lan.sends_photo(picture(3))
        await lan.hears(1, timeout=10)
        owned = [key for row in await rows(house, "SELECT file_key, clean_key FROM evidence") for key in row]
        lost, _ = await files.put(contents(b"nobody's"), 100)
        young, _ = await files.put(contents(b"just come"), 100)
        for key in (*owned, lost):
            aged(files.path(key))
        assert await swept(house) == 1
        assert [files.path(key).exists() for key in (*owned, lost, young)] == [True, True, False, True]


async def test_a_message_that_waits_with_a_swept_file_is_not_sent(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        files = house.service.collector._files
        key, _ = await files.put(contents(b"a picture"), 100)
        aged(files.path(key))
        row = await plan(house, "web:web:" + "0" * 40, "Minh chứng")
        packed = json.dumps({"text": "Minh chứng", "picture": [key, "anh.jpg", "image/jpeg"]})

        async def attach(connection):
            from sqlalchemy import text

            values = {"p": packed, "row": row}
            await connection.execute(text("UPDATE outbox SET payload = :p WHERE id = :row"), values)

        await house.base.writer.run(attach)
        assert await swept(house) == 1
        assert await state(house, row) == ("skipped", "file_erased")


async def test_a_photo_whose_content_was_erased_while_it_was_noted_is_fetched_again(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        collector = house.service.collector
        settle, lost = collector._settle, []

        async def late(connection, stored):
            if not lost:
                lost.extend(found.key for found in stored)
                for key in lost:
                    collector._files.remove(key)
            return await settle(connection, stored)

        collector._settle = late
        lan = await house.joins("Lan", "cô", "teacher")
        await lan.says("/report")
        await lan.hears(1)
        await lan.sends_photo(picture(4))
        await lan.hears(1, timeout=15)
        assert lost
        assert await one(house, "SELECT state FROM evidence") == "stored"
        assert collector._files.path(lost[0]).exists()


async def test_only_used_contents_are_told_as_used(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:

        async def look(connection):
            return await evidence.used(Store(connection), ["a" * 64])

        assert await house.base.writer.run(look) == set()


def page(folder, *, uploaded=0.0, noted=0.0, key="k", chat="c" * 40):
    """An upload and a note of the page, of that age."""
    upload = folder / "received" / chat[:32] / ("1" * 32 + ".jpg")
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_bytes(b"photo")
    note = folder / "given" / ("2" * 32)
    note.parent.mkdir(exist_ok=True)
    note.write_text(json.dumps({"chat": chat, "key": key, "name": "a", "type": "b"}))
    return aged(upload, time.time() - uploaded), aged(note, time.time() - noted)


def test_uploads_go_after_two_days_and_notes_after_thirty_or_with_their_content(tmp_path):
    day = 24 * 3600
    for uploaded, noted, kept, expected in (
        (day, day, True, (True, True)),
        (3 * day, day, True, (False, True)),
        (day, 31 * day, True, (True, False)),
        (day, day, False, (True, False)),
    ):
        upload, note = page(tmp_path, uploaded=uploaded, noted=noted)
        leftovers.sweep(tmp_path, lambda _, kept=kept: kept, time.time())
        assert (upload.exists(), note.exists()) == expected
    assert leftovers.sweep(tmp_path / "nothing here", lambda _: True, time.time()) == 0


def test_a_chats_own_folder_and_notes_are_forgotten_and_no_others(tmp_path):
    upload, note = page(tmp_path, chat="c" * 40)
    other, _ = page(tmp_path, chat="d" * 40)  # its note took the place of the first
    assert leftovers.forget(tmp_path, {"c" * 40}, set()) == 1
    assert (upload.exists(), other.exists(), note.exists()) == (False, True, True)
    assert leftovers.forget(tmp_path, set(), {"k"}) == 1
    assert not note.exists()


async def keys_of(house) -> set[str]:
    """Contents that some evidence is."""
    return {key for row in await rows(house, "SELECT file_key, clean_key FROM evidence") for key in row if key}


def grown_old(house) -> set[str]:
    """Everything in the file store, as if it had lain there for weeks; the keys."""
    folder = house.service.collector._files._folder
    return {aged(path).name for path in folder.glob("??/*") if len(path.name) == 64}


async def a_draft_with_two_photos(house):
    lan = await house.joins("Lan", "cô", "teacher")
    await lan.says("/report")
    await lan.hears(1)
    for shade in (3, 90):
        await lan.sends_photo(picture(shade))
        await lan.hears(1, timeout=10)
    return lan


async def test_a_photo_of_a_draft_that_was_thrown_away_leaves_the_disk_and_somebody_else_s_copy_stays(
    furnished_url, tmp_path
):
    async with living(furnished_url, tmp_path) as house:
        lan = await a_draft_with_two_photos(house)
        yen = await house.joins("Yến", "cô", "teacher")
        await yen.says("/report")
        await yen.hears(1)
        await yen.sends_photo(picture(3))
        await yen.hears(1, timeout=10)
        await lan.says("thôi")
        await lan.hears(1)
        await lan.presses("Bỏ bản nháp")
        await lan.hears(1)
        assert len(grown_old(house)) == 4
        assert await swept(house) == 2
        assert grown_old(house) == await keys_of(house)
        assert len(await keys_of(house)) == 2


async def test_files_of_a_withdrawn_report_leave_the_disk(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        lan = await house.joins("Lan", "cô", "teacher")
        await lan.sends_photo(picture(3), "hôm qua cô Mai tổ Văn tặng 60 áo ấm cho học sinh vùng cao")
        await lan.hears(1, timeout=10)
        for said in ("60 áo", "rồi", "gửi", "/mine", "1", "Rút báo cáo", "Rút báo cáo"):
            await lan.says(said)
            await lan.hears(1)
        assert await rows(house, "SELECT state FROM deed") == [("withdrawn",)]
        assert grown_old(house)
        await swept(house)
        assert grown_old(house) == set()


async def test_a_sweep_that_dies_before_it_is_written_is_made_up_for_by_the_next(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        files = house.service.collector._files
        await a_draft_with_two_photos(house)
        owned = await keys_of(house)
        lost, _ = await files.put(contents(b"nobody's"), 100)
        grown_old(house)

        async def dies(connection):
            for shard in range(SHARDS):
                await sweep_shard(connection, files, shard, time.time() - YOUNG)
            raise ZeroDivisionError

        with contextlib.suppress(ZeroDivisionError):
            await house.base.writer.run(dies)
        assert await keys_of(house) == owned
        assert owned <= grown_old(house)
        await swept(house)
        assert not files.path(lost).exists()
        assert grown_old(house) == owned


async def test_bytes_that_come_again_while_they_are_swept_stay(tmp_path):
    files = Files(tmp_path)
    files.open()
    key, _ = await files.put(contents(b"the same photo"), 100)
    aged(files.path(key))
    assert files.old_keys(int(key[:2], 16), time.time() - YOUNG) == [key]
    await files.put(contents(b"the same photo"), 100)
    assert not files.remove_old(key, time.time() - YOUNG)
    assert files.path(key).exists()


async def test_a_photo_taken_out_while_it_was_fetched_is_not_brought_back(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        await a_draft_with_two_photos(house)
        row = await one(house, "SELECT max(id) FROM evidence")
        where = await rows(house, "SELECT address, run FROM evidence WHERE id = :row", row=row)

        async def late(connection):
            store = Store(connection)
            await evidence.drop(store, *where[0], row)
            await evidence.stored(store, row, "k" * 64, None, "image/jpeg", 3)
            await store.keep()

        await house.base.writer.run(late)
        assert await rows(house, "SELECT state, file_key FROM evidence WHERE id = :row", row=row) == [("dropped", None)]
