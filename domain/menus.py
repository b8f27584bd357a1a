"""Which number stands for which choice where there are no buttons: the same for who draws it and who reads it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.messages import Choice, Reply
from domain.vietnamese import fold

LEAVES = ("later", "leave", "refuse", "not_linked", "voice_not", "chase_drop", "menu")
"""Names of choices that leave without loss: typed as 0. Where there are two, the earlier one of this list is meant."""
MOVES = ("edit_understood", "back", "skip", "done", "ballot_next", "ballot_over")
"""Names of choices that move about in a form: words, never numbers, in this order."""
_ZERO = re.compile(r"(?:so )?0[.)]?")
_LISTED = re.compile(r"^(\d{1,3}) · ", re.MULTILINE)
_OPENS = re.compile(r"(\S+) (\d{1,3})")


@dataclass(frozen=True, slots=True)
class Lines:
    """The numbered lines of a text and the verb that opens one: "Mở 1" … "Mở 3" are (Mở, 1, 3)."""

    verb: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Menu:
    """The choices of a message as they are typed. A message holds one set of numbers (CONVERSATIONS §1.20)."""

    numbered: tuple[Choice, ...]
    """1, 2, 3 …"""
    worded: tuple[Choice, ...]
    """By their words: moves in a form, and everything where numbers mean something else."""
    leave: Choice | None
    """0."""
    lines: Lines | None = None

    @property
    def in_order(self) -> tuple[Choice, ...]:
        """All of them; the place of a numbered one is its number."""
        return (*self.numbered, *self.worded, *((self.leave,) if self.leave else ()))


def name_of(value: str) -> str:
    """What a choice is called: ``/menu`` is menu, ``f.3.who.back`` is back, ``a.later`` is later."""
    if value.startswith("/"):
        return value[1:].split(" ", maxsplit=1)[0]
    parts = value.split(".")
    return parts[1] if parts[0] == "a" and len(parts) > 1 else parts[-1]


def is_act(value: str) -> bool:
    """Whether it does something of its own, whatever is open: an action on a thing, or a command."""
    return value.startswith(("a.", "/")) and name_of(value) not in LEAVES


def arranged(reply: Reply) -> Menu:
    """The choices of a reply with their numbers and words."""
    choices = tuple(reply.buttons())
    leave = _leave(choices)
    rest = [choice for choice in choices if choice is not leave]
    moves = sorted(
        (one for one in rest if name_of(one.value) in MOVES), key=lambda one: MOVES.index(name_of(one.value))
    )
    acts = [choice for choice in rest if choice not in moves]
    listed = {int(number) for number in _LISTED.findall(reply.text)}
    if listed or not reply.numbers:
        lines, opening = _lines(acts, listed)
        kept = [one for one in acts if one not in opening]
        return Menu((), (*opening, *moves, *kept) if opening else (*moves, *kept), leave, lines)
    return Menu(tuple(acts), tuple(moves), leave)


def _leave(choices: Sequence[Choice]) -> Choice | None:
    for name in LEAVES:
        for choice in choices:
            if name_of(choice.value) == name:
                return choice
    return None


def _lines(acts: Sequence[Choice], listed: set[int]) -> tuple[Lines | None, list[Choice]]:
    """The choices that open a numbered line, as one sentence."""
    found = [
        (choice, match) for choice in acts if (match := _OPENS.fullmatch(choice.label)) and int(match[2]) in listed
    ]
    if not found:
        return None, []
    numbers = [int(match[2]) for _, match in found]
    return Lines(found[0][1][1], min(numbers), max(numbers)), [choice for choice, _ in found]


def is_zero(text: str) -> bool:
    """Whether somebody typed 0, which always leaves without loss."""
    return bool(_ZERO.fullmatch(fold(text).strip(" .!")))


def leaving(menu: Sequence[Sequence[str]]) -> str | None:
    """The value behind the 0 of a list of [value, label]; None when it has none."""
    found = _leave([Choice(one[0], one[1]) for one in menu])
    return found.value if found else None
