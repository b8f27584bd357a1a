"""Polling: the offset moves after the commit and never before, through conflicts, faults and Telegram's absence."""

import asyncio
import logging
import time

import aiohttp
import pytest

from bot.app import serving
from bot.channels.telegram import TelegramChannel
from tests.bot.looking import eventually, one, refusing
from tests.kit.botapi import BotApi
from tests.kit.house import furnished, settings


@pytest.fixture
async def api():
    async with BotApi() as api:
        yield api


def channel_of(api, take):
    return TelegramChannel(api.token, take, lambda _: b"", api_url=api.url)


async def test_nothing_is_confirmed_before_it_is_stored(api):
    stored, taken = asyncio.Event(), []

    async def take(raws):
        taken.extend(raws)
        await stored.wait()

    lan = api.person(101, "Lan")
    async with channel_of(api, take).running():
        for number in range(5):
            await lan.says(f"{number}")
        await eventually(lambda: taken)
        asked = api.ledger.counts["getUpdates"]
        await asyncio.sleep(0.3)
        assert api.pending == 5
        assert api.ledger.counts["getUpdates"] == asked, "it asked again before it had stored"
        stored.set()
        await api.until(lambda api: not api.pending)
    assert sorted({int(raw.event) for raw in taken}) == [600_000_001 + number for number in range(5)]


async def test_what_could_not_be_stored_is_fetched_again(api):
    calls = []

    async def take(raws):
        calls.append([raw.event for raw in raws])
        if len(calls) == 1:
            raise OSError("disk full")

    await api.person(101, "Lan").says("hello")
    async with channel_of(api, take).running():
        await api.until(lambda api: not api.pending)
    assert calls == [["600000001"]] * 2


async def test_at_most_a_hundred_at_once_and_all_of_them(api):
    sizes = []

    async def take(raws):
        sizes.append(len(raws))

    lan = api.person(101, "Lan")
    for number in range(250):
        await lan.says(f"{number}")
    async with channel_of(api, take).running():
        await api.until(lambda api: not api.pending)
    assert sizes == [100, 100, 50]


async def test_another_poller_is_met_with_back_off_and_a_word_in_the_log(api, caplog):
    taken = []

    async def take(raws):
        taken.extend(raws)

    caplog.set_level(logging.WARNING, "thidua.telegram")
    async with channel_of(api, take).running(), aiohttp.ClientSession() as http:
        await asyncio.sleep(0.2)
        for _ in range(3):
            async with http.post(f"{api.url}/bot{api.token}/getUpdates", json={"timeout": 0}) as answer:
                assert answer.status == 200
            await asyncio.sleep(0.05)
        asked = api.ledger.counts["getUpdates"]
        await asyncio.sleep(0.3)
        assert api.ledger.counts["getUpdates"] <= asked + 1, "it fights for its turn"
        await api.person(101, "Lan").says("hello")
        await api.until(lambda api: not api.pending)
    assert [record.getMessage() for record in caplog.records] == ["polling paused: getUpdates 409"]
    assert len(taken) == 1


@pytest.mark.parametrize("kind", ["error", "refuse", "drop", "retry_after"])
async def test_polling_goes_on_after_a_fault(api, kind):
    taken = []

    async def take(raws):
        taken.extend(raws)

    api.faults.fail(kind, method="getUpdates", seconds=1)
    await api.person(101, "Lan").says("hello")
    async with channel_of(api, take).running():
        await api.until(lambda api: not api.pending)
    assert {raw.event for raw in taken} == {"600000001"}


async def test_the_service_starts_while_telegram_is_away(sqlite_url, tmp_path):
    async with BotApi() as api:
        await api.away()
        async with furnished(settings(sqlite_url, tmp_path, api)) as base:
            began = time.monotonic()
            async with serving(base) as service:
                assert time.monotonic() - began < 2
                async with (
                    aiohttp.ClientSession() as http,
                    http.get(f"http://127.0.0.1:{service.port}/healthz") as answer,
                ):
                    assert answer.status == 200
                await asyncio.sleep(0.3)
                await api.back()
                lan = api.person(101, "Lan")
                await lan.says("/start")
                await lan.hears(1, timeout=8)
                await eventually(lambda: service.works.channels["telegram", str(api.me["id"])].username, 8)


async def test_the_offset_stays_while_the_inbox_cannot_store(house):
    lan = await house.joins("Lan", "cô", "teacher")
    async with refusing(house, "inbox", "INSERT"):
        before = await one(house, "SELECT count(*) FROM inbox")
        await lan.says("/report")
        await lan.hears_nothing(0.4)
        assert house.api.pending == 1
        assert await one(house, "SELECT count(*) FROM inbox") == before
    [question] = await lan.hears(1, timeout=5)
    assert "1/6" in question.text
