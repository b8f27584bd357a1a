"""Reads HTML as Telegram's parse_mode=HTML does, and refuses what Telegram refuses, in its words.

The rules and the sentences follow tdlib's HTML entity parser (MessageEntity.cpp): an unknown character entity stays as
it is, a bare ">" is text, a bare "<" is a mistake, an attribute needs no value, "</>" closes the innermost tag.
"""

import re

TAGS = {
    "a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler", "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji", "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
SPACE = " \t\r\n\v\0"
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPECIAL = re.compile("[<&]")
CHARACTER = re.compile(r"&(?:#(?P<ten>[0-9]+)|#x(?P<hex>[0-9a-fA-F]+)|(?P<name>[a-zA-Z]+));?")
TOKEN = re.compile(r"[0-9a-zA-Z.\-]*")
ATTRIBUTE = re.compile(r"[^\s\0=>/\"']*")


class HtmlError(Exception):
    """The markup cannot be read; the text is Telegram's sentence after "can't parse entities: "."""


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: code units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(markup: str) -> tuple[str, list[dict]]:
    """Return the plain text and its message entities (offsets in UTF-16 units), or raise HtmlError."""
    if not SPECIAL.search(markup):
        return markup, []
    reader = _Reader(markup)
    reader.run()
    return "".join(reader.plain), sorted(reader.entities, key=lambda e: (e["offset"], -e["length"]))


class _Reader:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.text = markup + "\0"  # the sentinel ends every loop, as the C string's does
        self.plain: list[str] = []
        self.offset = 0
        self.open: list[tuple[str, dict, int]] = []
        self.entities: list[dict] = []

    def run(self) -> None:
        at = 0
        while at < len(self.markup):
            found = SPECIAL.search(self.markup, at)
            stop = found.start() if found else len(self.markup)
            self.add(self.markup[at:stop])
            at = stop
            if not found:
                break
            at = self.character(at) if found[0] == "&" else self.tag(at)
        if self.open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        if any("\ud800" <= c <= "\udfff" for part in self.plain for c in part):
            raise HtmlError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )

    def add(self, piece: str) -> None:
        if piece:
            self.plain.append(piece)
            self.offset += utf16_length(piece)

    def fail(self, sentence: str, at: int, rest: str = "") -> HtmlError:
        return HtmlError(f"{sentence} at byte offset {len(self.text[:at].encode('utf-8', 'surrogatepass'))}{rest}")

    def character(self, at: int) -> int:
        char, after = decode(self.text, at)
        self.add(char)
        return after

    def tag(self, begin: int) -> int:
        return self.end_tag(begin) if self.text[begin + 1] == "/" else self.start_tag(begin)

    def word_end(self, at: int) -> int:
        while self.text[at] not in SPACE and self.text[at] != ">":
            at += 1
        return at

    def skip_space(self, at: int) -> int:
        while self.text[at] in SPACE and at < len(self.markup):
            at += 1
        return at

    def start_tag(self, begin: int) -> int:
        at = self.word_end(begin + 1)
        if at >= len(self.markup):
            raise self.fail("Unclosed start tag", begin)
        name = self.text[begin + 1 : at].lower()
        if name not in TAGS:
            raise self.fail(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while self.text[at] != ">":
            at = self.attribute(begin, at, name, attributes)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append((name, attributes, self.offset))
        return at + 1

    def attribute(self, begin: int, at: int, tag: str, attributes: dict[str, str]) -> int:
        at = self.skip_space(at)
        if self.text[at] == ">":
            return at
        if at >= len(self.markup):
            raise self.fail(f'Unclosed start tag "{tag}"', begin)
        name = ATTRIBUTE.match(self.text, at)
        if not name or not name[0]:
            raise self.fail(f'Empty attribute name in the tag "{tag}"', begin)
        at = self.skip_space(name.end())
        if self.text[at] != "=":
            if at >= len(self.markup):
                raise self.fail(f'Unclosed start tag "{tag}"', begin)
            return at
        at = self.skip_space(at + 1)
        if at >= len(self.markup):
            raise self.fail(f'Unclosed start tag "{tag}"', begin)
        value, at = self.value(begin, at)
        attributes[name[0].lower()] = value
        return at

    def value(self, begin: int, at: int) -> tuple[str, int]:
        quote = self.text[at]
        if quote not in "\"'":
            token = TOKEN.match(self.text, at)
            after = token.end() if token else at
            if self.text[after] not in " \t\r\n\v>":
                raise self.fail("Unexpected end of name token", at)
            return self.text[at:after].lower(), after
        at += 1
        value = ""
        while self.text[at] != quote:
            if at >= len(self.markup):
                raise self.fail("Unclosed start tag", begin)
            char, at = decode(self.text, at)
            value += char
        if at + 1 >= len(self.markup):
            raise self.fail("Unclosed start tag", begin)
        return value, at + 1

    def end_tag(self, begin: int) -> int:
        if not self.open:
            raise self.fail("Unexpected end tag", begin)
        at = self.word_end(begin + 2)
        name = self.text[begin + 2 : at].lower()
        at = self.skip_space(at)
        if self.text[at] != ">":
            raise self.fail("Unclosed end tag", begin)
        tag, attributes, offset = self.open.pop()
        if name and name != tag:
            raise self.fail("Unmatched end tag", begin, f', expected "</{tag}>", found "</{name}>"')
        self.close(tag, attributes, offset)
        return at + 1

    def close(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        if self.offset == offset or (tag == "a" and not attributes.get("href")):
            return
        entity: dict = {"type": TAGS[tag], "offset": offset, "length": self.offset - offset}
        if tag == "a":
            entity["url"] = attributes["href"]
        if tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        self.entities.append(entity)


def decode(text: str, at: int) -> tuple[str, int]:
    """The character that stands at `at`, a known character entity counted as one, and the place after it."""
    found = CHARACTER.match(text, at) if text[at] == "&" else None
    if not found:
        return text[at], at + 1
    if found["name"]:
        known = NAMED.get(found["name"])
        return (known, found.end()) if known else (text[at], at + 1)
    code = int(found["ten"] or found["hex"], 10 if found["ten"] else 16)
    if code == 0 or code >= 0x10FFFF or found.end() - at > 10:
        return text[at], at + 1
    return chr(code), found.end()
