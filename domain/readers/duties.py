"""What a unit says of a duty that is simply done: done, a day, more time, or not concerned."""

import re

from domain.forms import Answers, Asking
from domain.mistakes import Mistake
from domain.readers import dates, plan_states
from domain.readers.answers import yes_no
from domain.readers.english import dated
from domain.vietnamese import plain

_DONE = re.compile(r"\b(?:xong|da (?:gui|bao|nop|to chuc|lam)|roi|done|sent|finished)\b")
_LATER = re.compile(r"\b(?:hen|dang (?:lam|soan|chuan bi)|chua|not yet|later)\b")
STATES = {"owed_done": "done", "owed_drafting": "drafting", "extension": "extension", "exempt": "exempt"}
"""What the buttons stand for."""


def state(text: str, asking: Asking) -> Answers:
    """One of the four, in words or by a button; a day alone is a promise."""
    if text in STATES:
        return {"state": STATES[text]}
    said, words = plan_states.said(text), plain(text)
    if said == "extension":
        return {"state": said, **plan_states.extension(text, asking.today)}
    if said == "exempt":
        return {"state": said}
    if _LATER.search(words) or (not _DONE.search(words) and dates.find(dated(text), asking.today, "future")):
        return {"state": "drafting"}
    if _DONE.search(words) or yes_no(text):
        return {"state": "done", **_note(text)}
    raise Mistake("duty_state_unclear")


def _note(text: str) -> Answers:
    """A whole sentence says more than that it is done, and is kept."""
    return {"note": text.strip()} if len(text.split()) > SENTENCE else {}


SENTENCE = 4
"""Words of an answer that is more than "done"."""


def note(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - the shape of a reader
    """The result in the unit's own words."""
    if not text.strip():
        raise Mistake("note_wanted")
    return {"note": text.strip()}
