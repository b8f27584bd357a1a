"""Every event that Zalo sends, documented or seen, as the value handlers read; and what is no event at all."""

import json
from datetime import UTC, datetime

import pytest

from bot.channels.zalo.updates import events, is_own, place_of, understand
from tests.kit import zaloapi_events as make

ACCOUNT = "1459232241454765289"
LAN = {"id": "6ede9afa66b88fe6d6a9", "display_name": "Cô Lan", "is_bot": False}
PHOTO = "https://photo-stal-12.zdn.vn/a/a1b2.jpg"
GROUP = {"id": "zgr-f8a7101d77709e2ec761", "chat_type": "GROUP"}
AS_DOCUMENTED = json.loads("""{"event_name":"message.text.received","message":{
  "from":{"id":"6ede9afa66b88fe6d6a9","display_name":"Ted","is_bot":false},
  "chat":{"id":"6ede9afa66b88fe6d6a9","chat_type":"PRIVATE"},
  "text":"Xin chào","message_id":"2d758cb5e222177a4e35","date":1750316131602}}""")
TABLE = {
    "text": (make.text(LAN, "Xin chào"), {"text": "Xin chào"}),
    "a command": (make.text(LAN, "/report"), {"text": "/report"}),
    "a photo as seen": (make.image(LAN, PHOTO, "dọn sân"), {"text": "dọn sân", "files": [("photo", PHOTO)]}),
    "a photo as documented": (make.image(LAN, PHOTO, key="photo"), {"files": [("photo", PHOTO)]}),
    "a photo without an address": (make.image(LAN, ""), {"odd": "unsupported"}),
    "a sticker": (make.sticker(LAN), {"odd": "sticker"}),
    "a voice": (make.voice(LAN, "https://f2.zdn.vn/x.aac"), {"odd": "voice", "files": [("voice", "https://f2.zdn.vn/x.aac")]}),
    "a file, a card, a protected account": (make.unsupported(LAN), {"odd": "unsupported"}),
    "a text of blanks": (make.text(LAN, "  "), {"odd": "unsupported"}),
    "a kind of tomorrow": ({**make.text(LAN, "x"), "event_name": "message.reaction.received"}, {"odd": "unsupported"}),
    "a name of tomorrow": ({**make.text(LAN, "x"), "event_name": "joined"}, {"odd": "unsupported"}),
    "a mention in a group": (make.text(LAN, "@Bot Thi đua giúp", GROUP), {"odd": "group", "text": "@Bot Thi đua giúp"}),
    "a reply in a group": (make.text(LAN, "cảm ơn", GROUP), {"odd": "group"}),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_what_came_is_understood(case):
    event, wanted = TABLE[case]
    incoming = understand(ACCOUNT, json.dumps(event))
    assert incoming.address.key == f"zalo:{ACCOUNT}:{event['message']['chat']['id']}"
    assert (incoming.sender, incoming.name) == (LAN["id"], "Cô Lan")
    assert incoming.event == event["message"]["message_id"]
    assert (incoming.text, incoming.odd) == (wanted.get("text", ""), wanted.get("odd", ""))
    assert [(file.kind, file.ref) for file in incoming.files] == wanted.get("files", [])
    assert incoming.choice == "", "nothing typed on Zalo is a button"


def test_instants_are_milliseconds():
    incoming = understand(ACCOUNT, json.dumps(AS_DOCUMENTED))
    assert incoming.at == datetime(2025, 6, 19, 6, 55, 31, 602000, UTC)
    assert understand(ACCOUNT, json.dumps(AS_DOCUMENTED).replace("1750316131602", '"soon"')).at.year == 1970


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        (AS_DOCUMENTED, 1),
        (make.wrapped(AS_DOCUMENTED), 1),
        ([AS_DOCUMENTED, make.text(LAN, "và")], 2),
        ([make.wrapped(AS_DOCUMENTED)], 1),
        ([], 0),
        ({}, 0),
        (None, 0),
        ({"ok": True}, 0),
        ({"ok": True, "result": None}, 0),
        ("event", 0),
        ([5, None, {"event_name": 7}], 0),
    ],
)
def test_one_event_or_many_flat_or_wrapped_or_none(answer, count):
    assert len(list(events(answer))) == count


@pytest.mark.parametrize(
    "event",
    [
        {"event_name": "message.unsupported.received"},
        {"event_name": "message.text.received", "message": None},
        {"event_name": "message.text.received", "message": {"message_id": "a1"}},
        {"event_name": "message.text.received", "message": {"chat": {"id": "b2"}}},
    ],
)
def test_where_nobody_can_be_answered_nothing_is_kept(event):
    assert place_of(event) is None


def test_a_chat_that_is_not_named_is_the_senders():
    event = {"event_name": "message.text.received", "message": {"from": {"id": "a1"}, "message_id": "m1", "text": "x"}}
    assert place_of(event) == ("m1", "a1")


def test_our_own_echo_and_other_bots_are_known():
    assert is_own(make.text({"id": ACCOUNT, "display_name": "Bot"}, "x"), ACCOUNT)
    assert is_own(make.text({"id": "77", "is_bot": True}, "x"), ACCOUNT)
    assert not is_own(make.text(LAN, "x"), ACCOUNT)
