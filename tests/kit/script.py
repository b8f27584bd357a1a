"""Golden conversations: reads a script in the notation of docs/voice.md, so that a player can hold the service to it.

    @ 10/04/2025 16:42                      from here on it is this hour of the pretend calendar
    @ Lan: cô, teacher, THPT-NGOQUYEN       she has joined before the talk begins; a fourth word is her language
    @ example G-1284: Lan, THPT-NGOQUYEN, concluded, 10/04/2025 16:42
                                            her report of that hour was confirmed and has come to this step
    @ code A: teacher THPT-NGOQUYEN         an invite code, written {A} below; "expired" or "used" may follow
    @ deed G-1284: THPT-NGOQUYEN TP3 cô Hạnh · 24 bài giảng số     a report its school has confirmed, with a photo
    @ only: telegram, zalo                  played on these channels alone;  @ also: postgresql  on that database too
    @ on: zalo                              what follows happens on these channels alone, until  @ on: all
    @ rule: canary_size 1, second_above 2   the campaign has these numbers, so that a few people are many
    @ rule: wave 2025-05-13                 this wave proposes itself; in other talks none does
    @ fault / @ well                        handling breaks, and works again
    @ at the council: THPT-NGOQUYEN, cô Hạnh, giáo viên, bang_khen     her school's nomination has come that far
    @ works too: Hải, THCS-305-SONGLAP      he teaches there beside what he is already
    @ reminders: plan                       these obligations are reminded of; in other talks nobody is reminded
    @ overviews                             the weekly overview goes out, on the first working day at seven
    @ owing: THCS-305-SONGLAP               only these units owe a plan, all others follow their superior's
    @ stopped: 09:10 11:25                  nobody was there between these hours; what is sent now was sent meanwhile
    @ most a minute: 20                     so many texts and presses of one person are handled in a minute; 0 for any
    @ unfetched: 1                          so many files cannot be fetched from Telegram at the first try
    @ questions: added_questions.toml       the campaign asks what this file of tests/data says, beside its own
    @ fetched                               everything can be fetched again
    @ a day later                           files that were not fetched so far have been tried for a day
    Lan:   text · [button] · (1 ảnh) words · (1 tệp) · (nhãn dán) · (tin thoại) · (vị trí) · (danh thiếp)
           · (sửa) text · (nhóm) text
    Bot:   the next message to whoever spoke last;  Bot→Minh:  to somebody else
           indented lines and ⏎ are its line breaks, a line begun in lower case goes on with the one above
           [a] [b] / [c] at its end are its buttons, " / " begins a new row
    Z>     what can be typed in their place on Zalo, word for word, under the message above it
    // a remark, on a line of its own or after two blanks

    Lan ở web: text                     the same person, or another, at the chat page, also when the talk is on Telegram
    Lan ở zalo: text                    the same at Zalo
    {new} in a message of the bot       an invite code made in the talk; what it was is what {new} means from then on

G-1284, K-0311, T-018, LK 482913 and "mã 7F3K" stand for whatever number came first and mean the same from then on;
«a | b | c» is a on Telegram, b on the web and c on Zalo; without a c, Zalo says b. (liên kết) is any link there.

On Zalo the buttons are what can be typed under the message: tests/kit/zalo_reading.py takes it apart, and holds that
each button of the script can be typed and nothing else is offered; a [button] is pressed by typing what stands for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.kit.seats import Message

_SPEAKER = re.compile(r"(?P<who>[^\W\d][^:→\[\]]{0,20}?)(?:→(?P<to>[^:]+))?:(?:\s+(?P<said>.*))?")
_BUTTONS = re.compile(r"(?:\s*(?:/\s+)?\[[^\[\]\n]+\])+\s*\Z")
_REMARK = re.compile(r"(?:^|\s{2,})//.*$")
_TOKEN = re.compile(r"\bLK \d{6}\b|\b[GKTNVĐHS]-\d+\b|(?<=mã )[A-Z0-9]{4}\b|(?<=code )[A-Z0-9]{4}\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happens: a directive ("@"), an act of a person, or a message of the bot to somebody."""

    at: int
    kind: str
    who: str
    said: str
    rows: tuple[tuple[str, ...], ...] = ()
    zalo: str = ""
    """What can be typed on Zalo, word for word; "" where any form will do."""
    on: str = "all"
    """The channels on which it happens, by name."""

    def happens(self, channel: str) -> bool:
        """Whether it belongs to the talk on this channel."""
        return self.on == "all" or channel in self.on.replace(",", " ").split()


