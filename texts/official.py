"""The words of official documents, which are Vietnamese whatever language their reader speaks (Decree 30/2020)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

LANGUAGE: Final = "vi"
BLANK: Final = "        "
"""What nobody knows yet: a person writes it in (clause H-1)."""
_LEADING: Final = 10
_EARLY_MONTHS: Final = 3
"""Days below 10 and the months 1 and 2 are written with a zero, other months are not (Decree 30/2020, Annex I)."""


@cache
def _texts() -> Mapping[str, Any]:
    files = (Path(__file__).with_name(f"{name}.toml") for name in ("official", "papers"))
    return {key: found for file in files for key, found in tomllib.loads(file.read_text("utf-8")).items()}


def wording(key: str, **values: object) -> str:
    """The words of that key ("motto", "chase.late") with their gaps filled. Raises KeyError."""
    found: Any = _texts()
    for part in key.split("."):
        found = found[part]
    return str(found).format_map(values)


def dated(day: date | None, year: int | None = None) -> str:
    """A day as documents write it; of one that is not known yet the year alone, or nothing."""
    if day is None:
        return wording("day", day=BLANK, month=BLANK, year=year or BLANK)
    month = f"{day.month:02}" if day.month < _EARLY_MONTHS else str(day.month)
    return wording("day", day=f"{day.day:02}" if day.day < _LEADING else day.day, month=month, year=day.year)


def numbered(number: str) -> str:
    """A document's number: below 10 with a zero before it, blank while nobody has given one."""
    return f"{int(number):02}" if number.isdecimal() else number or BLANK
