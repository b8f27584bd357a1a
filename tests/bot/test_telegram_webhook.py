"""The webhook: the secret before the body, the flush before the 200, and nothing that could be sent for ever."""

import asyncio
import json
import time

import aiohttp
import pytest

from tests.bot.looking import eventually, one, refusing, rows
from tests.kill.processes import free_port
from tests.kit.house import living

SECRET = "secret-of-the-tests_0123456789"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def hooked(sqlite_url, tmp_path):
    """The service on a webhook that the loopback delivers to."""
    port = free_port()
    async with living(
        sqlite_url, tmp_path, public_url=f"http://127.0.0.1:{port}", web_port=port, telegram_secret=SECRET
    ) as house:
        await eventually(lambda: house.api.queue.webhook)
        yield house


async def sent_raw(house, lines, body=b"", seconds=3.0):
    """The status of a request written by hand; what follows the headers may never come."""
    channel = house.service.works.channels["telegram", str(house.api.me["id"])]
    reader, writer = await asyncio.open_connection("127.0.0.1", house.service.port)
    head = f"POST {channel.routes()[0].path} HTTP/1.1\r\nHost: a\r\n".encode()
    writer.write(head + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body)
    try:
        return int((await asyncio.wait_for(reader.readline(), seconds)).split()[1])
    finally:
        writer.close()


@pytest.mark.parametrize(
    "given",
    [None, b"", b"wrong", SECRET[:-1].encode(), (SECRET + "x").encode(), SECRET.upper().encode(),
     "bí mật".encode(), b"\xff\xfe\x80"],
)  # fmt: skip
async def test_without_the_secret_it_is_403_before_the_body_is_read(hooked, given):
    lines = [b"Content-Length: 900000000", *([] if given is None else [HEADER.encode() + b": " + given])]
    assert await sent_raw(hooked, lines) == 403
    assert await one(hooked, "SELECT count(*) FROM inbox") == 0


async def test_with_the_secret_the_talk_goes_on(hooked):
    lan = await hooked.joins("Lan", "cô", "teacher")
    await lan.says("/report")
    [question] = await lan.hears(1)
    assert "1/6" in question.text


async def test_two_megabytes_are_too_much(hooked):
    lines = [HEADER.encode() + b": " + SECRET.encode(), b"Content-Length: 2097152"]
    assert await sent_raw(hooked, lines, b"{" + b" " * 1_200_000) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"\xff", b'{"a": "\\ud800"}'])
async def test_what_is_no_update_is_answered_so_that_it_does_not_come_again(hooked, body):
    lines = [HEADER.encode() + b": " + SECRET.encode(), f"Content-Length: {len(body)}".encode()]
    assert await sent_raw(hooked, lines, body) == 200
    assert await one(hooked, "SELECT count(*) FROM inbox") == 0


async def test_an_update_without_sense_is_kept_and_set_aside(hooked):
    body = b'{"update_id": 7, "message": 5}'
    lines = [HEADER.encode() + b": " + SECRET.encode(), f"Content-Length: {len(body)}".encode()]
    assert await sent_raw(hooked, lines, body) == 200

    async def aside():
        return await rows(hooked, "SELECT id FROM inbox WHERE state = 'aside'")

    await eventually(aside, 9)


async def test_what_cannot_be_stored_is_503_and_comes_again(hooked):
    lan = await hooked.joins("Lan", "cô", "teacher")
    async with refusing(hooked, "inbox", "INSERT"):
        await lan.says("/report")
        await lan.hears_nothing(0.4)
        assert hooked.api.pending == 1, "it was acknowledged though it was not stored"
        assert "503" in hooked.api.queue.webhook.last_error[1]
    [question] = await lan.hears(1)
    assert "1/6" in question.text


async def test_a_flood_with_a_wrong_secret_delays_nobody_and_fills_no_log(hooked, caplog):
    lan = await hooked.joins("Lan", "cô", "teacher")
    channel = hooked.service.works.channels["telegram", str(hooked.api.me["id"])]
    address = f"http://127.0.0.1:{hooked.service.port}{channel.routes()[0].path}"
    caplog.clear()
    async with aiohttp.ClientSession(headers={HEADER: "guess"}) as http:

        async def guess(times):
            for _ in range(times):
                async with http.post(address, data=json.dumps({"update_id": 1})) as answer:
                    assert answer.status == 403

        flood = asyncio.gather(*(guess(100) for _ in range(10)))
        began = time.monotonic()
        await lan.says("/report")
        await lan.hears(1)
        assert time.monotonic() - began < 1
        await flood
    assert not [record for record in caplog.records if record.name.startswith("thidua")]
