"""Files of ours by a link that nobody can guess and that soon opens nothing: Zalo takes no bytes (ZALO §1.4)."""

import asyncio
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from domain.messages import Attachment

MINUTES = 15
"""How long a link opens; Zalo itself fetches a picture several times within the first."""
_TOKEN = re.compile(r"[0-9a-f]{32}")
_SHOWN = {"image/jpeg": ".jpg", "image/png": ".png"}
Pieces = Callable[[str], AsyncIterator[bytes]]


def sweep(folder: Path, now: float) -> int:
    """Take away notes that open nothing any more: they hold names of files; returns how many."""
    old = [path for path in folder.iterdir() if path.stat().st_mtime < now - MINUTES * 60] if folder.is_dir() else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


@dataclass(frozen=True, slots=True)
class Links:
    """A folder of notes: which token opens which key of the file store, and until when (seconds since 1970)."""

    folder: Path
    root: str
    read: Pieces
    clock: Callable[[], float] = time.time

    async def make(self, attachment: Attachment) -> str:
        """An address of that file, good for fifteen minutes."""
        token = secrets.token_hex(16)
        note = {"key": attachment.key, "name": attachment.name, "type": attachment.media_type}
        await asyncio.to_thread(self._write, token, {**note, "until": self.clock() + MINUTES * 60})
        return f"{self.root}/{token}{_SHOWN.get(attachment.media_type, '')}"

    def _write(self, token: str, note: dict[str, str | float]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.folder / f"{token}.part"
        part.write_text(json.dumps(note, ensure_ascii=False), "utf-8")
        part.rename(self.folder / token)

    def find(self, token: str) -> Attachment | None:
        """What a token opens; None when its time is over."""
        try:
            note = json.loads((self.folder / token).read_text("utf-8")) if _TOKEN.fullmatch(token) else None
        except FileNotFoundError:
            return None
        if note is None or note["until"] < self.clock():
            return None
        return Attachment(note["key"], note["name"], note["type"])

    async def hand_out(self, request: web.Request) -> web.StreamResponse:
        """GET: the file to whoever has the link, 404 afterwards; nothing between keeps it."""
        found = await asyncio.to_thread(self.find, request.match_info["token"].partition(".")[0])
        if found is None:
            raise web.HTTPNotFound
        way = "inline" if found.media_type in _SHOWN else "attachment"
        response = web.StreamResponse(
            headers={
                "Content-Type": found.media_type,
                "Content-Disposition": content_disposition_header(way, filename=found.name or "file"),
                "Cache-Control": "no-store",
                "X-Robots-Tag": "noindex",
            }
        )
        pieces = self.read(found.key)
        try:
            first = await anext(pieces, b"")
        except FileNotFoundError:  # its time is over, or it was erased
            raise web.HTTPNotFound from None
        await response.prepare(request)
        await response.write(first)
        async for piece in pieces:
            await response.write(piece)
        await response.write_eof()
        return response
