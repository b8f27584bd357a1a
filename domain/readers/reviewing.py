"""Which examples are to be shown, and who is meant, in the Office's everyday words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.exemplars import Side, Stage
from domain.messages import Json
from domain.vietnamese import fold, plain

_STAGES: Final[tuple[tuple[Stage, str], ...]] = (
    ("detected", r"phat hien|detected|found"),
    ("nurtured", r"boi duong|nurtur\w*"),
    ("concluded", r"tong ket|conclud\w*"),
    ("replicated", r"nhan rong|replicat\w*"),
)
_SIDES: Final[tuple[tuple[Side, str], ...]] = (
    ("held", r"(?:bi |dang )?tam dung|held"),
    ("hidden", r"(?:bi |dang )?an(?= $)|hidden"),
)
_OVERDUE = r"(?:da )?qua han(?: tra loi)?|overdue|late"
_MINE = r"(?:cua|giao(?: cho)?|do) (?:toi|em|minh)(?: phu trach)?|mine"
_LISTED = r"(?:xem )?danh sach|liet ke|list"
_NOISE = (
    r"xem|mo|xet|guong|examples?|(?:cho|dang cho) duyet|duyet|review|o khau|khau|dang o|dang|cac|nhung|step|waiting"
)
_ASKED = re.compile(
    r"(?:(?:xem|mo|danh sach|liet ke|cac|nhung) )*guong (?:(?:dang|o|khau|cho|da) )*"
    r"(?:duyet|phat hien|boi duong|tong ket|nhan rong|qua han|tam dung|an$|cua (?:toi|em|minh)|giao)(?: .*)?"
    r"|(?:examples? (?:waiting|to review)|"
    r"(?:detected|nurtured|concluded|replicated|overdue|held|hidden) examples?)(?: .*)?"
)
_ALL = re.compile(r"(?:chon )?(?:tat ca|het|toan bo|all)(?: \d+)?(?: guong)?")
_NUMBERS = re.compile(r"\d{1,4}(?: ?(?:[,;+&]|va|and) ?\d{1,4}| \d{1,4})+")
_GIVEN = re.compile(r"(?:giao|assign)(?: (?:cho|to))? (?P<who>.+)")
_NOTED = re.compile(r"(?:ghi chu|note) ?:? ?(?P<what>.+)", re.DOTALL)
_HOW: Final = {"co": "co", "thay": "thay", "chi": "chi", "anh": "anh", "mr": "", "ms": "", "mrs": ""}
LONGEST_NAME: Final = 5
"""Words of a name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was read: a step, late ones, one's own, as a list; ``rest`` is left to be read as unit and movement."""

    stage: Stage | None
    overdue: bool
    mine: bool
    listed: bool
    side: Side
    rest: str


def asked(text: str) -> Asked:
    """From words like "gương bồi dưỡng Lê Chân quá hạn"."""
    words = f" {plain(text)} "
    stage = next((stage for stage, said in _STAGES if re.search(rf" (?:{said}) ", words)), None)
    flags = [re.search(rf" (?:{said}) ", words) is not None for said in (_OVERDUE, _MINE, _LISTED)]
    side: Side = next((side for side, said in _SIDES if re.search(rf" (?:{said}) ", words)), "")
    known = "|".join((*(said for _, said in (*_STAGES, *_SIDES)), _OVERDUE, _MINE, _LISTED, _NOISE))
    rest = re.sub(rf"(?<= )(?:{known})(?= )", "", words)
    return Asked(stage, flags[0], flags[1], flags[2], side, " ".join(rest.split()))


def is_asked(text: str) -> bool:
    """Whether examples are asked for: "gương chờ duyệt", "gương bồi dưỡng Lê Chân"."""
    return bool(_ASKED.fullmatch(plain(text)))


def is_for_all(text: str) -> bool:
    """Whether it is work of any kind that waits, and not only examples: "12 việc chờ"."""
    return " viec " in f" {plain(text)} "


def is_several(text: str) -> bool:
    """Whether several of a list are chosen: "1,3,5", "tất cả 12"."""
    words = plain(text)
    return bool(_ALL.fullmatch(words) or _NUMBERS.fullmatch(fold(text).strip(" .")))


def several(text: str) -> list[int] | None:
    """The numbers; None for all of the list."""
    if _ALL.fullmatch(plain(text)):
        return None
    return list(dict.fromkeys(int(number) for number in re.findall(r"\d+", text)))


def given_to(text: str) -> str:
    """As in "giao anh Bình": to whom; "" for anything else."""
    found = _GIVEN.fullmatch(plain(text))
    return found["who"] if found else ""


def noted(text: str) -> str:
    """As in "ghi chú: hỏi lại tổ Toán": the note in its writer's own letters; "" for anything else."""
    if _NOTED.fullmatch(fold(text).strip()) is None:
        return ""
    head, colon, rest = text.partition(":")
    return rest.strip() if colon and len(head.split()) <= 2 else " ".join(text.split()[2:])  # noqa: PLR2004 - "ghi chú"


def whom(text: str, known: Sequence[Sequence[Json]]) -> list[int]:
    """The people, (id, name, form of address), that a name of one to five words may mean; a wrong address rules out."""
    words = plain(text).split()
    how = _HOW.get(words[0]) if words else None
    name = words[1:] if how is not None else words
    if not name or len(name) > LONGEST_NAME:
        return []
    found = [one for one in known if plain(str(one[1])).split()[-len(name) :] == name]
    return [int(str(one[0])) for one in found if not how or not one[2] or one[2] == how]


def task(text: str, known: Sequence[Sequence[Json]]) -> tuple[str, list[int]]:
    """What is to be completed, and who of ``known`` is named at its end; the words alone when nobody is."""
    what, comma, name = text.strip().rpartition(",")
    if comma and what.strip() and (found := whom(name, known)):
        return what.strip(), found
    words = text.split()
    for at in range(max(1, len(words) - LONGEST_NAME), len(words)):
        if plain(words[at]) in _HOW and (found := whom(" ".join(words[at:]), known)):
            return " ".join(words[:at]).rstrip(" ,;:-"), found
    return text.strip(), []
