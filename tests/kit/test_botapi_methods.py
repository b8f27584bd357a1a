"""The loopback's methods do and refuse what Telegram's do, seen through python-telegram-bot and plain HTTP."""

import aiohttp
import pytest
from telegram import Bot, BotCommand
from telegram.error import BadRequest, InvalidToken, NetworkError

from tests.kit.botapi import BotApi
from tests.kit.botapi_calls import JPEG, KEY, call, row


async def test_a_message_arrives_with_its_buttons_and_an_edit_replaces_it(bot, api, lan):
    sent = await bot.send_message(101, "Cô dạy ở trường nào?", reply_markup=row(("Ngô Quyền", "s.1"), ("Khác", "s.0")))
    [question] = await lan.hears()
    assert (question.text, question.rows) == ("Cô dạy ở trường nào?", [["Ngô Quyền", "Khác"]])
    edited = await bot.edit_message_text("Trường Ngô Quyền.", 101, sent.message_id)
    assert edited.edit_date
    [answer] = await lan.hears()
    assert (answer.text, answer.rows, answer.edited) == ("Trường Ngô Quyền.", [], True)
    assert [m.text for m in lan.sees] == ["Trường Ngô Quyền."]
    await bot.delete_message(101, sent.message_id)
    assert lan.sees == []
    assert [s.method for s in api.sent] == ["sendMessage", "editMessageText"]


async def test_a_press_brings_the_button_value_and_can_be_answered_once(bot, lan):
    await bot.send_message(101, "Gửi?", reply_markup=row(("Gửi 37 tin", "a.send.7.1"), ("Thôi", "a.no.7.1")))
    await lan.presses("Gửi 37 tin")
    await lan.presses("a.no.7.1")
    first, second = (u.callback_query for u in await bot.get_updates())
    assert (first.data, second.data) == ("a.send.7.1", "a.no.7.1")
    assert first.message.text == "Gửi?"
    assert await bot.answer_callback_query(first.id, "Đang gửi")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(first.id)
    assert lan.toasts == ["Đang gửi"]
    with pytest.raises(AssertionError, match="Gửi 37 tin"):
        await lan.presses("Xóa")


async def test_a_press_older_than_its_time_cannot_be_answered(lan):
    async with BotApi(callback_seconds=0) as api, aiohttp.ClientSession() as http:
        await call(http, api, "sendMessage", chat_id=101, text="?", reply_markup={"inline_keyboard": [[KEY]]})
        await api.person(id=101, first_name="Lan").presses("Có")
        _, taken = await call(http, api, "getUpdates")
        query = taken["result"][0]["callback_query"]["id"]
        status, answer = await call(http, api, "answerCallbackQuery", callback_query_id=query)
    assert (status, answer["description"]) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )


