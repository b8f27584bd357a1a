"""Styles, scripts and signs of the pages, kept in memory and addressed by their content, so that phones ask once."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import PurePath

from aiohttp import web

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, plain and packed."""

    media_type: str
    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files under one mark, the hash of all of them: modules import each other by plain relative names."""

    mark: str
    files: dict[str, StaticFile]

    def path(self, name: str) -> str:
        """The address of a file; it changes when any file changes."""
        if name not in self.files:
            raise KeyError(name)
        return f"/static/{self.mark}/{name}"

    async def answer(self, request: web.Request) -> web.Response:
        """Serve ``/static/{mark}/{name}``; under an old mark the file of today, kept by nobody."""
        found = self.files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        headers = {"Vary": "Accept-Encoding"}
        headers["Cache-Control"] = _FOR_EVER if request.match_info["mark"] == self.mark else "no-cache"
        packed = "gzip" in request.headers.get("Accept-Encoding", "") and len(found.packed) < len(found.plain)
        if packed:
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            body=found.packed if packed else found.plain,
            content_type=found.media_type,
            charset="utf-8" if found.media_type.startswith("text/") else None,
            headers=headers,
        )


@cache
def static_files() -> StaticFiles:
    """Read the folder once."""
    digest = hashlib.sha256()
    files: dict[str, StaticFile] = {}
    for entry in sorted((resources.files("web") / "static").iterdir(), key=lambda one: one.name):
        plain = entry.read_bytes()
        digest.update(entry.name.encode() + b"\0" + plain)
        suffix = PurePath(entry.name).suffix
        media_type = _TYPES.get(suffix) or mimetypes.guess_type(entry.name)[0] or "application/octet-stream"
        files[entry.name] = StaticFile(media_type, plain, gzip.compress(plain, mtime=0))
    return StaticFiles(digest.hexdigest()[:16], files)
