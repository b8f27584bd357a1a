"""POST /chat/seat: gives a browser its cookie for a seat, and leaves one that it already has alone."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from web.demo import DemoStage
from web.guard import require_loopback, require_own_origin
from web.seats import keep_seat, new_secret, seat_name, seat_secret


def take_seat(stage: DemoStage | None, public_url: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers 204.

    A POST from our own page, not the page itself: when somebody follows a link from another site, a SameSite=Strict
    cookie does not come along with the page, and a new one would take the old chat away from its owner.
    """

    async def answer(request: web.Request) -> web.Response:
        require_own_origin(request, public_url)
        name = seat_name(request)
        demo_seat = stage.seat(name) if stage else None
        if demo_seat:
            require_loopback(request)
        secret = demo_seat.secret if demo_seat else seat_secret(request, name) or new_secret()
        response = web.Response(status=204)
        keep_seat(response, name, secret, secure=public_url.startswith("https://"))
        return response

    return answer
