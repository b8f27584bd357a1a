"""The frames that a page and the service exchange over ``/chat/ws``: JSON objects in text frames, each with a size."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from domain.messages import Reply

MAX_FRAME = 64 * 1024
"""Bytes of one frame from a page; aiohttp closes the socket on a longer one."""
MAX_TEXT = 4096
"""UTF-16 units of one message, as the composer counts them."""
MAX_CAPTION = 1024
MAX_FILES = 10
MAX_VALUE = 256
MAX_LABEL = 200
MAX_NAME = 200
LANGUAGES = ("vi", "en")

_EVENT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_REF = re.compile(r"[0-9a-f]{32}")
_MESSAGE_ID = re.compile(r"\d{0,19}", re.ASCII)


class BadFrame(Exception):
    """What a page sent does not fit. ``key`` names the sentence in the words of the page, ``event`` whom it answers."""

    def __init__(self, key: str, event: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.event = event


@dataclass(frozen=True, slots=True)
class Hello:
    """A page opened. ``after`` is the last message id it holds, 0 when it is fresh."""

    after: int
    language: str


@dataclass(frozen=True, slots=True)
class Say:
    """A typed message."""

    event: str
    text: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button used: its value and label, and the id of the message it hangs on."""

    event: str
    value: str
    label: str
    on: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file uploaded before. Only ``ref`` is believed; kind and size are read from the folder again."""

    ref: str
    name: str
    kind: Literal["photo", "document"] = "document"
    size: int = 0


@dataclass(frozen=True, slots=True)
class Files:
    """Uploaded files, with a caption."""

    event: str
    text: str
    files: tuple[SentFile, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page has shown message ``id`` and keeps it."""

    id: int


Act: TypeAlias = Say | Press | Files
"""What goes to the inbox and is answered "taken"."""
Frame: TypeAlias = Hello | Act | Seen


def read_frame(text: str) -> Frame:
    """Read one frame of a page. Raises BadFrame."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("unreadable") from error
    if not isinstance(frame, dict):
        raise BadFrame("unreadable")
    match frame.get("t"):
        case "hello":
            return Hello(_whole(frame, "after"), _language(frame))
        case "seen":
            return Seen(_whole(frame, "id"))
        case "say":
            return _say(frame)
        case "press":
            return _press(frame)
        case "file":
            return _files(frame)
        case _:
            raise BadFrame("unreadable", _event_or_none(frame))


def write_frame(kind: str, **values: object) -> str:
    """One frame for a page."""
    return json.dumps({"t": kind, **values}, ensure_ascii=False, separators=(",", ":"))


def message_frame(
    number: int, reply: Reply, at: str, replaces: int | None, picture: str | None, document: str | None
) -> str:
    """A message for a page. ``at`` is ISO 8601 local time; ``picture`` and ``document`` are paths on this server."""
    return write_frame(
        "message",
        id=number,
        text=reply.text,
        rows=[[{"value": choice.value, "label": choice.label} for choice in row] for row in reply.choices],
        replaces=replaces,
        at=at,
        picture={"url": picture, "name": reply.picture.name} if reply.picture and picture else None,
        document={"url": document, "name": reply.document.name} if reply.document and document else None,
    )


def clean(text: str) -> str:
    """The text without what no database takes: NUL, and halves of a surrogate pair (they become U+FFFD)."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")


def _say(frame: Mapping[str, Any]) -> Say:
    event = _event(frame)
    text = _text(frame, "text", MAX_TEXT, event)
    if not text.strip():
        raise BadFrame("empty", event)
    return Say(event, text)


def _press(frame: Mapping[str, Any]) -> Press:
    event = _event(frame)
    value = _text(frame, "value", MAX_VALUE, event)
    on = _text(frame, "on", MAX_LABEL, event)
    if not value or not _MESSAGE_ID.fullmatch(on):
        raise BadFrame("unreadable", event)
    return Press(event, value, _text(frame, "label", MAX_LABEL, event), on)


def _files(frame: Mapping[str, Any]) -> Files:
    event = _event(frame)
    sent = frame.get("files")
    if not isinstance(sent, list) or not sent:
        raise BadFrame("unreadable", event)
    if len(sent) > MAX_FILES:
        raise BadFrame("too_many_files", event)
    return Files(event, _text(frame, "text", MAX_CAPTION, event), tuple(_file(one, event) for one in sent))


def _file(one: object, event: str) -> SentFile:
    if not isinstance(one, dict):
        raise BadFrame("unreadable", event)
    ref = one.get("ref")
    if not isinstance(ref, str) or not _REF.fullmatch(ref):
        raise BadFrame("unknown_file", event)
    return SentFile(ref, _text(one, "name", MAX_NAME, event))


def _text(frame: Mapping[str, Any], key: str, most: int, event: str) -> str:
    text = frame.get(key, "")
    if not isinstance(text, str):
        raise BadFrame("unreadable", event)
    text = clean(text)
    if len(text.encode("utf-16-le")) // 2 > most:
        raise BadFrame("too_long", event)
    return text


def _event(frame: Mapping[str, Any]) -> str:
    event = _event_or_none(frame)
    if not event:
        raise BadFrame("unreadable")
    return event


def _event_or_none(frame: Mapping[str, Any]) -> str:
    event = frame.get("event")
    return event.lower() if isinstance(event, str) and _EVENT.fullmatch(event.lower()) else ""


def _whole(frame: Mapping[str, Any], key: str) -> int:
    number: int = frame.get(key, 0)
    if type(number) is not int or not 0 <= number < 2**63:
        raise BadFrame("unreadable")
    return number


def _language(frame: Mapping[str, Any]) -> str:
    language = frame.get("language")
    return language if isinstance(language, str) and language in LANGUAGES else ""
