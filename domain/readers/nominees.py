"""Whom a unit wants to nominate, for what and in which movement, out of one sentence (F8)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.forms import Asking
from domain.messages import Json
from domain.mistakes import Mistake
from domain.readers.movements import Movement, pick_movement
from domain.readers.people import role_of
from domain.readers.subject import STAFF
from domain.readers.who import who
from domain.vietnamese import fold, tidy

_OPENS = re.compile(
    r"(?:(?:toi|em|minh|truong|don vi)(?: toi| em| minh)? )?(?:muon |can |xin |cho )*"
    r"(?:de nghi|lap|lam|gui|xin|nominate|propose)(?: (?:ho so|de nghi))?(?: (?:xet|tang|trao))*(?= |$)"
)
_AWARD = re.compile(
    r"(?<!\w)(?:(?P<state>bang khen (?:cua )?thu tuong(?: chinh phu)?|huan chuong(?: lao dong)?(?: hang ba)?|"
    r"cap nha nuoc|state level|labou?r order)|(?P<city>bang khen(?: cua)?(?: chu tich)?(?: ubnd)?(?: thanh pho)?|"
    r"cap thanh pho|certificate of merit|city level)|(?P<department>giay khen(?: cua)?(?: giam doc)?(?: so)?|cap so|"
    r"certificate of commendation|department level)|(?P<plain>khen(?! ngoi)(?: thuong)?|award|commendation))(?!\w)"
)
_ADHOC = re.compile(r"(?<!\w)(?:dot xuat|ad.?hoc)(?!\w)")
_MOVEMENT = re.compile(
    r"[,;]? *(?:(?:trong|thuoc|o|ve|in|for)(?: the)? )?(?<!\w)(?:phong trao|pt|pttd|movement)(?: thi dua)? +"
)
_FOR = re.compile(r"^(?: *(?:cho|doi voi|den|for|an?|the|cap|tang) )+")

_LIST = re.compile(r"(?:xem )?de nghi khen(?: thuong)?")
"""The list's own name: nothing is asked for yet."""
_IS_ORDER = re.compile(r"huan chuong|labou?r order")


@dataclass(frozen=True, slots=True)
class Wish:
    """What one sentence asks for; ``who`` as readers of people know it, None where nobody is named."""

    who: Mapping[str, Json] | None = field(default=None, repr=False)
    movement: str = ""
    level: str = ""
    is_order: bool = False
    is_adhoc: bool = False

    @property
    def is_of_pupil(self) -> bool:
        """Somebody learning: no nominee of the campaign (III.1)."""
        return self.who is not None and self.who.get("role") == "pupil"


_BARE = re.compile(
    r"(?:xem |muc )?(?:khen dot xuat|ad.?hoc awards?|khen thuong|awards?|nominations?|ho so khen(?: thuong)?)"
)
"""The command in plain words."""
_NUMBER = re.compile(r"(?:de nghi |ho so |nomination )?d ?-? ?(\d{1,12})")


def number(text: str) -> int:
    """The nomination whose number these words are; 0 for anything else."""
    found = _NUMBER.fullmatch(fold(tidy(text)).strip(" ."))
    return int(found[1]) if found else 0


def says_more(text: str) -> bool:
    """Whether it asks for more than the list: somebody, an award, or the ad-hoc way."""
    folded = fold(tidy(text)).strip(" .")
    if _ADHOC.search(folded):
        return True
    return not _BARE.fullmatch(folded) and _LIST.fullmatch(folded) is None


def is_wish(text: str) -> bool:
    """Whether a sentence asks for an award: "de nghi bang khen cho co Hanh"."""
    folded = fold(tidy(text)).strip(" .")
    if _BARE.fullmatch(folded):
        return True
    opens = _OPENS.match(folded)
    if opens is None:
        return False
    found = _AWARD.search(folded, opens.end())
    return found is not None and (found.start() <= opens.end() + 1 or folded.startswith(("nominate", "propose")))


def wish(text: str, today: date, movements: Sequence[Movement]) -> Wish:
    """What it asks for, as far as it can be read; what cannot is asked."""
    typed = tidy(text)
    folded = fold(typed)
    if len(folded) != len(typed):
        typed = folded
    opens = _OPENS.match(folded)
    typed, folded = (one[opens.end() if opens else 0 :] for one in (typed, folded))
    movement = ""
    if parted := _MOVEMENT.search(folded):
        movement = pick_movement(folded[parted.end() :], movements) or ""
        typed, folded = typed[: parted.start()], folded[: parted.start()]
    award = _AWARD.search(folded)
    is_adhoc = bool(_ADHOC.search(folded))
    level = next((name for name in ("state", "city", "department") if award and award[name]), "")
    is_order = bool(award and _IS_ORDER.search(award[0]))
    left = _without(typed, folded, award)
    return Wish(_who(left, today), movement, level, is_order, is_adhoc)


def _without(typed: str, folded: str, award: re.Match[str] | None) -> str:
    """The words that name somebody."""
    if award:
        typed, folded = (one[: award.start()] + " " + one[award.end() :] for one in (typed, folded))
    if adhoc := _ADHOC.search(folded):
        typed, folded = (one[: adhoc.start()] + " " + one[adhoc.end() :] for one in (typed, folded))
    while begins := _FOR.match(folded):
        typed, folded = typed[begins.end() :], folded[begins.end() :]
    return re.sub(r"\s+(?:for|cho)(?: an?| the)? *$", "", tidy(typed).strip(" ,.;"))


def _who(text: str, today: date) -> dict[str, Json] | None:
    if not text:
        return None
    try:
        found = who(text, Asking(today))["who"]
    except Mistake:
        return None
    return found if isinstance(found, dict) else None


def role_in(position: str, known: str) -> str:
    """The staff role that a position says; what was known of the person where it says none."""
    said = role_of(position)
    return said if said in STAFF | {"pupil"} else known
