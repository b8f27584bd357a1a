"""Zalo by polling and by webhook, under every reading of its protocol and every fault; photos from its hosts only."""

import asyncio
import logging
import time

import aiohttp
import pytest
from yarl import URL

from bot.app import serving
from bot.channels.contract import SendError
from bot.channels.zalo import ZaloChannel, ZaloSettings
from bot.channels.zalo import channel as module
from bot.channels.zalo.photos import may_fetch
from domain.messages import Address, FileRef, Reply
from tests.bot.looking import eventually
from tests.kill.processes import free_port
from tests.kit import zaloapi_events as make
from tests.kit.house import furnished, settings
from tests.kit.zaloapi import ZaloApi
from texts.catalogue import Catalogue

WORDS = Catalogue.load()
HEADER = "X-Bot-Api-Secret-Token"
SECRET = "secret-of-the-tests_0123456789"


def channel_of(api, take, folder, **shared):
    return ZaloChannel(api.token, take, ZaloSettings(api.url, **shared), WORDS, read=None, folder=folder)


class Taken:
    """An inbox with the key of the real one."""

    def __init__(self, refusals=0):
        self.raws = {}
        self.calls = 0
        self.refusals = refusals

    async def __call__(self, raws):
        self.calls += 1
        if self.calls <= self.refusals:
            raise OSError("disk full")
        for raw in raws:
            self.raws.setdefault(raw.event, raw)


READINGS = [
    {},
    {"errors": "http"},
    {"result": "array"},
    {"idle": "empty"},
    {"replay": 3},
    {"self_echo": True},
    {"poller": "conflict"},
]


@pytest.mark.parametrize("reading", READINGS, ids=str)
async def test_polling_takes_each_event_once_under_every_reading(reading, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "POLL_SECONDS", 0.2)
    monkeypatch.setattr(module, "SLOWEST_POLLING", 0.02)
    taken = Taken()
    async with ZaloApi(**reading) as api, channel_of(api, taken, tmp_path).running():
        lan = api.person(1, "Lan")
        keys = [await lan.says(f"tin {number}") for number in range(4)]
        await eventually(lambda: len(taken.raws) == 4)
        await asyncio.sleep(0.5)  # an idle poll or two
        last = await lan.says("nữa")
        await eventually(lambda: last in taken.raws)
    assert list(taken.raws) == [*keys, last]


@pytest.mark.parametrize("fault", ["html429", "502", "slow", "drop", "403", "500", "408"])
async def test_polling_goes_on_after_a_fault(fault, tmp_path):
    taken = Taken()
    async with ZaloApi() as api:
        api.bot.faults.fail(fault, times=1, method="getUpdates")
        async with channel_of(api, taken, tmp_path).running():
            await api.person(1, "Lan").says("alo")
            await eventually(lambda: taken.raws, 8)


async def test_what_was_fetched_is_stored_before_anything_else_is_asked(tmp_path):
    taken = Taken(refusals=2)
    async with ZaloApi() as api, channel_of(api, taken, tmp_path).running():
        lan = api.person(1, "Lan")
        first = await lan.says("một")
        await eventually(lambda: taken.calls)
        asked = api.bot.counts["getUpdates"]
        second = await lan.says("hai")
        await eventually(lambda: len(taken.raws) == 2, 8)
        assert list(taken.raws) == [first, second]
        assert taken.calls == 4
        assert api.bot.counts["getUpdates"] >= asked


async def test_nothing_new_is_asked_for_once_a_second_at_most(tmp_path):
    taken = Taken()
    async with ZaloApi(replay=1000) as api, channel_of(api, taken, tmp_path).running():
        await api.person(1, "Lan").says("alo")
        await eventually(lambda: taken.raws)
        asked = api.bot.counts["getUpdates"]
        await asyncio.sleep(1.2)
        assert api.bot.counts["getUpdates"] - asked <= 2


