"""How many, how much, how many of how many: numbers as people type them."""

import re
from dataclasses import dataclass

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers.number_words import DAY_WORDS, look_alikes, number
from domain.vietnamese import bare, flat, fold, marked, tidy

_WORDS = "|".join(
    sorted(
        {
            *DAY_WORDS,
            "muoi",
            "mot tram",
            "hai tram",
            "ba tram",
            "bon tram",
            "nam tram",
            "mot chuc",
            "hai chuc",
            "ba chuc",
        },
        key=len,
        reverse=True,
    )
)
_GROUPED = r"\d{1,3}(?:[.,]\d{3})+(?![\d.,]?\d)"
_DIGITS = rf"(?:{_GROUPED}|\d{{1,12}})"
_ABOUT = (
    r"hon|tren|gan|khoang|tam|chung|it nhat|toi thieu|khong duoi|xap xi|uoc|do|co|den|toi da|duoi|ngot|"
    r"chua den|~|>|<|\+"
)
_VAGUE_COUNT = re.compile(
    r"(?<!\w)(?:vai|may|dam|nhieu|it|mot so|mot vai|hang (?:chuc|tram|nghin|ngan)|kha nhieu|rat nhieu|day|dong(?! chi)|"
    r"muoi may|chuc|may chuc)(?!\w)"
)
_RATIO = re.compile(
    rf"({_DIGITS}) ?(?:nguoi |cb |gv |cbgv |hs |can bo |giao vien )?(?:/|\\|tren(?: tong(?: so)?)?|trong(?: "
    rf"tong(?: so)?)?|tren tong|(?:out )?of(?: the)?) ?({_DIGITS})"
)
_ONE_NUMBER = re.compile(_DIGITS)
_EVERYONE = re.compile(r"(?:100 ?%|tat ca|toan bo|du|het|day du|ca truong|moi nguoi|du ca|toan the|tat)(?: .{0,30})?")
_EIGHTY_OR_ABOUT_TEN = re.compile(r"tam chuc(?!\w)")
_ALL_OF = re.compile(r"(?:du|tat ca|toan bo|het|day du|ca) (?=\d)")
_COUNT = re.compile(rf"(?<![\w./,])(?P<about>(?:{_ABOUT}) )?(?P<n>{_DIGITS}|{_WORDS})(?![\w/%])(?![\-.,]\d)")
_DOZENS = re.compile(r"(?:co )?(\d{1,3}) chuc(?: \w+){0,3}")
_RANGE = re.compile(r"\d+ ?(?:-|–|den|hoac|hay) ?\d+")

