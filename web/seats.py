"""A seat is one chat in a browser: a random 128-bit id in a cookie, known to us by its hash only (DESIGN §13.10)."""

import hashlib
import re
import secrets

from aiohttp import web

_NAME = re.compile(r"[a-z0-9]{1,24}")
_SECRET = re.compile(r"[0-9a-f]{32}")
A_YEAR = 365 * 24 * 3600


def seat_name(request: web.Request) -> str:
    """The seat that a request speaks for (``?seat=``). Raises 404 when it is no name."""
    name = request.query.get("seat", "")
    if not _NAME.fullmatch(name):
        raise web.HTTPNotFound
    return name


def seat_secret(request: web.Request, name: str) -> str:
    """The id in the cookie of seat ``name``; empty when there is none or it is not one of ours."""
    secret = request.cookies.get(cookie_name(name), "")
    return secret if _SECRET.fullmatch(secret) else ""


def chat_of(secret: str) -> str:
    """The chat of an address: SHA-256 of the seat's id, hex. The id itself is stored nowhere on our side."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def mark_of(chat: str) -> str:
    """What a page may know of its chat, to see that its kept transcript belongs to it."""
    return hashlib.sha256(b"transcript " + chat.encode("ascii")).hexdigest()[:16]


def cookie_name(name: str) -> str:
    """One cookie per seat, so that the three of the demo live in one browser."""
    return f"thidua_{name}"


def new_secret() -> str:
    """A fresh seat."""
    return secrets.token_hex(16)


def keep_seat(response: web.StreamResponse, name: str, secret: str, *, secure: bool) -> None:
    """Hand the seat's id to the browser, out of reach of scripts and of other sites."""
    response.set_cookie(
        cookie_name(name), secret, max_age=A_YEAR, path="/", httponly=True, secure=secure, samesite="Strict"
    )
