"""Who may call the pages, and what every answer carries, errors included."""

import io
import logging

import pytest
from aiohttp import ClientSession, WSServerHandshakeError, web
from aiohttp.test_utils import TestServer

from bot.channels.contract import Route
from web.access_log import PlainAccessLog
from web.app import build_app
from web.guard import is_loopback
from web.headers import POLICY
from web.words import page_words

from .conftest import JPEG, SECRETS

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


async def broken(_request):
    raise RuntimeError("token 7001:secret")


async def refuse_long_body(request):
    return web.Response(body=await request.read())


BROKEN = [Route("GET", "/broken", broken), Route("POST", "/hook", refuse_long_body)]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/static/x/../../protocol.py", 404),
        ("GET", "/static/x/nothing.js", 404),
        ("GET", "/static/old/chat.css", 200),
        ("GET", "/chat/ws?seat=me", 403),
        ("GET", "/chat/given/" + "0" * 32, 404),
        ("GET", "/chat/given/..%2f..%2fetc", 404),
        ("POST", "/chat/seat?seat=me", 403),
        ("POST", "/chat/files?seat=me", 403),
        ("DELETE", "/", 405),
        ("GET", "/broken", 500),
    ],
)
async def test_every_answer_carries_the_safe_headers(serve, browse, caplog, method, path, status):
    _, root = await serve(extra=BROKEN)
    async with browse(root).session.request(method, root + path) as answer:
        assert answer.status == status
        assert {key: answer.headers[key] for key in ALWAYS} == ALWAYS
        assert "aiohttp" not in answer.headers["Server"]
        assert "Strict-Transport-Security" not in answer.headers


async def test_the_socket_answers_with_the_safe_headers_too(serve, browse):
    _, root = await serve()
    browser = browse(root)
    await browser.sit()
    page = await browser.open()
    headers = page.socket._response.headers
    assert {key: headers[key] for key in ALWAYS} == ALWAYS


async def test_a_fault_is_one_sentence_with_the_code_of_the_log(serve, browse, caplog):
    _, root = await serve(extra=BROKEN)
    with caplog.at_level(logging.ERROR):
        async with browse(root).session.get(root + "/broken") as answer:
            said = await answer.text()
    code = next(record.code for record in caplog.records if record.message == "a page failed")
    assert said.strip() == page_words("vi")["fault"].format(code=code)
    assert "secret" not in said


async def test_a_browser_reads_the_sentence_on_a_page_with_the_way_back(serve, browse):
    _, root = await serve()
    async with browse(root).session.get(root + "/nowhere", headers={"Accept": "text/html"}) as answer:
        page = await answer.text()
        assert (answer.status, answer.content_type) == (404, "text/html")
        assert {key: answer.headers[key] for key in ALWAYS} == ALWAYS
    assert page_words("vi")["not_found"] in page
    assert 'href="/"' in page
    assert "<script" not in page


async def test_an_invitation_code_is_in_no_line_of_the_access_log(serve, browse, house, caplog):
    channel, _ = await serve()
    app = build_app(channel.routes(), ready=house.wake)
    server = TestServer(app)
    await server.start_server(access_log_class=PlainAccessLog, access_log=logging.getLogger("access"))
    with caplog.at_level(logging.INFO):
        for path in ("/?code=7K4M92QZ", "/chat/given/7K4M92QZ"):
            async with browse("").session.get(server.make_url(path)) as answer:
                await answer.read()
    await server.close()
    lines = [record.getMessage() for record in caplog.records if record.name == "access"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == ["GET / 200", "GET /chat/given/{token} 404"]
    assert "7K4M92QZ" not in caplog.text


async def test_a_body_that_is_too_long_is_refused_with_a_sentence(serve, browse):
    _, root = await serve(extra=BROKEN)
    async with browse(root).session.post(root + "/hook", data=io.BytesIO(b"x" * 1_100_000)) as answer:
        assert (answer.status, (await answer.text()).strip()) == (413, page_words("vi")["too_big"])


async def test_readiness_says_why_not(serve, browse):
    _, root = await serve(ready="database away")
    async with browse(root).session.get(root + "/readyz") as answer:
        assert (answer.status, await answer.text()) == (503, "database away\n")


@pytest.mark.parametrize("public_url", ["", "https://thidua.example.vn"])
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(serve, browse, public_url):
    _, root = await serve(public_url=public_url)
    async with browse(root).session.post(f"{root}/chat/seat?seat=me", headers={"Origin": root}) as answer:
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("thidua_me=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert ("Secure" in cookie) == ("Strict-Transport-Security" in answer.headers) == bool(public_url)


async def test_a_seat_that_is_taken_stays_the_same(serve, browse):
    _, root = await serve()
    browser = browse(root)
    await browser.sit()
    before = [(cookie.key, cookie.value) for cookie in browser.session.cookie_jar]
    await browser.sit()
    assert [(cookie.key, cookie.value) for cookie in browser.session.cookie_jar] == before
    assert len(before[0][1]) == 32


async def test_the_page_itself_sets_no_seat_for_a_link_from_another_site_brings_no_cookie(serve, browse):
    _, root = await serve()
    async with browse(root).session.get(root + "/?code=7K4M-92QZ") as answer:
        assert "Set-Cookie" not in answer.headers


async def test_a_socket_without_a_seat_is_told_to_ask_for_one(serve, browse):
    _, root = await serve()
    socket = await browse(root).session.ws_connect(f"{root}/chat/ws?seat=me", headers={"Origin": root})
    await socket.receive(timeout=5)
    assert socket.close_code == 4401


@pytest.mark.parametrize("first", ["", "{}", '{"t":"seen","id":1}'])
async def test_a_page_that_does_not_say_hello_is_closed(serve, browse, first):
    _, root = await serve()
    browser = browse(root)
    await browser.sit()
    socket = await browser.session.ws_connect(f"{root}/chat/ws?seat=me", headers={"Origin": root})
    await socket.send_str(first)
    await socket.receive(timeout=5)
    assert socket.close_code == 1002


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "file://", "http://127.0.0.1:1"])
async def test_another_origin_is_refused_everywhere(serve, browse, origin):
    _, root = await serve()
    browser = browse(root)
    await browser.sit()
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(WSServerHandshakeError) as refusal:
        await browser.session.ws_connect(f"{root}/chat/ws?seat=me", headers=headers)
    assert refusal.value.status == 403
    async with browser.session.post(
        f"{root}/chat/files?seat=me", data={"file": io.BytesIO(JPEG)}, headers=headers
    ) as answer:
        assert answer.status == 403
    async with browser.session.post(f"{root}/chat/seat?seat=me", headers=headers) as answer:
        assert answer.status == 403


