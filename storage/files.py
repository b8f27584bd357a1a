"""The file store: a folder of contents named by their hash; written whole or not at all (RELIABILITY R5, R6)."""

import asyncio
import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

PIECE = 256 * 1024


FREE_SHARE, FREE_BYTES = 0.1, 5 * 1024**3
"""Of a large disk a tenth is more than anybody needs."""


class TooLarge(Exception):
    """The content is larger than what may be kept."""


class Files:
    """Contents by key; a key is the SHA-256 of the bytes, so the same photo twice is kept once."""

    def __init__(self, folder: Path) -> None:
        self.root = self._folder = folder
        self.arriving = folder / "arriving"

    def open(self) -> None:
        """Make the folder, and sweep away what a crash left half written."""
        self.arriving.mkdir(parents=True, exist_ok=True)
        for left in self.arriving.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()

    def path(self, key: str) -> Path:
        """Where the content of a key lies."""
        return self._folder / key[:2] / key

    async def put(self, pieces: AsyncIterator[bytes], most: int) -> tuple[str, int]:
        """Store what comes, at most ``most`` bytes; returns (key, size) when it is flushed under its final name."""
        arriving = self.arriving / secrets.token_hex(16)
        digest, size = hashlib.sha256(), 0
        try:
            with arriving.open("xb") as file:
                async for piece in pieces:
                    size += len(piece)
                    if size > most:
                        raise TooLarge
                    digest.update(piece)
                    file.write(piece)
                await asyncio.to_thread(_flush, file)
            key = digest.hexdigest()
            await asyncio.to_thread(_settle, arriving, self.path(key))
        finally:
            arriving.unlink(missing_ok=True)
        return key, size

    def is_nearly_full(self) -> bool:
        """Whether the disk is so full that what can wait has to: reports and their photos come first (R12)."""
        disk = shutil.disk_usage(self._folder)
        return disk.free < min(disk.total * FREE_SHARE, FREE_BYTES)

    def folder(self) -> Path:
        """A new folder for something large that is being written; whoever asked takes it away again."""
        made = self.arriving / secrets.token_hex(16)
        made.mkdir()
        return made

    async def adopt(self, path: Path, most: int) -> tuple[str, int]:
        """Take over a file that lies flushed in a :meth:`folder`: (key, size). Raises TooLarge."""
        size = (await asyncio.to_thread(os.stat, path)).st_size
        if size > most:
            raise TooLarge
        key = await asyncio.to_thread(_digest, path)
        await asyncio.to_thread(_settle, path, self.path(key))
        return key, size

    async def pieces(self, key: str) -> AsyncIterator[bytes]:
        """The bytes of a key, piece by piece."""
        with self.path(key).open("rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece

    def remove(self, key: str) -> bool:
        """Take a content away for good; False when it was not there."""
        try:
            self.path(key).unlink()
        except FileNotFoundError:
            return False
        return True

    def remove_old(self, key: str, before: float) -> bool:
        """The same for a content written before that instant: bytes that came again meanwhile are young and stay."""
        try:
            is_old = self.path(key).stat().st_mtime < before
        except FileNotFoundError:
            return False
        return is_old and self.remove(key)

    def old_keys(self, shard: int, before: float) -> list[str]:
        """Contents of one of the 256 folders that were written before that instant (seconds since 1970)."""
        folder = self._folder / f"{shard:02x}"
        if not folder.is_dir():
            return []
        return [entry.name for entry in os.scandir(folder) if entry.stat().st_mtime < before]

    def is_whole(self, key: str) -> bool:
        """Whether the content of a key is there and still has its hash."""
        path = self.path(key)
        return path.is_file() and _digest(path) == key

    def read(self, key: str) -> bytes:
        """The bytes of a key."""
        return self.path(key).read_bytes()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _settle(arriving: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True)
    arriving.replace(final)
    # The name, and the name of the folder it stands in, must outlast a power cut too.
    for folder in (final.parent, final.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
