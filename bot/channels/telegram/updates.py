"""Telegram's updates as the values everything speaks; what is not a person's own plain act is an oddity (S7)."""

from typing import Any

import orjson
from telegram import Message, Update

from domain.messages import Address, FileRef, Incoming, Oddity

CHANNEL = "telegram"
WANTED = ["message", "edited_message", "callback_query", "my_chat_member"]


def chat_of(update: dict[str, Any]) -> str:
    """The chat a raw update belongs to, "0" when to none or when it has no sense; cheap: every update passes here."""
    try:
        for kind in ("message", "edited_message", "my_chat_member", "channel_post"):
            if kind in update:
                return str(update[kind]["chat"]["id"])
        if query := update.get("callback_query"):
            return str(query["message"]["chat"]["id"] if "message" in query else query["from"]["id"])
    except (KeyError, TypeError):
        return "0"  # kept all the same, and set aside when it is handled
    return "0"


def understand(account: str, body: str) -> Incoming:
    """Read a stored update."""
    raw = orjson.loads(body)
    address = Address(CHANNEL, account, chat_of(raw))
    update = Update.de_json(raw, None)
    if update.callback_query:
        return _press(address, update)
    if update.edited_message:
        return _odd(address, update, "edited" if _private(update.edited_message) else "group")
    if update.my_chat_member:
        gone = update.my_chat_member.new_chat_member.status in {"kicked", "left"}
        return _odd(address, update, "blocked" if gone else "unblocked")
    if update.message:
        return _message(address, update, update.message)
    return _odd(address, update, "group")


def _base(address: Address, update: Update) -> dict[str, Any]:
    user, dated = update.effective_user, update.effective_message or update.my_chat_member
    return {
        "address": address,
        "event": str(update.update_id),
        "sender": str(user.id) if user else "",
        "name": user.full_name if user else "",
        "language": (user.language_code or "") if user else "",
        "at": getattr(dated, "date", None),
    }


def _odd(address: Address, update: Update, odd: Oddity, text: str = "") -> Incoming:
    return Incoming(**_base(address, update), odd=odd, text=text)


def _press(address: Address, update: Update) -> Incoming:
    query = update.callback_query
    if query is None or query.message is None or query.message.chat.type != "private":
        return _odd(address, update, "group")
    on, message = str(query.message.message_id), query.message
    shown = getattr(message, "edit_date", None) or message.date  # what is too old to be seen is dated 1970
    return Incoming(**_base(address, update), choice=query.data or "", press=query.id, on=on, shown=shown)


def _private(message: Message) -> bool:
    return message.chat.type == "private" and message.sender_chat is None


def _message(address: Address, update: Update, message: Message) -> Incoming:
    if not _private(message):
        addressed = any(entity.type in {"mention", "bot_command"} for entity in message.entities or ())
        return _odd(address, update, "group", (message.text or "") if addressed else "")
    files = _files(message)
    if files:
        odd: Oddity = "voice" if files[0].kind == "voice" else ""
        return Incoming(**_base(address, update), text=message.caption or "", files=files, odd=odd)
    if message.forward_origin or message.via_bot or (message.from_user and message.from_user.is_bot):
        return _odd(address, update, "unsupported")
    if message.text:
        return Incoming(**_base(address, update), text=message.text)
    return _odd(address, update, _kind(message))


def _files(message: Message) -> tuple[FileRef, ...]:
    album = message.media_group_id or ""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (FileRef("photo", largest.file_id, "", largest.file_size or 0, album),)
    for kind, one in (("document", message.document), ("voice", message.voice), ("video", message.video)):
        if one is not None:
            return (FileRef(kind, one.file_id, getattr(one, "file_name", "") or "", one.file_size or 0, album),)  # type: ignore[arg-type]  # kinds of the tuple above
    return ()


def _kind(message: Message) -> Oddity:
    if message.sticker or message.animation:
        return "sticker"
    if message.location or message.venue:
        return "location"
    if message.contact:
        return "contact"
    return "unsupported"