async def test_the_public_address_is_an_origin_of_ours(serve, browse):
    _, root = await serve(public_url="https://thidua.example.vn")
    headers = {"Origin": "https://thidua.example.vn"}
    async with browse(root).session.post(f"{root}/chat/seat?seat=me", headers=headers) as answer:
        assert answer.status == 204


@pytest.mark.parametrize("seat", ["", "Lan", "a" * 25, "lan%00", "..%2f", "lan%20x"])
async def test_a_seat_has_a_plain_name(serve, browse, seat):
    _, root = await serve()
    async with browse(root).session.post(f"{root}/chat/seat?seat={seat}", headers={"Origin": root}) as answer:
        assert answer.status == 404


async def test_the_demo_is_refused_off_this_machine(serve, browse, pretend):
    _, root = await serve(demo=pretend.stage())
    browser = browse(root)
    foreign = [{"Host": "evil.example"}, {"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}]
    for headers in foreign:
        async with browser.session.get(root + "/", headers=headers) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers
        sent = {"Origin": f"http://{headers.get('Host', root.removeprefix('http://'))}", **headers}
        async with browser.session.post(root + "/demo/day", json={"days": 1}, headers=sent) as answer:
            assert answer.status == 403
        async with browser.session.post(root + "/chat/seat?seat=lan", headers=sent) as answer:
            assert answer.status == 403
    assert pretend.now().day == 10


@pytest.mark.parametrize(
    ("remote", "host", "local"),
    [
        ("127.0.0.1", "127.0.0.1:8080", True),
        ("127.0.0.1", "localhost:8080", True),
        ("::1", "[::1]:8080", True),
        ("127.0.0.1", "evil.example:8080", False),
        ("192.168.1.5", "localhost:8080", False),
        (None, "localhost", False),
    ],
)
def test_only_this_machine_by_a_local_name_is_loopback(remote, host, local):
    from aiohttp.test_utils import make_mocked_request

    request = make_mocked_request("GET", "/", headers={"Host": host}).clone(remote=remote or "")
    assert is_loopback(request) is local


async def test_the_demo_page_hands_over_the_three_seats(serve, pretend):
    _, root = await serve(demo=pretend.stage())
    async with ClientSession() as session, session.get(root + "/") as answer:
        cookies = answer.headers.getall("Set-Cookie")
        page = await answer.text()
    assert {f"thidua_{name}={secret}" for name, secret in SECRETS.items()} == {c.split(";")[0] for c in cookies}
    assert not any(secret in page for secret in SECRETS.values())
    assert "Thứ Năm, 10/04/2025 · 16:42" in page


@pytest.mark.parametrize(
    ("body", "status", "day", "time"),
    [
        ('{"hours":1}', 200, "2025-04-10", "17:42"),
        ('{"days":1}', 200, "2025-04-11", "16:42"),
        ('{"day":"2025-04-25"}', 200, "2025-04-25", "16:42"),
        ('{"day":"2025-04-10"}', 409, None, None),
        ('{"day":"2025-04-09"}', 409, None, None),
        ('{"day":"2205-04-09"}', 409, None, None),
        ('{"day":"hôm qua"}', 409, None, None),
        ('{"hours":-1}', 409, None, None),
        ('{"days":"1"}', 409, None, None),
        ("", 409, None, None),
        ("[" * 200000, 409, None, None),
    ],
)
async def test_the_pretend_day_moves_forward_only(serve, browse, pretend, body, status, day, time):
    _, root = await serve(demo=pretend.stage())
    browser = browse(root)
    await browser.sit("lan")
    page = await browser.open("lan")
    await page.get("day")
    async with browser.session.post(root + "/demo/day", data=body.encode(), headers=browser.origin) as answer:
        assert answer.status == status
        told = await answer.json()
    if status == 200:
        assert told == {"day": day, "time": time}
        assert await page.get("day") == {"t": "day", **told}
    else:
        assert told == {"text": page_words("vi")["only_forward"]}
        assert (pretend.now().day, pretend.now().hour) == (10, 9)
