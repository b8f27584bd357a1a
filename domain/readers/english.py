"""Answers typed in English, said in the words the other readers know: days, people and their roles."""

import re
from collections.abc import Callable

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_FULL = "|".join(name for name in _MONTHS if len(name) > 4 or name in {"june", "july"})  # noqa: PLR2004 - full names
_SHORT = "|".join(name.capitalize() for name in _MONTHS if len(name) <= 4 and name not in {"june", "july"})  # noqa: PLR2004
_MONTH = rf"(?P<m>(?i:{_FULL})|{_SHORT})"
"""Short names and May need their capital: "may" and "sep" are Vietnamese words too."""
_DAYS = {
    "monday": "thứ hai",
    "tuesday": "thứ ba",
    "wednesday": "thứ tư",
    "thursday": "thứ năm",
    "friday": "thứ sáu",
    "saturday": "thứ bảy",
    "sunday": "chủ nhật",
}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SPANS = {"day": "ngày", "week": "tuần", "month": "tháng", "year": "năm"}
_WAYS = {"last": "trước", "this": "này", "next": "sau"}
_OF_DAY = {"morning": "sáng", "afternoon": "chiều", "evening": "tối"}
_PARTS = {"early": "đầu ", "mid": "giữa ", "late": "cuối "}
_NTH = r"(?:st|nd|rd|th)?"
_DATE = r"(?:đầu |giữa |cuối )?(?:tháng|\d|hôm|thứ|chủ nhật|tuần|năm|Tết)"

Said = Callable[[re.Match[str]], str]


def _day(match: re.Match[str]) -> str:
    year = f"/{match['y']}" if match["y"] else ""
    return f"{match['d']}/{_MONTHS[match['m'].lower()]}{year}"


def _month(match: re.Match[str]) -> str:
    year = f"/{match['y']}" if match["y"] else ""
    return f"{_PARTS.get((match['part'] or '').lower(), '')}tháng {_MONTHS[match['m'].lower()]}{year}"


def _near(match: re.Match[str]) -> str:
    way, span = match["way"].lower(), match["span"].lower()
    if span == "year":
        return {"last": "năm ngoái", "this": "năm nay", "next": "năm sau"}[way]
    return f"{_SPANS[span]} {_WAYS[way]}"


def _weekday(match: re.Match[str]) -> str:
    way = {"last": " vừa rồi", "next": " tuần sau", "this": " này"}.get((match["way"] or "").lower(), "")
    return _DAYS[match["day"].lower()] + way


def _ago(match: re.Match[str]) -> str:
    count = match["n"].lower()
    return f"{_COUNTS.get(count, count)} {_SPANS[match['span'].lower()]} trước"


def _part_of_yesterday(match: re.Match[str]) -> str:
    return f"{_OF_DAY[match['part'].lower()]} hôm qua"


def _part_of_today(match: re.Match[str]) -> str:
    return f"{_OF_DAY[match['part'].lower()]} nay"


