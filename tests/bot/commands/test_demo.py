"""The demo as a newcomer meets it: one command, three people, a pretend day."""

import asyncio
import json
import os
import signal
import socket

from bot.app import opened
from bot.commands import chat
from bot.commands.chat import talk
from bot.commands.demo import demo_settings, free_port, furnish, stage_of
from bot.commands.demo_cast import begins, seats
from bot.commands.words import terminal_words
from storage import notes
from storage.database import reading
from storage.figures.recount import recount
from storage.store import Store
from web.seats import chat_of

READY = "Ctrl+C"
DEMO = ("demo", "--port", "0")


async def test_one_command_and_the_three_are_there_each_with_a_menu_of_their_own(terminal, visit):
    async with terminal.running(*DEMO, until=READY) as demo, visit(demo.url) as visitor:
        page = await visitor.page()
        assert "Cô Lan" in page
        assert "Thứ Năm, 10/04/2025 · 16:4" in page
        for seat, greeting in (("lan", "Chào cô Lan"), ("minh", "Chào thầy Minh"), ("hoa", "Chào chị Hoa")):
            person = await visitor.sits(seat)
            await person.says("/start")
            await person.hears(greeting)
            assert person.day["day"] == "2025-04-10"
        assert await demo.stops() == 0


async def test_the_office_reads_that_the_province_has_been_busy(terminal, visit):
    async with terminal.running(*DEMO, until=READY) as demo, visit(demo.url) as visitor:
        hoa = await visitor.sits("hoa")
        await hoa.says("/summary")
        told = await hoa.hears("50% (32/64 đơn vị)")
        assert "Gương: 36 báo cáo" in told


async def test_the_office_finds_examples_nominations_and_a_council_on_its_desk(terminal, visit):
    async with terminal.running(*DEMO, until=READY) as demo, visit(demo.url) as visitor:
        hoa, minh = await visitor.sits("hoa"), await visitor.sits("minh")
        for said, told in (
            ("/review", "Cần xem: lời kể gần giống báo cáo"),
            ("/award", "Đề nghị khen thưởng chờ Sở xét: 2"),
            ("/council", "11/04/2025 · 2 hồ sơ · chưa mở bỏ phiếu"),
            ("/papers", "V-001"),
            ("/notices", "Danh sách đề nghị khen thưởng đang công khai, đến hết thứ Ba, 15/04/2025: 2"),
        ):
            await hoa.says(said)
            await hoa.hears(told)
        await minh.says("/award")
        await minh.hears("cô Phương · Giấy khen của Sở · Sở đang xét")


async def test_a_second_start_goes_on_where_the_first_stood(terminal, visit):
    async with terminal.running(*DEMO, until=READY) as demo, visit(demo.url) as visitor:
        lan = await visitor.sits("lan")
        await lan.says("/report")
        await lan.hears("1/6")
        status, told = await visitor.moves(days=3)
        assert (status, told["day"]) == (200, "2025-04-13")
        secret = [cookie.value for cookie in visitor.session.cookie_jar if cookie.key == "thidua_lan"]
        assert await demo.stops() == 0
    async with terminal.running(*DEMO, until=READY) as demo, visit(demo.url) as visitor:
        assert "lần đầu" not in demo.said
        lan = await visitor.sits("lan")
        assert secret == [cookie.value for cookie in visitor.session.cookie_jar if cookie.key == "thidua_lan"]
        await lan.says("xin chào cả nhà, tôi lại đây")
        await lan.hears()
        assert lan.day["day"] == "2025-04-13"


async def test_the_day_goes_forward_only(terminal, visit):
    async with terminal.running(*DEMO, until=READY) as demo, visit(demo.url) as visitor:
        minh = await visitor.sits("minh")
        assert (await visitor.moves(day="2025-04-25"))[1]["day"] == "2025-04-25"
        assert (await visitor.moves(day="2025-04-10"))[0] == 409
        await minh.says("/summary")
        assert "25/04/2025" in await minh.hears()


