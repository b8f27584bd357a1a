"""The stage of the demo: three people in one browser, on a pretend day that can be moved forward. Loopback only."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from web.guard import require_loopback, require_own_origin
from web.protocol import write_frame
from web.words import language_of, page_words

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_MOST_DAYS = 400
"""How far one move may go: the campaign and its echo, not a slip of the finger to the year 2205."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person to be: who it is, in both languages, and the id of the chat (32 hex digits)."""

    name: str
    title_vi: str
    title_en: str
    note_vi: str
    note_en: str
    secret: str

    def title(self, language: str) -> str:
        """The name and form of address."""
        return self.title_en if language == "en" else self.title_vi

    def note(self, language: str) -> str:
        """The role and the unit."""
        return self.note_en if language == "en" else self.note_vi


@dataclass(frozen=True, slots=True)
class DemoStage:
    """Who sits on the stage, what the pretend time is, and how it is moved."""

    seats: list[Seat]
    now: Callable[[], datetime]
    move: Callable[[datetime], Awaitable[None]]
    zone: tzinfo = OFFICE_ZONE

    def local(self) -> datetime:
        """The pretend time on the wall of the office."""
        return self.now().astimezone(self.zone)

    def seat(self, name: str) -> Seat | None:
        """The seat of that name."""
        return next((seat for seat in self.seats if seat.name == name), None)

    def day_frame(self) -> str:
        """The frame that tells pages the pretend day and hour."""
        local = self.local()
        return write_frame("day", day=local.date().isoformat(), time=f"{local:%H:%M}")


def move_day(
    stage: DemoStage, public_url: str, tell_all: Callable[[str], Awaitable[None]]
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """POST ``{"hours": 1}``, ``{"days": 1}`` or ``{"day": "2025-04-20"}``: forward only, else 409 with a sentence."""

    async def answer(request: web.Request) -> web.Response:
        require_loopback(request)
        require_own_origin(request, public_url)
        words = page_words(language_of(request))
        target = read_move(await _body(request), stage.local())
        if target is None:
            return web.json_response({"text": words["only_forward"]}, status=409)
        await stage.move(target)
        await tell_all(stage.day_frame())
        local = stage.local()
        return web.json_response({"day": local.date().isoformat(), "time": f"{local:%H:%M}"})

    return answer


def read_move(body: Any, local: datetime) -> datetime | None:  # noqa: ANN401 - JSON of a page, looked at here
    """The moment asked for, or nothing when it does not lie ahead (at most ``_MOST_DAYS`` days)."""
    match body:
        case {"hours": int(hours)} if 0 < hours <= 24 * _MOST_DAYS:
            return local + timedelta(hours=hours)
        case {"days": int(days)} if 0 < days <= _MOST_DAYS:
            return local + timedelta(days=days)
        case {"day": str(day)}:
            return _that_day(day, local)
        case _:
            return None


def _that_day(day: str, local: datetime) -> datetime | None:
    try:
        ahead = date.fromisoformat(day) - local.date()
    except ValueError:
        return None
    return local + ahead if timedelta() < ahead <= timedelta(days=_MOST_DAYS) else None


async def _body(request: web.Request) -> object:
    try:
        return await request.json()
    except (ValueError, RecursionError):
        return None
