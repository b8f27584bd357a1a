"""The shorter names of a unit: in messages, on buttons, and as the letters of its document numbers."""

from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize

from domain.vietnamese import flat

_EDUCATION_AND_TRAINING: Final = "giao duc va dao tao"
_LEVELS: Final = ("trung hoc pho thong", "trung hoc co so", "tieu hoc", "mam non")
_SHORTENED: Final = (_EDUCATION_AND_TRAINING, "giao duc thuong xuyen", "uy ban nhan dan")
_JOINED: Final = frozenset({"va", "-", "&", ","})
_SINGLE_LEVELS: Final = frozenset({"THCS", "TH", "MN"})
_OFFICES: Final = frozenset({"so", "phong"})
_PLACES: Final = (("thanh", "pho"), ("thi", "xa"), ("quan",), ("huyen",), ("tinh",))


@lru_cache(maxsize=20_000)  # a province has some 2,000 names, and an announcement says them 60,000 times
def short_name(name: str) -> str:
    """The name as messages say it, with the abbreviations CONVERSATIONS rule 17 allows.

    An upper secondary or multi-level school keeps its first word; THCS, TH and MN stand without it; the department
    loses "city of" before its place. A name of another shape comes back with single spaces and is otherwise unchanged.
    """
    words = _abbreviated(normalize("NFC", name).split())
    if _plain(words[:1]) == ["truong"] and words[1:2] and words[1] in _SINGLE_LEVELS and not _is_joined(words[2:3]):
        words = words[1:]
    if _plain(words[:1]) == ["so"]:
        words = _without_place_words(words)
    return " ".join(words)


def button_name(name: str) -> str:
    """The name as a button says it: without the word for school, or for the kind of place of an office."""
    words = short_name(name).split()
    if _plain(words[:1]) == ["truong"]:
        words = words[1:] or words
    return " ".join(_without_place_words(words) if _plain(words[:1]) == ["phong"] else words)


def place_of(name: str) -> str:
    """The place of an office ("Le Chan" of its district office), to tell schools of one name apart; else the name."""
    words = _without_place_words(short_name(name).split())
    return " ".join(words[2:] if _is_office(words) and len(words) > len(_OFFICES) else words)


def symbol_of(name: str) -> str:
    """The letters of the unit in its document numbers: THPTNQ, THCSSL. Of all marks only the stroke of D is kept."""
    words = [word for word in short_name(name).split() if any(letter.isalnum() for letter in word)]
    if words and _plain(words[:1])[0] in _OFFICES and len(words) > 1 and words[1].isupper():
        words = words[:2]
    if words and _plain(words[:1]) == ["truong"]:
        words = words[1:]
    return "".join(_letters(word) for word in words if _plain([word])[0] not in _JOINED)


def _letters(word: str) -> str:
    """An abbreviation or a number as it is, of any other word its first letter, without tone marks."""
    bare = "".join(letter for letter in _unmarked(word) if letter.isalnum())
    abbreviated = len(bare) > 1 and bare.isupper()
    return (bare if abbreviated or bare.isdigit() else bare[:1]).upper()


def _abbreviated(words: list[str]) -> list[str]:
    """Long words for kinds of schools and offices replaced by the initials of what stands there."""
    out: list[str] = []
    while words:
        phrase = next((each for each in _phrases(out) if _plain(words[: each.count(" ") + 1]) == each.split()), "")
        length = phrase.count(" ") + 1 if phrase else 1
        out.append(_initials(words[:length]) if phrase else words[0])
        words = words[length:]
    return out


def _phrases(before: list[str]) -> tuple[str, ...]:
    """Levels of schooling are shortened only where they say what the school is, at the head of its name."""
    head = [word for word in before if not word.isupper() and _plain([word])[0] not in _JOINED]
    at_head = _plain(head) in ([], ["truong"]) and not _is_office(before)
    return _SHORTENED + (_LEVELS if at_head else ())


def _is_office(words: list[str]) -> bool:
    return bool(words) and _plain(words[:1])[0] in _OFFICES


def _initials(words: list[str]) -> str:
    return "".join(_unmarked(word)[:1].upper() for word in words if _plain([word]) != ["va"])


def _is_joined(words: list[str]) -> bool:
    return bool(words) and _plain(words)[0] in _JOINED


def _without_place_words(words: list[str]) -> list[str]:
    """An office's name without the word for its kind of place, when the place itself follows."""
    for place in _PLACES:
        if tuple(_plain(words[2 : 2 + len(place)])) == place and len(words) > 2 + len(place):
            return words[:2] + words[2 + len(place) :]
    return words


def _unmarked(word: str) -> str:
    """Without tone and vowel marks; the stroked D is a letter of its own and stays."""
    return normalize("NFC", "".join(letter for letter in normalize("NFD", word) if not combining(letter)))


def _plain(words: list[str]) -> list[str]:
    return [flat(word) for word in words]
