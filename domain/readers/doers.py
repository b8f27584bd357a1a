"""Who a story is about, guessed from its own words so that it can be offered for confirming."""

import re
from dataclasses import dataclass

from domain.messages import Json
from domain.readers import english
from domain.readers.number_words import number
from domain.readers.people import GROUP, Person, class_of, group_of, initial, name_after, needs_marks
from domain.readers.person_words import HONORIFICS, NOT_A_NAME, ROLES, SURNAMES, is_address
from domain.vietnamese import clean, flat, listed, marked, tidy

_N = r"\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi"
_LEVEL = r"(?:mam non|mn|tieu hoc|th|thcs|thpt|chuyen)"
_PUPIL = re.compile(
    rf"(?<!\w)(?:(?P<n>{_N}) )?(?P<h>em|e|be|chau|ban|hoc sinh|hs|nam sinh|nu sinh|nam hs|nu hs)"
    r"(?P<name>(?: (?!lop|khoi \d|hoc(?!\w)|tieu hoc|cac(?!\w)|toan (?:truong|the|khoi))"
    r"[a-z]+\.?){0,4}?),? ?\(?(?:(?:hoc sinh|hs) )?(?P<c>lop "
    r"(?:1[0-2]|[1-9])(?: ?[a-z]\d{0,2}(?!\w))?|(?:1[0-2]|[1-9])[a-gi]\d{0,2}(?!\w))"
)
_PUPIL_NAMED = re.compile(r"(?<!\w)(?P<h>em|be|chau|hoc sinh|hs|nam sinh|nu sinh|ban) (?=[a-z])")
_PUPIL_ROLE = re.compile(
    rf"(?<!\w)(?:(?P<n>{_N}) )?(?P<h>nam sinh|nu sinh|hoc sinh|hs|em hoc sinh|em nho|em)(?! ?(?:gioi|nghi|dong|"
    rf"hieu|kho))(?!\w)"
)
_PUPILS = re.compile(
    rf"(?<!\w)(?:(?:hon|gan|khoang|tren) )?(?:\d{{2,4}} |toan the |cac |nhieu |hang tram )?(?:em )?(?:hoc sinh|"
    rf"hs|doi vien|hoc tro)"
    rf" (?={_LEVEL}|cac|toan|trong|khoi|ca truong|nha truong|truong|du|tham gia)"
)
_NAMED = re.compile(r"(?<!\w)(?P<h>co giao|thay giao|co|thay|chi|anh|ong|ba|bac|chu|dong chi|d/c) (?P<at>(?=[a-z]))")
_COUNTED = re.compile(
    rf"(?<!\w)(?P<about>(?:hon|gan|khoang|tren|hang) )?(?P<n>{_N}) (?P<r>(?:can bo|cb|cbgv|giao vien|gv|nhan "
    rf"vien|nv|co giao|thay giao|thay co|"
    r"co|thay|nha giao|doan vien|dang vien|bao ve)(?:,? (?:va )?(?:giao vien|nhan vien|gv|nv))?)(?!\w)"
)
_STAFF = re.compile(
    r"(?<!\w)(?:(?:toan the |tap the |cac |nhieu |doi ngu )?(?:can bo|cb|cbgv|cbgvnv)(?:,? (?:va )?(?:giao vien|"
    r"nhan vien|gv|nv))+|thay co(?: giao)?|(?:thay|co)(?: giao)? va tro|"
    r"(?:toan the|tap the|cac|nhieu|doi ngu) (?:giao vien|gv|nhan vien|thay co giao|thay co|co giao|co|thay|nha giao)|"
    r"(?:giao vien|gv),? (?:va )?(?:nhan vien|nv|phu huynh|hoc sinh))(?!\w)"
)
_BODY = re.compile(
    r"(?<!\w)(?<!nhan vien )(?<!can bo )(?<!o )(?<!tai )van phong (?:nha )?(?:truong|trg)"
    r"(?! \w+ (?:hoc|thcs|thpt)(?!\w))(?!\w)"
)
_SCHOOL = re.compile(
    rf"(?<!\w)(?:(?:{_N}) )?(?:nha )?(?:truong|trg)(?: {_LEVEL})?(?!\w)(?= ?(?:\w+ ){{0,6}}?(?:da|dua|to chuc|"
    rf"don|dat|cong bo|la don vi|"
    r"xay dung|trao|phoi hop|ung ho|quyen gop|tang|trien khai|co|va truong|lap|mo|lam|ap dung|bi|sua|van dong|"
    r"thuc hien|hien)(?!\w))"
)
_AS_OBJECT = re.compile(
    r"(?<!\w)(?:cho|giup|giup do|tang|ung ho|cuu|cuu duoc|cua|ban|don|day|gui|tham|trao|ho tro|kem|phu dao|vi|"
    r"voi|den|toi|nuoi|cham|cham soc|"
    r"nguoi|bang|chuc|tai|o|gap|thay|len|xuong|ve|boi duong|cung|duoc|mot so|ve cho|la)(?: cac| nhung| mot| "
    r"\d{1,3}| hai| ba)? $"
)
_GIVEN = re.compile(r"(?:\w+ ){0,20}duoc (?:ho tro|tang|trao|nhan|giup|xay|tro cap)")


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    role: str
    person: Person | None = None
    count: int | None = None
    pupils: bool = False
    school_class: str | None = None
    strong: bool = True
    """Named, counted or otherwise surely a doer; a weak mention yields to a strong one that comes later."""


