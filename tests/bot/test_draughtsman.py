"""A picture of figures is drawn once for the same figures, outlives its draughtsman, and ends in words."""

import asyncio
import io
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from bot import draughtsman
from bot.draughtsman import MOST_TRIES, Draughtsman
from bot.easel import Easel
from domain.charts import Chart
from scheduler.retention import expire
from storage import drawings
from storage.store import Store
from tests.bot.looking import change, eventually, key, one, rows
from tests.kit.house import OFFICE, living


@asynccontextmanager
async def an_office(url, folder):
    """Hoa works in the Office."""
    async with living(url, folder) as house:
        yield house, await house.joins("Hoa", "chị", "office", OFFICE)


async def wants(house, talker, kind="branches", language="vi"):
    """What pressing the button leaves behind; returns whether it was new."""
    name = "chị Hoa" if not talker else next(who for who, sits in house.people.items() if sits is talker)
    person = await one(house, "SELECT id FROM person WHERE name = :name", name=name)
    unit = await one(house, "SELECT id FROM unit WHERE code = :code", code=OFFICE)

    async def write(connection):
        store = Store(connection)
        now, chat = house.base.clock.now(), key(house, talker)
        is_new = await drawings.ask(store, now, person, chat, language, kind, [unit, 0, 0, 0, 0])
        await store.keep()
        return is_new

    return await house.base.writer.run(write)


class Counted(Easel):
    """An easel that a test may upset; it counts what it is asked to draw."""

    drawn: list[Chart]
    breaks = 0
    seconds = 0.0

    async def draw(self, chart):
        self.drawn.append(chart)
        await asyncio.sleep(self.seconds)
        if self.breaks:
            self.breaks -= 1
            asyncio.get_running_loop().call_later(0.1, self.put_away)
        return await super().draw(chart)


def upset(house, monkeypatch, **how):
    """Let the service's draughtsman draw with it."""
    easel = house.service.draughtsman._easel
    easel.__class__ = Counted
    easel.drawn = []
    for name, value in how.items():
        setattr(easel, name, value)
    monkeypatch.setattr(draughtsman, "AGAIN", timedelta(milliseconds=10))
    return easel


async def test_the_picture_comes_with_the_same_in_words(furnished_url, tmp_path):
    async with an_office(furnished_url, tmp_path) as (house, hoa):
        await wants(house, hoa)
        [heard] = await hoa.hears(1, timeout=30)
        assert heard.text.startswith(
            "Hoàn thành theo đơn vị, toàn ngành, đến 10/04/2025\n- Phòng GDĐT quận Lê Chân: 0% (0/15)"
        )
        assert Image.open(io.BytesIO(heard.data)).width == 1080
        assert heard.labels == ["Theo thời gian", "Theo phong trào", "Về tổng hợp", "Mở menu chính"]
        assert await rows(house, "SELECT 1 FROM drawing_request") == []


