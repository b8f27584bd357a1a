"""Whether two reports tell the same deed: fingerprints by which likely ones are found, and the comparison itself.

Thresholds and how they were measured: docs/decisions, "What looks alike is marked".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

from rapidfuzz import fuzz

from domain.vietnamese import fold, marked, plain

KEYS: Final = 12
"""Of a text; two texts that tell the same share at least one of them, nearly always."""
FEWEST_WORDS: Final = 8
"""A line such as "hien mau nhan dao tai phuong" is written by many; nothing is concluded from it."""
MOST_WORDS: Final = 400
SAME_WORDS: Final = 80.0
"""Percent of words in common, whatever their order (rapidfuzz's token_set_ratio); unrelated deeds reached 73."""
SAME_PAIRS: Final = 0.3
"""Of the neighbouring words of the shorter text, those that stand together in the other one too."""
_MASK: Final = 0xFFFF_FFFF_FFFF_FFFF
_ODD: Final = 0x9E37_79B9_7F4A_7C15


def _steps(count: int) -> Iterator[int]:
    """Fixed numbers without a pattern (splitmix64): they must be the same in every process and every year."""
    state = 0
    for _ in range(count):
        state = (state + _ODD) & _MASK
        mixed = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9 & _MASK
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB & _MASK
        yield mixed ^ (mixed >> 31)


_NUMBERS: Final = tuple(_steps(4 * KEYS))
_ORDERS: Final = tuple((_NUMBERS[at] | 1, _NUMBERS[at + 1]) for at in range(0, 4 * KEYS, 2))
"""As many ways of putting pairs of words in an order; the first pair of each is kept (MinHash)."""


def _words(text: str) -> list[str]:
    return plain(text).split()[:MOST_WORDS]


def _pairs(words: Sequence[str]) -> set[str]:
    return {f"{one} {next_one}" for one, next_one in pairwise(words)}


def text_keys(text: str) -> tuple[int, ...]:
    """:data:`KEYS` numbers below 2**31 for a text; none for one that is too short to say anything."""
    words = _words(text)
    if len(words) < FEWEST_WORDS:
        return ()
    marks = [crc32(pair.encode()) for pair in _pairs(words)]
    least = [min((times * mark + plus & _MASK) >> 32 for mark in marks) for times, plus in _ORDERS]
    return tuple(
        crc32(f"{first} {second}".encode()) >> 1 for first, second in zip(least[::2], least[1::2], strict=True)
    )


def is_alike(one: str, other: str) -> bool:
    """Whether two texts tell the same with other names, figures, order, or a word here and there."""
    words, theirs = _words(one), _words(other)
    if min(len(words), len(theirs)) < FEWEST_WORDS:
        return False
    pairs, their_pairs = _pairs(words), _pairs(theirs)
    shared = len(pairs & their_pairs) / min(len(pairs), len(their_pairs))
    return shared >= SAME_PAIRS and fuzz.token_set_ratio(" ".join(words), " ".join(theirs)) >= SAME_WORDS


def is_same_again(one: str, other: str) -> bool:
    """The same within one unit and some days, where short lines count too: "toi day kem 3 em" twice is one deed."""
    return bool(words := _words(one)) and (words == _words(other) or is_alike(one, other))


def same_person(name: str, unit: int, other_name: str, other_unit: int) -> bool | None:
    """Whether two names in two units are one person: None where only a person can tell.

    Marks may be missing, not differ. A given name alone, or the same full name in another unit, is left open.
    """
    one, other = fold(name).split(), fold(other_name).split()
    if not one or not other or one[-1] != other[-1] or _marks_differ(name, other_name):
        return False
    if one != other:
        short, long = sorted((one, other), key=len)
        return None if unit == other_unit and long[-len(short) :] == short else False
    return True if len(one) > 1 and unit == other_unit else None


def _marks_differ(name: str, other: str) -> bool:
    one, two = name.casefold().split(), other.casefold().split()
    same = zip(reversed(one), reversed(two), strict=False)
    return any(a != b and fold(a) == fold(b) and marked(a) and marked(b) for a, b in same)
