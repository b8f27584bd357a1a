"""Answers that stay in a person's own words: only what says nothing at all is asked again."""

from domain.forms import Answers, Asking, Reader
from domain.mistakes import Mistake
from domain.vietnamese import clean

SHORTEST = 10
"""Letters of a deed; "a" tells nobody what was done."""


def sentence(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
    """Fills ``what`` with the words as typed. Raises ``too_short``."""
    said = clean(text).strip()
    if sum(letter.isalpha() for letter in said) < SHORTEST:
        raise Mistake("too_short")
    return {"what": said}


def own_words(field: str, fewest: int = 2) -> Reader:
    """A reader that fills ``field`` with the words as typed; raises ``too_short_<field>`` below ``fewest`` letters."""

    def read(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
        said = clean(text).strip()
        if sum(letter.isalnum() for letter in said) < fewest:
            raise Mistake(f"too_short_{field}")
        return {field: said}

    return read


def at_length(field: str, fewest: int = 4) -> Reader:
    """A reader that fills ``field`` with the words as typed, lines and all; raises ``reason_short``."""

    def read(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
        said = text.strip()
        if len(said) < fewest:
            raise Mistake("reason_short")
        return {field: said}

    return read


def on_one_line(
    field: str, most: int, fewest: int = 4, *, short: str = "reason_short", long: str = "question_long"
) -> Reader:
    """A reader that fills ``field`` with words that others read whole; raises ``short`` or ``long`` (n, most)."""

    def read(text: str, asking: Asking) -> Answers:  # noqa: ARG001 - a reader has one shape
        said = " ".join(text.split())
        if len(said) < fewest:
            raise Mistake(short)
        if len(said) > most:
            raise Mistake(long, n=len(said), most=most)
        return {field: said}

    return read
