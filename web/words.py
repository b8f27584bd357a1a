"""The words of the pages in one language, and how they say a day."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TypeAlias

from aiohttp import web

from web.protocol import LANGUAGES

Words: TypeAlias = Mapping[str, str]
LANGUAGE_COOKIE = "thidua_language"


@cache
def page_words(language: str) -> Words:
    """The ``[web]`` table of a language; Vietnamese for one we do not have."""
    folder = f"{language if language in LANGUAGES else 'vi'}.d"
    table = tomllib.loads((resources.files("texts") / folder / "web.toml").read_text("utf-8"))["web"]
    return {key: str(words) for key, words in table.items()}


def language_of(request: web.Request, default: str = "vi") -> str:
    """The language that a person chose for the pages in this browser."""
    chosen = request.query.get("language") or request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else default


def say_moment(words: Words, local: datetime) -> str:
    """A local moment as the bar of the demo shows it, with its weekday."""
    return words["moment"].format(
        weekday=words["weekdays"].split("|")[local.weekday()],
        day=local.day,
        dd=f"{local.day:02}",
        mm=f"{local.month:02}",
        month=words["months"].split("|")[local.month - 1],
        yyyy=local.year,
        time=f"{local:%H:%M}",
    )
