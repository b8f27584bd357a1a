"""Makes the events that Zalo sends, in the shapes captured or documented in ZALO §1.7."""

import itertools
import time
from typing import Any

_NUMBERS = itertools.count(1)
Event = dict[str, Any]


def hex_id(prefix: str, number: int | None = None) -> str:
    """20 hexadecimal digits, as Zalo's ids are."""
    return f"{prefix}{(next(_NUMBERS) if number is None else number):x}".ljust(4, "0").rjust(20, "a")


def user(number: int, name: str) -> Event:
    """Somebody as one bot sees them."""
    return {"id": f"{number:020x}", "display_name": name, "is_bot": False}


def _message(who: Event, chat: Event | None, **what: Any) -> Event:
    where = chat or {"id": who["id"], "chat_type": "PRIVATE"}
    number = next(_NUMBERS)
    return {"from": who, "chat": where, **what, "message_id": f"{number:020x}", "date": int(time.time() * 1000)}


def group(number: int) -> Event:
    """A group chat."""
    return {"id": f"zgr-{number:020x}", "chat_type": "GROUP"}


def text(who: Event, said: str, chat: Event | None = None) -> Event:
    return {"event_name": "message.text.received", "message": _message(who, chat, text=said)}


def image(who: Event, url: str, caption: str = "", key: str = "photo_url") -> Event:
    what = {"message_type": "CHAT_PHOTO", key: url, **({"caption": caption} if caption else {})}
    return {"event_name": "message.image.received", "message": _message(who, None, **what)}


def sticker(who: Event) -> Event:
    what = {"sticker": "0e078a2fb66a5f34067b", "url": "https://zalo-api.zdn.vn/sticker"}
    return {"event_name": "message.sticker.received", "message": _message(who, None, **what)}


def voice(who: Event, url: str) -> Event:
    what = {"message_type": "CHAT_VOICE", "voice_url": url}
    return {"event_name": "message.voice.received", "message": _message(who, None, **what)}


def unsupported(who: Event, *, body: bool = True) -> Event:
    event: Event = {"event_name": "message.unsupported.received"}
    return {**event, "message": _message(who, None)} if body else event


def wrapped(event: Event) -> Event:
    """As the documentation has it."""
    return {"ok": True, "result": event}


def key_of(event: Event) -> str:
    """What tells an event from another."""
    return str(event.get("message", {}).get("message_id", id(event)))
