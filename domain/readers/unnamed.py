"""A person's own words without the names of those who are not to be named: an initial stands in their place."""

import re
from collections.abc import Iterable

from domain.readers.people import initial
from domain.readers.person_words import HONORIFICS
from domain.vietnamese import fold

_WORD = re.compile(r"[^\W\d_]+")


def unnamed(text: str, names: Iterable[str]) -> str:
    """The text with each of these names cut to an initial, typed with marks or without.

    A name of one word is a name only with a capital or after a form of address: "hoa" is a flower as well.
    """
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    spots: dict[int, tuple[int, str]] = {}
    for name in names:
        wanted = fold(name).replace(".", " ").split()
        for at in range(len(words) - len(wanted) + 1) if wanted else ():
            if folded[at : at + len(wanted)] == wanted and _is_name(words, folded, at, len(wanted)):
                spots[words[at].start()] = (words[at + len(wanted) - 1].end(), initial(name))
    for start, (end, short) in sorted(spots.items(), reverse=True):
        text = text[:start] + short + text[end:].removeprefix(".")
    return text


def _is_name(words: list[re.Match[str]], folded: list[str], at: int, length: int) -> bool:
    if length > 1:
        return True
    return words[at][0][:1].isupper() or (at > 0 and folded[at - 1] in HONORIFICS)
