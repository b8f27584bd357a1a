"""Invite codes: eight letters and digits that nobody mistakes for one another, found in whatever is typed."""

import re
from collections.abc import Callable
from string import digits

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No O, I, 0, 1 (DESIGN §11); 32 signs, so a code holds 40 bits."""

LENGTH = 8
LINK_LENGTH = 6
_LINK = re.compile(r"(?<!\w)LK[ .:-]*(\d{3})[ .-]?(\d{3})(?!\w)")
_SHAPE = re.compile(rf"(?<![0-9A-Z])([{ALPHABET}]{{4}})[ -]?([{ALPHABET}]{{4}})(?![0-9A-Z])")


def make(choose: Callable[[str], str]) -> str:
    """A new code; ``choose`` picks one sign of the alphabet (``secrets.choice`` in service).

    It has a digit, or a link's code of letters alone would be taken for words: one in ten was.
    """
    while True:
        code = "".join(choose(ALPHABET) for _ in range(LENGTH))
        if any(sign.isdigit() for sign in code) and link_in(code) is None:
            return code


def shown(code: str) -> str:
    """As people read it: ``7K4M-92QX``."""
    return f"{code[:4]}-{code[4:]}"


def make_link(choose: Callable[[str], str]) -> str:
    """Six digits that tie a second chat to a person (DESIGN §11)."""
    return "".join(choose(digits) for _ in range(LINK_LENGTH))


def link_in(text: str) -> str | None:
    """The six digits of a link code as typed: "LK 482913", "lk482913", "ma LK 482-913"; None when there is none."""
    found = _LINK.search(text.upper())
    return found[1] + found[2] if found else None


def find(text: str) -> str | None:
    """The code in what was typed ("ma 7k4m 92qx a"), without its dash; None when there is none.

    A code needs a digit or a dash, so that two words of four letters are not taken for one.
    """
    found = _SHAPE.search(text.upper())
    if found is None:
        return None
    code = found[1] + found[2]
    return code if any(sign.isdigit() for sign in code) or "-" in found[0] else None
