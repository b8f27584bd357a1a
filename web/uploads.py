"""Files that pages send: streamed to disk under names of ours, whole and flushed before anybody is told (S17–S19)."""

import asyncio
import os
import re
import secrets
import time
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from web.kinds import HEAD, KINDS, Kind, first_look, second_look

MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 20 * 1024 * 1024
MAX_A_DAY = 100 * 1024 * 1024
"""Bytes that one chat may leave within 24 hours."""
PIECE = 256 * 1024
_CHAT = re.compile(r"[0-9a-f]{64}")
_REF = re.compile(r"[0-9a-f]{32}")
_A_DAY = 24 * 3600.0
_MAX_NAME = 120


class Refused(Exception):
    """A file that is not taken. ``key`` names the sentence in the words of the page, ``status`` the HTTP answer."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the folder: how a page refers to it, and what it is. ``size`` is in bytes."""

    ref: str
    kind: Literal["photo", "document"]
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder: one sub-folder per chat, so that a reference opens nothing of another chat."""

    folder: Path

    async def take(self, chat: str, pieces: AsyncIterator[bytes]) -> Stored:
        """Store one file. Raises Refused; whatever happens, nothing half written stays."""
        folder = self._of(chat)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
        left = MAX_A_DAY - await asyncio.to_thread(_used_today, folder)
        if left <= 0:
            raise Refused("day_full", 429)
        ref = secrets.token_hex(16)
        part = folder / f"{ref}.part"
        try:
            with await asyncio.to_thread(part.open, "xb") as target:
                kind = await _write(target, pieces, left)
            sure = await asyncio.to_thread(second_look, part, kind)
            if sure is None:
                raise Refused("wrong_kind", 415)
            path = part.with_suffix(sure.suffix)
            await asyncio.to_thread(_settle, part, path)
        finally:
            part.unlink(missing_ok=True)
        return Stored(ref, sure.kind, path.stat().st_size, path)

    def find(self, chat: str, ref: str) -> Stored | None:
        """The file that a chat left under ``ref``, if it is still there."""
        if not _CHAT.fullmatch(chat) or not _REF.fullmatch(ref):
            return None
        for suffix, kind in KINDS.items():
            path = self._of(chat) / f"{ref}{suffix}"
            if path.is_file():
                return Stored(ref, kind.kind, path.stat().st_size, path)
        return None

    def _of(self, chat: str) -> Path:
        return self.folder / chat[:32]


async def read_pieces(path: Path) -> AsyncIterator[bytes]:
    """The bytes of a file, a piece at a time, read beside the loop."""
    with await asyncio.to_thread(path.open, "rb") as source:
        while piece := await asyncio.to_thread(source.read, PIECE):
            yield piece


def plain_name(sent: str) -> str:
    """A sent file name as text to show: no path, no control or direction signs, of a length to read (S18, S23)."""
    name = unicodedata.normalize("NFC", sent).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(sign for sign in name if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    return name.strip(" .")[-_MAX_NAME:]


async def _write(target: IO[bytes], pieces: AsyncIterator[bytes], left: int) -> Kind:
    """Write what comes, stopping at the limit of its kind; flushed to the disk before it returns."""
    kind: Kind | None = None
    waiting, size = bytearray(), 0
    async for piece in pieces:
        waiting += piece
        size += len(piece)
        if kind is None and len(waiting) >= HEAD:
            kind = _known(first_look(bytes(waiting[:HEAD])))
        _within(kind, size, left)
        if len(waiting) >= PIECE:
            await asyncio.to_thread(target.write, bytes(waiting))
            waiting.clear()
    kind = _known(kind)
    await asyncio.to_thread(_flush, target, bytes(waiting))
    return kind


def _known(kind: Kind | None) -> Kind:
    if kind is None:
        raise Refused("wrong_kind", 415)
    return kind


def _within(kind: Kind | None, size: int, left: int) -> None:
    if kind is not None and kind.kind == "photo" and size > MAX_PHOTO:
        raise Refused("photo_too_big", 413)
    if size > MAX_DOCUMENT:
        raise Refused("document_too_big", 413)
    if size > left:
        raise Refused("day_full", 429)


def _flush(target: IO[bytes], rest: bytes) -> None:
    target.write(rest)
    target.flush()
    os.fsync(target.fileno())


def _settle(part: Path, path: Path) -> None:
    """Give the file its name, and the name to the disk."""
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _used_today(folder: Path) -> int:
    since = time.time() - _A_DAY
    stats = [entry.stat() for entry in os.scandir(folder) if entry.is_file()]
    return sum(stat.st_size for stat in stats if stat.st_mtime > since)
