"""The terminal client talks to the real server as a page does."""

import asyncio
import contextlib
import stat

from bot.channels.contract import SendError
from bot.commands import chat
from bot.commands.chat import talk
from domain.messages import Attachment, Choice, Reply

MENU = Reply(
    "Chào cô Lan. Mời chọn việc cần làm.",
    ((Choice("a", "Báo gương người tốt"),), (Choice("b", "Đọc thông báo"), Choice("c", "Xem trợ giúp"))),
)


class Typist:
    """Types a line when the terminal has shown what it waits for."""

    def __init__(self, *script: tuple[str, str]) -> None:
        self.script = script
        self.shown: list[str] = []
        self.news = asyncio.Event()

    def show(self, text: str) -> None:
        self.shown.append(text)
        self.news.set()

    async def until(self, text: str) -> None:
        async with asyncio.timeout(10):
            while not any(text in one for one in self.shown):
                self.news.clear()
                await self.news.wait()

    async def lines(self):
        for wanted, line in self.script:
            await self.until(wanted)
            yield line


def answering(channel, house, *replies: Reply):
    """Let the service answer each message with the next reply."""
    waiting = list(replies)
    tasks = []
    take = house.take

    async def take_and_answer(raws) -> None:
        await take(raws)
        ready = [(raw.address, waiting.pop(0)) for raw in raws if waiting]
        tasks.extend(asyncio.create_task(send(address, reply)) for address, reply in ready)

    async def send(address, reply) -> None:
        with contextlib.suppress(SendError):
            await channel.send(address, reply)

    channel._take = take_and_answer
    return tasks


async def test_lan_talks_in_a_terminal(serve, house, tmp_path, monkeypatch):
    monkeypatch.setattr(chat, "LAST_WORDS", 0.2)
    channel, root = await serve()
    sheet = Reply("Tệp", document=Attachment("list.xlsx", "danh sách.xlsx", "application/vnd.ms-excel"))
    answering(channel, house, MENU, Reply("1/6 · Việc gì đã được làm?"), sheet)
    typist = Typist(("Chào cô Lan", "1"), ("1/6", "3 gv hien mau"), ("danh sách.xlsx", ""))
    await talk(root, "lan", folder=tmp_path, lines=typist.lines(), show=typist.show)
    texts = [channel.understand(raw.body).text for raw in house.inbox]
    assert texts == ["/start", "1", "3 gv hien mau"]
    assert (
        "\nChào cô Lan. Mời chọn việc cần làm.\n  1 Báo gương người tốt\n  2 Đọc thông báo   3 Xem trợ giúp"
        in typist.shown
    )
    assert typist.shown.count("(đã lưu)") == 2
    assert any(f"[Tệp: danh sách.xlsx] {root}/chat/given/" in one for one in typist.shown)


async def test_the_seat_is_kept_for_the_next_talk_and_for_its_owner_alone(serve, house, tmp_path, monkeypatch):
    monkeypatch.setattr(chat, "LAST_WORDS", 0.0)
    _, root = await serve()
    for _ in range(2):
        typist = Typist(("Đã nối", "xin chào"))
        await talk(root, "lan", folder=tmp_path, lines=typist.lines(), show=typist.show)
    assert len({raw.address.chat for raw in house.inbox}) == 1
    assert stat.S_IMODE((tmp_path / "chat-lan.cookie").stat().st_mode) == 0o600


async def test_what_is_typed_while_the_line_is_broken_goes_out_later_once(serve, house, tmp_path, monkeypatch):
    monkeypatch.setattr(chat, "LAST_WORDS", 0.0)
    monkeypatch.setattr(chat, "PAUSES", (0.05,))
    channel, root = await serve()
    house.broken = True
    typist = Typist(("Đã nối", "3 dv mau"))
    talking = asyncio.create_task(talk(root, "lan", folder=tmp_path, lines=typist.lines(), show=typist.show))
    await asyncio.sleep(0.3)
    assert house.inbox == []
    house.broken = False
    await asyncio.wait_for(talking, 10)
    texts = [channel.understand(raw.body).text for raw in house.inbox]
    assert texts.count("3 dv mau") == 1


async def test_a_service_that_is_away_is_tried_again(serve, tmp_path, unused_tcp_port_factory, monkeypatch):
    monkeypatch.setattr(chat, "PAUSES", (0.02,))
    typist = Typist()
    address = f"http://127.0.0.1:{unused_tcp_port_factory()}"

    async def never():
        await asyncio.sleep(30)
        yield ""

    talking = asyncio.create_task(talk(address, "lan", folder=tmp_path, lines=never(), show=typist.show))
    await typist.until("Đang thử lại")
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)


async def test_a_terminal_on_another_machine_may_not_play_in_the_demo(serve, pretend, tmp_path, monkeypatch):
    from web import seating

    def refuse(_request) -> None:
        raise seating.web.HTTPForbidden

    monkeypatch.setattr(seating, "require_loopback", refuse)
    _, root = await serve(demo=pretend.stage())
    typist = Typist(("never", ""))
    await asyncio.wait_for(talk(root, "lan", folder=tmp_path, lines=typist.lines(), show=typist.show), 10)
    assert "chỉ từ chính máy đang chạy" in typist.shown[-1]