_DATES: tuple[tuple[re.Pattern[str], Said | str], ...] = (
    (re.compile(rf"\b(?:the )?(?P<d>\d{{1,2}}){_NTH}(?: of)? {_MONTH}\b\.?(?:,? (?P<y>\d{{4}}))?"), _day),
    (re.compile(rf"\b{_MONTH}\.? (?P<d>\d{{1,2}}){_NTH}\b(?:,? (?P<y>\d{{4}}))?"), _day),
    (re.compile(rf"\b(?:(?P<part>(?i:early|mid|late))[ -])?{_MONTH}\b\.?(?:,? (?P<y>\d{{4}}))?"), _month),
    (re.compile(r"\b(?i:the day before yesterday)\b"), "hôm kia"),
    (re.compile(r"\b(?i:yesterday) (?P<part>(?i:morning|afternoon|evening))\b"), _part_of_yesterday),
    (re.compile(r"\b(?i:this) (?P<part>(?i:morning|afternoon|evening))\b"), _part_of_today),
    (re.compile(r"\b(?i:yesterday)\b"), "hôm qua"),
    (re.compile(r"\b(?i:today)\b"), "hôm nay"),
    (re.compile(r"\b(?i:tomorrow)\b"), "ngày mai"),
    (re.compile(r"\b(?P<way>(?i:last|this|next)) (?P<span>(?i:week|month|year))\b"), _near),
    (re.compile(rf"\b(?:(?P<way>(?i:last|this|next)) )?(?P<day>(?i:{'|'.join(_DAYS)}))\b"), _weekday),
    (
        re.compile(rf"\b(?P<n>\d{{1,2}}|(?i:{'|'.join(_COUNTS)})) (?P<span>(?i:day|week|month|year))s? (?i:ago)\b"),
        _ago,
    ),
    (re.compile(r"\b(?i:(?:a )?(?:long(?: time)?|while|some time) ago|recently|lately)\b"), "lâu rồi"),
    (re.compile(r"\b(?i:before t[eế]t)\b"), "trước Tết"),
    (re.compile(rf"\b(?i:since|from) (?:the )?(?:beginning of )?(?={_DATE})"), "từ "),
    (re.compile(r"\b(?i:(?:until|till|up to) (?:now|today)|to date)\b"), "đến nay"),
    (re.compile(rf"\b(?i:to|until|till|by) (?={_DATE}|nay)"), "đến "),
    (re.compile(rf"\b(?i:on|in|during) (?={_DATE})"), ""),
)
_ENGLISH_DATE = re.compile(
    rf"\b(?:{_MONTH}|(?i:yesterday|today|tomorrow|week|month|year|ago|before t[eế]t|recently|lately|"
    rf"this morning|this afternoon|this evening|{'|'.join(_DAYS)}))"
)


def dated(text: str) -> str:
    """The text with its English days as the readers of days know them; any other text as it is."""
    return _said(text, _DATES) if _ENGLISH_DATE.search(text) else text


