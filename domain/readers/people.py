"""Who did it: persons with form of address, role and group, lists of names, pupils as an initial and a class."""

import itertools
import re
from dataclasses import dataclass

from domain.messages import Json
from domain.readers.number_words import number
from domain.readers.person_words import ALWAYS_BARE, HONORIFICS, NOT_A_NAME, ROLES, SUBJECTS, SURNAMES, is_address
from domain.vietnamese import flat, fold, listed, marked, tidy

_ADDRESS = "|".join(sorted((re.escape(word) for word in HONORIFICS if word), key=len, reverse=True))
_LEAD = re.compile(rf"(?<![\w/.])(?P<h>{_ADDRESS})\.? (?=[a-z])")
_CLASS_ONLY = re.compile(
    r"(?<!\w)(?:(?:hoc )?lop )(?P<c>(?:1[0-2]|[1-9])(?: ?[a-z]\d{0,2}(?!\w)|[/.]\d{1,2})?|[a-z]\d?(?!\w))(?!\w)"
)
_CLASS_SHORT = re.compile(r"(?<![\w/.])(?P<c>(?:1[0-2]|[1-9])[a-z]\d{0,2})(?!\w)")
_SUBJECT = "|".join(sorted(SUBJECTS, key=len, reverse=True))
_PAIR = rf"(?:{_SUBJECT})(?: ?[-–,&] ?(?:{_SUBJECT}))*"
GROUP = re.compile(rf"(?<!\w)(?:to truong |to pho )?(?:to|bo mon) (?P<g>{_PAIR}|\d{{1,2}}(?!\w))(?!\w)")
_TEACHES = re.compile(rf"(?<!\w)(?:gv|giao vien|day|bo mon|mon) (?P<g>{_PAIR})(?!\w)")
_COUNT = re.compile(
    r"(?<![\w/])(?P<n>\d{1,3}|hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?:dong chi|d/c|thay co|can bo|cb|cbgv|gv|"
    r"giao vien|co giao|co|thay|"
    r"nhan vien|nv|em|hoc sinh|hs|nam sinh|nu sinh|ban|chau|nguoi|doan vien)(?!\w)"
)
_SEPARATOR = re.compile(r" ?(?:[,;+&/\n]|(?<!\w)(?:va|voi|cung)(?!\w)) ?")
_NOISE = frozenset(listed("là la tên ten của cua gồm gom day dạy môn mon bộ người nguoi lam làm trg trường nhà"))
_TRAILING = frozenset(listed("a ạ nhé nhe nha đấy day tuổi tuoi"))
_COMRADE = re.compile(r"(?<!\w)(?:đ/c|d/c|đc|Đ/c|Đ/C|ĐC)(?!\w)\.?")
_BRACKETS = re.compile(r"\([^)]*\)?")
_GLUED_ADDRESS = re.compile(r"(?<!\w)([tcaTCA])\.(?=[^\W\d_]{2})")
_NURSERY = re.compile(
    r"(?<!\w)lop (?:mau giao|nha tre|mam|choi|la)(?: (?:lon|nho|be|nho|\w?\d))*(?!\w)|"
    r"(?<!\w)\d tuoi(?: \w\d?)?(?!\w)"
)
_OUR_SCHOOL = re.compile(r"(?<!\w)(?:truong|trg) (?:minh|mk|em|toi)(?!\w)")
_EDGE = " .,;:-–()\"'"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as typed: name without honorific ("" when none), honorific code or ""; a pupil's name is an initial."""

    name: str
    honorific: str = ""

    def told(self) -> dict[str, Json]:
        """As JSON."""
        return {"name": self.name, "honorific": self.honorific}


def capital(name: str) -> str:
    """A name with capitals at its words where it was typed in small letters; no mark is ever added."""
    return " ".join(word if word[:1].isupper() else word[:1].upper() + word[1:] for word in name.split())


def initial(name: str) -> str:
    """The initial by which a pupil is called: "An" and "Nguyễn Văn An" are "A."."""
    words = name.replace(".", " ").split()
    return f"{words[-1][0].upper()}." if words else ""


def role_of(text: str) -> str | None:
    """The role that words of a text say, as a code: collective, manager, employee, teacher, pupil; None when unsaid."""
    folded = fold(text)
    return next((role for role, pattern in ROLES if pattern.search(folded)), None)


