"""What a reply becomes at Telegram, and what Telegram's refusals become for the sender."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.channels.contract import SendError
from bot.channels.telegram import TelegramChannel
from domain.messages import Address, Attachment, Choice, FileRef, Incoming, Reply
from tests.kit.botapi import BotApi

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
LAN = Address("telegram", "700000001", "101")


async def nothing_comes(_):
    raise AssertionError("nobody wrote")


@pytest.fixture
async def api():
    async with BotApi() as api:
        yield api


@pytest.fixture
async def channel(api):
    files = {"k1": PNG, "k2": b"PK docx"}
    one = TelegramChannel(
        api.token, nothing_comes, files.__getitem__, api_url=api.url, public_url="http://127.0.0.1:9", webhook=True
    )
    async with one.running():
        yield one


def buttons(sent):
    return [
        [(b["callback_data"], b["text"]) for b in row]
        for row in (sent.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
    ]


REPLIES = {
    "text": (Reply("Chào cô Lan."), "sendMessage", None, None),
    "text that looks like markup": (Reply("<b>*a*</b> & _b_ [c](d)"), "sendMessage", None, None),
    "rows of buttons": (
        Reply("Chọn", ((Choice("a.1", "Một"), Choice("a.2", "Hai")), (Choice("/menu", "Menu"),))),
        "sendMessage", None, None,
    ),
    "picture": (Reply("Ảnh", picture=Attachment("k1", "anh.png", "image/png")), "sendPhoto", "anh.png", PNG),
    "document": (
        Reply("Tệp", ((Choice("/menu", "Menu"),),), document=Attachment("k2", "Tờ trình.docx", "application/x")),
        "sendDocument", "Tờ trình.docx", b"PK docx",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REPLIES)
async def test_a_reply_arrives_as_it_was_meant(api, channel, kind):
    reply, method, name, data = REPLIES[kind]
    number = await channel.send(LAN, reply)
    [sent] = [one for one in api.sent if one.chat_id == 101]
    assert (sent.method, sent.text, sent.name, sent.data) == (method, reply.text, name, data)
    assert number == str(sent.message_id)
    assert buttons(sent) == [[(c.value, c.label) for c in row] for row in reply.choices]
    assert "entities" not in sent.message, "plain text everywhere"


@pytest.mark.parametrize("kind", ["picture", "document"])
async def test_one_upload_serves_all(api, channel, kind, monkeypatch):
    read = []
    monkeypatch.setattr(channel._out, "_read", lambda key: read.append(key) or PNG)
    reply, _, name, _ = REPLIES[kind]
    api.faults.latency = 0.05
    await asyncio.gather(*(channel.send(Address("telegram", "700000001", str(200 + n)), reply) for n in range(20)))
    assert len(read) == 1
    assert [(one.name, one.data) for one in api.sent] == [(name, PNG)] * 20
    api.files.clear()  # Telegram has forgotten it
    await channel.send(LAN, reply)
    assert len(read) == 2


async def test_a_ban_binds_the_spinners_too(api, channel):
    pressed = Incoming(LAN, "1", "101", datetime.now(UTC), press="p1")
    api.faults.fail("retry_after", seconds=1, method="sendMessage")
    with pytest.raises(SendError):
        await channel.send(LAN, Reply("Chào cô Lan."))
    await channel.acknowledge(pressed)
    assert api.ledger.refused[400] == 0, "a press was answered during the ban"
    await asyncio.sleep(1.05)
    await channel.acknowledge(pressed)
    assert api.ledger.refused[400] == 1, "the loopback knows no such press, but was asked"


async def test_a_message_is_changed_and_when_it_is_gone_said_anew(api, channel):
    first = await channel.send(LAN, Reply("1 ảnh"))
    assert await channel.send(LAN, Reply("2 ảnh"), first) == first
    assert await channel.send(LAN, Reply("2 ảnh"), first) == first, "not modified is no failure"
    api.ledger.remove(101, int(first))
    anew = await channel.send(LAN, Reply("3 ảnh"), first)
    assert anew != first
    assert [one.text for one in api.chat(101)] == ["3 ảnh"]


def plan(kind, **how):
    return lambda api: api.faults.fail(kind, method="sendMessage", **how)


ERRORS = {
    "banned for a while": (
        plan("retry_after", seconds=7),
        "too_many",
        True,
        {"retry_after": 7.0, "whole_account": True},
    ),
    "blocked": (lambda api: api.faults.blocked.add(101), "blocked", False, {}),
    "account deleted": (lambda api: api.faults.deactivated.add(101), "blocked", False, {}),
    "chat not found": (lambda api: setattr(api.faults, "accept_unknown", False), "gone", False, {}),
    "became a supergroup": (
        lambda api: api.faults.migrated.update({101: -100777}),
        "migrated",
        False,
        {"moved_to": "-100777"},
    ),
    "bad gateway in HTML": (plan("error", status=502), "network", True, {}),
    "server error in HTML": (plan("error", status=500), "network", True, {}),
    "done and never answered": (plan("drop"), "network", True, {"unknown": True}),
    "closed without an answer": (plan("refuse"), "network", True, {"unknown": True}),
}


@pytest.mark.parametrize("kind", ERRORS)
async def test_a_refusal_says_what_to_do(api, channel, kind):
    happen, reason, retryable, more = ERRORS[kind]
    happen(api)
    with pytest.raises(SendError) as refused:
        await channel.send(LAN, Reply("Chào cô Lan."))
    fault = refused.value
    assert (fault.reason, fault.retryable) == (reason, retryable)
    for name, value in more.items():
        assert getattr(fault, name) == value, name
    assert api.token not in repr(fault) + str(fault.__cause__) + str(fault.__context__ and fault.__suppress_context__)


async def test_a_message_telegram_cannot_take_is_refused_for_good(channel):
    with pytest.raises(SendError) as refused:
        await channel.send(LAN, Reply("x" * 5000))
    assert (refused.value.reason, refused.value.retryable) == ("refused", False)


async def test_no_connection_means_that_nothing_was_sent(api, channel):
    await api.away()
    with pytest.raises(SendError) as refused:
        await channel.send(LAN, Reply("Chào cô Lan."))
    assert (refused.value.reason, refused.value.retryable, refused.value.unknown) == ("network", True, False)


async def test_a_revoked_token_stops_the_account_without_naming_it(api, channel):
    api.token = "700000001:another-token-was-given-out"
    with pytest.raises(SendError) as refused:
        await channel.send(LAN, Reply("Chào cô Lan."))
    fault = refused.value
    assert (fault.retryable, fault.whole_account) == (True, True)
    assert "loopback-token" not in repr(fault) + str(fault)


async def test_a_file_is_fetched_in_pieces_and_its_address_is_kept_nowhere(api, channel):
    stored = api.add_file(bytes(range(256)) * 1024, "a.pdf")
    pieces = [piece async for piece in channel.fetch(FileRef("document", stored.file_id))]
    assert b"".join(pieces) == stored.data
    assert len(pieces) > 1


@pytest.mark.parametrize(("status", "retryable"), [(502, True), (404, True)])
async def test_a_download_that_fails_says_so(api, channel, status, retryable):
    stored = api.add_file(b"x", "a.pdf")
    api.faults.fail("error", method="file", status=status)
    with pytest.raises(SendError) as refused:
        _ = [piece async for piece in channel.fetch(FileRef("document", stored.file_id))]
    assert refused.value.retryable is retryable


async def test_a_file_over_20_mb_is_refused_for_good(api, channel):
    stored = api.add_file(b"x", "a.mp4", size=25 << 20)
    with pytest.raises(SendError) as refused:
        _ = [piece async for piece in channel.fetch(FileRef("document", stored.file_id))]
    assert refused.value.retryable is False
