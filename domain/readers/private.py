"""Numbers and words that must not be kept: identity cards, telephones, home addresses, health (DOMAIN §12)."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from domain.vietnamese import clean, flat

Kind: TypeAlias = Literal["id_card", "phone", "address", "health"]

_DIGITS = r"\d(?:[ .\-]?\d)"
_LABEL = (
    r"(?:(?:so )?(?:cccd|cmnd|cmt|cmtnd|can cuoc(?: cong dan)?|chung minh(?: thu| nhan dan)?|dinh danh(?: "
    r"ca nhan)?)(?: so| la| cua \w+)*[ :.]*)"
)
_PHONE_LABEL = r"(?:(?:so )?(?:dien thoai|dt|sdt|s[dđ]t|phone|tel|mobile|zalo|hotline|lh|lien he)(?: so| la)*[ :.]*)"
_MONEY = r"(?! ?(?:dong|d\b|vnd|trieu|tr\b|ty|nghin|k\b))"
_PERSON_ILL = (
    r"ung thu|hiv|aids|tram cam|tu ky|dong kinh|tam than|thieu nang(?: tri tue)?|bai nao|bach cau|suy than|tieu duong|"
    r"viem gan(?: [abc])?|lao phoi|benh (?:tim|than|gan|phoi|mau|ung thu|hiem ngheo|hiem|nang|tam than|truyen "
    r"nhiem)(?: bam sinh)?|"
    r"hen suyen|tai bien|dot quy|soi than|chay than|hoa tri|xa tri|mang thai|co thai|say thai|nhiem hiv|duong "
    r"tinh|nhom mau [abo]+"
)

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "id_card",
        re.compile(rf"(?<![\w.]){_LABEL}?(?<!\d)0\d{{2}}[ .\-]?\d{{3}}[ .\-]?\d{{3}}[ .\-]?\d{{3}}(?!\d){_MONEY}"),
    ),
    ("id_card", re.compile(rf"(?<!\w){_LABEL}{_DIGITS}{{5,14}}(?!\d)")),
    (
        "phone",
        re.compile(
            rf"(?<![\w.])(?:{_PHONE_LABEL})?(?:\+?84|\(\+84\)|0)[ .\-]?(?:[235789])(?:[ .\-]?\d){{8,9}}(?!\d){_MONEY}"
        ),
    ),
    ("phone", re.compile(rf"(?<!\w){_PHONE_LABEL}{_DIGITS}{{5,12}}(?!\d){_MONEY}")),
    ("id_card", re.compile(rf"(?<![\w.,/])0\d{{8}}(?![\d/]){_MONEY}")),
    (
        "address",
        re.compile(
            r"(?<!\w)(?:(?:nha|tru|song|cu tru)(?: rieng)? (?:o|tai) |dia chi(?: nha)?(?: la| o| tai)?[ :]+|nha "
            r"rieng[ :]+)?"
            r"(?:so nha |so |nha so |sn )\d{1,4}[a-z]?(?:/\d{1,4})*(?:,? (?:ngo|ngach|hem|kiet|duong|pho|thon|"
            r"xom|to|khu|lo)\b[^,;.\n]{0,40})"
            r"(?:, ?(?:phuong|p\.|xa|quan|huyen|tp|thanh pho)[^,;.\n]{0,30})*"
        ),
    ),
    (
        "address",
        re.compile(
            r"(?<!\w)(?:(?:nha|hien tru|thuong tru|tam tru|cu tru|dia chi)(?: nha| rieng| hien)?(?: (?:o|tai|"
            r"la)|:) |so nha )"
            r"(?=[^,;.\n]{0,20}(?:\d|thon |xom |ngo |ngach |hem |duong |pho ))[^,;.\n]{3,60}"
        ),
    ),
    (
        "address",
        re.compile(r"(?<!\w)(?:ngo|ngach|hem|kiet) \d{1,4}(?:/\d{1,4})*(?: (?:duong|pho))?(?: [^\s,;.\d]{1,12}){0,3}"),
    ),
    (
        "health",
        re.compile(
            rf"(?<!\w)(?:(?:dang |hien |moi )?(?:bi |mac |mac benh |bi benh |mang benh |benh nhan "
            rf")*)(?:{_PERSON_ILL})(?!\w)"
        ),
    ),
)
_ANY = re.compile(
    r"\d{6}|\d[ .\-]\d{3}|so |nha|ngo|ngach|hem|dia chi|tru|benh|bi |mac|ung thu|hiv|tat|tram cam|tu ky|thai|"
    r"suy|dong kinh|tam than|nang|nao|"
    r"cau|duong|gan|phoi|suyen|bien|quy|soi|tri|tinh|nhom mau|aids|sdt|dt|zalo|lien he|lh|cccd|cmnd"
)
_GAPS = re.compile(r" {2,}")
_LONELY = re.compile(r" +([,.;:!?])")


@dataclass(frozen=True, slots=True)
class Private:
    """One thing found: its kind and where it stands in the cleaned text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spared:
    """What may be kept of a text, and what was taken out of it."""

    text: str
    found: tuple[Private, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds found, each once, in order."""
        return tuple(dict.fromkeys(item.kind for item in self.found))


def scan(text: str) -> Spared:
    """Find what is private in a text; positions are those of :func:`domain.vietnamese.clean`."""
    cleaned = clean(text)
    folded = flat(cleaned)
    found: list[Private] = []
    if _ANY.search(folded):
        for kind, pattern in _PATTERNS:
            for match in pattern.finditer(folded):
                start, end = match.span()
                if not any(start < other.end and other.start < end for other in found):
                    found.append(Private(kind, start, end))
    if not found:
        return Spared(cleaned, ())
    found.sort(key=lambda item: item.start)
    kept, at = [], 0
    for item in found:
        kept.append(cleaned[at : item.start])
        at = item.end
    kept.append(cleaned[at:])
    left = _LONELY.sub(r"\1", _GAPS.sub(" ", "".join(kept))).strip(" ,;:")
    return Spared(left, tuple(found))


def spared(text: str) -> str:
    """The text without what is private."""
    return scan(text).text