_SUBJECTS = {
    "maths?": "Toán",
    "mathematics": "Toán",
    "literature": "Văn",
    "physics": "Lý",
    "chemistry": "Hóa",
    "biology": "Sinh",
    "history": "Sử",
    "geography": "Địa",
    "english": "Anh",
    "it": "Tin",
    "music": "Nhạc",
}
_ROLES = "phó hiệu trưởng|hiệu trưởng|kế toán|nhân viên thư viện|nhân viên y tế|bảo vệ"
_MANY = {name: number for name, number in _COUNTS.items() if number > 1} | {
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def _many(match: re.Match[str]) -> str:
    return str(_MANY[match["n"].lower()])


_PEOPLE: tuple[tuple[re.Pattern[str], Said | str], ...] = (
    (re.compile(r"\b(?:(?i:one|an?) )(?i:class|grade) (\d{1,2}\w{0,3}) (?i:pupil|student)\b"), r"một học sinh lớp \1"),
    (re.compile(r"\b(?:(?i:the) )?(?i:class|grade) (\d{1,2}\w{0,3}) (?i:pupils?|students?)\b"), r"học sinh lớp \1"),
    *(
        (re.compile(rf"\b(?:the )?(?i:{name}) (?i:group|department|team)\b"), f"tổ {said}")
        for name, said in _SUBJECTS.items()
    ),
    *((re.compile(rf"\b(?i:{name}) (?i:teachers?)\b"), f"giáo viên {said}") for name, said in _SUBJECTS.items()),
    (re.compile(r"\b(?i:class|grade) (?=\d)"), "lớp "),
    (re.compile(r"^([A-Z])\.?,? (?=lớp)"), r"em \1., "),
    (re.compile(r"\b(?i:deputy (?:head(?:teacher)?|principal))\b"), "phó hiệu trưởng"),
    (re.compile(r"\b(?i:head ?teacher|principal|headmaster|headmistress)\b"), "hiệu trưởng"),
    (re.compile(r"\b(?i:teachers?)\b"), "giáo viên"),
    (re.compile(r"\b(?i:accountant)\b"), "kế toán"),
    (re.compile(r"\b(?i:librarian)\b"), "nhân viên thư viện"),
    (re.compile(r"\b(?i:nurse)\b"), "nhân viên y tế"),
    (re.compile(r"\b(?i:guard)\b"), "bảo vệ"),
    (re.compile(r"\b(?i:staff(?: members?)?|employees?)\b"), "nhân viên"),
    (re.compile(r"\b(?i:pupils?|students?)\b"), "học sinh"),
    (re.compile(r"\b(?:Mr|MR|mr)\.? (?=[^\W\d])"), "thầy "),
    (re.compile(r"\b(?:Mrs|Ms|Miss|MRS|MS|mrs|ms|miss)\.? (?=[^\W\d])"), "cô "),
    (re.compile(rf"\b({_ROLES}),? ((?:cô|thầy) [^\W\d]\w*)"), r"\2, \1"),
    (re.compile(rf"\b(?P<n>(?i:{'|'.join(_MANY)}))(?= (?:giáo viên|nhân viên|học sinh))"), _many),
    (re.compile(r"\b(?i:and)\b"), "và"),
    (re.compile(r"\b(?i:of|from|in|the|a|an|our) (?=tổ|lớp|giáo|học|nhân|hiệu|phó)"), ""),
    (re.compile(r"\b(?i:my name is|i am|i'm|call me) "), ""),
)
_ENGLISH_PERSON = re.compile(
    r"\b(?:(?i:mr|mrs|ms|miss|teachers?|pupils?|students?|group|class|principal|head ?teacher|staff|nurse|librarian|"
    r"accountant|guard|deputy head|my name is|i am|i'm|call me))\b"
)


def named(text: str) -> str:
    """The text with its English roles and forms of address as the readers of people know them."""
    return _said(text, _PEOPLE) if _ENGLISH_PERSON.search(text) else text


_CAPITAL = "".join(
    letter for letter in map(chr, range(ord("A"), ord("Ỹ") + 1)) if letter.isupper() and letter.isalpha()
)
_NO_NAME = "|".join(
    (
        *("Yesterday", "Today", "Last", "This", "On", "In", "At", "When", "The", "A", "Our", "One", "And"),
        *("Pupils?", "Students?", "Class", "Grade", "Teachers?", "Mr", "Mrs", "Ms", "Miss"),
        *(name.capitalize() for name in (*_DAYS, *_MONTHS)),
    )
)
_NAME = rf"(?:(?!(?:{_NO_NAME})\b)[{_CAPITAL}]\w+)"
_PUPIL = (
    re.compile(rf"\b(?i:pupil|student) (?P<name>{_NAME}(?: {_NAME})*)"),
    re.compile(
        rf"(?<!Mr )(?<!Ms )(?<!Mrs )(?<!Miss )\b(?P<name>{_NAME}(?: {_NAME})*)"
        r"(?=,? \(?(?:(?:an?|of|from|in) )?(?:the )?(?i:class|grade) \d)"
    ),
)


def pupils(text: str) -> list[tuple[int, int]]:
    """Where an English text names pupils, as (start, end): "pupil Nguyễn Văn An", "An of class 12B"."""
    found = (match.span("name") for pattern in _PUPIL for match in pattern.finditer(text))
    spots: list[tuple[int, int]] = []
    for start, end in sorted(set(found), key=lambda span: span[0] - span[1]):
        if all(end <= known[0] or known[1] <= start for known in spots):
            spots.append((start, end))
    return spots


def _said(text: str, table: tuple[tuple[re.Pattern[str], Said | str], ...]) -> str:
    for pattern, said in table:
        text = pattern.sub(said, text)
    return text