@pytest.mark.parametrize(
    ("method", "args", "sentence"),
    [
        ("sendMessage", {"text": "a" * 4097}, "message is too long"),
        ("sendMessage", {"text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": " \n "}, "text must be non-empty"),
        ("sendMessage", {"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ("sendMessage", {"text": "<x>y</x>", "parse_mode": "html"}, 'can\'t parse entities: Unsupported start tag "x"'),
        ("sendMessage", {"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ("sendMessage", {"text": "x", "chat_id": "nobody"}, "chat not found"),
        ("sendMessage", {"text": "x", "chat_id": ""}, "chat_id is empty"),
        ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "can't parse inline"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ệ" * 22}]]}},
            "BUTTON_DATA_INVALID",
        ),
        ("sendPhoto", {"photo": "AgACunknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("editMessageText", {"text": "x", "message_id": 5}, "message to edit not found"),
        ("deleteMessage", {"message_id": 5}, "message to delete not found"),
        ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
        ("setMyCommands", {"commands": [{"command": "Báo", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setWebhook", {"url": "http://127.0.0.1/", "secret_token": "a b"}, "secret token contains unallowed"),
    ],
)
async def test_telegram_says_what_is_wrong(http, api, method, args, sentence):
    status, answer = await call(http, api, method, **{"chat_id": 101, **args})
    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert answer["description"].startswith(f"Bad Request: {sentence}")
    assert api.sent == []


async def test_lengths_count_what_is_left_of_html_in_utf16_units(http, api):
    text = f"<b>{'😀' * 2048}</b>"
    status, answer = await call(http, api, "sendMessage", chat_id=101, text=text, parse_mode="HTML")
    assert status == 200
    assert answer["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]
    ok = {"text": "a", "callback_data": "ệ" * 21}
    markup = {"inline_keyboard": [[ok]]}
    assert (await call(http, api, "sendMessage", chat_id=101, text="x", reply_markup=markup))[0] == 200


async def test_an_edit_that_changes_nothing_is_refused(bot):
    sent = await bot.send_message(101, "Như cũ", reply_markup=row(("Có", "y")))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("Như cũ", 101, sent.message_id, reply_markup=row(("Có", "y")))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(101, sent.message_id, reply_markup=row(("Có", "y")))
    plain = await bot.edit_message_reply_markup(101, sent.message_id)
    assert (plain.text, plain.reply_markup) == ("Như cũ", None)
    await bot.edit_message_text("Như mới", 101, sent.message_id)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("Như mới", 101, sent.message_id)


async def test_files_go_up_by_multipart_and_again_by_their_id(bot, api, lan):
    sent = await bot.send_photo(101, JPEG, caption="Ảnh <b>lễ</b>", parse_mode="HTML", filename="le.jpg")
    assert sent.caption == "Ảnh lễ"
    assert sent.caption_entities[0].type == "bold"
    await bot.send_photo(101, sent.photo[-1].file_id)
    await bot.send_document(101, b"PK\x03\x04", filename="Báo cáo.xlsx", reply_markup=row(("Xong", "x")))
    first, again, table = await lan.hears(3)
    assert (first.data, again.data, first.name) == (JPEG, JPEG, "le.jpg")
    assert (table.name, table.data, table.rows) == ("Báo cáo.xlsx", b"PK\x03\x04", [["Xong"]])
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(101, b"x", caption="a" * 1025)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(101, b"no picture at all")


async def test_a_part_may_have_any_name_behind_attach(http, api):
    form = aiohttp.FormData({"chat_id": "101", "document": "attach://tờ_một"})
    form.add_field("tờ_một", "nội dung".encode(), filename="a.txt", content_type="text/plain")
    async with http.post(f"{api.url}/bot{api.token}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("a.txt", "text/plain", 10)


async def test_query_urlencoded_and_mixed_case_methods_work_alike(http, api):
    base = f"{api.url}/bot{api.token}"
    async with http.get(f"{base}/sendmessage", params={"chat_id": 101, "text": "một & hai"}) as response:
        assert response.status == 200
    async with http.post(f"{base}/SENDMESSAGE?chat_id=101", data={"text": "ba"}) as response:
        assert response.status == 200
    async with http.post(f"{base}/sendMessage", data=b"chat_id=101&text=%ff") as response:
        assert (await response.json())["description"] == "Bad Request: strings must be encoded in UTF-8"
    assert [s.text for s in api.sent] == ["một & hai", "ba"]


async def test_files_that_people_send_can_be_fetched_until_the_link_expires(bot, http, api, lan):
    await lan.sends_photo(JPEG, caption="Ảnh")
    await lan.sends_document(b"to", "phim.mp4", size=21 << 20)
    photo, film = (u.message for u in await bot.get_updates())
    file = await bot.get_file(photo.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == JPEG
    small = await bot.get_file(photo.photo[0].file_id)
    assert bytes(await small.download_as_bytearray()) != JPEG
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(film.document.file_id)
    api.expire_links()
    async with http.get(file.file_path) as response:
        assert response.status == 404
    file = await bot.get_file(photo.photo[-1].file_id)
    api.faults.fail("refuse", method="file")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == JPEG


async def test_the_bot_knows_itself_and_keeps_its_commands(bot, api):
    me = await bot.get_me()
    assert (me.id, me.is_bot) == (int(api.token.split(":")[0]), True)
    await bot.set_my_commands([BotCommand("baocao", "Báo gương")], language_code="vi")
    assert [c.command for c in await bot.get_my_commands(language_code="vi")] == ["baocao"]
    assert await bot.get_my_commands() == ()


async def test_wrong_tokens_and_unknown_methods_are_refused_as_telegram_does(http, api):
    async with http.get(f"{api.url}/bot1:wrong/getMe") as response:
        assert (response.status, await response.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    async with http.get(f"{api.url}/botnonsense/getMe") as response:
        assert response.status == 404
    assert (await call(http, api, "sendPigeon"))[1]["description"] == "Not Found: method not found"
    async with http.get(f"{api.url}/file/bot1:wrong/photos/file_1.jpg") as response:
        assert response.status == 401
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{api.url}/bot"):
            pass
