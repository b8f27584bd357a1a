"""The copy of their own data that a person takes away: a page to read in each language, JSON, and their files."""

import html
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from texts.catalogue import LANGUAGES, Catalogue, Words

DATA = "du-lieu.json"
PHOTOS = "anh"
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "dl{border-top:1px solid #ccc;padding-top:.5em}dt{color:#555}dd{margin:0 0 .4em 1em;white-space:pre-wrap}"
)
_FOR_MACHINES = frozenset({"file_key", "clean_key"})
MOST_BYTES = 45 * 1024 * 1024
"""Of one packed file: Telegram takes 50 MB."""
_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}

Own = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Item:
    """A content of the file store and the name it has in the copy."""

    key: str
    name: str


def pages(catalogue: Catalogue, own: Own, at: datetime) -> dict[str, str]:
    """Names and contents of what is to be read: a page in each language, and the JSON. ``at`` is local."""
    found = {}
    for language in LANGUAGES:
        words = catalogue.words(language)
        found[words("own_copy.page_name")] = _page(words, own, at)
    return {**found, DATA: json.dumps(own, ensure_ascii=False, indent=1)}


def _page(words: Words, own: Own, at: datetime) -> str:
    name = str(next((row["name"] for row in own["person"]), ""))
    title = html.escape(words("own_copy.title"))
    intro = words("own_copy.intro", name=name, time=words.time(at), day=words.day(at.date()))
    parts = [
        f'<!doctype html><html lang="{words.language}"><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}</style>",
        f"<h1>{title}</h1><p>{html.escape(intro)}</p>",
    ]
    for section, rows in own.items():
        parts.append(f"<h2>{html.escape(words(f'own_copy.{section}'))}</h2>")
        parts += [_row(words, row) for row in rows] or [f"<p>{html.escape(words('own_copy.nothing'))}</p>"]
    return "\n".join(parts)


def _row(words: Words, row: Mapping[str, Any]) -> str:
    told = "".join(
        f"<dt>{html.escape(words(f'own_copy.of.{name}'))}</dt><dd>{html.escape(_told(value))}</dd>"
        for name, value in row.items()
        if value is not None and value != "" and name not in _FOR_MACHINES
    )
    return f"<dl>{told}</dl>"


def _told(value: Any) -> str:  # noqa: ANN401 - any JSON
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)


def items(own: Own) -> list[Item]:
    """The person's files: each as it was sent, and the cleaned copy of a photo."""
    found = []
    for row in own["evidence"]:
        stem = f"{PHOTOS}/{row['id']}"
        if row["file_key"]:
            found.append(Item(row["file_key"], f"{stem}{_SUFFIXES.get(row['media_type'] or '', '.bin')}"))
        if row["clean_key"]:
            found.append(Item(row["clean_key"], f"{stem}-sach.jpg"))
    return found


def pack(
    folder: Path, texts: Mapping[str, str], files: Sequence[tuple[Path, str]], most: int = MOST_BYTES
) -> list[Path]:
    """Write packed files of at most about ``most`` bytes into ``folder``; the texts are in the first of them."""
    volumes = []
    for place, volume in enumerate(_volumes(files, most - sum(len(text.encode()) for text in texts.values()), most), 1):
        path = folder / f"{place}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in texts.items() if place == 1 else ():
                packed.writestr(name, text)
            for source, name in volume:
                packed.write(source, name, zipfile.ZIP_STORED)
        volumes.append(path)
    return volumes


def _volumes(files: Sequence[tuple[Path, str]], first: int, most: int) -> Iterator[list[tuple[Path, str]]]:
    volume: list[tuple[Path, str]] = []
    left = first
    for source, name in files:
        if not source.is_file():
            continue
        size = source.stat().st_size
        if size > left and volume:
            yield volume
            volume, left = [], most
        volume.append((source, name))
        left -= size
    yield volume
