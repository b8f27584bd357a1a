"""POST /chat/files: a page leaves one photo or document before it sends the message that speaks of it."""

from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import BodyPartReader, web

from web.guard import require_own_origin
from web.seats import chat_of, seat_name, seat_secret
from web.uploads import MAX_DOCUMENT, Refused, Uploads, plain_name
from web.words import language_of, page_words

_ENVELOPE = 64 * 1024
"""Bytes that multipart adds around a file, generously."""
_PIECE = 64 * 1024


def receive_file(uploads: Uploads, public_url: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers ``{"ref", "kind", "name", "size"}``, or ``{"text"}`` with 413, 415 or 429."""

    async def answer(request: web.Request) -> web.Response:
        require_own_origin(request, public_url)
        secret = seat_secret(request, seat_name(request))
        if not secret:
            raise web.HTTPForbidden
        try:
            _bounded(request)
            part = await _file_part(request)
            stored = await uploads.take(chat_of(secret), _pieces(part))
        except Refused as refused:
            text = page_words(language_of(request))[refused.key]
            return web.json_response({"text": text}, status=refused.status)
        name = plain_name(part.filename or "")
        return web.json_response({"ref": stored.ref, "kind": stored.kind, "name": name, "size": stored.size})

    return answer


def _bounded(request: web.Request) -> None:
    """Refuse what says beforehand that it is too long, before a byte of it is read."""
    if (request.content_length or 0) > MAX_DOCUMENT + _ENVELOPE:
        raise Refused("document_too_big", 413)


async def _file_part(request: web.Request) -> BodyPartReader:
    """The first part that is a file. Raises 400 when the body holds none."""
    try:
        parts = await request.multipart()
        while (part := await parts.next()) is not None:
            if isinstance(part, BodyPartReader) and part.filename is not None:
                return part
    except (ValueError, AssertionError, KeyError) as error:
        raise web.HTTPBadRequest from error
    raise web.HTTPBadRequest


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(_PIECE):
        yield bytes(piece)
