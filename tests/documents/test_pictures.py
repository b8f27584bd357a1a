"""Photos that leave carry no trace of place or device, and no bomb gets through."""

import io
import struct
import zlib

import pytest
from PIL import Image

from documents.pictures import LONGEST_SIDE, Unreadable, clean


def photo(form: str, size: tuple[int, int] = (2000, 1000), *, turned: bool = False) -> bytes:
    picture = Image.new("RGB", size, (200, 40, 40))
    picture.paste((40, 200, 40), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = "A phone"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[2] = (20.0, 51.0, 0.0)
    written = io.BytesIO()
    picture.save(written, form, exif=exif, **({"comment": b"by Lan"} if form == "JPEG" else {}))
    return written.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_cleaned_photo_has_no_metadata_and_fits_a_phone(form):
    before = photo(form)
    assert b"A phone" in before
    after = clean(before).content
    with Image.open(io.BytesIO(after)) as picture:
        assert picture.format == "JPEG"
        assert max(picture.size) == LONGEST_SIDE
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"A phone" not in after
    assert b"by Lan" not in after


def test_a_photo_taken_sideways_stands_upright():
    with Image.open(io.BytesIO(clean(photo("JPEG", turned=True)).content)) as picture:
        assert picture.height > picture.width


def test_a_see_through_picture_lies_on_white():
    written = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(clean(written.getvalue()).content)) as picture:
        assert picture.getpixel((25, 25)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body onload=alert(1)>",
        b"\xff\xd8\xff\xe0<html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        photo("JPEG")[:400],
        bomb(9000, 9000),
        bomb(60_000, 60_000),
        b"GIF89a" + bytes(40),
    ],
    ids=["nothing", "html", "html behind jpeg magic", "svg", "half a photo", "bomb", "huge bomb", "gif"],
)
def test_what_is_no_photo_is_refused(content):
    with pytest.raises(Unreadable):
        clean(content)