def _objects(folded: str, start: int) -> bool:
    """Whether a mention is one to whom something is done, not one who does."""
    return _AS_OBJECT.search(folded[max(0, start - 24) : start]) is not None


def _called_pupils(typed: str, folded: str) -> list[tuple[int, int, str]]:
    """Capitalised names after "em", "cháu" and the like: where the mention and the name begin, and the name.

    After "học sinh" only a full name of three words counts: "học sinh Hải Phòng" names nobody.
    """
    found = []
    for match in _PUPIL_NAMED.finditer(folded):
        name = name_after(typed, folded, match.end())
        words = flat(name).replace(".", "").split()
        if not words or not name[:1].isupper() or words[0] in NOT_A_NAME - _GIVEN_NAMES:
            continue
        if match["h"] in {"em", "be", "chau"} or (len(words) >= _FULL_NAME and words[0] in SURNAMES):
            found.append((match.start(), match.end(), name))
    return found


_FULL_NAME = 3
_GIVEN_NAMES = frozenset({"an", "ha", "thu", "hai", "hien", "tien", "hoa", "dan", "chi", "anh", "ba", "mai"})


_NEVER = frozenset(
    listed(
        "o tai la va trong ngoai cua tu hoc len den ve thuoc dang moi bi cung cac khac nay kia nu da co sinh tren duoi "
        "nhung tuoi giup cho gui"
    )
)


def _is_name(typed: str, *, counted: bool) -> bool:
    """Whether what stands between "em" and the class is a name: hidden rather than shown when it may be one.

    A single word nearly always is ("em Nam lop 10", "em Toan lop 9"), unless they are ``counted`` ("3 em nam lop 5").
    """
    words = flat(typed).replace(".", "").split()
    if not words or _NEVER & set(words):
        return False
    return (len(words) == 1 and not counted) or words[0] in SURNAMES or words[0] not in NOT_A_NAME - _GIVEN_NAMES


def _pupils(typed: str, folded: str) -> list[_Mention]:
    found = []
    for match in _PUPIL.finditer(folded):
        many = number(match["n"]) if match["n"] else None
        name = typed[slice(*match.span("name"))].strip()
        name = name if _is_name(name, counted=bool(many)) else ""
        person = Person(initial(name), "em") if name else None
        found.append(_Mention(match.start(), "pupil", person, many, school_class=class_of(match["c"])))
    found += [_Mention(start, "pupil", Person(initial(name), "em")) for start, _, name in _called_pupils(typed, folded)]
    found += [_Mention(match.start(), "collective", pupils=True) for match in _PUPILS.finditer(folded)]
    for match in _PUPIL_ROLE.finditer(folded):
        if match["h"] != "em" or match["n"]:
            many = number(match["n"]) if match["n"] else None
            crowd = many is not None and many > _FEW
            found.append(
                _Mention(match.start(), "collective" if crowd else "pupil", None, many, crowd, strong=bool(match["n"]))
            )
    return found


_FEW = 10
"""Up to so many people are persons who can be named; more are a collective."""


def _role_near(folded: str, start: int, end: int) -> str:
    """The role said beside a name, in the same clause; a name alone is a teacher's."""
    clause = re.split(r"[.;]", folded[end : end + 60])[0]
    for role, pattern in ROLES:
        match = pattern.match(clause.lstrip(" ,(-–")) or pattern.search(folded[start:end])
        if match and role not in {"collective", "pupil"}:
            return role
    return "teacher"


