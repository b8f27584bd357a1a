"""Numbers and symbols of documents as they are issued and as they are typed (NĐ 30/2020; forms of DOMAIN §9)."""

import re
from dataclasses import dataclass

from domain.readers.number_words import number
from domain.vietnamese import flat, listed, tidy

KINDS: dict[str, str] = {
    "kh": "KH",
    "bc": "BC",
    "qd": "QĐ",
    "nq": "NQ",
    "ct": "CT",
    "tb": "TB",
    "hd": "HD",
    "cv": "CV",
    "ttr": "TTr",
    "bb": "BB",
    "ctr": "CTr",
    "gm": "GM",
    "gmoi": "GM",
    "pa": "PA",
    "da": "ĐA",
    "qc": "QC",
    "cd": "CĐ",
    "tt": "TT",
    "nd": "NĐ",
    "gt": "GT",
    "px": "PX",
    "qyd": "QyĐ",
    "tc": "TC",
    "gu": "GUQ",
    "gqd": "GGT",
}
"""Abbreviations of kinds of documents (annex of NĐ 30/2020), folded → as printed."""

_RESTORED = {
    "sgddt": "SGDĐT",
    "pgddt": "PGDĐT",
    "bgddt": "BGDĐT",
    "gddt": "GDĐT",
    "sgd&dt": "SGD&ĐT",
    "pgd&dt": "PGD&ĐT",
    "bgd&dt": "BGD&ĐT",
    "gd&dt": "GD&ĐT",
    "dtn": "ĐTN",
    "dtncs": "ĐTNCS",
    "ld": "LĐ",
    "dd": "ĐĐ",
    "hdnd": "HĐND",
    "ldld": "LĐLĐ",
    "cd": "CĐ",
    "cdcs": "CĐCS",
    "cdn": "CĐN",
    "cdgd": "CĐGD",
    "du": "ĐU",
    "doantn": "ĐTN",
    "cdnganh": "CĐN",
    "doan": "ĐTN",
}
_UNIONS = frozenset(
    listed("dtn dtncs ld dd cd cdcs cdn cdgd ldld du cb dtncshcm doan lienđoi ccb hcm hld hlhtn doantn hctd")
)
_SUPERIORS = frozenset(
    listed(
        "ubnd hdnd ttg cp bgddt bgd&dt bgd sgddt sgd&dt sgd gd&dt gddt pgddt pgd&dt pgd tu qh bnv snv hu qu "
        "bgdvdt sgdvdt pgdvdt"
    )
)
_ORG = r"(?P<org>[a-z&]{1,12}[a-z0-9&]{0,10}(?:[-.][a-z0-9&]{1,12}){0,3})"
_SO = r"(?:(?:(?:kh|ke hoach|cv|cong van|vb|van ban|la|co|ban hanh) ){0,4}(?:so|s) ?[:.]? ?)?"
_N = r"(?P<n>\d{1,5})"
_KIND = rf"(?P<kind>{'|'.join(sorted(KINDS, key=len, reverse=True))})"
_END = r"(?![\w&])(?!-[a-z])"
_LAW = re.compile(
    rf"(?<![\w/]){_SO}(?P<n>\d{{1,4}}) ?/ ?(?P<year>(?:19|20)\d\d) ?/ "
    rf"?(?P<org>[a-z]{{1,4}}(?:\d{{1,3}})?(?:-[a-z]{{1,8}})?){_END}"
)
_PLAN = re.compile(
    rf"(?<![\w/]){_SO}{_N}(?P<s1> ?[/\-.\\|_] ?| )?{_KIND}(?P<s2> ?[/\-.\\|_] ?| )(?P<thcs>(?:thcs|thpt|th|mn|"
    rf"tieu hoc|mam non)[ -])?{_ORG}{_END}"
)
_GLUED = re.compile(
    rf"(?<![\w/]){_SO}{_N} ?[-/.] ?(?P<kind>kh|bc|qd|tb|nq)(?P<unit>[a-z]{{1,4}}) ?/ ?(?P<org>[a-z]{{2,12}}(?: "
    rf"[a-z]{{1,6}})?){_END}"
)
_OF_KIND = re.compile(rf"(?<![\w/]){_SO}{_N} ?/ ?{_KIND}(?![\w/])")
_LETTER = re.compile(
    rf"(?<![\w/]){_SO}{_N} ?/ ?(?P<org>[a-z][a-z&]{{1,11}})(?:-(?P<unit>[a-z]{{1,10}}(?:-[a-z]{{1,10}})*))?{_END}"
)
_SAID = re.compile(
    r"(?<!\w)(?:(?P<lead>(?:kh|ke hoach|cv|vb)(?: thi dua)?(?: cua truong| truong)? )?(?:so|s) ?[:.]? ?|"
    r"(?P<lead2>(?:kh|ke hoach) ))"
    r"(?P<said>\d{1,5}|(?:[a-z]{2,5} ){0,4}[a-z]{2,5})(?![\w/])"
)
_NUMBER_ONLY = re.compile(r"\W*(?P<said>\d{1,5})(?: a| nhe| nha| ạ)?\W*")


