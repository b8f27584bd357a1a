"""Reading what is to be chased, and of whom: "nhắc lại các trường chưa nộp số liệu t4", "nhac le chan ke hoach"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.audiences import Audience
from domain.mistakes import Mistake
from domain.obligations import Obligation
from domain.people import Role
from domain.readers import audience
from domain.readers.audience import Places
from domain.readers.units import UnitName
from domain.vietnamese import plain

LEADERS: tuple[Role, ...] = ("head", "deputy", "relay")
"""Who answers for a unit, be it a school or an office."""
_DUTIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("interim", re.compile(r"(?:gui )?(?:bao cao )?so ket|interim(?: report)?")),
    ("final", re.compile(r"(?:gui )?(?:bao cao )?tong ket|final(?: report)?")),
    ("conference", re.compile(r"(?:to chuc )?hoi nghi(?: dien hinh)?(?: tien tien)?|conference")),
    ("figures", re.compile(r"(?:bao |nop )?(?:so lieu|bao cao thang|figures?)(?: (?:of|for))?")),
    ("plan", re.compile(r"(?:bao |nop )?(?:ke hoach|kh)(?: thi dua)?|plans?")),
)
_MONTH = re.compile(r"(?:t|thang|month) ?(1[0-2]|0?[1-9])(?!\d)")
_THIS = re.compile(r"(thang nay|this month)|(thang truoc|last month)")
_OPENING = re.compile(
    r"^(?:/?(?:remind|donduc|dondoc|nhac)|gui nhac|don doc|don duc|giuc|thuc)(?: (?:nho|lai|viec|cho))*(?= |$)"
)
_LATE = re.compile(
    r"chua (?:chiu )?(?:nop|bao|gui|lam|xong|tra loi|co)(?: cao)?|(?:who )?(?:have not|are) (?:sent|late)"
)
_FEWEST = 2
"""Words of a duty's own name that must be there to know it by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked: the obligations that fit (none, one, or several to choose from), and which of their units."""

    owed: tuple[Obligation, ...]
    audience: Audience


def is_wanted(text: str) -> bool:
    """Whether words, however many, ask to remind those who are late; "nhắc nhở học sinh" tells of something."""
    said = plain(text).strip()
    is_english = said.startswith("remind ") and any(pattern.search(said) for _, pattern in _DUTIES)
    return bool(_OPENING.match(said)) and (bool(_LATE.search(said)) or is_english)


def read(text: str, owed: Sequence[Obligation], places: Places, units: Sequence[UnitName], today: date) -> Wanted:
    """Read it; without a place or a kind of unit all are meant that are late."""
    said = " ".join(_OPENING.sub("", plain(text).strip()).split())
    found, rest = _duty(said, owed, today)
    rest = " ".join(_LATE.sub(" ", rest).split())
    try:
        meant = audience.read(rest, places, units)
    except Mistake:
        meant = Audience()
    roles = meant.roles if _names_roles(rest) else LEADERS
    kept = replace(meant, roles=roles, late_for="", movements=(), unacknowledged=0, received=0)
    return Wanted(found, kept)


def _names_roles(rest: str) -> bool:
    return bool(re.search(r"(?<![a-z])(?:hieu truong|ht|pho|cap pho|head|deput)", rest))


def _duty(said: str, owed: Sequence[Obligation], today: date) -> tuple[tuple[Obligation, ...], str]:
    for code, pattern in _DUTIES:
        match = re.search(rf"(?<![a-z])(?:{pattern.pattern})(?![a-z])", said)
        if match:
            rest = f"{said[: match.start()]} {said[match.end() :]}"
            found = [one for one in owed if one.duty == code]
            return _of_month(found, rest, today) if code == "figures" else (tuple(found[:1]), rest)
    return _by_name(said, owed)


def _of_month(found: Sequence[Obligation], rest: str, today: date) -> tuple[tuple[Obligation, ...], str]:
    """The month that is named; else the last one that is due, or the first to come."""
    month, near = _MONTH.search(rest), _THIS.search(rest)
    if month or near:
        wanted = int(month[1]) if month else (today.month - 2) % 12 + 1 if near and near[2] else today.month
        rest = _THIS.sub(" ", _MONTH.sub(" ", rest))
        of_it = [one for one in found if int(one.code.rpartition("-")[2]) == wanted]
        return tuple(sorted(of_it, key=lambda one: abs((one.due - today).days))[:1]), rest
    past = [one for one in found if one.due <= today]
    return (past[-1],) if past else tuple(found[:1]), rest


def _by_name(said: str, owed: Sequence[Obligation]) -> tuple[tuple[Obligation, ...], str]:
    """What the Office asked for in chat is known by the words of its name."""
    words = set(said.split())
    counted = [(len(words & set(plain(one.name).split())), one) for one in owed if one.duty not in dict(_DUTIES)]
    best = max((n for n, _ in counted), default=0)
    if best < _FEWEST:
        return (), said
    found = tuple(one for n, one in counted if n == best)
    names = {word for one in found for word in plain(one.name).split()}
    return found, " ".join(word for word in said.split() if word not in names)