@dataclass(frozen=True, slots=True)
class Script:
    """A golden conversation."""

    name: str
    lines: tuple[Line, ...]
    only: str = ""
    also: str = ""

    def is_played_on(self, channel: str) -> bool:
        """Whether this channel is one of those it is for."""
        return not self.only or channel in self.only.replace(",", " ").split()

    @property
    def beside(self) -> str:
        """The channel that some sit at beside the one it is played on."""
        return "zalo" if any(line.who.endswith(" ở zalo") for line in self.lines) else ""


def read_script(path: Path) -> Script:
    """The script in that file. Raises ValueError for a line that cannot be read."""
    lines = tuple(_with_footers(_lines(path.read_text("utf-8"))))
    settings = {line.who: line.said for line in lines if line.kind == "@" and line.who in {"only", "also"}}
    kept = tuple(line for line in lines if not (line.kind == "@" and line.who in {"only", "also"}))
    return Script(path.stem, kept, settings.get("only", ""), settings.get("also", ""))


def _lines(text: str) -> Iterator[Line]:
    on = "all"
    for line in _all_lines(text):
        if line.kind == "@" and line.who == "on":
            on = line.said
        else:
            yield replace(line, on=on)


def _with_footers(lines: Iterator[Line]) -> Iterator[Line]:
    """Each ``Z>`` joined to the message it stands under."""
    held: Line | None = None
    for line in lines:
        if line.kind == "Z>" and held:
            held = replace(held, zalo=line.said)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _all_lines(text: str) -> Iterator[Line]:
    last = ""
    for at, block in _blocks(text):
        if block[0].startswith("@"):
            head, _, rest = block[0].removeprefix("@").strip().partition(": ")
            yield Line(at, "@", head.strip(), rest.strip())
            continue
        if block[0].startswith("Z>"):
            yield Line(at, "Z>", "", _joined([block[0].removeprefix("Z>").strip(), *block[1:]]))
            continue
        match = _SPEAKER.fullmatch(block[0])
        if match is None:
            raise ValueError(f"line {at}: {block[0]!r}")
        said = _joined([match["said"] or "", *block[1:]])
        if match["who"] == "Bot":
            body, rows = _with_buttons(said)
            yield Line(at, "bot", match["to"] or last, body, rows)
        else:
            last = match["who"]
            yield Line(at, "says", last, said)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that begins at the margin, with the indented ones under it."""
    block: list[str] = []
    begun = 0
    for at, raw in enumerate(text.splitlines(), 1):
        line = _REMARK.sub("", raw).rstrip()
        if not line.strip():
            continue
        if line[0].isspace():
            block.append(line.strip())
            continue
        if block:
            yield begun, block
        block, begun = [line], at
    if block:
        yield begun, block


def _joined(parts: list[str]) -> str:
    said = parts[0]
    for part in parts[1:]:
        said += (" " if part[0].islower() else "\n") + part
    return re.sub(r"\s*⏎\s*", "\n", said).strip()


def _with_buttons(said: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    match = _BUTTONS.search(said)
    if match is None:
        return said, ()
    rows = re.split(r"(?<=\])\s*/\s+(?=\[)", match[0].strip())
    return said[: match.start()].rstrip(), tuple(tuple(re.findall(r"\[([^\[\]]+)\]", row)) for row in rows)


def written(text: str, rows: tuple[tuple[str, ...], ...] | list[list[str]]) -> list[str]:
    """A message as lines of a script, for comparing by eye."""
    buttons = " / ".join(" ".join(f"[{label}]" for label in row) for row in rows)
    return [*text.split("\n"), *([buttons] if buttons else [])]


@dataclass(slots=True)
class Names:
    """Which number of the script stands for which number of the service."""

    golden: dict[str, str] = field(default_factory=dict)
    """By the service's."""

    def spoken(self, text: str) -> str:
        """What a person says, with the service's numbers."""
        real = {golden: one for one, golden in self.golden.items()}
        return _TOKEN.sub(lambda match: real.get(match[0], match[0]), text)

    def as_scripted(self, message: Message, expected: str) -> str:
        """The message with the script's numbers; a new number is bound to the one that stands in its place."""
        free = [one for one in _TOKEN.findall(expected) if one not in self.golden.values()]
        for token in _TOKEN.findall(message.text):
            if token not in self.golden:
                fits = next((one for one in free if one[:2] == token[:2] or "-" not in token + one), None)
                if fits:
                    free.remove(fits)
                    self.golden[token] = fits
        return self.known(message.text)

    def known(self, text: str) -> str:
        """A text, or a label, with the script's numbers for those that are bound."""
        return _TOKEN.sub(lambda match: self.golden.get(match[0], match[0]), text)
