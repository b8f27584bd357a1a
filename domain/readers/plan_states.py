"""Where a plan stands, out of free words: one of the five answers, the day and the reason of an extension."""

import re
from datetime import date

from domain.forms import Answers
from domain.plans import State
from domain.readers import dates, doc_no
from domain.readers.english import dated
from domain.vietnamese import plain, tidy

_EXTENSION = re.compile(
    r"\b(?:xin )?gia han|xin (?:den|toi)|xin them (?:thoi gian|ngay)|\bxin lui\b|xin hoan|"
    r"more time|\bextension\b|\bextend"
)
_EXEMPT = re.compile(
    r"khong thuoc dien|k thuoc dien|ngung hoat dong|dung hoat dong|da giai the|da sap nhap|"
    r"not concerned|has closed|was closed"
)
_FOLLOWS = re.compile(r"\bfollow(?:s|ing)? (?:our |the |its )?(?:superior|district|department|office)")
_DRAFTING = re.compile(r"\b(?:being drafted|drafting|not (?:yet )?issued|in draft)\b")
_I = frozenset(
    {"i", "me", "i do", "i signed", "i sign it", "toi", "toi ky", "em ky", "chinh toi", "ht ky", "hieu truong"}
    | {"hieu truong ky"}
)
_OF_DOC_NO: dict[str, State] = {"follows_superior": "follows", "drafting": "drafting", "issued": "issued"}
SHORTEST_REASON = 4
"""Letters."""


def said(text: str) -> State | None:
    """The answer of the five that the words give; None when they give none."""
    words = plain(text)
    if _EXEMPT.search(words):
        return "exempt"
    if _EXTENSION.search(words):
        return "extension"
    if _FOLLOWS.search(words):
        return "follows"
    if _DRAFTING.search(words):
        return "drafting"
    return _OF_DOC_NO.get(doc_no.plan_state(text) or "")


def says_i(text: str) -> bool:
    """As in "Tôi ký"."""
    return plain(text) in _I


def extension(text: str, today: date) -> Answers:
    """Fills ``until`` and ``reason`` from "xin den 9/5, 6/5 moi hop hoi dong dc"; what is not there is left out."""
    typed = tidy(text)
    head, comma, told = typed.partition(",")
    typed = dated(head) + comma + told
    found = next((one for one in dates.find(typed, today, "future") if one.days), None)
    if found is None or found.days is None:
        return {}
    rest = typed[found.end :].strip(" ,.;:-")
    reason = {"reason": rest} if sum(letter.isalpha() for letter in rest) >= SHORTEST_REASON else {}
    return {"until": found.days.last.isoformat(), **reason}