@dataclass(frozen=True, slots=True)
class DocNo:
    """One document number.

    ``style``: nd30, dang_doan (Party and youth, 10-KH/ĐTN), cong_van, luat, khac, so (no symbol).
    """

    number: int
    kind: str
    body: str
    style: str
    start: int
    end: int
    unit: str = ""
    year: int | None = None

    @property
    def normal(self) -> str:
        """As it is printed: two digits at least, ``/`` after the number, ``-`` between groups, no spaces."""
        digits = f"{self.number:02d}"
        if self.style == "luat":
            return f"{digits}/{self.year}/{self.body}"
        if self.style == "dang_doan":
            return f"{digits}-{self.kind}/{self.body}"
        if self.style == "khac":
            return f"{digits}-{self.kind}{self.unit}/{self.body}"
        if self.style == "cong_van":
            return f"{digits}/{self.body}" + (f"-{self.unit}" if self.unit else "")
        return f"{digits}/{self.kind}-{self.body}" if self.body else str(self.number)

    @property
    def of_union(self) -> bool:
        """Whether the symbol is that of youth, trade union or Party."""
        return flat(self.body).replace(".", "-").split("-")[0] in _UNIONS or flat(self.unit) in _UNIONS

    @property
    def of_superior(self) -> bool:
        """Whether the issuing body stands above a school."""
        return flat(self.body).replace(".", "-").split("-")[0] in _SUPERIORS


def _letters(typed: str) -> str:
    """The symbol of a body in capitals, with the letters known offices have lost in typing (PGDDT is PGDĐT)."""
    parts = re.split(r"([-.])", typed.strip())
    return "".join(_RESTORED.get(part.lower()) or (part if _mixed(part) else part.upper()) for part in parts)


def _mixed(part: str) -> bool:
    """As in "TrTH", written so on purpose; "Thptnq" is only a keyboard's capital."""
    return part[:1].isupper() and not part.isupper() and not part[1:].islower()


def _planned(match: re.Match[str], typed: str) -> DocNo | None:
    kind = KINDS[match["kind"]]
    org = (match["thcs"] or "").replace(" ", "").replace("-", "") + match["org"]
    typed_org = typed[match.start("thcs") if match["thcs"] else match.start("org") : match.end("org")]
    if match["s1"] is None and match["s2"] == " " and len(match["org"]) < 3:  # noqa: PLR2004 - "45 kh a" is no symbol
        return None
    if (match["s2"] == " " and org in _STOP) or (match["thcs"] and _goes_on(match)):
        return None
    party = (match["s1"] or "").strip() == "-" and match["s2"].strip() == "/"
    body = _letters(typed_org.replace(" ", "") if match["thcs"] else typed_org)
    return DocNo(int(match["n"]), kind, body, "dang_doan" if party else "nd30", *match.span())


def _goes_on(match: re.Match[str]) -> bool:
    """Whether a name is spelled out after the number ("kh-thcs song lap"): that is no symbol, so it is asked for."""
    following = re.match(r" ([a-z]+)", match.string[match.end() :])
    return following is not None and following[1] not in _STOP


_DASHES = str.maketrans({"\n": " ", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})
_STOP = frozenset(
    listed(
        "ngay thang nam roi cua thi truong so va la da ban duoc nay do nhe nha em thay co den tu ve chua khong "
        "minh dang"
    )
)


def _law(match: re.Match[str], typed: str) -> DocNo | None:
    org = typed[slice(*match.span("org"))].upper()
    kind, dash, body = org.partition("-")
    if dash and flat(kind) in KINDS:
        return DocNo(int(match["n"]), KINDS[flat(kind)], _letters(body), "nd30", *match.span())
    return DocNo(int(match["n"]), "", org, "luat", *match.span(), year=int(match["year"]))


def _glued(match: re.Match[str], typed: str) -> DocNo | None:
    unit, org = (typed[slice(*match.span(name))].upper() for name in ("unit", "org"))
    return DocNo(int(match["n"]), KINDS[match["kind"]], org.strip(), "khac", *match.span(), unit=unit)


def _kind_only(match: re.Match[str], _typed: str) -> DocNo | None:
    return DocNo(int(match["n"]), KINDS[match["kind"]], "", "so", *match.span())


def _letter(match: re.Match[str], typed: str) -> DocNo | None:
    org = _letters(typed[slice(*match.span("org"))])
    unit = typed[slice(*match.span("unit"))].upper() if match["unit"] else ""
    return DocNo(int(match["n"]), "", org, "cong_van", *match.span(), unit=unit)


def _said(match: re.Match[str], _typed: str) -> DocNo | None:
    """As in "kh số bốn lăm": the number in words, no symbol; as many words as make a number."""
    words = match["said"].split()
    for count in range(len(words), 0, -1):
        found = number(" ".join(words[:count]))
        if found is not None:
            end = match.start("said") + len(" ".join(words[:count]))
            return DocNo(found, "KH", "", "so", match.start(), end)
    return None


_FORMS = (
    (_LAW, _law),
    (_GLUED, _glued),
    (_PLAN, _planned),
    (_OF_KIND, _kind_only),
    (_LETTER, _letter),
    (_SAID, _said),
)


def parse(text: str) -> tuple[DocNo, ...]:
    """All document numbers of a tidied text, in order; one without a symbol only when there is no better."""
    typed = tidy(text)
    folded = flat(typed).translate(_DASHES)
    found: list[DocNo] = []
    for pattern, read in _FORMS:
        if read is _said and found:
            break
        for match in pattern.finditer(folded):
            doc = read(match, typed)
            if doc and not any(doc.start < other.end and other.start < doc.end for other in found):
                found.append(doc)
    if not found:
        alone = _NUMBER_ONLY.fullmatch(folded)
        found = [DocNo(int(alone["said"]), "KH", "", "so", *alone.span("said"))] if alone else []
    return tuple(sorted(found, key=lambda doc: doc.start))
