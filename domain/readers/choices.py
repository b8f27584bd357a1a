"""Choosing what is offered, by number, label or value, with or without marks and with small slips."""

import re
from collections.abc import Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from domain.readers.answers import POLITE
from domain.readers.number_words import number
from domain.vietnamese import bare, flat, fold, listed, plain, tidy

Value = TypeVar("Value")
_NUMBER = re.compile(
    rf"(?:(?:em |toi |e )?(?:{'|'.join(POLITE)}|thu|#) ?){{0,2}}\(?(\d{{1,2}})[.):]*(?: a| nhe| nha| di)?"
)
_MANY_NUMBERS = re.compile(r"(?:\d{1,2}[.)]?(?:[ ,;+&/]+|\s*va\s*|$))+")
_SPLIT = re.compile(r"[,;+&\n]| (?:va|voi|cung|roi|them) ")
_DATES = re.compile(r"(?:ngay )?\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?")
_AGREEING = frozenset(listed("ok oke okie okay uk vang yes"))
_ACTS = {"xn": "xac nhan"}
_NEGATIONS = frozenset(listed("khong chua chang dung"))
_ALL = frozenset(listed("het tatca all")) | {"tat ca", "ca", "toan bo", "tat", "chon het", "chon tat ca", "du ca"}
_CLOSE, _MARGIN, _SHORT, _LONGEST_POSITION = 86, 8, 4, 24


def position(text: str) -> int | None:
    """The number a person typed to choose: "số 2", "1.", "2)", "câu 3", "hai"; None when it is something else."""
    folded = fold(text).strip(" .!")
    if len(folded) > _LONGEST_POSITION:
        return None
    match = _NUMBER.fullmatch(folded)
    if match:
        return int(match[1])
    words = bare(folded).split()
    while len(words) > 1 and words[0] in POLITE:
        words = words[1:]
    found = number(" ".join(words)) if words else None
    return found if found is not None and not any(word.isdigit() for word in words) else None


def _negated(words: str) -> bool:
    return not _NEGATIONS.isdisjoint(words.split())


def _inside(words: str, label: str) -> bool:
    return f" {words} " in f" {label} "


def _by_words(words: str, labels: Sequence[str]) -> list[int]:
    """Indexes of the labels meant: the same words, else the only one begun so, else the only one that holds them."""
    exact = [index for index, label in enumerate(labels) if label == words]
    if exact:
        return exact
    agreeing = [index for index, label in enumerate(labels) if _negated(label) == _negated(words)]
    begun = [index for index in agreeing if labels[index].startswith(words + " ")]
    if begun:
        return begun
    return [index for index in agreeing if _inside(words, labels[index]) and len(words) >= _SHORT]


def _by_likeness(words: str, labels: Sequence[str]) -> list[int]:
    scores = sorted(
        ((fuzz.ratio(words, label), index) for index, label in enumerate(labels) if _negated(label) == _negated(words)),
        reverse=True,
    )
    if not scores or scores[0][0] < _CLOSE or len(words) < _SHORT:
        return []
    return [index for score, index in scores if scores[0][0] - score < _MARGIN]


def _spelled_out(text: str) -> str:
    """As in "ok xn": agreement before the act is courtesy, and the act may be shortened. "ok" alone chooses nothing."""
    words = plain(text).split()
    while len(words) > 1 and words[0] in _AGREEING:
        words = words[1:]
    return " ".join(_ACTS.get(word, word) for word in words)


def pick(text: str, options: Sequence[tuple[Value, str]]) -> Value | None:
    """The value of the one option meant, else None. ``options`` are (value, label) in the order they are shown."""
    if not options:
        return None
    typed = tidy(text).lower().strip(" .!")
    for value, label in options:
        if typed in {tidy(label).lower(), str(value).lower()}:
            return value
    at = position(text)
    if at is not None:
        return options[at - 1][0] if 1 <= at <= len(options) else None
    labels = [plain(label) for _, label in options]
    for words in (plain(text), bare(text), _spelled_out(text)):
        found = _by_words(words, labels) if words else []
        if found:
            return options[found[0]][0] if len(found) == 1 else None
    found = _by_likeness(bare(text), labels)
    return options[found[0]][0] if len(found) == 1 else None


def _numbers(text: str, count: int) -> list[int] | None:
    found = [int(digits) for digits in re.findall(r"\d{1,2}", text)]
    return found if all(1 <= at <= count for at in found) else None


def pick_many(text: str, options: Sequence[tuple[Value, str]]) -> tuple[Value, ...] | None:
    """All options meant ("1 3", "họp hội đồng và nhóm Zalo"), in their own order; None when any part is unclear."""
    folded = flat(tidy(text)).strip(" .")
    if bare(text) in _ALL:
        return tuple(value for value, _ in options)
    if folded and _MANY_NUMBERS.fullmatch(folded):
        numbers = _numbers(folded, len(options))
        chosen = set() if numbers is None else {at - 1 for at in numbers}
    else:
        chosen = set()
        for part in _SPLIT.split(_DATES.sub(" ", folded)):
            words = plain(part)
            if not words:
                continue
            value = pick(words, [(str(index), label) for index, (_, label) in enumerate(options)])
            if value is None:
                return None
            chosen.add(int(value))
    return tuple(options[index][0] for index in sorted(chosen)) or None
