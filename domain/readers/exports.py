"""Which file somebody asks for in everyday words, and what is left of them: the unit, the period, the movement (F5)."""

import re
from dataclasses import dataclass

from domain.extracts import ExtractKind
from domain.vietnamese import flat, tidy

_ME = r"(?:toi |em |minh |chi |anh |me |us )?"
_ASKS = (
    rf"(?:(?:cho|giup|please|can you) {_ME})?(?:(?:xin|lay|xuat|tai|gui|can|export|download|send|give) {_ME})+"
    r"(?:(?:ve|xuong|ra|lai) )*"
)
_FORMS = r"file|tep|bang tinh|bang|excel|xlsx|csv|danh sach|list|sheet|the|a|all"
_UNITS = r"(?:cac |nhung )?(?:truong |don vi |noi )?(?:nao )?(?:con )?"
_KINDS: tuple[tuple[ExtractKind, str], ...] = (
    ("nominations", r"(?:ho so )?de nghi khen(?: thuong)?|nominations?"),
    ("chase", r"(?:so |lich su )(?:don doc|nhac)(?: viec)?|don doc|chase book|(?:book of )?reminders"),
    ("late", rf"{_UNITS}chua (?:bao|nop|gui|ban hanh)(?: cao)?(?: ke hoach)?|(?:late )?units(?: not reported)?"),
    ("plans", r"(?:tien do |theo doi )*(?:cac )?ke hoach|(?:plan tracking|plans?)"),
    ("deeds", r"(?:bao cao )?guong(?: nguoi tot)?,?(?: viec tot)?|(?:good )?deeds?"),
    ("all", r"(?:toan bo|tat ca|het) (?:cac )?(?:du lieu|so lieu)|du lieu (?:tho|goc)|everything|all the data"),
)
_FOUND = tuple((kind, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for kind, pattern in _KINDS)
_ASKED = re.compile(rf"{_ASKS}(?=\w)")
_LEFT = re.compile(rf"(?<!\w)(?:{_FORMS}|cua|of|for|in)(?!\w)")
_PAPER = re.compile(r"(?<!\w)(?:bao cao (?!guong)|so ket|tong ket|word|docx|to trinh|bien ban|bang khen|giay khen)")


_LOG = re.compile(
    r"(?:xem |mo |see |show )?(?:(?:nhat ky|lich su) xuat (?:tep|file)|(?:the )?log of exports|export log)$"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The file, if one was named, and the words that say of what."""

    kind: ExtractKind | None
    rest: str


def read(text: str) -> Asked:
    """Take the file's name and the asking out of the words; the rest is as it was typed."""
    typed = tidy(text).replace("\n", " ")
    begins = _ASKED.match(flat(typed))
    left = typed[begins.end() :] if begins else typed
    kind: ExtractKind | None = None
    for name, pattern in _FOUND:
        if found := pattern.search(flat(left)):
            kind, left = name, f"{left[: found.start()]} {left[found.end() :]}"
            break
    for found in reversed(list(_LEFT.finditer(flat(left)))):
        left = f"{left[: found.start()]} {left[found.end() :]}"
    return Asked(kind, " ".join(left.split()).strip(" ,.?"))


def is_log(text: str) -> bool:
    """Whether it is the log of what was taken that is asked for."""
    return bool(_LOG.match(flat(tidy(text)).strip()))


def is_wanted(text: str) -> bool:
    """Whether words without a command ask to take one of these files away; documents in proper form are others."""
    folded = flat(tidy(text)).replace("\n", " ")
    return bool(_ASKED.match(folded)) and not _PAPER.search(folded) and read(text).kind is not None
