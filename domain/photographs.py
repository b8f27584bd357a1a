"""Fingerprints of photos: 64 bits that stay nearly the same when a photo is made smaller, brighter or cropped a little.

The signs of the coarsest waves of a 32 by 32 grey picture (pHash). Thresholds and how they were measured:
docs/decisions, "What looks alike is marked".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SIDE: Final = 32
"""Pixels of the grey picture a fingerprint is made of."""
CROPPED: Final = 0.05
"""Of each side, what the second fingerprint leaves out: a photo cropped by so much has this one."""
FARTHEST: Final = 10
"""Bits in which two fingerprints of one photo may differ; of a million photos 0.03 are that near by chance."""
BANDS: Final = 4
BITS: Final = 16
FLATTEST: Final = 2.0
"""Shades that the waves must rise and fall by: a blank wall or a black screen is like every other."""
_LONGEST_WAVE: Final = 12
_ALL: Final = (1 << BANDS * BITS) - 1


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of a photo, each 64 bits: of all of it, and without its edge."""

    whole: int
    centre: int


_WAVES: Final = tuple(
    tuple(math.cos(math.pi * wave * (2 * at + 1) / (2 * SIDE)) for at in range(SIDE)) for wave in range(_LONGEST_WAVE)
)
_COARSEST: Final = tuple(
    sorted(
        ((down, across) for down in range(_LONGEST_WAVE) for across in range(_LONGEST_WAVE)),
        key=lambda wave: (sum(wave), wave[0]),
    )[1 : BANDS * BITS + 1]
)
"""Waves (down, across) from the longest on, without the brightness of the whole."""
_TURNED: Final = sum(1 << place for place, (_, across) in enumerate(_COARSEST) if across % 2)
"""Bits that change when left and right do."""


def fingerprint(grey: Sequence[int]) -> int | None:
    """64 bits of :data:`SIDE` rows of as many shades (0 to 255); None for a picture without anything on it."""
    rows = [grey[at : at + SIDE] for at in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(float.__mul__, wave, map(float, row))) for wave in _WAVES] for row in rows]
    columns = list(zip(*across, strict=True))
    found = [sum(map(float.__mul__, _WAVES[down], columns[wide])) for down, wide in _COARSEST]
    if max(map(abs, found)) < FLATTEST * SIDE * SIDE / 4:
        return None
    return sum(1 << place for place, height in enumerate(found) if height > 0)


def mirrored(mark: int) -> int:
    """The fingerprint of the same photo with left and right changed."""
    return mark ^ _TURNED


def is_near(one: int, other: int) -> bool:
    """Whether two fingerprints are of one photo; both with a sign, or both without."""
    return ((one ^ other) & _ALL).bit_count() <= FARTHEST


def bands(mark: int) -> tuple[int, ...]:
    """The fingerprint in four pieces of 16 bits, the coarsest first."""
    return tuple(mark >> BITS * place & (1 << BITS) - 1 for place in range(BANDS))


def neighbours(band: int) -> tuple[int, ...]:
    """A piece, and those that differ from it in one bit.

    Of two fingerprints that differ in at most seven bits, one piece differs in at most one.
    """
    return (band, *(band ^ 1 << bit for bit in range(BITS)))


def are_alike(one: Prints, other: Prints) -> bool:
    """Whether two photos are one: as it is, mirrored, or one of them cropped."""
    pairs = [(mark, other.whole) for mark in shown_whole(one)] + [(one.whole, other.centre)]
    return any(is_near(a, b) for a, b in pairs)


def shown_whole(one: Prints) -> tuple[int, int, int]:
    """What the whole of another photo may look like that is this one: the same, mirrored, or cropped to its centre."""
    return one.whole, mirrored(one.whole), one.centre
