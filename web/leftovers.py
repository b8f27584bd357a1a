"""Clears away what the chat page left in its folders: uploads that were collected, notes of files handed out."""

import json
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

RECEIVED, GIVEN = "received", "given"
UPLOADS_KEPT = 48 * 3600.0
"""Seconds: the collector gives an upload up after a day, and a day's limit counts what lies here."""
NOTES_KEPT = 30 * 24 * 3600.0


def forget(folder: Path, chats: Collection[str], keys: Collection[str]) -> int:
    """Remove what these chats uploaded, and every note of theirs or of these contents; returns how many."""
    count = 0
    for chat in chats:
        of_chat = folder / RECEIVED / chat[:32]
        if chat and of_chat.is_dir():
            count += sum(1 for _ in of_chat.iterdir())
            shutil.rmtree(of_chat)
    for note, told in _notes(folder):
        if told["chat"] in chats or told["key"] in keys:
            note.unlink(missing_ok=True)
            count += 1
    return count


def sweep(folder: Path, is_kept: Callable[[str], bool], now: float) -> int:
    """Remove uploads past their time, and notes past it or of contents that are gone; ``now`` in seconds since 1970."""
    count = 0
    for upload in (folder / RECEIVED).glob("*/*"):
        if upload.stat().st_mtime < now - UPLOADS_KEPT:
            upload.unlink(missing_ok=True)
            count += 1
    for of_chat in (folder / RECEIVED).glob("*"):
        with suppress(OSError):  # not empty, or somebody is just putting something in
            of_chat.rmdir()
    for note, told in _notes(folder):
        if note.stat().st_mtime < now - NOTES_KEPT or not is_kept(told["key"]):
            note.unlink(missing_ok=True)
            count += 1
    return count


def _notes(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    for note in (folder / GIVEN).glob("*"):
        with suppress(OSError, ValueError, KeyError):
            told = json.loads(note.read_text("utf-8"))
            yield note, {"chat": told["chat"], "key": told["key"]}
