"""Files that pages send: what is taken, what is refused with which sentence, and what stays on the disk."""

import io
import zipfile

import pytest

from web import uploads
from web.kinds import JPEG as JPEG_KIND
from web.kinds import PDF, PNG, WEBP, first_look
from web.uploads import plain_name
from web.words import page_words

from .conftest import JPEG

PNG_BYTES = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)
WEBP_BYTES = b"RIFF\x40\0\0\0WEBPVP8 " + bytes(50)
PDF_BYTES = b"%PDF-1.7\n" + bytes(50)


def office(*names: str, size: int = 10) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in ("[Content_Types].xml", *names):
            parts.writestr(name, b"0" * size)
    return target.getvalue()


async def seated(serve, browse):
    _, root = await serve()
    browser = browse(root)
    await browser.sit()
    return browser


def left(tmp_path) -> list[str]:
    return [path.suffix for path in (tmp_path / "web" / "received").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "kind", "suffix"),
    [
        (JPEG, "photo", ".jpg"),
        (PNG_BYTES, "photo", ".png"),
        (WEBP_BYTES, "photo", ".webp"),
        (PDF_BYTES, "document", ".pdf"),
        (office("word/document.xml"), "document", ".docx"),
        (office("xl/workbook.xml"), "document", ".xlsx"),
    ],
)
async def test_the_kind_is_read_from_the_bytes_whatever_the_name_says(serve, browse, tmp_path, content, kind, suffix):
    browser = await seated(serve, browse)
    status, file = await browser.upload(content, "trang.html")
    assert (status, file["kind"], file["size"], file["name"]) == (200, kind, len(content), "trang.html")
    assert left(tmp_path) == [suffix]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"abc",
        b"<html><script>alert(1)</script></html>",
        b"\xff\xd8\xff<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
        b"MZ" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        office("evil.exe"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("xl/workbook.xml", "xl/bomb.xml", size=60 * 1024 * 1024),
    ],
)
async def test_other_kinds_are_refused_kindly_and_leave_nothing(serve, browse, tmp_path, content):
    browser = await seated(serve, browse)
    assert await browser.upload(content, "anh.jpg") == (415, {"text": page_words("vi")["wrong_kind"]})
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (JPEG + bytes(uploads.MAX_PHOTO), "photo_too_big"),
        (PDF_BYTES + bytes(uploads.MAX_DOCUMENT), "document_too_big"),
        (PDF_BYTES + bytes(uploads.MAX_DOCUMENT + 1_000_000), "document_too_big"),
    ],
)
async def test_what_is_too_big_is_refused_and_leaves_nothing(serve, browse, tmp_path, content, key):
    browser = await seated(serve, browse)
    assert await browser.upload(content) == (413, {"text": page_words("vi")[key]})
    assert left(tmp_path) == []


async def test_a_photo_of_ten_megabytes_is_taken_whole(serve, browse, tmp_path):
    browser = await seated(serve, browse)
    content = JPEG + bytes(uploads.MAX_PHOTO - len(JPEG))
    status, file = await browser.upload(content)
    assert (status, file["size"]) == (200, len(content))


async def test_a_day_has_its_measure(serve, browse, tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_A_DAY", 3 * len(JPEG))
    browser = await seated(serve, browse)
    assert [(await browser.upload(JPEG))[0] for _ in range(4)] == [200, 200, 200, 429]
    assert len(left(tmp_path)) == 3


async def test_a_body_without_a_file_is_a_bad_request(serve, browse):
    browser = await seated(serve, browse)
    address = f"{browser.root}/chat/files?seat=me"
    for how in ({"data": b"JPEG"}, {"json": {}}, {"data": {"text": "a"}}):
        async with browser.session.post(address, headers=browser.origin, **how) as answer:
            assert answer.status == 400


async def test_without_a_seat_nothing_is_taken(serve, browse, tmp_path):
    _, root = await serve()
    address = f"{root}/chat/files?seat=me"
    async with browse(root).session.post(address, data={"file": io.BytesIO(JPEG)}, headers={"Origin": root}) as answer:
        assert answer.status == 403
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\anh.jpg", "anh.jpg"),
        ("a\0b\n.jpg", "ab.jpg"),
        ("gpj.\u202eexe.anh", "gpj.exe.anh"),
        ("CON", "CON"),
        ("..", ""),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
        ("a\u0309nh.jpg", "\u1ea3nh.jpg"),
    ],
)
def test_a_sent_name_is_text_and_no_path(sent, shown):
    assert plain_name(sent) == shown


def test_the_first_look_knows_each_kind():
    looks = [first_look(content[:16]) for content in (JPEG, PNG_BYTES, WEBP_BYTES, PDF_BYTES)]
    assert looks == [JPEG_KIND, PNG, WEBP, PDF]
