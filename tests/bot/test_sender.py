"""What is planned leaves once, in the order of lanes and of each chat, at Telegram's pace, through all its refusals."""

import asyncio
import json
import time
from datetime import timedelta

import aiohttp
import pytest

from bot.app import opened, serving
from tests.bot.looking import change, eventually, key, one, plan, refusing, rows, state
from tests.kit.botapi import BotApi
from tests.kit.botapi_faults import Flood
from tests.kit.house import House, furnished, living, settings


def said(house, chat=None):
    """Everything that was sent, or what one chat got, in order."""
    return [sent.text for sent in house.api.sent if sent.method == "sendMessage" and chat in (None, sent.chat_id)]


async def until_settled(house, *planned, seconds=8.0):
    """Wait until none of these rows is planned any more."""
    until = time.monotonic() + seconds
    while left := [row for row in planned if (await state(house, row))[0] == "planned"]:
        assert time.monotonic() < until, f"{len(left)} of {len(planned)} are not settled"
        await asyncio.sleep(0.03)


async def banned(house, seconds):
    """A message meets a 429, and the service has heard it; returns its row."""
    house.api.faults.fail("retry_after", seconds=seconds, chat=1)
    row = await plan(house, 1, "met the ban")

    async def heard():
        return (await state(house, row))[1] == "too_many"

    await eventually(heard)
    return row


async def test_after_a_pause_replies_go_first_and_announcements_last(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path, telegram_pace=28) as house:
        first = await banned(house, seconds=2)
        planned = [
            await plan(house, 10 + number, lane, lane)
            for number, lane in enumerate(("announcement", "reminder", "notice", "reply", "announcement", "reply"))
        ]
        await until_settled(house, first, *planned)
        await house.api.until(lambda _: len(said(house)) == 7)
    others = [text for text in said(house) if text != "met the ban"]
    assert others[:3] == ["reply", "reply", "notice"]
    # A reminder has its turn first; its claim is flushed before it leaves, so the next turn may come in between.
    assert others[3:] in (["reminder", "announcement", "announcement"], ["announcement", "reminder", "announcement"])


