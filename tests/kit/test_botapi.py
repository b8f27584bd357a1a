"""The loopback hands out updates as Telegram does: by getUpdates, by webhook, and steered from another process."""

import asyncio
import time

import aiohttp
import pytest
from aiohttp import web
from telegram.error import Conflict

from tests.kit.botapi import BotApi
from tests.kit.botapi_calls import KEY, call, endpoint
from tests.kit.botapi_control import spawned

# Taking updates


async def test_updates_stay_until_a_higher_offset_confirms_them(bot, api, lan):
    first, second, third = [await lan.says(text) for text in ("một", "hai", "ba")]
    assert [u.update_id for u in await bot.get_updates()] == [first, second, third]
    assert [u.update_id for u in await bot.get_updates(offset=second)] == [second, third]
    assert [u.update_id for u in await bot.get_updates(offset=first)] == [second, third]
    assert [u.update_id for u in await bot.get_updates(offset=third + 1)] == []
    assert api.pending == 0


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot, api, lan):
    ids = [await lan.says(str(n)) for n in range(5)]
    assert [u.update_id for u in await bot.get_updates(offset=-2)] == ids[3:]
    assert [u.update_id for u in await bot.get_updates()] == ids[3:]


async def test_at_most_a_hundred_updates_come_at_once(bot, http, api, lan):
    for n in range(120):
        await lan.says(str(n))
    assert len(await bot.get_updates()) == 100
    assert len(await bot.get_updates(limit=7)) == 7
    assert len((await call(http, api, "getUpdates", limit=0))[1]["result"]) == 1
    assert len((await call(http, api, "getUpdates", limit=500))[1]["result"]) == 100


async def test_a_waiting_poll_is_answered_at_once_when_somebody_writes(bot, lan):
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await lan.says("đây")
    [update] = await poll
    assert update.message.text == "đây"
    assert time.monotonic() - began < 1


async def test_a_poll_without_news_ends_empty_after_its_time(http, api):
    began = time.monotonic()
    assert await call(http, api, "getUpdates", timeout=1) == (200, {"ok": True, "result": []})
    assert 0.9 < time.monotonic() - began < 3


async def test_the_older_of_two_polls_is_told_conflict(bot, http, api, lan):
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(call(http, api, "getUpdates", timeout=20))
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await older
    await lan.says("ai nghe?")
    assert [u["message"]["text"] for u in (await newer)[1]["result"]] == ["ai nghe?"]


async def test_only_the_kinds_of_updates_asked_for_are_queued_from_then_on(bot, api, lan):
    before = await lan.says("còn")
    assert len(await bot.get_updates(allowed_updates=["callback_query"])) == 1
    await lan.says("không")
    assert [u.update_id for u in await bot.get_updates()] == [before]
    await bot.get_updates(allowed_updates=[])
    await lan.says("lại có")
    assert len(await bot.get_updates()) == 2


async def test_an_offset_beyond_the_end_is_not_believed_so_a_jump_to_smaller_ids_loses_nothing(bot, api, lan):
    old = await lan.says("tuần trước")
    with pytest.raises(RuntimeError, match="unconfirmed"):
        api.jump(4000)
    assert await bot.get_updates(offset=old + 1) == ()
    api.jump(4000)
    await lan.says("tuần này")
    [update] = await bot.get_updates(offset=old + 1)
    assert update.update_id == 4000
    assert [u.update_id for u in await bot.get_updates(offset=old + 1)] == [4000]


async def test_after_a_day_what_was_not_fetched_is_gone(bot, api, lan):
    await lan.says("ai đó nghe?")
    api.expire_updates()
    fresh = await lan.says("hôm nay")
    assert [u.update_id for u in await bot.get_updates()] == [fresh]


async def test_duplicates_and_shuffling_lose_nothing(bot, api, lan):
    api.faults.duplicates = 2
    ids = [await lan.says(str(n)) for n in range(30)]
    assert sorted(u.update_id for u in await bot.get_updates()) == sorted(ids * 3)
    api.faults.shuffle = 50
    seen = [u.update_id for u in await bot.get_updates()]
    assert seen != sorted(seen)
    assert set(seen) == set(ids)


# Webhook


async def test_a_webhook_gets_what_waits_and_what_comes_with_the_secret(bot, api, lan):
    got = []

    async def hook(request):
        got.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], (await request.json())["message"]["text"]))
        return web.Response()

    await lan.says("trước")
    async with endpoint(hook) as url:
        assert await bot.set_webhook(url, secret_token="bí".encode().hex())
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        await lan.says("sau")
        await api.until(lambda api: api.pending == 0)
        assert (await bot.get_webhook_info()).url == url
        assert await bot.delete_webhook()
    assert sorted(got) == [("62c3ad", "sau"), ("62c3ad", "trước")]
    await lan.says("lại bằng getUpdates")
    assert len(await bot.get_updates()) == 1


