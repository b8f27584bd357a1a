"""Vietnamese as people type it: without marks, with slips, abbreviated, in two Unicode forms."""

import re
import unicodedata
from functools import cache, lru_cache

LONGEST = 4096
"""Readers look at this many characters of a message (the longest text a channel carries)."""


def listed(words: str, by: str | None = None) -> tuple[str, ...]:
    """A vocabulary written as text: single words, or phrases parted by ``by``."""
    return tuple(words.split(by))


_BREAKS = re.compile(r"[^\S\n]*\n\s*")
_BLANKS = re.compile(r"[^\S\n]+")
_TOKEN = re.compile(r"[^\W_]+")
_LOOSE = re.compile(r"[^\w&%+]+|_")

ABBREVIATIONS: dict[str, str] = {
    "gv": "giao vien",
    "gvcn": "giao vien chu nhiem",
    "gvnv": "giao vien nhan vien",
    "cbgv": "can bo giao vien",
    "cbgvnv": "can bo giao vien nhan vien",
    "hs": "hoc sinh",
    "sv": "sinh vien",
    "nv": "nhan vien",
    "cb": "can bo",
    "cbql": "can bo quan ly",
    "bgh": "ban giam hieu",
    "ht": "hieu truong",
    "pht": "pho hieu truong",
    "ph": "phu huynh",
    "hd": "hoi dong",
    "k": "khong",
    "ko": "khong",
    "kg": "khong",
    "khg": "khong",
    "hok": "khong",
    "khum": "khong",
    "dc": "duoc",
    "trg": "truong",
    "mk": "minh",
    "bc": "bao cao",
    "bcao": "bao cao",
    "kh": "ke hoach",
    "cd": "cong doan",
    "r": "roi",
    "rui": "roi",
    "ng": "nguoi",
    "ngta": "nguoi ta",
    "vs": "voi",
    "j": "gi",
    "gd": "giao duc",
    "hqua": "hom qua",
    "hnay": "hom nay",
    "tb": "thong bao",
    "tk": "thong ke",
    "kq": "ket qua",
    "mc": "minh chung",
    "ql": "quay lai",
    "bq": "bo qua",
    "hdan": "huong dan",
    "sl": "so lieu",
    "trc": "truoc",
    "dx": "duoc",
    "ntn": "nhu the nao",
}
"""Folded abbreviations that mean one thing in a school's chat; those that mean several stay with their reader."""

COURTESY = frozenset(
    listed(
        "da a ah ak nhe nha nhen nhi nhaa em e thua vang ha ho voi ad admin bot oi day do thoi luon co thay chi anh "
        "aj ajk"
    )
)
"""Folded words that carry courtesy and no answer when they open or close a short message."""

_KNOWN = listed(
    "ngày tháng năm tuần hôm trước sau thứ quý đầu cuối giữa tết mùng mồng tư sáu bảy tám chín mười chủ nhật sáng trưa "
    "chiều tối đến từ có không chưa rồi đồng ý vâng đúng được hủy huỷ thôi bỏ đi để lại xong giúp trợ gửi sửa xóa xoá "
    "kế hoạch báo cáo số trường giáo viên học sinh lớp người tốt việc gương cô thầy tổ toán văn máu hiến nghèo đã của "
    "tôi mới vừa kỳ nộp nhắc tiến độ xuất tệp ảnh quận huyện phường xã phòng mầm tiểu bốn một triệu tỷ đồng nghìn bằng"
)
_NUMBERED = frozenset(listed("ngay thang nam quy tuan thu lop so mung mong to hom ky phuong quan"))
_TELEX_TONE = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONE = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VNI_SHAPE = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}


def clean(text: str) -> str:
    """The text in NFC without zero-width and control characters, single spaces; the person's words stay theirs."""
    text = unicodedata.normalize("NFC", text[: 2 * LONGEST])
    if not text.replace("\n", "").isprintable():
        text = "".join(
            char if char.isprintable() or char == "\n" else " " if char.isspace() else ""
            for char in text.replace("\r", "\n").replace("\t", " ")
        )
    text = _BLANKS.sub(" ", _BREAKS.sub("\n", text)).strip()
    return unicodedata.normalize("NFC", text)[:LONGEST]