def _named(typed: str, folded: str) -> list[_Mention]:
    found = []
    for match in _NAMED.finditer(folded):
        name = name_after(typed, folded, match.end())
        low = flat(name).split()
        marks = marked(typed)
        if not is_address(typed[slice(*match.span("h"))], marks=marks) or (marks and not name[:1].isupper()):
            continue
        if not low or (low[0] in NOT_A_NAME and not name[:1].isupper()):
            continue
        honorific = HONORIFICS.get(match["h"], "")
        role = _role_near(folded, match.start(), match.end() + len(name))
        if honorific in {"chi", "anh", "ong", "ba", "bac", "chu", ""} and role == "teacher":
            role = "teacher" if group_of(typed) else ""
        found.append(_Mention(match.start(), role, Person(name, honorific)))
    return found


def _staff(folded: str) -> list[_Mention]:
    found = []
    for match in _COUNTED.finditer(folded):
        many = number(match["n"])
        crowd = bool(match["about"]) or (many or 0) > _FEW
        role = "collective" if crowd else "employee" if re.match(r"nhan vien|nv|bao ve", match["r"]) else "teacher"
        found.append(_Mention(match.start(), role, None, many))
    for match in _STAFF.finditer(folded):
        pupils = re.search(r"hoc sinh|hs", match[0]) is not None
        found.append(_Mention(match.start(), "collective", pupils=pupils, strong=not pupils))
    for role, pattern in ROLES:
        if role != "pupil":
            found += [
                _Mention(match.start(), role, strong=role in {"manager", "collective"})
                for match in pattern.finditer(folded)
            ]
    found += [_Mention(match.start(), "collective") for match in _BODY.finditer(folded)]
    found += [_Mention(match.start(), "collective") for match in GROUP.finditer(folded)]
    found += [_Mention(match.start(), "collective", strong=False) for match in _SCHOOL.finditer(folded)]
    return found


def _first(mentions: list[_Mention], folded: str) -> _Mention | None:
    doing = [mention for mention in mentions if not _objects(folded, mention.start)]
    strong = [mention for mention in doing if mention.strong]
    return min(
        strong or doing, key=lambda mention: (mention.start, mention.person is None, not mention.strong), default=None
    )


def guess_who(what: str) -> dict[str, Json] | None:
    """The ``who`` of a story (people, role, group, class, count, needs_diacritics, pupils), or None.

    ``role`` is None where the one named was given something and the doer is not said; ``pupils`` marks a collective of
    pupils, about whose place in the plan (III.1) a person decides.
    """
    typed = tidy(what)
    folded = flat(typed).replace("\n", " ")
    found = _first(_pupils(typed, folded) + _named(typed, folded) + _staff(folded), folded)
    if found is None:
        return None
    people = [found.person] if found.person and found.person.name else []
    role: str | None = found.role or None
    if role in {"teacher", "employee"} and not people and _GIVEN.match(folded[found.start :]):
        role = None
    lost = role not in {"pupil", "collective"} and needs_marks(what, people)
    return {
        "people": [person.told() for person in people],
        "role": role,
        "group": group_of(what) if role in {"teacher", None} else None,
        "class": found.school_class,
        "count": found.count if found.count is not None else (len(people) or None),
        "needs_diacritics": lost,
        "pupils": found.pupils,
    }


def hide_pupils(text: str) -> str:
    """Pupils' names cut to an initial: "em An lop 12b" becomes "em A. lop 12b" (CONVERSATIONS C4)."""
    typed = clean(text)
    folded = flat(typed)
    spots = [(start, start + len(name)) for _, start, name in _called_pupils(typed, folded)]
    for match in _PUPIL.finditer(folded):
        start, end = match.span("name")
        name = typed[start:end].strip()
        known = any(start < other[1] and other[0] < end for other in spots)
        if _is_name(name, counted=bool(match["n"])) and not known:
            spots.append((end - len(typed[start:end].lstrip()), end))
    spots += [one for one in english.pupils(typed) if not any(one[0] < end and start < one[1] for start, end in spots)]
    for start, end in sorted(set(spots), reverse=True):
        typed = typed[:start] + initial(typed[start:end]) + typed[end:]
    return typed