def group_of(text: str) -> str | None:
    """As in "tổ Toán" out of "to Toan", "tổ trưởng tổ Văn", "gv toán"."""
    folded = fold(text)
    match = GROUP.search(folded) or _TEACHES.search(folded)
    if match is None:
        return None
    parts = [part.strip() for part in re.split(r"[-–,&]", match["g"])]
    return "tổ " + " - ".join(SUBJECTS.get(part, part) for part in parts)


def class_of(text: str) -> str | None:
    """As in "12B" out of "lớp 12b"; a class said without the word must carry its letter."""
    folded = fold(text)
    match = _CLASS_ONLY.search(folded) or _CLASS_SHORT.search(folded)
    return match["c"].replace(" ", "").upper() if match else None


def of_our_school(text: str) -> bool:
    """Whether the text speaks of "our school" ("trg mk"): its people are then those of the writer's unit."""
    return _OUR_SCHOOL.search(flat(text)) is not None


def count_of(text: str) -> int | None:
    """How many people are spoken of: "3 gv", "hai em"."""
    match = _COUNT.search(fold(text))
    return number(match["n"]) if match else None


def name_after(typed: str, folded: str, at: int) -> str:
    """The name that begins at a position: capitalised words, or small ones up to a word that is no name."""
    words: list[str] = []
    capitals = typed[at : at + 1].isupper()
    for match in re.finditer(r"[^\s,;:()]+", typed[at : at + 60]):
        word = match[0].strip(".,;:()\"'") if len(match[0]) > 2 else match[0]  # noqa: PLR2004 - "A." keeps its dot
        low = folded[at + match.start() : at + match.start() + len(word)]
        if not word or any(char.isdigit() for char in word) or len(words) == 5:  # noqa: PLR2004 - longest names
            break
        if (capitals and not word[0].isupper()) or (not capitals and low in NOT_A_NAME):
            break
        words.append(word)
        if not capitals and flat(words[0]) not in SURNAMES:
            break
        if match.end() < len(typed[at : at + 60]) and typed[at + match.end()] in ",;:()":
            break
    return " ".join(words)


def _stripped(text: str) -> str:
    """An answer without roles, groups, classes and small words: what is left are names with their forms of address."""
    folded = flat(text)
    patterns = (GROUP, _TEACHES, _CLASS_ONLY, _CLASS_SHORT, _COUNT, _OUR_SCHOOL, _NURSERY)
    cuts = [match.span() for pattern in patterns for match in pattern.finditer(folded)]
    for _, pattern in ROLES:
        for match in pattern.finditer(folded):
            keep = match[0] in {"co giao", "thay giao"}
            cuts.append((match.start() + match[0].index(" "), match.end()) if keep else match.span())
    chars = list(text)
    for start, end in cuts:
        chars[start:end] = " " * (end - start)
    words = "".join(chars).split()
    while len(words) > 1 and words[-1].strip(_EDGE) in _TRAILING:
        words.pop()
    return " ".join(word for word in words if word not in _NOISE).strip(_EDGE)


def _parts(text: str) -> list[str]:
    parts, at = [], 0
    for match in _SEPARATOR.finditer(flat(text)):
        parts.append(text[at : match.start()])
        at = match.end()
    return [*parts, text[at:]]


def _segments(text: str, *, marks: bool) -> list[Person]:
    """Names parted by commas, "và", or a new form of address."""
    people = []
    for part in _parts(text):
        leads = [
            match for match in _LEAD.finditer(flat(part)) if is_address(part[slice(*match.span("h"))], marks=marks)
        ]
        bounds = sorted({0, *(match.start() for match in leads), len(part)})
        ends = {match.start(): match for match in leads}
        for start, end in itertools.pairwise(bounds):
            match = ends.get(start)
            name = re.split(r"\d", part[match.end() if match else start : end])[0].strip(_EDGE)
            is_initial = len(name) == 1 and name.isupper()
            if any(char.isalpha() for char in name) and (is_initial or flat(name) not in HONORIFICS):
                people.append(Person(capital(name), HONORIFICS[match["h"]] if match else ""))
    return people


