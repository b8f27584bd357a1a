"""The doctor says line by line what is right and what is wrong, and never what a person wrote."""

from bot.commands.check import doctor
from domain.messages import Address
from storage.post import inbox
from storage.post.inbox import Fresh
from tests.kit.botapi import BotApi
from tests.kit.house import THURSDAY, furnished, settings


async def _says(capsys, chosen) -> tuple[int, str]:
    code = await doctor(chosen)
    return code, capsys.readouterr().out


async def test_all_is_right_with_telegram_in_reach(furnished_url, tmp_path, capsys):
    async with BotApi() as api:
        chosen = settings(furnished_url, tmp_path, api)
        async with furnished(chosen):
            pass
        code, told = await _says(capsys, chosen)
    assert code == 0, told
    assert "✓ Telegram: tới được, bot là @" in told
    assert "✓ Đồng hồ máy: lệch" in told
    assert "✓ Hỏi định kỳ" in told
    assert told.endswith("Mọi thứ đều đúng.\n")
    assert api.token not in told


async def test_a_token_that_is_not_known_is_told_without_being_shown(furnished_url, tmp_path, capsys):
    async with BotApi() as api:
        chosen = settings(furnished_url, tmp_path, api, telegram_token="999:wrong-token-of-somebody-else-entirely")
        async with furnished(chosen):
            pass
        code, told = await _says(capsys, chosen)
    assert code == 1
    assert "✗ Telegram: token chưa được nhận (401)" in told
    assert "wrong-token" not in told


async def test_telegram_out_of_reach_is_told_with_the_way_that_works(tmp_path, capsys, unused_tcp_port):
    url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
    away = f"http://127.0.0.1:{unused_tcp_port}"
    chosen = settings(url, tmp_path, telegram_token="123:abcdefghij", telegram_api_url=away)
    async with furnished(chosen):
        pass
    code, told = await _says(capsys, chosen)
    assert code == 1
    assert "✗ Telegram: chưa tới được (ClientConnectorError)" in told
    assert "trang chat trên web vẫn dùng được" in told


async def test_a_message_set_aside_is_listed_by_its_code_and_never_by_its_content(furnished_url, tmp_path, capsys):
    chosen = settings(furnished_url, tmp_path)
    async with furnished(chosen) as base:

        async def fail(connection) -> None:
            address = Address("web", "web", "a chat")
            fresh = Fresh("an event", address, "nhặt được ví của cô Thu", base.clock.real())
            (waiting,) = await inbox.add(connection, [fresh])
            waiting.tries = 3
            await inbox.failed(connection, waiting, "7K4M", aside=True)

        await base.writer.run(fail)
    code, told = await _says(capsys, chosen)
    assert code == 1
    assert "kênh web, mã 7K4M" in told
    assert "ví" not in told


async def test_waiting_messages_are_counted(tmp_path, capsys):
    chosen = settings(f"sqlite+aiosqlite:///{tmp_path}/thidua.db", tmp_path)
    async with furnished(chosen, THURSDAY) as base:
        fresh = Fresh("an event", Address("web", "web", "a chat"), "{}", base.clock.real())
        await base.writer.run(lambda connection: inbox.add(connection, [fresh]))
    code, told = await _says(capsys, chosen)
    assert code == 0
    assert "· Tin đến: 1 tin đang chờ, tin lâu nhất 0 phút." in told


async def test_an_empty_place_is_told_what_to_do_first_and_stays_empty(tmp_path, capsys):
    chosen = settings(f"sqlite+aiosqlite:///{tmp_path}/none/thidua.db", tmp_path)
    code, told = await _says(capsys, chosen)
    assert code == 1
    assert "✗ Cơ sở dữ liệu: chưa có. Mời chạy: thidua import campaign" in told
    assert not (tmp_path / "none").exists()


async def test_a_folder_that_cannot_be_written_and_an_unsafe_address_are_named(tmp_path, capsys):
    (tmp_path / "files").write_text("a file where a folder should be")
    chosen = settings(f"sqlite+aiosqlite:///{tmp_path}/thidua.db", tmp_path, public_url="http://thidua.example")
    async with furnished(chosen):
        pass
    code, told = await _says(capsys, chosen)
    assert code == 1
    assert f"✗ Kho tệp {tmp_path / 'files'}: chưa ghi được" in told
    assert "✗ PUBLIC_URL cần bắt đầu bằng https://" in told
