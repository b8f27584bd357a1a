"""The methods of the Bot API that the loopback has, each with Telegram's checks and sentences."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from tests.kit.botapi_arguments import Args, Upload, caption, decoded, integer, keyboard, written
from tests.kit.botapi_faults import Refused, bad_request
from tests.kit.botapi_html import utf16_length
from tests.kit.botapi_ledger import Sent

if TYPE_CHECKING:
    from tests.kit.botapi import BotApi

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
IMAGE = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
MEGABYTE = 1 << 20
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def target(api: "BotApi", args: Args, *, paced: bool = True) -> int:
    """The numeric chat that may be written to now; `paced` counts against the sending limits."""
    value = args.get("chat_id", "")
    if value == "":
        raise bad_request("chat_id is empty")
    try:
        chat = int(value)
    except (TypeError, ValueError):
        raise bad_request("chat not found") from None
    api.faults.refuse_chat(chat, known=chat in api.chats)
    if paced and api.faults.flood:
        api.faults.flood.admit(chat, api.monotonic())
    return chat


def put(api: "BotApi", method: str, args: Args, **content: Any) -> dict:
    """Write a new message of the bot into a chat; `content` may hold text, entities, caption, media, name, data."""
    markup = keyboard(args)
    chat = target(api, args)
    name, data = content.pop("name", None), content.pop("data", None)
    api.message_id += 1
    message = {
        "message_id": api.message_id,
        "from": api.me,
        "chat": api.chat_of(chat),
        "date": int(api.clock()),
        **content,
    }
    if markup and "inline_keyboard" in markup:
        message["reply_markup"] = markup
    text = content.get("text", content.get("caption", ""))
    api.record(Sent(method, chat, text, api.message_id, api.monotonic(), markup, name, data, message))
    return message


def send_message(api: "BotApi", args: Args) -> dict:
    if not args.get("text"):
        raise bad_request("message text is empty")
    text, entities = written(args, "text", 4096, "message is too long")
    if not text.strip():
        raise bad_request("text must be non-empty")
    return put(api, "sendMessage", args, text=text, **({"entities": entities} if entities else {}))


def upload(api: "BotApi", args: Args, field: str, largest: int) -> tuple[Any, str | None]:
    """The stored file of a parameter (part, attach:// name or file_id) and the name it came with."""
    value = args.get(field)
    if isinstance(value, str) and value.startswith("attach://"):
        value = args.get(value.removeprefix("attach://"))
    if not value:
        raise bad_request(f"there is no {field} in the request")
    if not isinstance(value, Upload):
        stored = api.files.get(str(value))
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored, stored.name
    if not value.data:
        raise bad_request("file must be non-empty")
    if len(value.data) > largest:
        raise Refused(413, "Request Entity Too Large")
    return api.add_file(value.data, value.name, folder=f"{field}s", content_type=value.content_type), value.name


def send_photo(api: "BotApi", args: Args) -> dict:
    words = caption(args)
    stored, name = upload(api, args, "photo", 10 * MEGABYTE)
    if not stored.data.startswith(IMAGE):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return put(api, "sendPhoto", args, photo=api.make.sizes(stored), **words, name=name, data=stored.data)


def send_document(api: "BotApi", args: Args) -> dict:
    words = caption(args)
    stored, name = upload(api, args, "document", 50 * MEGABYTE)
    return put(api, "sendDocument", args, document=stored.document(), **words, name=name, data=stored.data)


def edit(api: "BotApi", method: str, args: Args, content: Args, *, inline: bool) -> dict:
    """Change a message of the bot. Without a reply_markup an edit takes the buttons away, as in Telegram."""
    markup = keyboard(args, inline_only=inline)
    chat, number = target(api, args), integer(args, "message_id")
    old = api.ledger.find(chat, number)
    if old is None or old.message is None:
        if api.ledger.keep:
            raise bad_request("message to edit not found")
        old = Sent(
            method, chat, "", number, 0.0, message={"message_id": number, "chat": api.chat_of(chat), "from": api.me}
        )
    before = dict(old.message or {})
    if "text" in content and old.data is not None:
        raise bad_request("there is no text in the message to edit")
    if "caption" in content and old.data is None and api.ledger.keep:
        raise bad_request("there is no caption in the message to edit")
    fresh = {k: v for k, v in before.items() if k not in {"reply_markup", "edit_date", *content}}
    if content:
        fresh = {k: v for k, v in fresh.items() if k not in {"entities", "caption_entities"}} | content
    fresh |= {"reply_markup": markup} if markup else {}
    if fresh == {k: v for k, v in before.items() if k != "edit_date"}:
        raise bad_request(UNCHANGED)
    fresh.setdefault("date", int(api.clock()))
    fresh["edit_date"] = int(api.clock())
    text = fresh.get("text", fresh.get("caption", ""))
    api.record(replace(old, method=method, text=text, at=api.monotonic(), reply_markup=markup, message=fresh))
    return fresh


def edit_text(api: "BotApi", args: Args) -> dict:
    if not args.get("text"):
        raise bad_request("message text is empty")
    text, entities = written(args, "text", 4096, "MESSAGE_TOO_LONG")
    return edit(
        api, "editMessageText", args, {"text": text} | ({"entities": entities} if entities else {}), inline=True
    )


def edit_caption(api: "BotApi", args: Args) -> dict:
    return edit(api, "editMessageCaption", args, {"caption": "", **caption(args)}, inline=True)


def edit_markup(api: "BotApi", args: Args) -> dict:
    return edit(api, "editMessageReplyMarkup", args, {}, inline=True)


def delete_message(api: "BotApi", args: Args) -> bool:
    chat, number = integer(args, "chat_id"), integer(args, "message_id")
    api.faults.refuse_chat(chat, known=chat in api.chats)
    if not api.ledger.remove(chat, number) and api.ledger.keep:
        raise bad_request("message to delete not found")
    api.changed()
    return True


def answer_callback(api: "BotApi", args: Args) -> bool:
    query = api.callbacks.pop(str(args.get("callback_query_id", "")), None)
    if query is None or query[1] < api.monotonic():
        raise bad_request(TOO_OLD)
    text = str(args.get("text") or "")
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    api.ledger.note(Sent("answerCallbackQuery", query[0], text, 0, api.monotonic()))
    api.changed()
    return True


def set_commands(api: "BotApi", args: Args) -> bool:
    commands = decoded(args, "commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    api.commands[commands_key(args)] = commands
    return True


def commands_key(args: Args) -> tuple[str, str]:
    scope = decoded(args, "scope") or {"type": "default"}
    return orjson.dumps(scope, option=orjson.OPT_SORT_KEYS).decode(), str(args.get("language_code") or "")


def get_file(api: "BotApi", args: Args) -> dict:
    stored = api.files.get(str(args.get("file_id", "")))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > 20 * MEGABYTE:
        raise bad_request("file is too big")
    return {**stored.reference(), "file_path": api.path_of(stored)}


METHODS: dict[str, Callable[["BotApi", Args], Any]] = {
    "getMe": lambda api, _: api.me,
    "getFile": get_file,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendChatAction": lambda api, args: bool(target(api, args, paced=False)),
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback,
    "setMyCommands": set_commands,
    "getMyCommands": lambda api, args: api.commands.get(commands_key(args), []),
}