async def test_a_refused_token_is_said_once_and_without_the_token(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    async with ZaloApi() as api:
        api.bots = {"1459232241454765289:another": api.bot}
        channel = ZaloChannel(
            "1459232241454765289:wrong-canary", Taken(), ZaloSettings(api.url), WORDS, read=None, folder=tmp_path
        )
        async with channel.running():
            await eventually(lambda: channel.dead)
            with pytest.raises(SendError) as raised:
                await channel.send(Address("zalo", channel.account, "a1"), Reply("Chào"))
    assert raised.value.whole_account
    assert sum("token is refused" in record.getMessage() for record in caplog.records) == 1
    assert "canary" not in caplog.text + repr(raised.value.__context__) + str(raised.value)


# -- webhook -----------------------------------------------------------------------------------------------------------


@pytest.fixture
async def hooked(tmp_path):
    """The whole service on a webhook that the loopback delivers to."""
    port = free_port()
    url = f"sqlite+aiosqlite:///{tmp_path}/thidua.db"
    async with ZaloApi() as api:
        chosen = settings(
            url, tmp_path, zalo=api, public_url=f"http://127.0.0.1:{port}", web_port=port, zalo_secret=SECRET
        )
        async with furnished(chosen) as base, serving(base) as service:
            await eventually(lambda: api.bot.hook)
            yield api, service


def hook_of(service):
    return f"http://127.0.0.1:{service.port}{service.works.channels['zalo', '1459232241454765289'].routes()[0].path}"


async def posted(service, body, secret=SECRET):
    headers = {HEADER: secret, "User-Agent": "Java/1.8.0_192"} if secret is not None else {}
    async with aiohttp.ClientSession() as http, http.post(hook_of(service), data=body, headers=headers) as answer:
        return answer.status


async def test_the_probe_without_secret_and_body_is_answered_and_nothing_done(hooked):
    _, service = hooked
    assert await posted(service, b"", None) == 200
    assert await posted(service, b"") == 200


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "b\u00ed m\u1eadt"])
async def test_without_the_secret_it_is_403(hooked, secret):
    _, service = hooked
    assert await posted(service, b'{"event_name":"message.text.received"}', secret) == 403


@pytest.mark.parametrize("body", [b"{", b"[]", b"5", b"\xff", b'{"event_name":"message.unsupported.received"}'])
async def test_what_cannot_be_kept_is_answered_so_that_it_does_not_come_again(hooked, body):
    _, service = hooked
    assert await posted(service, body) == 200


@pytest.mark.parametrize("wrap", [False, True])
async def test_by_webhook_the_talk_goes_on_whatever_shape_it_has(hooked, wrap):
    api, _ = hooked
    api.bot.switches.wrap = wrap
    van = api.person(2, "Vân")
    await van.says("alo")
    assert (await van.hears()).text.endswith("gõ 1 để tìm đơn vị của mình.")
    await van.sends_what_zalo_does_not_pass_on()
    assert "gửi ảnh" in (await van.hears()).text


async def test_what_cannot_be_stored_is_503_and_comes_again(hooked, monkeypatch):
    api, service = hooked
    channel = service.works.channels["zalo", "1459232241454765289"]
    stored, refused = channel._take, []

    async def take(raws):
        if len(refused) < 2:
            refused.append(raws)
            raise OSError("disk full")
        await stored(raws)

    monkeypatch.setattr(channel, "_take", take)
    van = api.person(2, "Vân")
    key = await van.says("alo")
    await van.hears()
    await van.hears_nothing()
    assert len(refused) == 2
    assert api.bot.delivered == [key]


async def test_an_event_delivered_twice_is_answered_once(hooked):
    api, _ = hooked
    van = api.person(2, "Vân")
    event = make.text(van.user, "alo")
    api.bot.push(event)
    api.bot.push(event)
    await van.hears()
    await van.hears_nothing(0.4)


# -- photos ------------------------------------------------------------------------------------------------------------

