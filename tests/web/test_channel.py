"""The web channel end to end over a real socket: taken, sent, seen, away, woken, and sent again."""

import asyncio
import json

import pytest

from bot.channels.contract import SendError
from domain.messages import Address, Choice, Reply
from web.seats import chat_of
from web.words import page_words

from .conftest import SECRETS, chat_address, first_page


async def test_what_lan_types_is_understood_with_her_chat_and_her_language(serve, browse, house):
    channel, browser, page = await first_page(serve, browse)
    page = await browser.open(language="en")
    event = await page.put("say", text="3 dv mau")
    assert (await page.get("taken"))["event"] == event
    incoming = channel.understand(house.inbox[0].body)
    assert (incoming.text, incoming.event, incoming.language, incoming.odd) == ("3 dv mau", event, "en", "")
    assert incoming.address == house.inbox[0].address
    assert (incoming.address.channel, incoming.address.account) == ("web", "web")
    assert incoming.sender == incoming.address.chat
    assert incoming.at.utcoffset() is not None


async def test_the_cookie_is_nowhere_in_what_is_stored(serve, browse, house):
    _, browser, page = await first_page(serve, browse)
    address = await chat_address(house, page)
    secret = next(cookie.value for cookie in browser.session.cookie_jar if cookie.key == "thidua_me")
    assert address.chat == chat_of(secret)
    assert secret not in house.inbox[0].body


async def test_a_press_comes_with_its_value_and_the_message_it_hangs_on(serve, browse, house):
    channel, _, page = await first_page(serve, browse)
    event = await page.put("press", value="m.report", label="Báo gương người tốt", on="123")
    await page.get("taken")
    incoming = channel.understand(house.inbox[0].body)
    assert (incoming.choice, incoming.text, incoming.on, incoming.press) == ("m.report", "", "123", event)


async def test_a_message_is_taken_only_after_it_is_committed(serve, browse, house):
    _, _, page = await first_page(serve, browse)
    house.gate.clear()
    event = await page.put("say", text="a")
    await asyncio.sleep(0.1)
    assert house.calls == 1
    with pytest.raises(TimeoutError):
        await page.socket.receive(timeout=0.2)
    house.gate.set()
    page = await page.browser.open()  # a timeout closes aiohttp's client socket; the page comes back and asks again
    await page.put("say", text="a", event=event)
    assert (await page.get("taken"))["event"] == event


async def test_what_waits_meanwhile_is_committed_together_and_in_order(serve, browse, house):
    _, _, page = await first_page(serve, browse)
    house.gate.clear()
    sent = [await page.put("say", text=str(n)) for n in range(5)]
    await asyncio.sleep(0.1)
    house.gate.set()
    assert [(await page.get("taken"))["event"] for _ in sent] == sent
    assert [raw.event for raw in house.inbox] == sent
    assert house.calls <= 2


async def test_a_failed_commit_is_not_acknowledged_and_the_same_event_comes_again(serve, browse, house, caplog):
    _, browser, page = await first_page(serve, browse)
    house.broken = True
    event = await page.put("say", text="a")
    closing = await page.socket.receive(timeout=5)
    assert page.socket.close_code == 1011, closing
    house.broken = False
    page = await browser.open()
    await page.put("say", text="a", event=event)
    assert (await page.get("taken"))["event"] == event
    assert [raw.event for raw in house.inbox] == [event]


async def test_a_page_that_leaves_at_once_loses_nothing(serve, browse, house):
    _, _, page = await first_page(serve, browse)
    house.gate.clear()
    await page.put("say", text="a")
    await page.put("say", text="b")
    await asyncio.sleep(0.1)
    await asyncio.gather(page.socket.close(), _later(house.gate.set))
    await house.until_taken(2)


async def _later(do) -> None:
    await asyncio.sleep(0.1)
    do()


async def test_a_reply_is_sent_when_an_open_page_has_shown_it(serve, browse, house):
    channel, browser, page = await first_page(serve, browse)
    other = await browser.open()
    address = await chat_address(house, page)
    reply = Reply("1/6 · Việc gì đã được làm?", ((Choice("f.1.back", "Về câu trước"), Choice("f.1.later", "Để sau")),))
    sending = asyncio.create_task(channel.send(address, reply))
    frame = await page.get("message")
    assert await other.get("message") == frame
    assert [button["label"] for button in frame["rows"][0]] == ["Về câu trước", "Để sau"]
    assert frame["at"].startswith("2025-04-10T16:42:01")
    assert not sending.done()
    await page.seen(frame)
    first = await sending
    sending = asyncio.create_task(channel.send(address, Reply("2/6"), first))
    frame = await page.get("message")
    assert str(frame["replaces"]) == first
    await page.seen(frame)
    assert int(await sending) > int(first)


