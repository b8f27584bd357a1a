"""Files of ours that a message carries: handed out only to the chat that got the message, also after a restart."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from domain.messages import Attachment
from web.seats import chat_of, seat_secret

ReadKey: TypeAlias = Callable[[str], AsyncIterator[bytes]]
"""Reads a key of the file store, in pieces."""
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})
_TOKEN = re.compile(r"[0-9a-f]{32}")
PATH = "/chat/given/{token}"


@dataclass(frozen=True, slots=True)
class Gifts:
    """A folder of small notes, one per file given: who may fetch which key of the file store."""

    folder: Path

    async def give(self, chat: str, attachment: Attachment) -> str:
        """Note that ``chat`` may fetch the file; return its path on this server."""
        token = secrets.token_hex(16)
        note = {"chat": chat, "key": attachment.key, "name": attachment.name, "type": attachment.media_type}
        await asyncio.to_thread(self._write, token, json.dumps(note, ensure_ascii=False))
        return PATH.format(token=token)

    def find(self, token: str) -> tuple[str, Attachment] | None:
        """The chat and the file of a token."""
        path = self.folder / token
        if not _TOKEN.fullmatch(token) or not path.is_file():
            return None
        note = json.loads(path.read_text("utf-8"))
        return note["chat"], Attachment(note["key"], note["name"], note["type"])

    def _write(self, token: str, note: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.folder / f"{token}.part"
        part.write_text(note, "utf-8")
        part.rename(self.folder / token)


def hand_out(gifts: Gifts, read: ReadKey) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """GET /chat/given/{token}: the file, to a browser that holds a seat of its chat; 404 to anybody else."""

    async def answer(request: web.Request) -> web.StreamResponse:
        found = gifts.find(request.match_info["token"])
        if found is None or found[0] not in _chats(request):
            raise web.HTTPNotFound
        attachment = found[1]
        shown = attachment.media_type in _SHOWN
        way = content_disposition_header("inline" if shown else "attachment", filename=attachment.name or "file")
        headers = {"Content-Type": attachment.media_type, "Content-Disposition": way}
        headers["Cache-Control"] = "private, max-age=86400"
        response = web.StreamResponse(headers=headers)
        pieces = read(attachment.key)
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

    return answer


def _chats(request: web.Request) -> set[str]:
    """The chats of all seats that this browser holds."""
    seats = [key.removeprefix("thidua_") for key in request.cookies if key.startswith("thidua_")]
    return {chat_of(secret) for name in seats if (secret := seat_secret(request, name))}
