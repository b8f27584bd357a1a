"""What a browser gets when something went wrong: one sentence, for faults of ours a code, never a trace."""

import logging
import secrets

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from web.pages import templates
from web.static_files import static_files
from web.words import language_of, page_words

log = logging.getLogger(__name__)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SENTENCES = {403: "forbidden", 404: "not_found", 405: "not_found", 413: "too_big"}
_OUR_FAULT = 500


def new_code() -> str:
    """Four characters that a person can read aloud and the log shows as well (DESIGN §3.5)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def faults(default_language: str = "vi") -> Middleware:
    """The middleware that turns every refusal and every exception into a sentence."""
    room = templates()

    @web.middleware
    async def sentence(request: web.Request, handler: Handler) -> web.StreamResponse:
        language = language_of(request, default_language)
        words = page_words(language)
        try:
            return await handler(request)
        except web.HTTPException as refusal:
            if refusal.status < web.HTTPBadRequest.status_code:
                raise
            text, status = words[_SENTENCES.get(refusal.status, "bad_request")], refusal.status
        except Exception:
            code = new_code()
            log.exception("a page failed", extra={"code": code, "route": _route(request)})
            text, status = words["fault"].format(code=code), _OUR_FAULT
        if "text/html" not in request.headers.get("Accept", ""):
            return web.Response(text=text + "\n", status=status)
        page = room.get_template("fault.html")
        html = page.render(sentence=text, language=language, w=words, static=static_files().path)
        return web.Response(text=html, status=status, content_type="text/html")

    return sentence


def _route(request: web.Request) -> str:
    """The pattern of the path; the path itself may hold what belongs in no log."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""
