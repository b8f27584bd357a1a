"""What written days are made of: numbers, words, years, and where a date may begin and end."""

import re
from collections.abc import Callable
from typing import TypeAlias

from domain.mistakes import Mistake
from domain.readers.number_words import DAY_WORDS
from domain.readers.stretch import Stretch, View, full_year

Form: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str], View], Stretch | None]]

WORD = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
NUM = rf"(?:\d{{1,2}}|{WORD})"
LEFT, RIGHT = r"(?<![\w/])(?!(?<=\d[.\-])\d)", r"(?!\w)(?!/\w)"
DAY = r"(?:(?:ngay |hom |ng |luc |(?:ngay|hom)(?=\d))?(?:mung |mong )?)"
MONTH = r"(?:thang |thg |(?:thang|thg|th|t)\.?(?=\d))"
SEP = r"(?: ?/ ?|[.\-])"
YEAR = r"(?:(?: ?/ ?|[.\-]| ?,? nam )(?P<y>\d{1,6})|(?: ?,)? ?nam (?P<yw>nay|ngoai|truoc|roi|sau|toi)| (?P<ys>20\d\d))?"
COUNTED = (
    r"(?! ?(?:em|hs|gv|cb|nv|hoc sinh|giao vien|nguoi|tre|chau|don vi|dv|phieu|thanh vien|phu huynh|tiet|bai|doan vien|"
    r"dang vien|can bo|nhan vien|trieu|tr|ty|k|%|diem|giai|suat|phan|hop|lit|kg|m2?|h|gio)\b)(?! ?%)"
)
NOT_A_DAY = r"(?! ?(?:/|(?:cong|luong|nghi|lam|phep|truoc|sau|lan|buoi|bua|tiet|ca|nam|gio|h)\b))"
MONTHS = DAY_WORDS | {"gieng": 1, "chap": 12}
_SIX = "sáu"


def read_number(words: str) -> int:
    """Digits or folded words as a number of a day."""
    return int(words) if words.isdigit() else DAY_WORDS[words]


def month_number(match: re.Match[str], view: View, group: str = "m") -> int:
    """The month; "thang sau" without marks is June or the next month, so it is asked again."""
    words = match[group]
    if words.isdigit():
        return int(words)
    if words == "sau":
        typed = view.typed[slice(*match.span(group))].lower()
        if typed != _SIX:
            raise Mistake("ambiguous_date", typed=view.typed[slice(*match.span())])
    return MONTHS[words]


def typed_of(match: re.Match[str], view: View) -> str:
    """The date as the person wrote it, without the word "ngày" before it."""
    text = view.typed[slice(*match.span())].strip(" ,.")
    return re.sub(r"^(?:ng(?:ày|ay)?|hôm|hom|lúc|luc) ", "", text, flags=re.IGNORECASE)


def year_in(match: re.Match[str], view: View) -> int | None:
    """The year typed after a date, in digits or as "năm ngoái"; None when there is none."""
    digits, word, spaced = (match.groupdict().get(name) for name in ("y", "yw", "ys"))
    if digits or spaced:
        return full_year(digits or spaced or "", typed_of(match, view))
    if not word:
        return None
    return view.today.year + {"nay": 0, "sau": 1, "toi": 1}.get(word, -1)


def form(pattern: str, read: Callable[[re.Match[str], View], Stretch | None]) -> Form:
    """A way of writing days, bounded so that it never begins or ends inside a word or a longer number."""
    return re.compile(LEFT + pattern + RIGHT), read
