"""Zalo's events as the values everything speaks; flat or wrapped, one or many, documented or seen (ZALO §1.5-1.7)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from domain.messages import Address, FileRef, Incoming, Oddity

CHANNEL = "zalo"
_PRIVATE = "PRIVATE"
_KINDS: dict[str, Oddity] = {"sticker": "sticker", "voice": "voice", "location": "location"}


def events(answer: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The events in an answer or a webhook's body; what is none is left out."""
    for one in answer if isinstance(answer, list) else [answer]:
        event = one.get("result") if isinstance(one, dict) and "result" in one else one
        if isinstance(event, dict) and isinstance(event.get("event_name"), str):
            yield event


def place_of(event: dict[str, Any]) -> tuple[str, str] | None:
    """(redelivery key, chat); None when nobody can be answered: an event without a message tells neither."""
    message = event.get("message")
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    key, where = message.get("message_id"), chat.get("id") if isinstance(chat, dict) else None
    where = where or (sender.get("id") if isinstance(sender, dict) else None)
    return (str(key), str(where)) if key and where else None


def is_own(event: dict[str, Any], account: str) -> bool:
    """Whether it is an echo of what we said, or another bot's word."""
    sender = event.get("message", {}).get("from")
    return isinstance(sender, dict) and (sender.get("is_bot") is True or str(sender.get("id")) == account)


def understand(account: str, body: str) -> Incoming:
    """Read a stored event."""
    event = orjson.loads(body)
    message: dict[str, Any] = event["message"]
    key, chat = place_of(event) or ("", "0")
    sender = message.get("from") or {}
    text, files, odd = _content(str(event["event_name"]), message)
    if (message.get("chat") or {}).get("chat_type", _PRIVATE) != _PRIVATE:
        # Only what names us comes from a group; a reply to us without the name is somebody's own talk.
        text, files, odd = (text if "@" in text else ""), (), "group"
    return Incoming(
        address=Address(CHANNEL, account, chat),
        event=key,
        sender=str(sender.get("id", "")),
        at=_instant(message.get("date")),
        name=str(sender.get("display_name", "")),
        text=text,
        files=files,
        odd=odd,
    )


def _content(name: str, message: dict[str, Any]) -> tuple[str, tuple[FileRef, ...], Oddity]:
    """(text, files, oddity). The wire says ``photo_url`` where the page says ``photo``."""
    kind = name.split(".")[1] if name.count(".") >= 2 else name  # noqa: PLR2004 - message.<kind>.received
    text = str(message.get("text") or message.get("caption") or "")
    photo = message.get("photo_url") or message.get("photo")
    if isinstance(photo, str) and photo:
        return text, (FileRef("photo", photo),), ""
    voice = message.get("voice_url")
    if kind == "voice" and isinstance(voice, str) and voice:
        return text, (FileRef("voice", voice),), "voice"
    if kind == "text" and text.strip():
        return text, (), ""
    return "", (), _KINDS.get(kind, "unsupported")


def _instant(date: object) -> datetime:
    """Milliseconds since 1970; what is none is the beginning of time, for nothing is decided by it."""
    milliseconds = int(date) if isinstance(date, int | str) and str(date).isdigit() else 0
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
