"""Who may call: pages of our own origin, and for the demo only this very machine."""

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def require_own_origin(request: web.Request, public_url: str) -> None:
    """Raise 403 unless the Origin is this host or ``public_url``.

    Browsers send Origin with every WebSocket and POST; a caller without one is refused (RELIABILITY S31).
    """
    origin = urlsplit(request.headers.get("Origin", ""))
    own = {request.host.lower()}
    if public_url:
        own.add(urlsplit(public_url).netloc.lower())
    if origin.scheme not in {"http", "https"} or origin.netloc.lower() not in own:
        raise web.HTTPForbidden


def is_loopback(request: web.Request) -> bool:
    """Whether the request comes from this machine, asks for it by a local name, and passed no proxy.

    The name is checked against DNS rebinding: a foreign page may point its own name at 127.0.0.1.
    """
    try:
        local = ipaddress.ip_address(request.remote or "").is_loopback
        name = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return False
    return local and name in _LOCAL_NAMES and not any(header in request.headers for header in _FORWARDED)


def require_loopback(request: web.Request) -> None:
    """Raise 403 unless the request comes from this machine."""
    if not is_loopback(request):
        raise web.HTTPForbidden
