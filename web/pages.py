"""The pages themselves: one chat for everybody, or the demo's three side by side."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import jinja2
from aiohttp import web

from web.demo import DemoStage, Seat
from web.guard import require_loopback
from web.protocol import LANGUAGES
from web.seats import A_YEAR, keep_seat
from web.static_files import static_files
from web.words import LANGUAGE_COOKIE, Words, language_of, page_words, say_moment

PLAIN_SEAT = "me"


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat as a template shows it."""

    name: str
    title: str
    note: str
    letter: str


def templates() -> jinja2.Environment:
    """Everything is escaped, and a word that is missing is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("web", "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )


def front_page(
    stage: DemoStage | None, public_url: str, default_language: str
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """GET /: the chat, or the demo. ``?language=`` changes the language and comes back without it."""
    room = templates()
    secure = public_url.startswith("https://")

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.query.get("language") in LANGUAGES:
            return _choose_language(request, secure=secure)
        language = language_of(request, default_language)
        words = page_words(language)
        if stage is None:
            chairs = [Chair(PLAIN_SEAT, words["title"], words["plain_note"], words["letter"])]
            return _page(room, "chat.html", language, words, chairs=chairs)
        require_loopback(request)
        chairs = [_chair(seat, language) for seat in stage.seats]
        local = stage.local()
        response = _page(
            room, "demo.html", language, words, chairs=chairs, moment=say_moment(words, local), local=local
        )
        for seat in stage.seats:
            keep_seat(response, seat.name, seat.secret, secure=secure)
        return response

    return answer


def _choose_language(request: web.Request, *, secure: bool) -> web.StreamResponse:
    response = web.Response(status=303, headers={"Location": "/"})
    chosen = request.query["language"]
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=A_YEAR, path="/", httponly=True, secure=secure, samesite="Lax")
    return response


def _chair(seat: Seat, language: str) -> Chair:
    title = seat.title(language)
    return Chair(seat.name, title, seat.note(language), title.split()[-1][:1].upper())


def _page(room: jinja2.Environment, name: str, language: str, words: Words, **values: object) -> web.Response:
    static = static_files()
    html = room.get_template(name).render(
        w=words, language=language, languages=LANGUAGES, static=static.path,
        words=json.dumps(dict(words), ensure_ascii=False), **values,
    )  # fmt: skip
    response = web.Response(text=html, content_type="text/html")
    response.enable_compression()
    return response
