"""Which frames of a page are read as what, and which are refused with which sentence."""

import json

import pytest

from domain.messages import Attachment, Choice, Reply
from web.protocol import BadFrame, Files, Hello, Press, Say, Seen, SentFile, clean, message_frame, read_frame
from web.words import page_words

EVENT = "0b5d52aa-1111-4222-8333-0123456789ab"
REF = "00ff" * 8


@pytest.mark.parametrize(
    ("frame", "read"),
    [
        ({"t": "hello"}, Hello(0, "")),
        ({"t": "hello", "after": 17, "language": "en"}, Hello(17, "en")),
        ({"t": "hello", "after": 0, "language": "fr"}, Hello(0, "")),
        ({"t": "seen", "id": 1744300000000000}, Seen(1744300000000000)),
        ({"t": "say", "event": EVENT.upper(), "text": "3 dv mau"}, Say(EVENT, "3 dv mau")),
        ({"t": "say", "event": EVENT, "text": "a\0b"}, Say(EVENT, "ab")),
        ({"t": "say", "event": EVENT, "text": "x" * 4096}, Say(EVENT, "x" * 4096)),
        ({"t": "press", "event": EVENT, "value": "m.report", "label": "Báo gương", "on": "12"},
         Press(EVENT, "m.report", "Báo gương", "12")),
        ({"t": "press", "event": EVENT, "value": "m.report"}, Press(EVENT, "m.report", "", "")),
        ({"t": "file", "event": EVENT, "text": "", "files": [{"ref": REF, "kind": "photo", "name": "a.jpg"}]},
         Files(EVENT, "", (SentFile(REF, "a.jpg"),))),
    ],
)  # fmt: skip
def test_a_frame_is_read(frame, read):
    assert read_frame(json.dumps(frame)) == read


@pytest.mark.parametrize(
    ("text", "key", "event"),
    [
        ("", "unreadable", ""),
        ("[]", "unreadable", ""),
        ("[" * 60000, "unreadable", ""),
        ('{"t":"seen","id":' + "9" * 5000 + "}", "unreadable", ""),
        ('{"t":"seen","id":true}', "unreadable", ""),
        ('{"t":"seen","id":-1}', "unreadable", ""),
        ('{"t":"seen","id":"1"}', "unreadable", ""),
        (json.dumps({"t": "fly", "event": EVENT}), "unreadable", EVENT),
        ('{"t":"say","text":"no event"}', "unreadable", ""),
        ('{"t":"say","event":"../../etc","text":"a"}', "unreadable", ""),
        (json.dumps({"t": "say", "event": EVENT, "text": " \n "}), "empty", EVENT),
        (json.dumps({"t": "say", "event": EVENT, "text": 3}), "unreadable", EVENT),
        (json.dumps({"t": "say", "event": EVENT, "text": "x" * 4097}), "too_long", EVENT),
        (json.dumps({"t": "say", "event": EVENT, "text": "😀" * 2049}), "too_long", EVENT),
        (json.dumps({"t": "press", "event": EVENT, "value": ""}), "unreadable", EVENT),
        (json.dumps({"t": "press", "event": EVENT, "value": "a", "on": "12; drop"}), "unreadable", EVENT),
        (json.dumps({"t": "press", "event": EVENT, "value": "x" * 257}), "too_long", EVENT),
        (json.dumps({"t": "file", "event": EVENT, "files": []}), "unreadable", EVENT),
        (json.dumps({"t": "file", "event": EVENT, "files": [{"ref": REF}] * 11}), "too_many_files", EVENT),
        (json.dumps({"t": "file", "event": EVENT, "files": [{"ref": "../../etc/passwd"}]}), "unknown_file", EVENT),
    ],
)
def test_a_frame_that_does_not_fit_is_refused_with_a_sentence(text, key, event):
    with pytest.raises(BadFrame) as refusal:
        read_frame(text)
    assert (refusal.value.key, refusal.value.event) == (key, event)
    assert page_words("vi")[key] != page_words("en")[key]


def test_half_a_surrogate_pair_becomes_a_sign_that_every_database_takes():
    frame = read_frame(json.dumps({"t": "say", "event": EVENT, "text": "a\ud83d"}))
    assert frame.text == "a\ufffd"
    assert clean("😀") == "😀"


def test_a_message_carries_rows_and_files_in_their_order():
    rows = ((Choice("a", "Đã đồng ý"), Choice("b", "Chưa hỏi")), (Choice("c", "Không muốn nêu tên"),))
    reply = Reply("6/6", rows, picture=Attachment("key", "anh.png", "image/png"))
    assert json.loads(message_frame(7, reply, "2025-04-10T16:42:00+07:00", 5, "/chat/given/x", None)) == {
        "t": "message",
        "id": 7,
        "text": "6/6",
        "rows": [
            [{"value": "a", "label": "Đã đồng ý"}, {"value": "b", "label": "Chưa hỏi"}],
            [{"value": "c", "label": "Không muốn nêu tên"}],
        ],
        "replaces": 5,
        "at": "2025-04-10T16:42:00+07:00",
        "picture": {"url": "/chat/given/x", "name": "anh.png"},
        "document": None,
    }
