"""What can go wrong with Telegram goes wrong on the loopback the same way, when asked for."""

import time

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.kit.botapi_calls import call
from tests.kit.botapi_faults import Flood, Refused


async def test_people_who_block_are_refused_until_they_come_back(bot, api, lan):
    await lan.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(101, "Nhắc việc")
    await lan.unblocks()
    await bot.send_message(101, "Chào lại")
    blocked, unblocked = (u.my_chat_member.new_chat_member.status for u in await bot.get_updates())
    assert (blocked, unblocked) == ("kicked", "member")
    assert [(r.chat_id, r.code) for r in api.ledger.refusals] == [(101, 403)]


async def test_chats_can_move_vanish_and_be_unknown(bot, api, lan):
    api.faults.migrated[-500] = -1000000000500
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-500, "Nhóm")
    assert moved.value.new_chat_id == -1000000000500
    api.faults.deactivated.add(102)
    with pytest.raises(Forbidden, match="deactivated"):
        await bot.send_message(102, "Ai đó")
    api.faults.accept_unknown = False
    await bot.send_message(101, "Lan thì có")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(103, "Ai?")


async def test_planned_failures_meet_only_the_calls_they_name(bot, api, lan):
    api.faults.fail("retry_after", seconds=7, method="sendMessage", chat=101)
    api.faults.fail("error", times=2, method="getMe", status=502)
    await bot.send_message(102, "khác")
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(101, "đợi")
    assert wait.value.retry_after.total_seconds() == 7
    await bot.send_message(101, "xong")
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.get_me()
    await bot.get_me()
    assert [s.text for s in api.sent] == ["khác", "xong"]


async def test_a_refused_connection_has_no_effect_and_a_dropped_answer_has(bot, api, lan):
    api.faults.fail("refuse")
    with pytest.raises(NetworkError):
        await bot.send_message(101, "không tới")
    api.faults.fail("drop")
    with pytest.raises(NetworkError):
        await bot.send_message(101, "đã tới")
    assert [m.text for m in await lan.hears()] == ["đã tới"]
    await bot.send_message(101, "tới và biết")
    assert [m.text for m in await lan.hears()] == ["tới và biết"]


async def test_latency_and_silence_outlast_a_client_in_a_hurry(bot, api):
    api.faults.latency = 0.2
    began = time.monotonic()
    await bot.send_message(101, "chậm")
    assert time.monotonic() - began >= 0.2
    api.faults.clear()
    api.faults.fail("hang", seconds=2)
    with pytest.raises(TimedOut):
        await bot.send_message(101, "im lặng", read_timeout=0.1)
    assert [s.text for s in api.sent] == ["chậm"]


async def test_telegram_can_be_away_and_come_back_to_the_same_address(bot, api, lan):
    await api.away()
    await lan.says("có ai không?")
    with pytest.raises(NetworkError):
        await bot.get_updates()
    await api.back()
    assert len(await bot.get_updates()) == 1


async def test_the_flood_limit_lets_thirty_messages_through_in_any_second(http, api):
    api.faults.flood = Flood()
    times = [100.0]
    api.monotonic = lambda: times[-1]
    for now in (100.0, 100.5, 101.0):
        times.append(now)
        for chat in range(1000, 1020):
            await call(http, api, "sendMessage", chat_id=chat, text="x")
    assert [r.at for r in api.ledger.refusals] == [100.5] * 10
    assert (len(api.sent), api.ledger.busiest()) == (50, 30)
    times.append(101.4)
    status, refused = await call(http, api, "sendMessage", chat_id=1020, text="x")
    assert (status, refused["parameters"], refused["description"]) == (
        429,
        {"retry_after": 1},
        "Too Many Requests: retry after 1",
    )


def test_the_flood_limit_gives_a_chat_one_a_second_after_a_burst_and_a_group_twenty_a_minute():
    flood = Flood(burst=3)

    def passes(chat, now):
        try:
            flood.admit(chat, now)
        except Refused as refusal:
            return refusal.code != 429
        return True

    assert [passes(101, 100.0) for _ in range(4)] == [True, True, True, False]
    assert [passes(101, 101.0 + n / 2) for n in range(6)] == [True, False, True, False, True, False]
    assert sum(passes(-500, 200.0 + n * 1.1) for n in range(50)) == 20
    assert passes(-500, 260.5)