async def test_nobody_looks_so_the_message_stays_at_home(serve):
    channel, _ = await serve()
    with pytest.raises(SendError) as error:
        await channel.send(Address("web", "web", "0" * 64), Reply("a"))
    assert (error.value.reason, error.value.retryable, error.value.retry_after) == ("away", True, None)


async def test_a_page_that_never_says_seen_is_away_and_gets_the_same_id_again(serve, browse, house):
    channel, _, page = await first_page(serve, browse)
    address = await chat_address(house, page)
    with pytest.raises(SendError) as error:
        await channel.send(address, Reply("a"))
    assert (error.value.reason, error.value.retryable) == ("away", True)
    first = await page.get("message")
    again = asyncio.create_task(channel.send(address, Reply("a")))
    assert await page.get("message") == first
    await page.seen(first)
    assert await again == str(first["id"])


async def test_one_chat_gets_nothing_of_another(serve, browse, house):
    channel, root = await serve()
    lan, minh = browse(root), browse(root)
    await lan.sit()
    await minh.sit()
    hers, his = await lan.open(), await minh.open()
    assert hers.hello["chat"] != his.hello["chat"]
    address = await chat_address(house, hers)
    sending = asyncio.create_task(channel.send(address, Reply("cho cô Lan")))
    frame = await hers.get("message")
    await his.seen(frame)
    with pytest.raises(SendError):
        await sending
    assert await his.silent()


async def test_opening_a_page_wakes_what_waits_for_it(serve, browse, house):
    channel, root = await serve()
    browser = browse(root)
    await browser.sit()

    async def send_parked(address: Address) -> None:
        await channel.send(address, Reply("đã chờ"))

    house.waking = send_parked
    page = await browser.open()
    frame = await page.get("message")
    await page.seen(frame)
    assert frame["text"] == "đã chờ"
    assert len(house.woken) == 1


async def test_a_failing_wake_does_not_close_the_page(serve, browse, house, caplog):
    async def fail(_: Address) -> None:
        raise OSError

    house.waking = fail
    _, _, page = await first_page(serve, browse)
    await page.put("say", text="a")
    await page.get("taken")


async def test_a_refused_frame_gets_a_sentence_in_the_language_of_the_page(serve, browse):
    _, browser, _ = await first_page(serve, browse)
    page = await browser.open(language="en")
    event = await page.put("say", text="x" * 5000)
    assert await page.get("refused") == {"t": "refused", "event": event, "text": page_words("en")["too_long"]}


async def test_more_than_a_page_may_say_at_once_is_slowed_not_lost(serve, browse, house):
    _, _, page = await first_page(serve, browse)
    begun = asyncio.get_running_loop().time()
    sent = [await page.put("say", text=str(n)) for n in range(36)]
    assert [(await page.get("taken"))["event"] for _ in sent] == sent
    assert asyncio.get_running_loop().time() - begun > 0.4


async def test_a_frame_beyond_all_measure_closes_the_page(serve, browse, house):
    _, _, page = await first_page(serve, browse)
    await page.put("say", text="x" * 70000)
    await page.socket.receive(timeout=5)
    assert page.socket.close_code == 1009
    assert house.inbox == []


def test_a_body_of_a_kind_not_known_is_an_oddity():
    from bot.channels.web import WebChannel

    body = {"chat": "c", "sender": "c", "at": "2025-04-10T09:42:00+00:00", "frame": {"t": "dance", "event": "e"}}
    channel = WebChannel(None, __import__("pathlib").Path("unused"), None)
    assert channel.understand(json.dumps(body)).odd == "unsupported"


async def test_leaving_tells_every_page_to_come_back(serve, browse):
    channel, _, page = await first_page(serve, browse)
    async with channel.running():
        pass
    await page.socket.receive(timeout=5)
    assert page.socket.close_code == 1001


async def test_the_demo_gives_each_person_a_chat_of_their_own(serve, browse, house, pretend):
    _, root = await serve(demo=pretend.stage())
    browser = browse(root)
    async with browser.session.get(root + "/") as answer:
        assert answer.status == 200
    page = await browser.open("minh")
    assert await page.get("day") == {"t": "day", "day": "2025-04-10", "time": "16:42"}
    await page.put("say", text="chào")
    await page.get("taken")
    assert house.inbox[0].address.chat == chat_of(SECRETS["minh"])
