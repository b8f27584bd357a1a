"""Fetches photos and voices from Zalo's own hosts, and from nowhere else (ZALO §1.7)."""

from collections.abc import AsyncIterator

import aiohttp
from yarl import URL

from bot.channels.contract import SendError

HOSTS = ("zdn.vn", "zadn.vn")
"""And whatever ends with a dot and one of them."""
PIECE = 64 * 1024
MOST_HOPS = 3
_PATIENCE = aiohttp.ClientTimeout(total=60, connect=5)
_MOVED = frozenset({301, 302, 303, 307, 308})


def may_fetch(url: URL, own: URL) -> bool:
    """Whether it is https at Zalo's hosts, or the host of ZALO_API_URL itself, which is this machine in a trial."""
    if url.origin() == own.origin():
        return True
    host = (url.host or "").lower()
    secure = url.scheme == "https" and url.explicit_port in {None, 443} and url.user is None
    return secure and any(host == one or host.endswith(f".{one}") for one in HOSTS)


async def pieces(
    session: aiohttp.ClientSession, ref: str, own: URL, proxy: str | None, most: int
) -> AsyncIterator[bytes]:
    """The bytes, at most ``most``. Raises SendError: refused (another host, too long), gone, network, server."""
    url = _address(ref)
    for _ in range(MOST_HOPS):
        if url is None or not may_fetch(url, own):
            raise SendError("refused", retryable=False)
        try:
            async with session.get(url, timeout=_PATIENCE, proxy=proxy, allow_redirects=False) as response:
                if response.status in _MOVED:
                    url = _address(response.headers.get("Location", ""), url)
                    continue
                _check(response, most)
                async for piece in _counted(response, most):
                    yield piece
                return
        except (aiohttp.ClientError, TimeoutError):
            raise SendError("network", retryable=True) from None
    raise SendError("refused", retryable=False)


def _address(text: str, before: URL | None = None) -> URL | None:
    try:
        url = before.join(URL(text)) if before else URL(text)
    except ValueError:
        return None
    return url if url.is_absolute() and url.scheme in {"http", "https"} and url.host else None


def _check(response: aiohttp.ClientResponse, most: int) -> None:
    """A photo's address lives for a while only."""
    if response.status in {403, 404, 410}:
        raise SendError("gone", retryable=False)
    if response.status != 200:  # noqa: PLR2004 - HTTP
        raise SendError("server", retryable=True)
    if (response.content_length or 0) > most:
        raise SendError("refused", retryable=False)


async def _counted(response: aiohttp.ClientResponse, most: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in response.content.iter_chunked(PIECE):
        size += len(piece)
        if size > most:
            raise SendError("refused", retryable=False)
        yield piece
