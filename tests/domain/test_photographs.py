"""A photo made smaller, brighter, recompressed or cropped a little is recognised; another photo is not."""

import itertools
import random

import pytest
from PIL import Image, ImageEnhance, ImageOps

from documents.pictures import clean
from domain.photographs import Prints, are_alike, bands, neighbours
from tests.kit.scenes import cropped, jpeg, scene


def prints(content: bytes) -> Prints:
    found = clean(content).prints
    assert found is not None
    return found


SCENES = [scene(seed) for seed in range(12)]
CHANGES = {
    "recompressed": lambda one: jpeg(one, 30),
    "a third of its size": lambda one: jpeg(one.resize((213, 160)), 70),
    "brightened": lambda one: jpeg(ImageEnhance.Brightness(one).enhance(1.25)),
    "cropped by 5 % all around": lambda one: jpeg(cropped(one, 0.05)),
    "mirrored": lambda one: jpeg(ImageOps.mirror(one)),
    "sent on by a chat": lambda one: jpeg(
        ImageEnhance.Brightness(cropped(one, 0.02).resize((400, 300))).enhance(1.1), 50
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_photo_is_recognised_and_found_by_a_piece(change):
    for one in SCENES:
        before, after = prints(jpeg(one)), prints(CHANGES[change](one))
        assert are_alike(before, after)


def test_other_photos_are_not():
    kept = [prints(jpeg(one)) for one in SCENES]
    assert not [1 for a, b in itertools.combinations(kept, 2) if are_alike(a, b)]


def test_a_picture_of_one_shade_has_no_fingerprint():
    assert clean(jpeg(Image.new("RGB", (64, 48), (12, 120, 200)))).prints is None


def test_two_fingerprints_seven_bits_apart_share_a_piece_or_its_neighbour():
    chance = random.Random(3)
    for _ in range(200):
        one = chance.getrandbits(64)
        other = one
        for bit in chance.sample(range(64), 7):
            other ^= 1 << bit
        assert any(b in neighbours(a) for a, b in zip(bands(one), bands(other), strict=True))