async def test_it_can_be_talked_to_in_a_terminal(terminal, monkeypatch):
    monkeypatch.setattr(chat, "LAST_WORDS", 0.1)
    async with terminal.running(*DEMO, until=READY) as demo:
        shown: list[str] = []
        news = asyncio.Event()

        def show(text: str) -> None:
            shown.append(text)
            news.set()

        async def lines():
            for wanted, line in (("Chào chị Hoa", "/summary"), ("32/64", "")):
                while not any(wanted in one for one in shown):
                    news.clear()
                    await asyncio.wait_for(news.wait(), 10)
                yield line

        await talk(demo.url, "hoa", folder=terminal.folder, lines=lines(), show=show)
        assert any("50% (32/64 đơn vị)" in one for one in shown)


async def test_the_terminal_finds_the_running_demo_by_itself(terminal):
    async with terminal.running(*DEMO, until=READY) as demo:
        ran = await terminal.run("chat", "--as", "minh")
        assert ran.code == 0
        assert f"Đã nối với {demo.url}" in ran.out
        ran = await terminal.run("chat", "--as", "Ông Minh")
        assert (ran.code, len(ran.err.splitlines())) == (65, 1)


async def test_a_second_demo_is_told_where_the_first_one_plays(terminal):
    async with terminal.running(*DEMO, until=READY) as demo:
        ran = await terminal.run(*DEMO)
        assert ran.code == 75
        assert ran.err == f"Bản dùng thử đang chạy: {demo.url}\n"


async def test_no_setting_turns_the_demo_towards_the_world(terminal):
    terminal.environment |= {
        "TELEGRAM_TOKEN": "123:" + "x" * 30,
        "DATABASE_URL": "postgresql+asyncpg://real@127.0.0.1:1/real",
        "WEB_HOST": "0.0.0.0",
        "PUBLIC_URL": "https://real.example",
        "SECRET_KEY": "the key of the real service",
    }
    async with terminal.running(*DEMO, until=READY) as demo:
        assert demo.url.startswith("http://127.0.0.1:")
        assert await demo.stops(signal.SIGINT) == 0
    assert (terminal.folder / "var/demo/thidua.key").exists()


async def test_the_cast_and_what_they_did_are_counted_right(tmp_path):
    chosen, words = demo_settings(tmp_path, 0, "vi"), terminal_words("vi")
    async with opened(chosen) as base:
        await furnish(base, words)
        await furnish(base, words)
        assert await recount(base.readers, base.writer, 1) == 0
        async with reading(base.readers) as connection:
            assert await notes.get(Store(connection), "demo_furnished") is True


async def test_moving_the_day_is_remembered_before_it_is_seen(tmp_path):
    chosen, words = demo_settings(tmp_path, 0, "vi"), terminal_words("vi")
    async with opened(chosen) as base:
        await furnish(base, words)
        stage = stage_of(base)
        before = base.clock.ahead
        await stage.move(begins(chosen.zone).replace(day=1))
        assert base.clock.ahead == before
        await stage.move(begins(chosen.zone).replace(day=20))
        assert stage.local().day == 20
        ahead = base.clock.ahead
    async with opened(chosen) as base:
        assert base.clock.ahead == ahead


def test_seats_are_as_random_as_the_database_they_belong_to():
    one, other = seats(os.urandom(32)), seats(os.urandom(32))
    assert [seat.name for seat in one] == ["lan", "minh", "hoa"]
    secrets = [seat.secret for seat in (*one, *other)]
    assert len(set(secrets)) == 6
    assert all(len(bytes.fromhex(secret)) == 16 for secret in secrets)
    assert len({chat_of(secret) for secret in secrets}) == 6


def test_a_taken_port_gives_way_to_the_next_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(0) == 0


def test_what_the_cast_is_called_is_told_in_both_languages():
    for seat in seats(b"any"):
        assert seat.title("vi") != seat.title("en")
        assert json.dumps([seat.note("vi"), seat.note("en")])