OWN = URL("https://bot-api.zaloplatforms.com")


@pytest.mark.parametrize(
    "url",
    ["https://photo-stal-12.zdn.vn/a.jpg", "https://zdn.vn/a", "https://f2-voice-aac-dl.zdn.vn/x.aac", "https://b.zadn.vn/1"],
)  # fmt: skip
def test_zalos_hosts_are_fetched_from(url):
    assert may_fetch(URL(url), OWN)


@pytest.mark.parametrize(
    "url",
    [
        "http://photo.zdn.vn/a.jpg",
        "https://zdn.vn.example.com/a",
        "https://evilzdn.vn/a",
        "https://169.254.169.254/latest",
        "https://127.0.0.1/a",
        "https://photo.zdn.vn:8443/a",
        "https://user:pw@photo.zdn.vn/a",
        "http://localhost/a",
    ],
)
def test_no_other_host_is(url):
    assert not may_fetch(URL(url), OWN)


async def fetched(api, tmp_path, ref):
    channel = channel_of(api, Taken(), tmp_path)
    async with channel.running():
        return b"".join([piece async for piece in channel.fetch(FileRef("photo", ref))])


async def test_a_photo_is_fetched_also_over_a_redirect_to_an_allowed_host(tmp_path):
    async with ZaloApi() as api:
        address = api.host(b"jpeg" * 1000)
        api.moved["/old"] = address
        assert await fetched(api, tmp_path, address) == b"jpeg" * 1000
        assert await fetched(api, tmp_path, api.url + "/old") == b"jpeg" * 1000


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("https://example.com/a.jpg", "refused"),
        ("ftp://photo.zdn.vn/a.jpg", "refused"),
        ("not an address", "refused"),
        ("https://[::1", "refused"),
        ("/moved", "refused"),
        ("/loop", "refused"),
        ("/photo/none.jpg", "gone"),
    ],
)
async def test_elsewhere_it_is_not_fetched_also_not_over_a_redirect(tmp_path, ref, reason):
    async with ZaloApi() as api:
        api.moved |= {"/moved": "https://example.com/a.jpg", "/loop": "/loop"}
        with pytest.raises(SendError) as raised:
            await fetched(api, tmp_path, api.url + ref if ref.startswith("/") else ref)
    assert (raised.value.reason, raised.value.retryable) == (reason, False)


async def test_a_photo_without_end_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    async with ZaloApi() as api:
        with pytest.raises(SendError) as raised:
            await fetched(api, tmp_path, api.host(b"x" * 1001))
    assert raised.value.reason == "refused"


# -- sending -----------------------------------------------------------------------------------------------------------


async def test_a_long_message_that_stopped_half_way_goes_on_where_it_stopped(tmp_path):
    async with ZaloApi() as api:
        lan = api.person(1, "Lan")
        api.bot.users.add(lan.id)
        channel, address = channel_of(api, Taken(), tmp_path), Address("zalo", api.bot.id, lan.id)
        reply = Reply("\n".join(f"dòng {number} " + "chữ " * 30 for number in range(40)))
        async with channel.running():
            api.listeners.append(
                lambda bot, _: bot.faults.fail("500", method="sendMessage") if len(bot.sent) == 1 else None
            )
            with pytest.raises(SendError):
                await channel.send(address, reply)
            await channel.send(address, reply)
        heads = [sent.text.split(" chữ")[0] for sent in lan.chat]
        assert len(heads) == len(set(heads)) == 3


async def test_the_service_starts_while_zalo_is_away(tmp_path):
    async with ZaloApi() as api:
        await api.away()
        async with furnished(settings(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path, zalo=api)) as base:
            began = time.monotonic()
            async with serving(base):
                assert time.monotonic() - began < 2
                await asyncio.sleep(0.2)
                await api.back()
                van = api.person(2, "Vân")
                await van.says("alo")
                assert await van.hears(9)