def _parted(people: list[Person], count: int | None) -> list[Person]:
    """As in "Mai t Sơn Ly" are three: by the count known, or because the others are called by one given name."""
    words = sum(len(person.name.split()) for person in people)
    short = len(people) > 1 and any(len(person.name.split()) == 1 for person in people)
    if not (count == words and count != len(people)) and not (count is None and short):
        return people
    parted = []
    for person in people:
        first, *rest = person.name.split()
        if flat(first) in SURNAMES - ALWAYS_BARE and rest and count is None:
            parted.append(person)
        else:
            parted += [Person(first, person.honorific), *(Person(word) for word in rest)]
    return parted


def people_in(text: str, count: int | None = None) -> list[Person]:
    """The persons named in an answer."""
    typed = _COMRADE.sub("đồng chí", _BRACKETS.sub(" ", tidy(text)))
    typed = _GLUED_ADDRESS.sub(r"\1. ", typed)
    return _parted(_segments(_stripped(typed), marks=marked(text)), count)


def needs_marks(text: str, people: list[Person]) -> bool:
    """Whether a name may have lost its marks: nothing in the message carries one and the name usually would."""
    names = [word for person in people for word in flat(person.name).split()]
    return not marked(text) and any(
        len(word) > 1 and word not in ALWAYS_BARE for word in names if not word.endswith(".")
    )


def _who(people: list[Person], role: str | None, text: str, count: int | None) -> dict[str, Json]:
    pupils = role == "pupil"
    if pupils:
        people = [Person(initial(person.name), person.honorific or "em") for person in people]
    lost = not pupils and role != "collective" and needs_marks(text, people)
    return {
        "people": [person.told() for person in people],
        "role": role,
        "group": group_of(text),
        "class": class_of(text) if pupils else None,
        "count": count if count is not None else (len(people) or None),
        "needs_diacritics": lost,
    }


def _role_for(text: str, people: list[Person]) -> str | None:
    """The role said; else what the form of address says in a school: cô and thầy teach, an em with a class learns."""
    said = role_of(text)
    honorifics = {person.honorific for person in people}
    if said == "collective" or (said and not (said == "pupil" and honorifics & {"co", "thay"})):
        return said
    if group_of(text) or honorifics & {"co", "thay"}:
        return "teacher"
    return "pupil" if honorifics & {"em", "be"} or class_of(text) else None


_CROWD = re.compile(
    r"(?:cac|tat ca|toan bo|toan the|ca) (?:cac )?(?:co|thay|lop|em|chau|hs|hoc sinh|gv|giao "
    r"vien|nhan vien)(?!\w)"
)
_OF_PUPILS = re.compile(r"(?<!\w)(?:lop|em|chau|hs|hoc sinh|lien doi|chi doi|doi vien|doi tuyen)(?!\w)")
_COLLECTIVE_NAME = re.compile(r"^(?:tap the|ca|toan bo|toan the) +")


def _collective(text: str) -> str:
    """The name of a collective: "tập thể tổ Toán - Tin" is "Tổ Toán - Tin"."""
    typed = tidy(text).strip(_EDGE)
    start = _COLLECTIVE_NAME.match(flat(typed))
    name = typed[start.end() :] if start else typed
    group = group_of(name)
    if group and flat(name).replace(" ", "") == flat(group).replace(" ", ""):
        name = group
    return name[:1].upper() + name[1:]


_GROUP_ALONE = re.compile(rf"(?:ca |toan bo |tap the )*(?:to|bo mon) (?:{_PAIR}|chuyen mon|\d{{1,2}})")


def described(text: str, count: int | None = None) -> dict[str, Json]:
    """The ``who`` of one answer: people, role, group, class, count, needs_diacritics."""
    folded = fold(text).strip(_EDGE)
    if role_of(text) == "collective" or _GROUP_ALONE.fullmatch(folded) or _CROWD.match(folded):
        name = Person(_collective(text))
        found = _who([name], "collective", text, count)
        return {**found, "count": count, "group": group_of(text), "pupils": bool(_OF_PUPILS.search(folded))}
    people = people_in(text, count)
    said = count_of(text)
    return _who(people, _role_for(text, people), text, said if said is not None else count)
