"""Pictures that are like photos: more coarse than fine in them, noise over all, and no two alike."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)


def scene(seed: int) -> Image.Image:
    """Light, shapes like people and things, noise."""
    chance = random.Random(seed)
    picture = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270))).resize(SIZE).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for _ in range(14):
        x, y, size = chance.randrange(SIZE[0]), chance.randrange(SIZE[1]), chance.randrange(30, 220)
        shade = tuple(chance.randrange(256) for _ in range(3))
        shape = (x - size, y - size // 2, x + size // 2, y + size)
        (draw.ellipse if chance.random() < 0.6 else draw.rectangle)(shape, fill=shade)
    noise = Image.effect_noise(SIZE, 30).convert("RGB")
    return Image.blend(picture.filter(ImageFilter.GaussianBlur(2)), noise, 0.12)


def cropped(picture: Image.Image, part: float) -> Image.Image:
    """Without so much of each side."""
    wide, high = (round(side * part) for side in picture.size)
    return picture.crop((wide, high, picture.width - wide, picture.height - high))


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    """As a phone sends it."""
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=quality)
    return written.getvalue()


def shot(number: int, *, copied: bool = False) -> bytes:
    """The photo of that number, or what is left of it when it has gone through a few phones."""
    picture = scene(number)
    return jpeg(cropped(picture, 0.03).resize((400, 300)), 60) if copied else jpeg(picture)
