"""Zalo bots by command: the token goes in once, is never shown again, lies sealed, and opens the bot at a start."""

import io

import pytest

from bot import sealing
from bot.app import opened, serving
from bot.commands import bots
from bot.commands.check import doctor
from bot.commands.edge import Ended
from bot.commands.invite import hand_out
from storage.database import reading
from storage.post import bots as stored
from storage.store import Store
from tests.bot.looking import eventually
from tests.kit.house import furnished, settings
from tests.kit.zaloapi import ZaloApi

ONE, TWO = "1111:token-of-the-first", "2222:token-of-the-second"


@pytest.fixture
async def zalo():
    async with ZaloApi(ONE, TWO) as api:
        yield api


@pytest.fixture
async def chosen(tmp_path, zalo):
    """A furnished database whose settings name no bot."""
    url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
    chosen = settings(url, tmp_path, zalo_api_url=zalo.url)
    async with furnished(chosen):
        pass
    return chosen


def types(monkeypatch, token):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{token}\n"))


async def test_a_bot_is_added_listed_served_and_removed(chosen, zalo, monkeypatch, capsys, tmp_path):
    types(monkeypatch, ONE)
    assert await bots.add(chosen, "PGD-305", "Bot Lê Chân", "https://zalo.me/1111") == 0
    types(monkeypatch, TWO)
    assert await bots.add(chosen, "", "", "") == 0
    told = capsys.readouterr().out
    assert "Đã thêm bot 1111 (Bot Lê Chân), dành cho: Phòng Giáo dục và Đào tạo quận Lê Chân" in told
    assert "2222 (Bot Trợ lý thi đua), dành cho: toàn tỉnh" in told
    async with opened(chosen) as base, serving(base) as service:
        for token in (ONE, TWO):
            van = zalo.person(7, "Vân", zalo.bots[token])
            await van.says("alo")
            assert "Trợ lý thi đua" in (await van.hears()).text
        accounts = {key[1] for key in service.works.channels if key[0] == "zalo"}
        assert accounts == {"1111", "2222"}
    await bots.listed(chosen)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1111 · Bot Lê Chân · Phòng GDĐT quận Lê Chân · 1/50 người · 1/3000 tin tháng này")
    assert await bots.remove(chosen, "1111") == 0
    with pytest.raises(Ended):
        await bots.remove(chosen, "1111")
    async with opened(chosen) as base, serving(base) as service:
        assert {key for key in service.works.channels if key[0] == "zalo"} == {("zalo", "2222")}
    assert "token-of" not in told + "".join(lines) + capsys.readouterr().out


async def test_the_token_lies_sealed_and_another_key_does_not_open_it(chosen, monkeypatch, tmp_path, capsys):
    types(monkeypatch, ONE)
    await bots.add(chosen, "", "", "")
    async with opened(chosen) as base, reading(base.readers) as connection:
        [bot] = await stored.every(Store(connection))
    assert b"token-of" not in b"".join(path.read_bytes() for path in tmp_path.rglob("thidua.db*") if path.is_file())
    assert sealing.opened(b"a key of the tests", bot.sealed) == ONE
    with pytest.raises(sealing.Broken):
        sealing.opened(b"another key", bot.sealed)
    other = chosen.model_copy(update={"secret_key": "another key of somebody else"})
    assert await doctor(other) == 1
    assert "không mở được token" in capsys.readouterr().out
    async with opened(other) as base, serving(base) as service:
        assert not [key for key in service.works.channels if key[0] == "zalo"], "it starts without that bot"


@pytest.mark.parametrize("token", ["", "abc", "1111:wrong", "1111:with space", "9999:not-known"])
async def test_what_zalo_does_not_know_is_not_kept(chosen, monkeypatch, token):
    types(monkeypatch, token)
    with pytest.raises(Ended) as ended:
        await bots.add(chosen, "", "", "")
    assert "chưa thêm gì" in ended.value.lines[-1]


async def test_a_unit_that_there_is_not_is_told(chosen, monkeypatch):
    types(monkeypatch, ONE)
    with pytest.raises(Ended) as ended:
        await bots.add(chosen, "PGD-999", "", "")
    assert "PGD-999" in ended.value.lines[-1]


async def test_the_doctor_tells_of_each_bot(chosen, zalo, monkeypatch, capsys):
    await doctor(chosen)
    assert "· Zalo: tắt" in capsys.readouterr().out
    types(monkeypatch, ONE)
    await bots.add(chosen, "", "", "")
    capsys.readouterr()
    named = chosen.model_copy(update={"zalo_tokens": "3333:refused-token"})
    assert await doctor(named) == 1
    told = capsys.readouterr().out
    assert "✓ Zalo 1111: tới được, tên là Bot Trợ lý thi đua" in told
    assert "✓ Zalo 1111: hỏi định kỳ, không có webhook nào" in told
    assert "✓ Zalo 1111: 0/50 người, 0/3000 tin tháng này" in told
    assert "✗ Zalo 3333: token không được nhận (401)" in told
    assert "refused-token" not in told


async def test_the_webhook_is_set_once_with_its_secret(chosen, zalo, tmp_path):
    from tests.kill.processes import free_port

    port = free_port()
    hooked = chosen.model_copy(update={"zalo_tokens": ONE, "public_url": f"http://127.0.0.1:{port}", "web_port": port})
    for _ in range(2):
        async with opened(hooked) as base, serving(base):
            await eventually(lambda: zalo.bots[ONE].hook)
            await eventually(lambda: zalo.bots[ONE].counts["getWebhookInfo"])
    assert zalo.bots[ONE].hooks_today == 1, "setting it is limited to some times a day"
    assert len(zalo.bots[ONE].secret) >= 32


async def test_an_invitation_names_the_units_bot_or_says_that_it_is_full(chosen, zalo, monkeypatch, capsys):
    types(monkeypatch, ONE)
    await bots.add(chosen, "PGD-305", "Bot Lê Chân", "https://zalo.me/1111")
    small = chosen.model_copy(update={"zalo_people": 1})
    capsys.readouterr()
    await hand_out(small, "THCS-305-SONGLAP", "head", (1, 14), None)
    assert "bot Bot Lê Chân (0/1 người), https://zalo.me/1111" in capsys.readouterr().out
    await hand_out(small, "THPT-NGOQUYEN", "head", (1, 14), None)
    assert "Zalo" not in capsys.readouterr().out, "another branch's bot is not named"
    async with opened(small) as base, serving(base):
        van = zalo.person(7, "Vân", zalo.bots[ONE])
        await van.says("alo")
        await van.hears()
    await hand_out(small, "THCS-305-SONGLAP", "head", (1, 14), None)
    assert "đã đủ người" in capsys.readouterr().out
