"""What a file is, decided by its bytes; the name and type that were sent along are never believed (S17)."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

HEAD = 16
"""Bytes that the first look needs."""
MAX_ENTRIES = 2000
MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes that an office document may declare once unpacked (S16)."""

_JPEG_MARKERS = frozenset({0xC0, 0xC2, 0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0)})
"""What may follow the start of a JPEG: frames, tables, comments, application data."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type we take."""

    kind: Literal["photo", "document"]
    suffix: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
JPEG = Kind("photo", ".jpg", "image/jpeg")
PNG = Kind("photo", ".png", "image/png")
WEBP = Kind("photo", ".webp", "image/webp")
PDF = Kind("document", ".pdf", "application/pdf")
DOCX = Kind("document", ".docx", f"{_OFFICE}.wordprocessingml.document")
XLSX = Kind("document", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet")
KINDS = {kind.suffix: kind for kind in (JPEG, PNG, WEBP, PDF, DOCX, XLSX)}


def first_look(head: bytes) -> Kind | None:
    """The kind by the first HEAD bytes; DOCX stands for any office document until ``second_look``."""
    if head[:3] == b"\xff\xd8\xff" and len(head) > 3 and head[3] in _JPEG_MARKERS:  # noqa: PLR2004 - the fourth byte
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return PDF
    return DOCX if head.startswith(b"PK\x03\x04") else None


def second_look(path: Path, kind: Kind) -> Kind | None:
    """The kind of a whole file: office documents are opened, and refused with macros or when they unpack too far."""
    if kind is not DOCX:
        return kind
    try:
        with zipfile.ZipFile(path) as parts:
            entries = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    names = {entry.filename for entry in entries}
    too_far = len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if too_far or macros or "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None
