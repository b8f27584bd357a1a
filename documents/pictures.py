"""Photos made safe to pass on: decoded, turned upright, made smaller, written anew without a word of where or how."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
"""A 10 kB file can unfold to 243 MB (RELIABILITY S15); phones take 12 to 50 megapixels, ours are 40 at most."""
LONGEST_SIDE = 1280
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE = "image/jpeg"


class Unreadable(Exception):
    """The bytes are no picture that can be passed on."""


def clean(content: bytes) -> bytes:
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


def _rewritten(content: bytes) -> bytes:
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
    return written.getvalue()
