"""Reading the answers of an officer who writes an announcement: title, words, document, who acknowledges, and when."""

import re
from datetime import datetime, time

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers import dates, doc_numbers, english
from domain.readers.answers import wants_none, yes_no
from domain.vietnamese import clean, fold

SHORTEST = 4
LONGEST_TITLE = 120
LONGEST_BODY = 600
"""Letters: with its frame an announcement fits one message on every channel (CONVERSATIONS §1.5)."""
_HOUR = re.compile(
    r"(?<![\d/.])(?P<h>[01]?\d|2[0-3])(?: ?(?:h|g|gio|:) ?(?P<m>[0-5]\d)?)(?![\d/])"
    r"(?: ?(?P<part>sang|chieu|toi|am|pm))?"
)
_NOON = 12
_NOW = re.compile(r"(?:gui )?(?:ngay|luon|now|ngay bay gio|bay gio|send now)(?: (?:nhe|di|a|luon))?")
_BY_UNIT = re.compile(r"(?:theo |moi |mot nguoi )?(?:don vi|truong)|unit|by unit")
_BY_PERSON = re.compile(r"(?:theo |tung |moi |ca )*(?:nguoi|ca nhan)|person|each person")


def title(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    """Fills ``title``, one line. Raises ``announcement_short`` and ``announcement_long``."""
    said = " ".join(clean(text).split())
    _fits(said, LONGEST_TITLE)
    return {"title": said}


def body(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    """Fills ``body``, line by line as typed. Raises ``announcement_short`` and ``announcement_long``."""
    said = "\n".join(line.strip() for line in clean(text).split("\n") if line.strip())
    _fits(said, LONGEST_BODY)
    return {"body": said}


def _fits(said: str, most: int) -> None:
    if len(said) < SHORTEST:
        raise Mistake("announcement_short")
    if len(said) > most:
        raise Mistake("announcement_long", n=len(said), most=most)


def document(text: str, asking: Asking) -> Answers:
    """Fills ``doc_no`` and ``doc_day``: the official letter it stands for. Raises ``not_a_document``."""
    if text == "no_document" or wants_none(text):
        return {"doc_no": "", "doc_day": ""}
    found = [one for one in doc_numbers.parse(text) if one.style != "so"]
    if not found:
        raise Mistake("not_a_document")
    days = [one.days for one in dates.find(english.dated(text), asking.today, "past") if one.days]
    return {"doc_no": found[0].normal, "doc_day": days[0].first.isoformat() if days else ""}


def acknowledged_by(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    """Fills ``acknowledged_by``: one of each unit, each person, or nobody. Raises ``choose_one``."""
    said = fold(text).strip(" .")
    if text in {"by_unit", "by_person"}:
        return {"acknowledged_by": text.removeprefix("by_")}
    if text == "by_nobody" or yes_no(text) is False:
        return {"acknowledged_by": "nobody"}
    if _BY_PERSON.fullmatch(said):
        return {"acknowledged_by": "person"}
    if _BY_UNIT.fullmatch(said) or yes_no(text) is True:
        return {"acknowledged_by": "unit"}
    raise Mistake("choose_one")


def moment(text: str, asking: Asking) -> Answers:
    """Fills ``starts``: "" for now, else a local moment in ISO form.

    Facts: ``now`` (local, ISO), ``speaking_from`` and ``speaking_until`` (HH:MM). Raises ``when_unclear``,
    ``when_past`` and ``when_quiet``.
    """
    said = fold(text).strip(" .")
    if text == "now" or _NOW.fullmatch(said):
        return {"starts": ""}
    hour = _hour(said)
    days = [one.days for one in dates.find(english.dated(_without_hour(text)), asking.today, "future") if one.days]
    if hour is None and not days:
        raise Mistake("when_unclear")
    start, until = (time.fromisoformat(str(asking.facts[name])) for name in ("speaking_from", "speaking_until"))
    hour = hour or start
    if not start <= hour < until:
        raise Mistake("when_quiet", start=f"{start:%H:%M}", until=f"{until:%H:%M}")
    now = datetime.fromisoformat(str(asking.facts["now"]))
    at = datetime.combine(days[0].first if days else asking.today, hour, now.tzinfo)
    if at <= now:
        raise Mistake("when_past")
    return {"starts": at.isoformat()}


def _hour(said: str) -> time | None:
    match = _HOUR.search(said)
    if match is None:
        return None
    hour, part = int(match["h"]), match["part"] or ""
    if part in {"chieu", "toi", "pm"} and hour < _NOON:
        hour += _NOON
    return time(hour, int(match["m"] or 0))


def _without_hour(text: str) -> str:
    """The same words without the hour, which could be taken for a day."""
    folded = fold(text)
    match = _HOUR.search(folded)
    if match is None or len(folded) != len(text):
        return _HOUR.sub(" ", folded)
    return f"{text[: match.start()]} {text[match.end() :]}"
