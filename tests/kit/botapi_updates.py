"""Raw updates as Telegram sends them, with update_id, message_id and date that only grow."""

import hashlib
import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

COMMAND = re.compile(r"(?:^|(?<=\s))/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{5,32})?")
LINK = re.compile(r"https?://[^\s]+")
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side; `size` may be claimed larger than the bytes are."""

    file_id: str
    unique_id: str
    name: str
    folder: str
    data: bytes
    size: int
    content_type: str = "application/octet-stream"

    def reference(self) -> dict:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def document(self) -> dict:
        return {**self.reference(), "file_name": self.name, "mime_type": self.content_type}


def entities_of(text: str) -> list[dict]:
    """The entities Telegram finds by itself in what a person types: commands and links."""
    found = [("bot_command", m) for m in COMMAND.finditer(text)] + [("url", m) for m in LINK.finditer(text)]

    def units(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2

    return [
        {"type": kind, "offset": units(text[: m.start()]), "length": units(m[0])}
        for kind, m in sorted(found, key=lambda pair: pair[1].start())
    ]


def private_chat(user: dict) -> dict:
    names = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
    return {"id": user["id"], **names, "type": "private"}


class Make:
    """Builds updates. `store` keeps a file and returns it (BotApi.add_file); `clock` is Unix time in seconds."""

    def __init__(
        self,
        bot: dict,
        store: Callable[..., StoredFile],
        next_message_id: Callable[[], int],
        clock: Callable[[], float] = time.time,
        first_update_id: int = 600_000_001,
    ) -> None:
        self.bot = bot
        self.next_update_id = first_update_id
        self._store = store
        self._next_message_id = next_message_id
        self._clock = clock
        self._last_date = 0
        self._callbacks = itertools.count(4_382_000_000_000_000_001)

    # What every update has

    def update(self, kind: str, content: dict) -> dict:
        number = self.next_update_id
        self.next_update_id += 1
        return {"update_id": number, kind: content}

    def date(self) -> int:
        self._last_date = max(self._last_date, int(self._clock()))
        return self._last_date

    def message(self, user: dict, chat: dict | None = None, *, kind: str = "message", **content: Any) -> dict:
        """Any message; `chat` is the private chat with the user unless given, `content` the fields of Message."""
        chat = chat or private_chat(user)
        base = {"message_id": self._next_message_id(), "from": user, "chat": chat, "date": self.date()}
        return self.update(kind, {**base, **content})

    @staticmethod
    def words(text: str) -> dict:
        entities = entities_of(text)
        return {"text": text, **({"entities": entities} if entities else {})}

    @staticmethod
    def caption(text: str | None) -> dict:
        if not text:
            return {}
        entities = entities_of(text)
        return {"caption": text, **({"caption_entities": entities} if entities else {})}

    # What people send

    def text(self, user: dict, text: str, chat: dict | None = None, **extra: Any) -> dict:
        return self.message(user, chat, **self.words(text), **extra)

    def photo(
        self, user: dict, data: bytes, *, caption: str | None = None, album: str | None = None, **extra: Any
    ) -> dict:
        """A compressed picture; with `album` (media_group_id) one part of an album."""
        group = {"media_group_id": album} if album else {}
        stored = self._store(data, "photo.jpg", folder="photos", content_type="image/jpeg")
        return self.message(user, photo=self.sizes(stored), **group, **self.caption(caption), **extra)

    def sizes(self, stored: StoredFile) -> list[dict]:
        """PhotoSize from small to large. Only the last has the picture whole: taking another one must be noticed."""
        sizes = []
        for width, height, share in ((90, 67, 8), (320, 240, 4), (800, 600, 2)):
            part = self._store(stored.data[: max(1, len(stored.data) // share)], stored.name, folder="thumbnails")
            sizes.append({**part.reference(), "width": width, "height": height})
        return [*sizes, {**stored.reference(), "width": 1280, "height": 960}]

    def document(
        self,
        user: dict,
        data: bytes,
        name: str,
        *,
        content_type: str = "application/octet-stream",
        size: int | None = None,
        caption: str | None = None,
        **extra: Any,
    ) -> dict:
        """A file; `size` claims another file_size than the bytes have (over 20 MB cannot be fetched)."""
        stored = self._store(data, name, folder="documents", content_type=content_type, size=size)
        return self.message(user, document=stored.document(), **self.caption(caption), **extra)

    def voice(self, user: dict, data: bytes, seconds: int = 3, **extra: Any) -> dict:
        stored = self._store(data, "voice.oga", folder="voice", content_type="audio/ogg")
        voice = {"duration": seconds, "mime_type": "audio/ogg", **stored.reference()}
        return self.message(user, voice=voice, **extra)

    def sticker(self, user: dict, emoji: str = "👍", **extra: Any) -> dict:
        stored = self._store(b"RIFF\0\0\0\0WEBP", "sticker.webp", folder="stickers", content_type="image/webp")
        kind = {
            "width": 512,
            "height": 512,
            "emoji": emoji,
            "set_name": "Hands",
            "is_animated": False,
            "is_video": False,
        }
        return self.message(user, sticker={**kind, "type": "regular", **stored.reference()}, **extra)

    def location(self, user: dict, latitude: float, longitude: float, **extra: Any) -> dict:
        return self.message(user, location={"latitude": latitude, "longitude": longitude}, **extra)

    def contact(self, user: dict, phone: str, *, of: dict | None = None, **extra: Any) -> dict:
        """A contact card; `of` is whose card it is, the sender's own unless given."""
        whose = of or user
        card = {"phone_number": phone, "first_name": whose["first_name"], "user_id": whose["id"]}
        return self.message(user, contact=card, **extra)

    def edited(self, update: dict, text: str) -> dict:
        """The same message once more, with another text."""
        old = {k: v for k, v in update["message"].items() if k not in {"text", "entities"}}
        return self.update("edited_message", {**old, **self.words(text), "edit_date": self.date()})

    def forwarded(self, user: dict, text: str, *, by: dict, **extra: Any) -> dict:
        """What `by` once wrote, passed on by `user`."""
        origin = {"type": "user", "sender_user": by, "date": self.date() - 3600}
        old = {"forward_origin": origin, "forward_from": by, "forward_date": origin["date"]}
        return self.message(user, **old, **self.words(text), **extra)

    def via_bot(self, user: dict, text: str, **extra: Any) -> dict:
        inline = {"id": 700_000_099, "is_bot": True, "first_name": "Inline", "username": "inline_example_bot"}
        return self.message(user, via_bot=inline, **self.words(text), **extra)

    def anonymous_admin(self, chat: dict, text: str) -> dict:
        """A message of an administrator who speaks as the group."""
        return self.message(ANONYMOUS_ADMIN, chat, sender_chat=chat, **self.words(text))

    def channel_post(self, chat: dict, text: str) -> dict:
        post = {"message_id": self._next_message_id(), "sender_chat": chat, "chat": chat, "date": self.date()}
        return self.update("channel_post", {**post, **self.words(text)})

    # What people do

    def callback(self, user: dict, message: dict, data: str) -> dict:
        """A press on a button of `message`, a Message of the bot."""
        query = {"id": str(next(self._callbacks)), "from": user, "message": message, "data": data}
        return self.update("callback_query", {**query, "chat_instance": str(-message["chat"]["id"] * 7919)})

    def membership(self, user: dict, old: str, new: str, chat: dict | None = None) -> dict:
        """my_chat_member: in a private chat "kicked" is blocked and "member" is unblocked."""

        def status(name: str) -> dict:
            return {"user": self.bot, "status": name, **({"until_date": 0} if name == "kicked" else {})}

        change = {"old_chat_member": status(old), "new_chat_member": status(new)}
        return self.update(
            "my_chat_member", {"chat": chat or private_chat(user), "from": user, "date": self.date(), **change}
        )

    def blocked(self, user: dict) -> dict:
        return self.membership(user, "member", "kicked")

    def unblocked(self, user: dict) -> dict:
        return self.membership(user, "kicked", "member")


def group_chat(chat_id: int, title: str, kind: str = "supergroup") -> dict:
    """A group (negative id), supergroup or channel."""
    return {"id": chat_id, "title": title, "type": kind}


def unique(data: bytes, name: str) -> str:
    """file_unique_id: the same for the same file, as in Telegram."""
    return hashlib.sha256(name.encode() + data).hexdigest()[:16]