async def test_a_ban_pauses_everybody_and_outlives_a_restart(sqlite_url, tmp_path):
    async with BotApi() as api:
        chosen = settings(sqlite_url, tmp_path, api)
        async with furnished(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            began = time.monotonic()
            await banned(house, seconds=3)
            await plan(house, 2, "two")
            await asyncio.sleep(0.3)
            assert said(house) == []
        async with opened(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            await plan(house, 3, "three")
            await api.until(lambda api: len(said(house)) == 3, 8)
        assert min(sent.at for sent in api.sent if sent.method == "sendMessage") - began >= 3
        assert api.ledger.counts["sendMessage"] == 3, "somebody was spoken to during the ban"


async def test_a_chat_keeps_its_order_when_its_first_message_has_to_be_tried_again(house):
    house.api.faults.fail("error", 1, chat=7)
    planned = [await plan(house, 7, f"{number}") for number in range(5)]
    await until_settled(house, *planned)
    assert said(house, 7) == ["0", "1", "2", "3", "4"]


async def test_what_an_earlier_process_left_goes_before_anything_new_in_its_chat(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path) as house:
        planned = await plan(house, 7, "of yesterday")
        await until_settled(house, planned)
        await change(house, "UPDATE outbox SET state = 'planned', payload = '{\"text\": \"left over\"}'")
    async with living(sqlite_url, tmp_path) as house:
        await house.api.person(7, "Lan").says("/start")
        await house.api.until(lambda _: len(said(house, 7)) == 2)
        assert said(house, 7)[0] == "left over"


@pytest.mark.parametrize(
    ("kind", "how", "calls"),
    [
        ("error", {"status": 502}, 1),
        ("error", {"status": 500}, 1),
        ("refuse", {}, 1),
        ("drop", {}, 2),
        ("hang", {"seconds": 0.5}, 1),
    ],
)
async def test_a_message_that_met_a_fault_is_tried_again(house, kind, how, calls):
    house.api.faults.fail(kind, chat=7, **how)
    planned = await plan(house, 7, "hello")
    await until_settled(house, planned)
    assert said(house, 7) == ["hello"] * calls
    assert await state(house, planned) == ("sent", None)
    assert await one(house, "SELECT payload IS NULL FROM outbox WHERE id = :row", row=planned), "its words are kept"


async def test_telegram_away_loses_nothing_and_stops_nothing(house):
    await house.api.away()
    planned = [await plan(house, 20 + number, "hello") for number in range(5)]
    await asyncio.sleep(0.5)
    assert {(await state(house, row))[0] for row in planned} == {"planned"}
    await house.api.back()
    await until_settled(house, *planned, seconds=15)
    assert len(said(house)) == 5


async def test_who_blocked_the_bot_is_marked_and_comes_back_by_writing(each_house):
    house = each_house
    lan = await house.joins("Lan", "cô", "teacher")
    await lan.blocks()
    planned = await plan(house, lan.id, "unwanted")
    await until_settled(house, planned)
    assert await state(house, planned) == ("failed", "blocked")
    query = "SELECT blocked_at IS NOT NULL FROM conversation WHERE address = :who"
    assert await one(house, query, who=key(house, lan))
    house.api.faults.blocked.clear()
    await lan.says("/help")
    await lan.hears(1)
    assert not await one(house, query, who=key(house, lan))


async def test_a_slot_that_was_not_sent_is_superseded_and_one_that_was_is_edited(house):
    await banned(house, seconds=1)
    first = await plan(house, 7, "1 photo", slot="files.1")
    second = await plan(house, 7, "2 photos", slot="files.1")
    await until_settled(house, first, second)
    assert said(house, 7) == ["2 photos"]
    assert await state(house, first) == ("skipped", "superseded")
    third = await plan(house, 7, "3 photos", slot="files.1")
    await until_settled(house, third)
    [shown] = house.api.chat(7)
    assert (shown.text, shown.method) == ("3 photos", "editMessageText")


async def test_a_slot_is_edited_also_by_the_next_process(sqlite_url, tmp_path):
    async with BotApi() as api:
        chosen = settings(sqlite_url, tmp_path, api)
        async with furnished(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            await until_settled(house, await plan(house, 7, "1 photo", slot="files.1"))
        async with opened(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            await until_settled(house, await plan(house, 7, "2 photos", slot="files.1"))
        assert [shown.text for shown in api.chat(7)] == ["2 photos"]


async def test_what_comes_too_late_is_not_said(house):
    late = house.base.clock.campaign() - timedelta(seconds=1)
    planned = await plan(house, 7, "good morning", "reminder", expires_at=late)
    await until_settled(house, planned)
    assert await state(house, planned) == ("expired", "too_late")
    assert said(house) == []


async def test_a_key_plans_a_message_once(each_house):
    house = each_house
    planned = [await plan(house, 7, "deed 5 waits", "notice", once="deed:5:1:2") for _ in range(3)]
    await until_settled(house, planned[0])
    await asyncio.sleep(0.1)
    assert said(house) == ["deed 5 waits"]
    assert len(await rows(house, "SELECT id FROM outbox")) == 1


async def test_a_refusal_for_good_is_told_in_the_row(house):
    planned = await plan(house, 7, "x" * 5000)
    await until_settled(house, planned)
    assert await state(house, planned) == ("failed", "refused")


async def test_what_left_and_could_not_be_marked_is_not_sent_again(house):
    async with refusing(house, "outbox", "UPDATE"):
        planned = await plan(house, 7, "hello")
        await asyncio.sleep(2.5)  # two sweeps pass
        assert said(house) == ["hello"]
    await until_settled(house, planned)
    assert said(house) == ["hello"]


async def test_a_sweep_never_sends_what_is_on_its_way(house):
    """The sweep's view of the database may be older than a mark."""
    sweeping = asyncio.create_task(_sweep_all_the_time(house))
    planned = [await plan(house, 1000 + number, f"{number}") for number in range(150)]
    await until_settled(house, *planned, seconds=20)
    await asyncio.sleep(0.2)
    sweeping.cancel()
    assert sorted(said(house), key=int) == [str(number) for number in range(150)]


async def _sweep_all_the_time(house):
    while True:
        house.service.sender._sweep.set()
        await asyncio.sleep(0)


async def test_a_page_that_is_closed_gets_its_messages_when_it_opens(house):
    address = f"http://127.0.0.1:{house.service.port}"
    seat, page = {"Origin": address}, []
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=seat) as http:
        await http.post(f"{address}/chat/seat?seat=lan")
        async with http.ws_connect(f"{address}/chat/ws?seat=lan") as socket:
            await socket.send_str(json.dumps({"t": "hello", "after": 0, "language": "vi"}))
            event = "00000000-0000-4000-8000-000000000001"
            await socket.send_str(json.dumps({"t": "say", "event": event, "text": "/start"}))
            while "message" not in page:
                frame = json.loads((await socket.receive(5)).data)
                page.append(frame["t"])
            await socket.send_str(json.dumps({"t": "seen", "id": frame["id"]}))
        chat = await one(house, "SELECT address FROM conversation")
        await asyncio.sleep(0.1)
        planned = await plan(house, chat, "come back")
        await asyncio.sleep(0.4)
        assert await state(house, planned) == ("planned", "away")
        async with http.ws_connect(f"{address}/chat/ws?seat=lan") as socket:
            await socket.send_str(json.dumps({"t": "hello", "after": 0, "language": "vi"}))
            heard = []
            while "come back" not in heard:
                frame = json.loads((await socket.receive(5)).data)
                heard.append(frame.get("text"))
                if frame["t"] == "message":
                    await socket.send_str(json.dumps({"t": "seen", "id": frame["id"]}))
            await until_settled(house, planned)


async def test_at_full_pace_telegram_refuses_nothing_and_a_reply_overtakes_announcements(sqlite_url, tmp_path):
    async with living(sqlite_url, tmp_path, telegram_pace=28) as house:
        house.api.faults.flood = Flood()
        planned = [await plan(house, 1000 + number, "to all", "announcement") for number in range(90)]
        await asyncio.sleep(0.5)
        reply = await plan(house, 7, "an answer")
        await until_settled(house, reply, seconds=2)
        assert said(house).count("to all") < 80, "the answer waited for the announcement"
        await until_settled(house, *planned, seconds=10)
        assert house.api.ledger.refused[429] == 0
        assert house.api.ledger.busiest() <= 30
