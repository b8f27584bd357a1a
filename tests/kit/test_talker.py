"""People on the loopback say and hear what people in Telegram do."""

import asyncio

import pytest
from telegram import Update

from tests.kit.botapi_calls import JPEG, call, raw_updates
from tests.kit.botapi_updates import group_chat


async def test_every_kind_of_update_is_what_python_telegram_bot_reads(bot, http, api, lan):
    minh = {"id": 102, "is_bot": False, "first_name": "Minh"}
    group, channel = group_chat(-1001, "Tổ Toán"), group_chat(-1002, "Tin", "channel")
    first = await lan.says("/start LK123456 xem https://so.vn")
    await lan.says("/summary", group)
    await lan.sends_album([JPEG, JPEG + b"2"], caption="Hai ảnh")
    await lan.sends_voice()
    await lan.sends_sticker()
    await lan.shares_location(20.86, 106.68)
    await lan.shares_contact("+84900000000", of=minh)
    await lan.forwards("/report", by=minh)
    make = api.make
    said = make.text(lan.user, "lỗi chính tả")
    for update in (
        said,
        make.edited(said, "đã sửa"),
        make.via_bot(lan.user, "/report"),
        make.anonymous_admin(group, "/remind"),
        make.channel_post(channel, "Tin mới"),
    ):
        await lan.does(update)
    updates = [Update.de_json(one, bot) for one in await raw_updates(http, api)]
    assert [u.update_id for u in updates] == list(range(first, first + len(updates)))
    start, summary, one, two, voice, sticker, place, card, forward, text, edited, via, admin, post = updates
    assert [(e.type, start.message.parse_entity(e)) for e in start.message.entities] == [
        ("bot_command", "/start"),
        ("url", "https://so.vn"),
    ]
    assert (start.message.from_user.language_code, start.message.chat.type) == ("vi", "private")
    assert (summary.message.chat.type, summary.message.chat.title) == ("supergroup", "Tổ Toán")
    assert one.message.media_group_id == two.message.media_group_id
    assert (one.message.caption, two.message.caption) == ("Hai ảnh", None)
    assert [p.width for p in one.message.photo] == [90, 320, 800, 1280]
    assert voice.message.voice.mime_type == "audio/ogg"
    assert sticker.message.sticker.emoji == "👍"
    assert place.message.location.latitude == 20.86
    assert (card.message.contact.user_id, card.message.from_user.id) == (102, 101)
    assert forward.message.forward_origin.sender_user.id == 102
    assert (edited.edited_message.message_id, edited.edited_message.text) == (text.message.message_id, "đã sửa")
    assert via.message.via_bot.username == "inline_example_bot"
    assert (admin.message.sender_chat.id, admin.message.from_user.username) == (-1001, "GroupAnonymousBot")
    assert (post.channel_post.chat.type, post.effective_user) == ("channel", None)
    ids = [u.message.message_id for u in updates if u.message]
    dates = [u.message.date for u in updates if u.message]
    assert ids == sorted(set(ids))
    assert dates == sorted(dates)


async def test_a_person_hears_each_message_once_and_in_order(bot, lan):
    await bot.send_message(101, "một")
    await bot.send_message(102, "không phải cho Lan")
    later = asyncio.create_task(lan.hears(2))
    await asyncio.sleep(0.02)
    await bot.send_message(101, "hai")
    assert [m.text for m in await later] == ["một", "hai"]
    await lan.hears_nothing(0.05)
    with pytest.raises(TimeoutError, match="không phải cho Lan"):
        await lan.hears(timeout=0.05)
    await bot.send_message(101, "ba")
    with pytest.raises(AssertionError, match="Lan heard 'ba'"):
        await lan.hears_nothing(0.05)


async def test_a_reply_keyboard_says_its_label(http, api, lan):
    markup = {"keyboard": [["Báo gương", {"text": "Để sau"}]], "resize_keyboard": True}
    await call(http, api, "sendMessage", chat_id=101, text="Chọn", reply_markup=markup)
    [menu] = await lan.hears()
    assert menu.labels == ["Báo gương", "Để sau"]
    await lan.presses("Để sau")
    [update] = await raw_updates(http, api)
    assert update["message"]["text"] == "Để sau"