async def test_the_same_figures_in_the_same_words_are_drawn_once(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        easel = upset(house, monkeypatch)
        binh = await house.joins("Bình", "anh", "office", OFFICE)
        for talker in (hoa, binh, hoa):
            await wants(house, talker)
            assert (await talker.hears(1, timeout=30))[0].data
        assert len(easel.drawn) == 1
        await wants(house, hoa, language="en")
        assert (await hoa.hears(1, timeout=30))[0].text.startswith("Complete, by unit, the whole sector")
        assert len(easel.drawn) == 2
        await change(house, "UPDATE drawing SET file_key = 'swept away'")
        await wants(house, hoa)
        assert (await hoa.hears(1, timeout=30))[0].data
        assert len(easel.drawn) == 3


async def test_pressing_twice_brings_one_picture(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        upset(house, monkeypatch, seconds=1.0)
        assert [await wants(house, hoa), await wants(house, hoa)] == [True, False]
        await hoa.hears(1, timeout=30)
        await hoa.hears_nothing(1.5)


async def test_who_draws_may_die_and_the_picture_comes_all_the_same(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        easel = upset(house, monkeypatch, breaks=1)
        await wants(house, hoa)
        assert (await hoa.hears(1, timeout=40))[0].data
        assert len(easel.drawn) == 2


async def test_what_cannot_be_drawn_is_told_in_words(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        easel = upset(house, monkeypatch, breaks=99)
        await wants(house, hoa)
        [heard] = await hoa.hears(1, timeout=40)
        assert heard.data is None
        assert heard.text.startswith("Hoàn thành theo đơn vị, toàn ngành")
        assert len(easel.drawn) == MOST_TRIES


async def test_where_no_pictures_are_shown_the_words_come_and_nothing_is_drawn(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        easel = upset(house, monkeypatch)
        channel = next(one for (name, _), one in house.service.works.channels.items() if name == "telegram")
        monkeypatch.setattr(channel, "capabilities", replace(channel.capabilities, pictures=False))
        await wants(house, hoa)
        [heard] = await hoa.hears(1, timeout=10)
        assert heard.data is None
        assert "- Phòng GDĐT quận Lê Chân: 0% (0/15)" in heard.text
        assert easel.drawn == []


async def test_one_is_told_once_when_it_takes_long(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        upset(house, monkeypatch, seconds=0.6, breaks=1)
        house.service.draughtsman._slow = 0.2
        await wants(house, hoa)
        slow, heard = await hoa.hears(2, timeout=40)
        assert slow.text == "Biểu đồ đang được vẽ. Xong là Trợ lý gửi ngay."
        assert heard.data
        await hoa.hears_nothing(0.3)


async def test_what_was_asked_of_an_earlier_process_is_drawn_by_the_next(sqlite_url, tmp_path, monkeypatch):
    async def asleep(_):
        return 0

    with monkeypatch.context() as patched:
        patched.setattr(Draughtsman, "round", asleep)
        async with an_office(sqlite_url, tmp_path) as (house, hoa):
            await wants(house, hoa)
            await hoa.hears_nothing(0.7)
            left = await rows(house, "SELECT address FROM drawing_request")
            assert len(left) == 1
            patched.undo()
            assert await house.service.draughtsman.round() == 1
            assert (await hoa.hears(1, timeout=30))[0].data


async def test_whoever_has_lost_the_right_meanwhile_gets_nothing(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        easel = upset(house, monkeypatch)
        await change(house, "UPDATE role_grant SET role = 'teacher'")
        await wants(house, hoa)
        await eventually(lambda: _none(house))
        await hoa.hears_nothing(0.5)
        assert easel.drawn == []


async def _none(house):
    return await rows(house, "SELECT 1 FROM drawing_request") == []


async def test_pictures_that_nobody_wants_any_more_go(sqlite_url, tmp_path):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        await wants(house, hoa)
        await hoa.hears(1, timeout=30)
        now = house.base.clock.now()
        for days, left in ((2, 1), (4, 0)):
            later = replace(now, real=now.real + timedelta(days=days))
            await house.base.writer.run(lambda connection, later=later: expire(connection, later))
            assert await one(house, "SELECT count(*) FROM drawing") == left


async def test_the_book_of_reminders_comes_as_a_file_whoever_draws_it_up(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        easel = upset(house, monkeypatch, breaks=1)
        await wants(house, hoa, "book_docx")
        [heard] = await hoa.hears(1, timeout=30)
        assert heard.text.startswith("✅ Sổ đôn đốc, Sở GDĐT Hải Phòng: 0 dòng, đến ")
        assert heard.data[:2] == b"PK"
        assert len(easel.drawn) == 2, "the first one was upset and tried again"
        assert await rows(house, "SELECT 1 FROM drawing_request") == []


async def test_a_file_that_cannot_be_drawn_up_is_not_said_to_be_there(sqlite_url, tmp_path, monkeypatch):
    async with an_office(sqlite_url, tmp_path) as (house, hoa):
        upset(house, monkeypatch, breaks=99)
        await wants(house, hoa, "book_docx")
        [heard] = await hoa.hears(1, timeout=30)
        assert heard.text == "Chưa lập được tệp sổ đôn đốc. Mời thử lại sau ít phút."
