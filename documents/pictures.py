"""Photos made safe to pass on: decoded, turned upright, made smaller, written anew without a word of where or how."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.photographs import CROPPED, SIDE, Prints, fingerprint

MOST_PIXELS = 40_000_000
"""A 10 kB file can unfold to 243 MB (RELIABILITY S15); phones take 12 to 50 megapixels, ours are 40 at most."""
LONGEST_SIDE = 1280
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE = "image/jpeg"


class Unreadable(Exception):
    """The bytes are no picture that can be passed on."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A photo that may leave, and its fingerprints; None for one that is all of one shade."""

    content: bytes
    prints: Prints | None


def clean(content: bytes) -> Cleaned:
    """A JPEG of at most 1280 pixels a side with no metadata at all; the type is decided by decoding (S14, S17).

    Runs in a process of its own: it takes CPU, and the bytes come from strangers. Raises Unreadable.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _rewritten(content)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise Unreadable from fault
    except Image.DecompressionBombWarning as fault:
        raise Unreadable from fault


def _rewritten(content: bytes) -> Cleaned:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        # Pasted on white, so that a see-through PNG stays readable and nothing but pixels comes along.
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright.getchannel("A") if upright.mode in {"RGBA", "LA"} else None)
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Cleaned(written.getvalue(), _prints(plain))


def _prints(picture: Image.Image) -> Prints | None:
    """Of all of it, and without its edge."""
    grey, wide, high = picture.convert("L"), picture.width * CROPPED, picture.height * CROPPED
    whole = _fingerprint(grey, (0, 0, grey.width, grey.height))
    centre = _fingerprint(grey, (wide, high, grey.width - wide, grey.height - high))
    return None if whole is None or centre is None else Prints(whole, centre)


def _fingerprint(grey: Image.Image, box: tuple[float, float, float, float]) -> int | None:
    return fingerprint(grey.resize((SIDE, SIDE), Image.Resampling.BOX, box).tobytes())
