"""Reading the answers of whoever plans a conference of exemplars: the day, the place, and whose deeds are honoured."""

import re

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers import dates, english
from domain.readers.answers import wants_none
from domain.vietnamese import clean, fold

SHORTEST, LONGEST = 3, 120
"""Letters of a place."""
MOST_HONOURED = 60
_LATER = frozenset({"chon sau", "de chon sau", "chua chon", "choose later", "later"})
_NUMBER = re.compile(r"(?<![\w/])g? ?-? ?(\d{1,9})(?!\w)", re.IGNORECASE)


def on_day(text: str, asking: Asking) -> Answers:
    """Fills ``day`` (ISO), coming or past. The mistakes are those of :func:`domain.readers.dates.day`."""
    return {"day": dates.day(english.dated(text), asking.today, "future").isoformat()}


def place(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    """Fills ``place``, as typed. Raises ``place_short``."""
    said = " ".join(clean(text).split())
    if len(said) < SHORTEST:
        raise Mistake("place_short")
    return {"place": said[:LONGEST]}


def numbers(text: str) -> list[int]:
    """The numbers of reports in a text, each once."""
    return list(dict.fromkeys(int(one) for one in _NUMBER.findall(clean(text))))[:MOST_HONOURED]


def honoured(text: str, asking: Asking) -> Answers:
    """Fills ``deeds``: numbers of reports, each known under ``may`` of the facts. Raises ``honoured_unknown``."""
    if text == "nobody_yet" or wants_none(text) or fold(text).strip(" .") in _LATER:
        return {"deeds": []}
    typed = numbers(text)
    if not typed:
        raise Mistake("honoured_none")
    may = asking.facts.get("may")
    unknown = [one for one in typed if not isinstance(may, list) or one not in may]
    if unknown:
        raise Mistake("honoured_unknown", number=unknown[0])
    return {"deeds": [*typed]}