_UNIT = {
    "ty": 10**9,
    "ti": 10**9,
    "trieu": 10**6,
    "tr": 10**6,
    "cu": 10**6,
    "nghin": 10**3,
    "ngan": 10**3,
    "k": 10**3,
    "n": 10**3,
    "dong": 1,
    "d": 1,
    "vnd": 1,
    "vnđ": 1,
}
_AMOUNT = r"\d{1,3}(?:[.,]\d{3})+|\d{1,12}(?:[.,]\d{1,2})?"
_BIG = r"ty|ti|trieu|tr|cu|nghin|ngan|k|n"
_TAIL = r"(?: ?(?:dong|d|vnd))?"
_MONEY = re.compile(
    rf"(?<![\w.,/])(?:(?P<n>{_AMOUNT}) ?(?P<u>{_BIG})(?![a-z])(?: ?(?P<half>ruoi)| ?(?P<n2>\d{{1,3}})(?: "
    rf"?(?P<u2>nghin|ngan|k|n|trieu|tr)(?![a-z0-9]))?(?![\d./,]))?{_TAIL}"
    rf"|(?P<plain>{_AMOUNT}) ?(?:dong|d|vnd)(?: chan)?)(?![\w])"
)
_SAID = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|chuc|tram|linh|le|lam"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?P<w>(?:(?:{_SAID}) ?){{1,6}})|(?P<part>nua) )"
    r"(?P<u>trieu|ty|nghin|ngan)(?P<half> ruoi)?(?: (?P<w2>(?:(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|"
    r"tram|lam) ?){1,5})(?P<u2>nghin|ngan|trieu)?)?(?: dong)?(?!\w)"
)
_BARE_MONEY = re.compile(rf"(?:(?:tong|so tien|la|duoc|khoang|hon|gan) )*({_GROUPED}|\d{{5,12}})")
_UNCLEAR = re.compile(
    r"(?<!\w)(?:hon|gan|khoang|tren|tam|chung|duoi|uoc|moi|x|nhan)(?!\w)|\d ?(?:-|–|den) ?\d|(?:dong|d|k|tr|"
    r"trieu|nghin|ngan|ty) ?/"
)
_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: its value, the words as typed ("hơn 300"), and whether it is only about that many."""

    value: int
    words: str
    about: bool
    start: int
    end: int


def _whole(digits: str) -> int:
    return int(re.sub(r"[.,]", "", digits)) if not digits.isdigit() else int(digits)


def _value(words: str) -> int | None:
    return _whole(words) if words[0].isdigit() else number(words)


def ratio(text: str, total: int | None = None) -> tuple[int, int]:
    """Reached and total out of "86/92", or "86" with a known total.

    Raises ``more_than_all`` (reached, total), ``total_missing`` (reached), ``not_a_number``.
    """
    folded = fold(text)
    match = _RATIO.search(folded)
    numbers = [_whole(found) for found in _ONE_NUMBER.findall(folded)]
    if match and len(numbers) == 2:  # noqa: PLR2004 - reached and total
        had, total = _whole(match[1]), _whole(match[2])
    elif len(numbers) == 1 and "%" not in folded and not _RATIO.search(folded):
        had = numbers[0]
        total = had if total is None and _ALL_OF.match(folded) else total
    elif _EVERYONE.fullmatch(bare(text)) or folded.startswith("100%"):
        had = total if total is not None else -1
    else:
        said = _said(text)
        had = said if said is not None else -1
    if had < 0:
        raise Mistake("not_a_number")
    if not total:
        raise Mistake("total_missing", reached=had)
    if had > total:
        raise Mistake("more_than_all", reached=had, total=total)
    return had, total


def reached(text: str, asking: Asking) -> Answers:
    """Fills ``reached`` and ``total`` (people); a total alone comes from fact ``unit_total``."""
    total = asking.facts.get("unit_total")
    had, of = ratio(text, total if isinstance(total, int) else None)
    return {"reached": had, "total": of}


def figures(text: str) -> tuple[Figure, ...]:
    """All plain numbers of a tidied text with the words that make them approximate; ratios and dates are none."""
    typed = tidy(text)
    found = []
    for match in _COUNT.finditer(flat(typed)):
        value = _value(match["n"])
        if value is None or look_alikes(typed[match.start("n") : match.end("n")]):
            continue
        about = (match["about"] or "").strip()
        approximate = about not in {"", "co", "do", "den"}
        start = match.start() if approximate else match.start("n")
        found.append(Figure(value, typed[start : match.end()], approximate, start, match.end()))
    return tuple(found)


def count(text: str) -> int:
    """One exact number: "3 đ/c", "hai em".

    Raises ``vague_number`` ("mươi em", "hơn 300", "3-4 em") or ``not_a_number``.
    """
    folded = fold(text)
    found = figures(text)
    if any(figure.about for figure in found) or _RANGE.search(folded):
        raise Mistake("vague_number", typed=tidy(text))
    values = {figure.value for figure in found}
    dozens = _DOZENS.fullmatch(folded)
    if dozens:
        return 10 * _whole(dozens[1])
    said = None if any(char.isdigit() for char in folded) else _said(text)
    if (
        folded.startswith(("muoi ", "chuc ", "tram ", "nghin "))
        and "mười" not in tidy(text).lower()
        and not _ten(folded)
    ):
        raise Mistake("vague_number", typed=tidy(text))
    if said is not None:
        return said
    if len(values) == 1 and not _VAGUE_COUNT.search(folded):
        return values.pop()
    raise Mistake("vague_number" if found or _VAGUE_COUNT.search(folded) else "not_a_number", typed=tidy(text))


def _said(text: str) -> int | None:
    """A number in words alone, courtesy aside; none where its marks say that it is another word."""
    found = number(bare(text))
    odd = {flat(word) for word in look_alikes(tidy(text))}
    if _EIGHTY_OR_ABOUT_TEN.match(bare(text)) and not marked(text):
        raise Mistake("vague_number", typed=tidy(text))
    return None if odd & set(bare(text).split()) else found


def _ten(folded: str) -> bool:
    """As in "muoi lam em" is 15; "muoi em" without marks may be ten or about ten."""
    return number(" ".join(folded.split()[:2])) is not None


def _written(match: re.Match[str]) -> int | None:
    if match["plain"]:
        return _decimal(match["plain"], 1)
    unit = _UNIT[match["u"]]
    base = _decimal(match["n"], unit)
    if base is None:
        return None
    if match["half"]:
        return base + unit // 2
    if match["n2"] is None:
        return base
    if match["u2"]:
        rest = int(match["n2"]) * _UNIT[match["u2"]]
        return base + rest if rest < unit else None
    return base + _part(match["n2"], unit)


def _decimal(digits: str, unit: int) -> int | None:
    """Either "1,5" of a unit or a whole number of it, in groups ("1.500 tr") or plain."""
    if re.fullmatch(_GROUPED, digits):
        return _whole(digits) * unit
    whole, _, part = re.sub(",", ".", digits).partition(".")
    if part and unit == 1:
        return None
    return int(whole) * unit + (_part(part, unit) if part else 0)


def _part(decimals: str, unit: int) -> int:
    """What stands behind the comma, in units of one: "5" of a million is 500,000."""
    return int(decimals) * unit // int("1" + "0" * len(decimals))


def _told(match: re.Match[str]) -> int | None:
    unit = _UNIT[match["u"]]
    value = 0 if match["part"] else number((match["w"] or "").strip())
    if value is None:
        return None
    amount = value * unit + (unit // 2 if match["part"] or match["half"] else 0)
    if not match["w2"]:
        return amount
    rest = number(match["w2"].strip())
    if rest is None:
        return None
    if match["u2"]:
        return amount + rest * _UNIT[match["u2"]]
    return amount + rest * unit // (10 if rest < 10 else 1000)  # noqa: PLR2004 - "hai triệu ba" is 2.3 million


def find_money(text: str) -> tuple[tuple[int, int, int], ...]:
    """(start, end, dong) of every amount of a tidied text."""
    folded = flat(tidy(text))
    found: list[tuple[int, int, int]] = []
    for pattern, read in ((_MONEY, _written), (_SPOKEN, _told)):
        for match in pattern.finditer(folded):
            value = read(match)
            if (
                value
                and value <= _LARGEST
                and not any(match.start() < end and start < match.end() for start, end, _ in found)
            ):
                found.append((match.start(), match.end(), value))
    return tuple(sorted(found))


def money(text: str) -> int:
    """One amount in dong: "36tr5", "14,150,000", "1,5 tỷ".

    Raises ``not_money`` ("1 ngày lương"), ``money_unit`` (typed) for a small number without a unit, ``money_unclear``
    (typed) for several amounts, a range, an amount for each, or about so much.
    """
    found = find_money(text)
    folded = _SPACED.sub(".", fold(text).strip(" .,"))
    if len(found) > 1 or (found and _UNCLEAR.search(folded)):
        raise Mistake("money_unclear", typed=tidy(text))
    if found:
        return found[0][2]
    whole = _BARE_MONEY.fullmatch(folded)
    if whole:
        return _whole(whole[1])
    raise Mistake("money_unit" if folded.isdigit() else "not_money", typed=tidy(text))
