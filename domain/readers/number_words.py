"""Numbers in Vietnamese words, folded, and the words that only look like one when their marks are gone."""

import re

from domain.vietnamese import listed

_TOKEN = re.compile(r"[^\W_]+")
_UNITS = dict(zip(listed("khong mot hai ba bon nam sau bay tam chin"), range(10), strict=True))
_UNITS |= {"tu": 4, "lam": 5, "nham": 5, "moi": 1}
_ZERO_TENS = frozenset({"linh", "le"})
_TENS = frozenset({"muoi", "chuc"})
_MOST_HUNDREDS, _LAST_DAY = 9, 31


def _either(word: str, last: str) -> bool:
    """As in "hai ba" is two or three; "bon lam" is 45."""
    return _UNITS[last] == _UNITS[word] + 1 and last not in {"lam", "nham"}


_MARKED_NUMBERS = frozenset(
    listed(
        "một mốt hai ba bốn tư năm lăm nhăm sáu bảy bẩy tám chín mười mươi chục trăm nghìn ngàn linh lẻ rưỡi không "
        "mồng mùng"
    )
)


def look_alikes(typed: str) -> tuple[str, ...]:
    """Words with marks that without them would be numbers: "tầm" is not eight, "bà" not three, "Hải" not two."""
    words = _TOKEN.findall(typed)
    return tuple(word for word in words if not word.isascii() and word.lower() not in _MARKED_NUMBERS)


def _below_hundred(words: list[str]) -> int | None:
    """One to three words: "chin", "muoi lam", "hai muoi tu", or shortened, "bon lam"."""
    ten, unit = 0, 0
    match words:
        case [word] if word in _TENS:
            return 10
        case [word] if word in _UNITS:
            return _UNITS[word]
        case ["muoi", word] if word in _UNITS:
            ten, unit = 1, _UNITS[word]
        case [word, "muoi" | "chuc"] if word in _UNITS:
            ten = _UNITS[word]
        case [word, "muoi", last] if word in _UNITS and last in _UNITS:
            ten, unit = _UNITS[word], _UNITS[last]
        case [word, last] if _UNITS.get(word, 0) > 1 and _UNITS.get(last, 0) > 0 and not _either(word, last):
            ten, unit = _UNITS[word], _UNITS[last]
    return 10 * ten + unit or None


def _below_thousand(words: list[str]) -> int | None:
    if "tram" not in words:
        return _below_hundred(words)
    at = words.index("tram")
    hundreds = _below_hundred(words[:at]) if at else 1
    rest = words[at + 1 :]
    if rest and rest[0] in _ZERO_TENS:
        rest = rest[1:]
    if rest == ["ruoi"]:
        tens: int | None = 50
    elif len(rest) == 1 and at + 2 == len(words) and rest[0] in _UNITS:
        tens = 10 * _UNITS[rest[0]]
    else:
        tens = _below_hundred(rest) if rest else 0
    return None if hundreds is None or tens is None or hundreds > _MOST_HUNDREDS else 100 * hundreds + tens


def number(words: str) -> int | None:
    """A whole number below a million in digits or folded words ("bon lam" is 45), or None."""
    if words.isascii() and words.isdigit():
        return int(words)
    parts = words.split()
    for thousand in ("nghin", "ngan"):
        if thousand in parts:
            at = parts.index(thousand)
            above = _below_thousand(parts[:at]) if at else 1
            below = _below_thousand(parts[at + 1 :]) if parts[at + 1 :] else 0
            return None if above is None or below is None else 1000 * above + below
    return _below_thousand(parts)


def _day_words() -> dict[str, int]:
    singles = {word: value for word, value in _UNITS.items() if value and word not in {"moi", "lam", "nham"}}
    words = dict(singles)
    for ten, lead in ((10, "muoi"), (20, "hai muoi"), (30, "ba muoi")):
        words[lead] = ten
        for word, value in _UNITS.items():
            if value and ten + value <= _LAST_DAY:
                words[f"{lead} {word}"] = ten + value
    for word, value in singles.items():
        words[f"hai {word}"] = 20 + value
    words["hai lam"] = 25
    return words


DAY_WORDS: dict[str, int] = _day_words()
"""Folded words for the numbers of days, 1 to 31."""
