"""The web application: endpoints of the channels, health, static files, and the manners that all responses share."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from aiohttp import web
from aiohttp.typedefs import Middleware

from web.faults import faults
from web.headers import safe_headers
from web.health import Ready, alive, readiness
from web.static_files import static_files

MAX_BODY = 1024 * 1024
"""Bytes of a request body that is read whole (webhooks, forms); uploads are streamed and counted by themselves."""


class Endpoint(Protocol):
    """What a channel wants served."""

    @property
    def method(self) -> str:
        """GET or POST."""

    @property
    def path(self) -> str:
        """A pattern of aiohttp's."""

    @property
    def handler(self) -> Callable[[Any], Awaitable[Any]]:
        """An aiohttp handler."""


def build_app(
    routes: Sequence[Endpoint],
    *,
    ready: Ready,
    public_url: str = "",
    language: str = "vi",
    middlewares: Sequence[Middleware] = (),
) -> web.Application:
    """Put the application together. ``middlewares`` stand inside the one that turns faults into sentences."""
    app = web.Application(middlewares=[faults(language), *middlewares], client_max_size=MAX_BODY)
    app.on_response_prepare.append(safe_headers(https=public_url.startswith("https://")))
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", readiness(ready))
    app.router.add_get("/static/{mark}/{name}", static_files().answer)
    for route in routes:
        app.router.add_route(route.method, route.path, route.handler)
    return app
