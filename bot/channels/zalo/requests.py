"""A reply as the calls that say it: plain text, 2,000 UTF-16 units, a picture by its address (ZALO §1.4)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.zalo.links import MINUTES, Links
from bot.channels.zalo.menus import with_footer
from domain.messages import Attachment, Reply
from texts.catalogue import Words

LONGEST = 2000
"""UTF-16 units: safe under every reading of "2000 characters"."""


@dataclass(frozen=True, slots=True)
class Call:
    """A method and its arguments beside the chat."""

    method: str
    values: dict[str, Any]


async def calls(reply: Reply, words: Words, links: Links | None) -> list[Call]:
    """One call as a rule, several only for what no message can hold. No parse_mode: names hold * and _."""
    said = [reply.text]
    if reply.document:
        said.append(await _pointed(reply.document, "document", words, links))
    if reply.picture and links is None:
        said.append(words("numbers.picture_elsewhere"))
    whole = replace(reply, text="\n".join(part for part in said if part))
    text = unicodedata.normalize("NFC", with_footer(whole, words))
    parts = [Call("sendMessage", {"text": part}) for part in cut(text)]
    if reply.picture and links is not None:
        link = await links.make(reply.picture)
        if len(parts) > 1:
            return [Call("sendPhoto", {"photo": link}), *parts]
        return [Call("sendPhoto", {"photo": link, **({"caption": text} if text else {})})]
    return parts


async def _pointed(file: Attachment, kind: str, words: Words, links: Links | None) -> str:
    """Where a file can be had."""
    if links is None:
        return words(f"numbers.{kind}_elsewhere")
    return words(f"numbers.{kind}", minutes=MINUTES, link=await links.make(file))


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int = LONGEST) -> Iterator[str]:
    """The text in pieces of at most ``most`` units, cut at a line, else at a space, else where it must be."""
    while units(text) > most:
        head = text.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "ignore")
        at = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        yield text[:at]
        text = text[at:].lstrip("\n ")
    if text:
        yield text