async def test_an_update_not_taken_is_delivered_again_until_it_is(bot, api, lan):
    tries = []

    async def hook(request):
        tries.append((await request.json())["update_id"])
        return web.Response(status=200 if len(tries) == 4 else 503)

    async with endpoint(hook) as url:
        await bot.set_webhook(url)
        update_id = await lan.says("kiên nhẫn")
        await api.until(lambda api: api.pending == 0)
        info = await bot.get_webhook_info()
    assert tries == [update_id] * 4
    assert "503" in info.last_error_message


async def test_a_webhook_that_does_not_answer_in_time_gets_the_update_again(lan):
    tries = []

    async def hook(request):
        tries.append(1)
        await asyncio.sleep(0.5 if len(tries) == 1 else 0)
        return web.Response()

    async with BotApi(webhook_timeout=0.1) as api, endpoint(hook) as url, aiohttp.ClientSession() as http:
        await call(http, api, "setWebhook", url=url)
        await api.person(id=101, first_name="Lan").says("chậm")
        await api.until(lambda api: api.pending == 0)
    assert len(tries) == 2


async def test_no_more_than_max_connections_are_in_flight(bot, api, lan):
    flying, most = 0, 0

    async def hook(_):
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await asyncio.sleep(0.01)
        flying -= 1
        return web.Response()

    async with endpoint(hook) as url:
        await bot.set_webhook(url, max_connections=5)
        for n in range(40):
            await lan.says(str(n))
        await api.until(lambda api: api.pending == 0)
    assert most == 5


async def test_in_order_delivery_keeps_the_order_of_a_chat_through_failures():
    seen, failed = [], set()

    async def hook(request):
        update = await request.json()
        if update["update_id"] % 3 == 0 and update["update_id"] not in failed:
            failed.add(update["update_id"])
            return web.Response(status=500)
        seen.append((update["message"]["chat"]["id"], update["update_id"]))
        return web.Response()

    async with (
        BotApi(webhook_in_order=True, webhook_retry=0.01) as api,
        endpoint(hook) as url,
        aiohttp.ClientSession() as http,
    ):
        await call(http, api, "setWebhook", url=url)
        people = [api.person(id=n, first_name="Lan") for n in (101, 102, 103)]
        for n in range(30):
            await people[n % 2 + (n % 5 == 0)].says(str(n))
        await api.until(lambda api: api.pending == 0)
    assert len(seen) == 30
    assert failed
    for chat in (101, 102, 103):
        mine = [number for where, number in seen if where == chat]
        assert mine == sorted(mine)


async def test_a_method_in_the_webhook_answer_is_executed(bot, api, lan):
    async def hook(request):
        return web.json_response({"method": "sendMessage", "chat_id": 101, "text": "Đã nhận."})

    async with endpoint(hook) as url:
        await bot.set_webhook(url)
        await lan.says("chào")
        assert [m.text for m in await lan.hears()] == ["Đã nhận."]


# As a process of its own


async def test_another_process_can_steer_it():
    async with spawned() as telegram, aiohttp.ClientSession() as http:
        [update_id] = await telegram("say", [{"id": 101, "text": "/start", "first_name": "Lan"}])
        assert (await telegram("counts"))["pending"] == 1
        url = f"{telegram.url}/bot{telegram.token}"
        async with http.get(f"{url}/getUpdates") as response:
            assert [u["update_id"] for u in (await response.json())["result"]] == [update_id]
        await telegram("faults", {"blocked": [102]})
        await telegram("fail", {"kind": "retry_after", "seconds": 3, "method": "sendMessage"})
        told = []
        for chat in (101, 102, 101):
            message = {"chat_id": chat, "text": "Chào", "reply_markup": {"inline_keyboard": [[KEY]]}}
            async with http.post(f"{url}/sendMessage", json=message) as response:
                told.append(response.status)
        assert told == [429, 403, 200]
        [sent] = await telegram("sent")
        assert (sent["chat_id"], sent["text"]) == (101, "Chào")
        await telegram("press", {"id": 101, "label": "Có"})
        counts = await telegram("counts")
        assert (counts["messages"], counts["pending"], counts["refused"]) == (1, 2, {"403": 1})
        with pytest.raises(RuntimeError, match="no switch"):
            await telegram("faults", {"typo": 1})


async def test_a_load_run_counts_messages_without_keeping_them(http):
    async with BotApi(keep=False) as api:
        for _ in range(3):
            status, answer = await call(http, api, "sendMessage", chat_id=101, text="x")
        number = answer["result"]["message_id"]
        assert (await call(http, api, "editMessageText", chat_id=101, message_id=number, text="y"))[0] == 200
        assert (status, api.sent, len(api.ledger.times)) == (200, [], 4)
        assert api.ledger.counts == {"sendMessage": 3, "editMessageText": 1}