@cache
def _flat_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def flat(cleaned: str) -> str:
    """Lower letters without marks, exactly one for each character given, so that positions agree with the original."""
    return cleaned.lower() if cleaned.isascii() else "".join(map(_flat_char, cleaned))


def _shapes(word: str) -> list[tuple[str, str, str]]:
    """Each letter as (base, shape mark, tone mark)."""
    letters = []
    for char in word:
        base, *marks = list(unicodedata.normalize("NFD", char))
        shape = next((mark for mark in marks if mark in _VNI_SHAPE), "")
        tone = next((mark for mark in marks if mark in _TELEX_TONE), "")
        letters.append((base, "d" if base == "đ" else shape, tone))
    return letters


def _telex_shape(base: str, shape: str) -> str:
    if shape == "d":
        return "dd"
    return base + {"": "", "\u0302": base, "\u031b": "w", "\u0306": "w"}[shape]


def _vni_shape(base: str, shape: str) -> str:
    return "d9" if shape == "d" else base + _VNI_SHAPE.get(shape, "")


def _spellings(word: str) -> set[str]:
    """How Telex and VNI keys look when the keyboard did not turn them into marks: tone at the vowel or at the end."""
    letters = _shapes(word)
    bare = "".join("d" if base == "đ" else base for base, _, _ in letters)
    found = set()
    for shaped, tones in ((_telex_shape, _TELEX_TONE), (_vni_shape, _VNI_TONE)):
        tone = next((tones[mark] for _, _, mark in letters if mark), "")
        inside = "".join(shaped(base, shape) + tones.get(mark, "") for base, shape, mark in letters)
        at_end = "".join(shaped(base, shape) for base, shape, _ in letters) + tone
        late = "".join("dd" if base == "đ" else base for base, _, _ in letters)
        late += "".join(shaped(base, shape)[1:] for base, shape, _ in letters if shape not in {"", "d"}) + tone
        found |= {inside} if late[-1].isdigit() else {inside, late}
        if not (at_end[-1].isdigit() and bare in _NUMBERED):
            found.add(at_end)
    return found - {bare}


def _leftovers() -> dict[str, str]:
    known = {flat(word) for word in _KNOWN}
    return {
        spelling: word
        for word in reversed(_KNOWN)
        for spelling in _spellings(word)
        if spelling not in known and len(spelling) > 1 and spelling not in ABBREVIATIONS
    }


_LEFTOVERS = _leftovers()


def _repaired(match: re.Match[str]) -> str:
    typed = match[0]
    word = _LEFTOVERS.get(typed.lower())
    if word is None and not typed.isascii():
        word = _LEFTOVERS.get(flat(typed))  # a mark was set and its key stayed behind all the same: "cò1", "cós"
    if word is None:
        return typed
    return word.capitalize() if typed[0].isupper() else word


REMEMBERED = 4096
"""Texts whose reading is remembered: labels and short answers come again and again."""


@lru_cache(REMEMBERED)
def tidy(text: str) -> str:
    """A cleaned text in which Telex and VNI leftovers ("nga2y", "huyr") are mended where the result is a known word."""
    return _TOKEN.sub(_repaired, clean(text))


@lru_cache(REMEMBERED)
def fold(text: str) -> str:
    """What two spellings of the same words have in common: no marks, d for đ, lower letters, single spaces."""
    return flat(tidy(text)).replace("\n", " ")


@lru_cache(REMEMBERED)
def plain(text: str) -> str:
    """Folded words alone, abbreviations written out: what phrases are looked up in."""
    words = _LOOSE.sub(" ", fold(text).replace("d/c", "dong chi")).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


@lru_cache(REMEMBERED)
def bare(text: str) -> str:
    """A short answer without the courtesy around it: "dạ có ạ" is "co"; courtesy alone stays as it is."""
    words = plain(text).split()
    first, last = 0, len(words)
    while last - first > 1 and words[last - 1] in COURTESY - {"vang", "thoi", "co"}:
        last -= 1
    while last - first > 1 and words[first] in {"da", "vang", "thua", "em", "e", "a"}:
        first += 1
    return " ".join(words[first:last])


def marked(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark, so that the person does type marks."""
    return any(char in "đĐ" or len(unicodedata.normalize("NFD", char)) > 1 for char in text)
