"""Nothing overtakes what was said before it in the same chat: over failures, restarts and people who were away."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp

from bot.app import opened, serving
from tests.bot.looking import change, eventually, one, plan, state
from tests.bot.test_sender import said, until_settled
from tests.kit.botapi import BotApi
from tests.kit.house import House, furnished, settings


class Page:
    """Lan's browser: what it shows, in order."""

    def __init__(self, house):
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.shown = []
        self.comes_to(house)

    def comes_to(self, house):
        """The service was started anew, elsewhere."""
        self.address = f"http://127.0.0.1:{house.service.port}"
        self.http.headers["Origin"] = self.address

    async def __aenter__(self):
        await self.http.post(f"{self.address}/chat/seat?seat=lan")
        return self

    async def __aexit__(self, *_):
        await self.http.close()

    @asynccontextmanager
    async def open(self):
        """While inside, somebody looks at the page."""
        async with self.http.ws_connect(f"{self.address}/chat/ws?seat=lan") as socket:
            await socket.send_str(json.dumps({"t": "hello", "after": 0, "language": "vi"}))
            reading = asyncio.create_task(self._read(socket))
            yield socket
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self, socket):
        async for message in socket:
            frame = json.loads(message.data)
            if frame["t"] == "message":
                self.shown.append(frame["text"])
                await socket.send_str(json.dumps({"t": "seen", "id": frame["id"]}))

    async def says(self, socket, text, number):
        event = f"00000000-0000-4000-8000-{number:012}"
        await socket.send_str(json.dumps({"t": "say", "event": event, "text": text}))


async def chat_of(house, page):
    """The address of the page, once it has said something."""
    async with page.open() as socket:
        await page.says(socket, "/start", 1)
        await eventually(lambda: page.shown)
    page.shown.clear()
    await asyncio.sleep(0.2)
    return await one(house, "SELECT address FROM conversation")


async def test_a_restart_does_not_let_the_new_overtake_what_is_to_be_tried_again(furnished_url, tmp_path):
    async with BotApi() as api:
        chosen = settings(furnished_url, tmp_path, api)
        async with furnished(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            api.faults.fail("error", times=-1, chat=7)
            first = await plan(house, 7, "first")
            await eventually(lambda: _tried(house, first, 2))
        api.faults.clear()
        async with opened(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            second = await plan(house, 7, "second")
            await until_settled(house, first, second)
        assert said(house, 7) == ["first", "second"]


async def _tried(house, row, times):
    return await one(house, "SELECT tries FROM outbox WHERE id = :row", row=row) >= times


async def test_an_answer_does_not_wait_for_an_announcement_that_is_tried_again(house):
    house.api.faults.fail("error", times=-1, chat=7, status=500)
    announcement = await plan(house, 7, "to all", "announcement")
    await eventually(lambda: _tried(house, announcement, 2))
    house.api.faults.clear()
    reply = await plan(house, 7, "an answer")
    await until_settled(house, reply, seconds=2)
    assert said(house, 7) == ["an answer"]
    await until_settled(house, announcement)


async def test_what_waited_for_an_absent_reader_comes_before_what_is_said_when_they_return(house):
    async with Page(house) as page:
        chat = await chat_of(house, page)
        planned = [await plan(house, chat, f"{number}") for number in range(4)]
        await eventually(lambda: _away(house, 4))
        opening = page.open()
        await opening.__aenter__()
        planned += [await plan(house, chat, f"{number}") for number in range(4, 8)]
        await until_settled(house, *planned)
        await opening.__aexit__(None, None, None)
        assert page.shown == [f"{number}" for number in range(8)]


async def _away(house, number):
    return await one(house, "SELECT count(*) FROM outbox WHERE reason = 'away' AND retry_at IS NOT NULL") == number


async def test_an_absent_reader_is_tried_once_a_day_and_after_a_restart_in_order(sqlite_url, tmp_path):
    async with BotApi() as api:
        chosen = settings(sqlite_url, tmp_path, api)
        async with furnished(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            page = await Page(house).__aenter__()
            chat = await chat_of(house, page)
            first = await plan(house, chat, "first")
            await eventually(lambda: _away(house, 1))
        async with opened(chosen) as base, serving(base) as service:
            house = House(service, base, api)
            page.comes_to(house)
            second = await plan(house, chat, "second")
            await eventually(lambda: _away(house, 2))
            async with page.open():
                third = await plan(house, chat, "third")
                await until_settled(house, first, second, third)
            assert page.shown == ["first", "second", "third"]
            await page.http.close()


async def test_what_is_put_off_for_an_absent_reader_keeps_its_hour(house):
    async with Page(house) as page:
        chat = await chat_of(house, page)
        now = await plan(house, chat, "now")
        later = await plan(house, chat, "later")
        await eventually(lambda: _away(house, 2))
        hour = house.base.clock.campaign() + timedelta(hours=1)
        await change(house, "UPDATE outbox SET retry_at = NULL, not_before = :hour WHERE id = :row",
                     hour=f"{hour:%Y-%m-%d %H:%M:%S.%f}", row=later)  # fmt: skip
        async with page.open():
            await until_settled(house, now)
            await asyncio.sleep(1.2)
            assert page.shown == ["now"]
            assert (await state(house, later))[0] == "planned"
            house.base.clock.ahead += timedelta(hours=2)
            await until_settled(house, later)


async def test_while_nothing_gets_through_one_message_at_a_time_is_tried(house):
    await house.api.away()
    planned = [await plan(house, 100 + number, "hello") for number in range(60)]
    tries = "SELECT sum(tries) FROM outbox"
    await asyncio.sleep(1)
    before = await one(house, tries)
    await asyncio.sleep(2)
    assert 1 <= await one(house, tries) - before <= 4, "the platform is hammered, or forgotten"
    await house.api.back()
    await until_settled(house, *planned, seconds=15)
