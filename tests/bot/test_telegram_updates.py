"""Every kind of update that Telegram sends, as the value handlers see; what is not a person's own plain act is odd."""

import asyncio
import itertools
import json
from types import SimpleNamespace

import pytest

from bot.channels.telegram.updates import chat_of, understand
from tests.bot.looking import eventually
from tests.kit.botapi_updates import Make, StoredFile, group_chat

LAN = {"id": 101, "is_bot": False, "first_name": "Lan", "last_name": "Phạm", "language_code": "vi"}
MINH = {"id": 102, "is_bot": False, "first_name": "Minh"}
GROUP = group_chat(-1001234, "Tổ Toán")
BOT = {"id": 7001, "is_bot": True, "first_name": "Trợ lý", "username": "loopback_bot"}


def make():
    numbers, stored = itertools.count(1), itertools.count(1)

    def store(data, name, *, folder="", content_type="", size=None):
        return StoredFile(f"F{next(stored)}", name, name, folder, data, size or len(data), content_type)

    return Make(BOT, store, lambda: next(numbers), lambda: 1_744_278_120, first_update_id=9)


def question(chat=None):
    return {"message_id": 5, "from": BOT, "chat": chat or {"id": 101, "type": "private"}, "date": 1_744_278_000}


def inline_press(make):
    update = make.callback(LAN, question(), "/summary")
    del update["callback_query"]["message"]
    return {**update, "callback_query": {**update["callback_query"], "inline_message_id": "A1"}}


PLAIN = {
    "text": (lambda m: m.text(LAN, "Xin chào"), {"text": "Xin chào"}),
    "command": (lambda m: m.text(LAN, "/report"), {"text": "/report"}),
    "link": (lambda m: m.text(LAN, "xem https://a.vn"), {"text": "xem https://a.vn"}),
    "press": (lambda m: m.callback(LAN, question(), "f.1.naming.agreed"), {"choice": "f.1.naming.agreed", "on": "5"}),
    "photo": (lambda m: m.photo(LAN, b"x" * 80, caption="Phụ đạo"), {"text": "Phụ đạo", "kinds": ["photo"]}),
    "album": (lambda m: m.photo(LAN, b"x" * 80, album="77"), {"kinds": ["photo"], "album": "77"}),
    "document": (lambda m: m.document(LAN, b"%PDF", "kế hoạch.pdf"), {"kinds": ["document"], "name_": "kế hoạch.pdf"}),
    "voice": (lambda m: m.voice(LAN, b"OggS"), {"kinds": ["voice"], "odd": "voice"}),
    "sticker": (lambda m: m.sticker(LAN), {"odd": "sticker"}),
    "location": (lambda m: m.location(LAN, 20.8, 106.7), {"odd": "location"}),
    "contact": (lambda m: m.contact(LAN, "0912345678"), {"odd": "contact"}),
    "poll": (lambda m: m.message(LAN, poll=POLL), {"odd": "unsupported"}),
    "blocked": (lambda m: m.blocked(LAN), {"odd": "blocked"}),
    "unblocked": (lambda m: m.unblocked(LAN), {"odd": "unblocked"}),
}
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip

ORIGINS = {
    "edited": (lambda m: m.edited(m.text(LAN, "x"), "/summary"), "edited"),
    "forwarded": (lambda m: m.forwarded(LAN, "/summary", by=MINH), "unsupported"),
    "via a bot": (lambda m: m.via_bot(LAN, "/summary"), "unsupported"),
    "in a group": (lambda m: m.text(LAN, "/summary", GROUP), "group"),
    "anonymous administrator": (lambda m: m.anonymous_admin(GROUP, "/summary"), "group"),
    "channel post": (lambda m: m.channel_post(group_chat(-100999, "Kênh", "channel"), "/summary"), "group"),
    "pressed in a group": (lambda m: m.callback(LAN, question(GROUP), "/summary"), "group"),
    "pressed under an inline message": (inline_press, "group"),
    "another bot": (
        lambda m: m.message({**BOT, "id": 8}, {"id": 8, "type": "private"}, text="/summary"),
        "unsupported",
    ),
    "edited in a group": (lambda m: m.edited(m.text(LAN, "x", GROUP), "/summary"), "group"),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_what_a_person_does_is_understood(kind):
    build, wanted = PLAIN[kind]
    update = build(make())
    incoming = understand("7001", json.dumps(update))
    assert incoming.address.key == f"telegram:7001:{chat_of(update)}" == "telegram:7001:101"
    assert (incoming.sender, incoming.name, incoming.language) == ("101", "Lan Phạm", "vi")
    assert incoming.event == str(update["update_id"])
    assert incoming.at.isoformat().startswith("2025-04-10T09:4")
    assert incoming.odd == wanted.get("odd", "")
    assert incoming.text == wanted.get("text", "")
    assert incoming.choice == wanted.get("choice", "")
    assert incoming.on == wanted.get("on", "")
    assert bool(incoming.press) == (kind == "press")
    assert [file.kind for file in incoming.files] == wanted.get("kinds", [])
    files = incoming.files or (SimpleNamespace(album="", name=""),)
    assert files[0].album == wanted.get("album", "")
    assert files[0].name == wanted.get("name_", "")


def test_of_a_photo_the_whole_size_is_taken():
    update = make().photo(LAN, b"x" * 80)
    [file] = understand("7001", json.dumps(update)).files
    assert file.ref == update["message"]["photo"][-1]["file_id"]
    assert file.size == 80


@pytest.mark.parametrize("origin", ORIGINS)
def test_what_is_not_a_persons_own_plain_act_gives_neither_a_command_nor_a_choice(origin):
    build, odd = ORIGINS[origin]
    incoming = understand("7001", json.dumps(build(make())))
    assert incoming.odd == odd
    assert incoming.choice == ""
    assert incoming.text == "" or odd == "group"


@pytest.mark.parametrize("origin", ORIGINS)
async def test_no_command_runs_by_such_an_origin(house, origin):
    """Lan may ask for /summary, and does so at the end; what came by another way before was not answered with it."""
    lan = await house.joins("Lan", "cô", "head")
    assert lan.id == LAN["id"] - 1 == 100
    build, _ = ORIGINS[origin]
    await lan.does(json.loads(json.dumps(build(house.api.make)).replace('"id": 101', '"id": 100')))
    await lan.says("/summary")
    await house.api.until(lambda api: not api.pending)
    await eventually(lambda: any("Ngô Quyền, đến" in sent.text for sent in house.api.sent))
    await asyncio.sleep(0.1)
    figures = [sent for sent in house.api.sent if "Ngô Quyền, đến" in sent.text]
    assert len(figures) == 1
    assert figures[0].chat_id == lan.id
