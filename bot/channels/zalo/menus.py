"""Choices as they are read on Zalo, which has no buttons: numbers to type, and words where numbers mean something else.

The forms are those of CONVERSATIONS §3 and its ``Z>`` lines.
"""

import re

from domain.menus import MOVES, Menu, arranged, name_of
from domain.messages import Choice, Reply
from texts.catalogue import Words

ONE_LINE = 50
"""Letters up to which numbered choices stand in one line; longer ones have a line each."""
_ENDS = (".", "?", ":", ")", '"')
_LIST_LINE = re.compile(r"(?:- |\d{1,3} · )")


def with_footer(reply: Reply, words: Words) -> str:
    """The text with what can be typed under it."""
    menu = arranged(reply)
    if menu.numbered and words("numbers.said") in reply.text.rsplit("\n", 1)[-1]:
        return reply.text
    if menu.numbered:
        return _headed(reply, _numbered(reply, menu, words), words)
    if _is_said(reply, menu, words):
        return reply.text
    footer = _of_lines(menu, words) if menu.lines else _worded(menu, words)
    return "\n".join(part for part in (reply.text, footer) if part)


def _is_said(reply: Reply, menu: Menu, words: Words) -> bool:
    """The last line names, in quotes, the one word there is to type (F9)."""
    last = reply.text.rsplit("\n", 1)[-1]
    said = [f'"{_word(choice, words)}"' in last for choice in menu.worded]
    return bool(said) and all(said) and menu.leave is None and menu.lines is None


def _headed(reply: Reply, footer: str, words: Words) -> str:
    """What to do with the numbers ends the question, or stands alone under a list."""
    head = words("numbers.many" if reply.many else "numbers.type")
    last = reply.text.rsplit("\n", 1)[-1]
    alone = not last.endswith(_ENDS) or _LIST_LINE.match(last)
    return f"{reply.text}{chr(10) if alone else chr(32)}{head}\n{footer}".lstrip()


def _numbered(reply: Reply, menu: Menu, words: Words) -> str:
    items = [f"{number} {choice.label}" for number, choice in enumerate(menu.numbered, 1)]
    if menu.leave:
        items.append(f"0 {_left(menu.leave, words)}")
    line = " · ".join(items)
    rows = [line] if reply.many or len(line) <= ONE_LINE else items
    others = [_word(choice, words) for choice in menu.worded if not (reply.many and name_of(choice.value) == "done")]
    if others:
        rows.append(words("numbers.or", words=" · ".join(others)))
    return "\n".join(rows)


def _of_lines(menu: Menu, words: Words) -> str:
    """The list owns the numbers, acts are words; 0 always leads out."""
    lines = menu.lines
    if lines is None:
        return ""
    opening = lines.last - lines.first + 1
    key = "numbers.open" if lines.last > lines.first else "numbers.open_only"
    told = words(key, first=lines.first, last=lines.last, verb=lines.verb.lower())
    acts = [_word(choice, words) for choice in menu.worded[opening:]]
    return " · ".join((told, *acts, f"0 {_left(menu.leave, words)}"))


def _worded(menu: Menu, words: Words) -> str:
    """Moves in a form, or acts beside a list whose lines open by their numbers alone."""
    said = [_word(choice, words) for choice in menu.worded]
    if menu.leave is None:
        return words("numbers.or", words=" · ".join(said)) if said else ""
    if name_of(menu.leave.value) == "menu":
        zero = f"0 {_left(menu.leave, words)}"
        return words("numbers.or", words=" · ".join((*said, zero))) if said else words("numbers.only_menu")
    return words("numbers.or", words=" · ".join((*said, _word(menu.leave, words))))


def _left(leave: Choice | None, words: Words) -> str:
    """What 0 leads to: the label, or its shorter word where that says something else."""
    if leave is None:
        return words("typed.menu")
    word = _word(leave, words)
    return leave.label if word == leave.label.lower() else word


def _word(choice: Choice, words: Words) -> str:
    """What is typed in place of a number: the short word there is, unless the label says something else."""
    name = name_of(choice.value)
    if words.has(f"typed.{name}") and (name in MOVES or words(f"choice.{name}") == choice.label):
        return words(f"typed.{name}")
    return choice.label[:1].lower() + choice.label[1:]
