"""Reads and checks the parameters of a Bot API call, with Telegram's sentences for what is wrong."""

import re
from dataclasses import dataclass
from typing import Any

import orjson

from tests.kit.botapi_faults import Refused, bad_request
from tests.kit.botapi_html import HtmlError, parse, utf16_length

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\r]")
URL = re.compile(r"(tg://\S+|(https?://)?[^\s/]+\.[^\s]+)", re.IGNORECASE)
ACTIONS = (
    *("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"),
    *("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    data: bytes
    content_type: str


Args = dict[str, Any]


def decoded(args: Args, key: str) -> Any:
    """An object-valued parameter: JSON text in forms, the value itself in JSON bodies."""
    value = args.get(key)
    if not isinstance(value, str) or not value:
        return value or None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        raise bad_request(f"can't parse {key.replace('_', ' ')} JSON object") from None


def integer(args: Args, key: str, default: int = 0) -> int:
    try:
        return int(args.get(key, default))
    except (TypeError, ValueError):
        return default


def flag(args: Args, key: str) -> bool:
    return str(args.get(key, "")).lower() in {"true", "1", "yes"}


def written(args: Args, key: str, limit: int, too_long: str) -> tuple[str, list[dict]]:
    """Text and entities of a parameter, after parse_mode, in the form in which people see it."""
    text = args.get(key)
    text = "" if text is None else str(text)
    mode = str(args.get("parse_mode") or "").lower()
    entities = decoded(args, "entities" if key == "text" else "caption_entities") or []
    if mode == "html":
        try:
            text, entities = parse(text)
        except HtmlError as mistake:
            raise bad_request(f"can't parse entities: {mistake}") from None
    elif mode.startswith("markdown"):
        raise Refused(501, f"the loopback does not read parse_mode={args['parse_mode']}")
    elif mode:
        raise bad_request("unsupported parse_mode")
    if CONTROL.search(text):
        text = CONTROL.sub(" ", text.replace("\r", ""))
    if len(text) * 2 > limit and utf16_length(text) > limit:
        raise bad_request(too_long)
    return (text if entities else text.strip()), entities


def keyboard(args: Args, *, inline_only: bool = False) -> dict | None:
    """A checked reply_markup; an inline keyboard without rows is none."""
    markup = decoded(args, "reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if inline_only:
            raise bad_request("inline keyboard expected")
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            check_button(button)
    return {"inline_keyboard": rows} if rows else None


def check_button(button: dict) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must have a non-empty text")
    given = [key for key in ACTIONS if key in button]
    if not given:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not URL.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def caption(args: Args) -> Args:
    text, entities = written(args, "caption", 1024, "message caption is too long")
    return {**({"caption": text} if text else {}), **({"caption_entities": entities} if entities else {})}
