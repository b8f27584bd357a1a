"""One message is enough: what a free text tells already about when, where, who, how much, proofs (DESIGN §4)."""

import re
from collections.abc import Sequence
from datetime import date

from domain.messages import Json
from domain.readers import amounts, english
from domain.readers.dates import Found, find
from domain.readers.doers import guess_who, hide_pupils
from domain.readers.movements import Guess, Movement, guess
from domain.readers.private import Kind, scan
from domain.readers.subject import minor_involved, standing
from domain.readers.when_where import place_in_story
from domain.vietnamese import flat, fold, tidy

_OCCASION = re.compile(
    r"(?:chao(?: mung)?|ky niem|huong ung|nhan dip|huong toi)(?: le| ngay| dip| le ky niem| \d+ nam)* $"
)
_SCHOOL_YEAR = re.compile(r"nam hoc")
_PROOFS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)"))
    for kind, words in (
        ("photo", r"(?:co|kem|gui)(?: \w+)? (?:anh|hinh|hinh anh)|anh kem|kem anh"),
        ("letter", r"thu cam on"),
        ("police", r"cong an(?: (?:phuong|xa|quan|huyen))? (?:xac nhan|lap bien ban)|xac nhan cua cong an"),
        ("certificate", r"giay chung nhan|giay khen|bang khen"),
        ("decision", r"quyet dinh khen"),
    )
)


def day_told(text: str, today: date) -> Found | None:
    """The day or days a story happened, or None when none or several are told; a wave's feast is not the deed's day."""
    typed = tidy(text)
    folded = flat(typed).replace("\n", " ")
    told = [
        item
        for item in find(typed, today, "past")
        if item.days
        and item.days.first <= today
        and not _OCCASION.search(folded, max(0, item.start - 40), item.start)
        and not _SCHOOL_YEAR.match(folded, item.start)
    ]
    return told[0] if len({(item.days.first, item.days.last) for item in told if item.days}) == 1 else None


_PARTS_OF_DAY = (("morning", r"sang"), ("noon", r"trua"), ("afternoon", r"chieu"), ("evening", r"toi|dem"))
_PART_OF_DAY = tuple((code, re.compile(rf"(?<!\w)(?:{words})(?: ngay| hom)?(?!\w)")) for code, words in _PARTS_OF_DAY)
_JUST_BEFORE = 12
"""Letters before a date in which its part of the day stands."""


def part_of_day(text: str, told: Found) -> str:
    """As in "chiều t4": morning, noon, afternoon or evening said with the day; "" when none is."""
    folded = flat(tidy(text)).replace("\n", " ")
    near = folded[max(0, told.start - _JUST_BEFORE) : told.end + 5]
    return next((code for code, pattern in _PART_OF_DAY if pattern.search(near)), "")


def proofs(text: str) -> tuple[str, ...]:
    """Kinds of evidence a story speaks of: photo, letter, police, certificate, decision."""
    folded = fold(text)
    return tuple(kind for kind, pattern in _PROOFS if pattern.search(folded))


def spared_story(text: str) -> tuple[str, tuple[Kind, ...]]:
    """The deed as it may be kept: private numbers gone, pupils as initials; and the kinds of what was taken out."""
    spared = scan(text)
    return hide_pupils(spared.text), spared.kinds


def read(text: str, today: date, movements: Sequence[Movement] = ()) -> dict[str, Json]:
    """A draft of the deed's answers: only what can be read is filled.

    ``what`` (own words, spared), ``from``/``to`` (ISO), ``part_of_day`` (of one day), ``where``, ``who``,
    ``movement`` with ``movement_sure`` and ``movement_top``, ``money`` (dong) when one amount is told, ``proofs``,
    ``standing``, ``minor``, ``removed`` (kinds of private things taken out, when any).
    """
    what, removed = spared_story(text)
    draft: dict[str, Json] = {"what": what}
    dated, named = english.dated(what), english.named(what)
    days = day_told(dated, today)
    if days and days.days:
        draft |= {"from": days.days.first.isoformat(), "to": days.days.last.isoformat()}
        if days.days.first == days.days.last and (part := part_of_day(dated, days)):
            draft["part_of_day"] = part
    where = place_in_story(what)
    if where:
        draft["where"] = where
    who = guess_who(named)
    if who:
        draft["who"] = who
    if movements:
        likely: Guess = guess(what, movements)
        draft |= {"movement": likely.code, "movement_sure": likely.sure, "movement_top": list(likely.top)}
    sums = amounts.find_money(what)
    if len(sums) == 1:
        draft["money"] = sums[0][2]
    told = proofs(what)
    if told:
        draft["proofs"] = list(told)
    draft |= {"standing": standing(who), "minor": minor_involved(named, who)}
    return draft | ({"removed": list(removed)} if removed else {})
