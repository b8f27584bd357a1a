"""Which figures a message asks for: unit, period, movement and day in any order, and what of it was not understood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.mistakes import Mistake
from domain.readers.dates import find
from domain.readers.english import dated
from domain.readers.movements import Movement, called, pick_movement
from domain.readers.stretch import Stretch
from domain.readers.units import MOST_OFFERED, UnitName, Units, parted
from domain.vietnamese import flat, tidy

_CUT = ";"
"""Stands where words were understood, so that what is left on both sides does not join."""
_LONGEST = 10
_WORD = re.compile(r"[^\s;,]+")
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_QUARTER = re.compile(
    rf"\b(?:(?:quarter ?|Q)(?P<q>[1-4])|(?:the )?(?P<nth>{'|'.join(_NTH)}) quarter|"
    r"(?P<this>quý này|quy nay|this quarter)|"
    r"(?P<last>quý (?:trước|vừa rồi|vừa qua)|quy (?:truoc|vua roi|vua qua)|last quarter))\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"(?:(?:so lieu|tinh|cap nhat|figures|chot) )*(?:den het|den ngay|den cuoi|den|toi ngay|toi|as of|as at|vao)"
    r"(?: ngay)? $"
)
_MISSING = re.compile(
    r"(?:(?:danh sach|con|cac|nhung) )*(?:(?:truong|don vi|noi|phong|ai) )?(?:nao )?(?:ma )?(?:con |van )?"
    r"(?:chua|cham)(?: \w+)? ?(?:nop|bao|gui|ban hanh|xong|tra loi|co ke hoach|lam)"
    r"(?: (?:bao cao|ke hoach|kh|so lieu))?(?: thi dua)?(?: nao)?(?= |;|$)"
    r"|(?:who|which (?:schools|units))? ?(?:has|have|is|are)? ?(?:not (?:yet )?reported|missing|late)(?= |;|$)"
)
_WHOLE = re.compile(
    r"(?:^|(?<=[ ;]))(?:toan (?:nganh|so|thanh pho|tp|tinh|bo)|ca (?:nganh|so|thanh pho)|"
    r"tat ca(?: cac)? (?:don vi|truong)|"
    r"(?:the )?whole sector|all units|everything)(?=$|[ ;])"
)
_ALL_TIME = re.compile(
    r"(?:^|(?<=[ ;]))(?:(?:ca|toan) (?:phong trao|ky|dot|chien dich)|tu dau(?: phong trao)?(?: den nay)?|"
    r"(?:the )?whole (?:campaign|period))(?=$|[ ;])"
)
_FILLING = (
    r"tong hop|thong ke|so lieu|tinh hinh|tien do|bao cao nhanh|bao cao|ket qua chung|ket qua|xem|coi|cho|toi|em|chi|"
    r"minh|(?:truong|don vi|noi|phong) nao|"
    r"giup|biet|cua|tai|o|trong|ky|nhung|cac|guong|ve|phong trao|thi dua|pt|ke hoach|kh|nhu the nao|the nao|ra sao|"
    r"den dau|roi|duoc bao nhieu|hien nay|hien tai|den nay|thi|va|voi|nhe|a|nha|tinh|den|"
    r"bao nhieu|xong|da|nop|tu|"
    r"summary|figures?|reports?|progress|of|for|the|in|at|show|see|me|please|and|by|to|on|during|from"
)
_LEADS = re.compile(rf"(?:{_FILLING})(?= |$)[ ,.?]*")
_TAILS = re.compile(rf"[ ,.?]*(?:(?<= )|^)(?:{_FILLING})[.?]*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood. Several units or movements are all that may be meant; ``unread`` is as it was typed.

    ``sure`` tells that the unit was named without a slip. ``anew`` is the whole campaign in so many words, ``whole``
    all that one may see. A date that cannot be is the ``problem``.
    """

    units: tuple[UnitName, ...] = ()
    sure: bool = False
    own: bool = False
    whole: bool = False
    period: tuple[date, date] | None = None
    anew: bool = False
    as_of: date | None = None
    movements: tuple[str, ...] = ()
    missing: bool = False
    unread: str = ""
    problem: Mistake | None = field(default=None, compare=False)

    @property
    def is_clear(self) -> bool:
        """Something was asked for and nothing remained unread: what needs no command before it."""
        of = self.sure or self.own or self.whole or len(self.units) > 1
        named = of or self.period or self.as_of or self.movements or self.missing
        return bool(named) and not self.unread and self.problem is None


@dataclass(slots=True)
class _Text:
    """A text of which more and more is understood; ``folded`` has a letter for each of ``typed``."""

    typed: str
    folded: str

    def take(self, start: int, end: int) -> None:
        """These letters are understood."""
        for name in ("typed", "folded"):
            text = getattr(self, name)
            setattr(self, name, text[:start] + _CUT * (end - start) + text[end:])

    def windows(self, least: int) -> Iterator[tuple[int, int]]:
        """All runs of words, the longest first."""
        words = [match.span() for match in _WORD.finditer(self.typed)]
        for width in range(min(_LONGEST, len(words)), least - 1, -1):
            for at in range(len(words) - width + 1):
                span = (words[at][0], words[at + width - 1][1])
                if _CUT not in self.typed[slice(*span)]:
                    yield span

    def parts(self) -> list[str]:
        """What is left, piece by piece, as typed."""
        return [part for piece in self.typed.split(_CUT) if (part := piece.strip(" ,.?!"))]


def read(text: str, today: date, start: date, indexes: Sequence[Units], movements: Sequence[Movement]) -> Asked:
    """Read it all; ``start`` is the campaign's first day, before which a quarter without a year is not meant."""
    text = _QUARTER.sub(lambda match: _quarter(match, today), text)
    typed = tidy(dated(text)).replace("\n", " ").replace(_CUT, ",")
    left = _Text(typed, flat(typed))
    asked = _outright(left, indexes, Asked())
    asked = _days(left, today, start, asked)
    asked = _words(left, asked)
    asked = _named_movement(left, movements, asked)
    for part in left.parts():
        asked = _part(part, indexes, movements, asked)
    return asked


def _quarter(match: re.Match[str], today: date) -> str:
    """A quarter in English, or one counted from today, as readers of days know it."""
    if match["q"] or match["nth"]:
        return f"quý {match['q'] or _NTH[match['nth'].lower()]}"
    year, month = divmod(today.year * 12 + today.month - 1 - 3 * bool(match["last"]), 12)
    return f"quý {month // 3 + 1}/{year}"


def _outright(left: _Text, indexes: Sequence[Units], asked: Asked) -> Asked:
    """A unit's whole name first: there are schools called after a day."""
    for start, end in left.windows(2):
        phrase = left.typed[start:end]
        units = _distinct(one for index in indexes for one in index.outright(phrase))
        if not units and parted(phrase)[0] and any(sign.isdigit() for sign in phrase):
            found = (index.find(phrase) for index in indexes)
            units = _distinct(unit for one in found if one.outcome == "exact" for unit in one.units)
        if units:
            left.take(start, end)
            return replace(asked, units=units, sure=len(units) == 1)
    return asked


def _distinct(units: Iterator[UnitName]) -> tuple[UnitName, ...]:
    return tuple({unit.code: unit for unit in units}.values())[:MOST_OFFERED]


def _days(left: _Text, today: date, start: date, asked: Asked) -> Asked:
    periods: list[Stretch] = []
    for item in find(left.typed.replace(_CUT, ","), today, "past", months=True):
        if item.days is None and item.problem is None:
            continue
        lead = _AS_OF.search(left.folded[: item.start])
        is_day = lead is not None and item.days is not None and not item.days.closed
        left.take(lead.start() if lead and is_day else item.start, item.end)
        if item.days is None:
            asked = replace(asked, problem=item.problem)
        elif is_day:
            asked = replace(asked, as_of=_within(item.days, start).last)
        else:
            periods.append(_within(item.days, start))
    distinct = {(one.first, one.last) for one in periods}
    if len(distinct) > 1:
        return replace(asked, problem=Mistake("two_periods"))
    return replace(asked, period=distinct.pop()) if distinct else asked


def _within(days: Stretch, start: date) -> Stretch:
    """Days without a year that lie before the campaign are those of the year after."""
    if not days.yearless or days.last >= start:
        return days
    return Stretch(_year_on(days.first), _year_on(days.last))


def _year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def _words(left: _Text, asked: Asked) -> Asked:
    return replace(asked, missing=_taken(left, _MISSING), anew=_taken(left, _ALL_TIME), whole=_taken(left, _WHOLE))


def _taken(left: _Text, pattern: re.Pattern[str]) -> bool:
    match = pattern.search(left.folded)
    if match is None or match.end() == match.start():
        return False
    left.take(*match.span())
    return True


def _named_movement(left: _Text, movements: Sequence[Movement], asked: Asked) -> Asked:
    for start, end in left.windows(1):
        if codes := called(left.typed[start:end], movements):
            left.take(start, end)
            return replace(asked, movements=codes)
    return asked


def _stripped(part: str) -> Iterator[str]:
    """The words with less and less around them that only asks."""
    yield part
    while part:
        folded = flat(part)
        if match := _LEADS.match(folded):
            part = part[match.end() :]
        elif match := _TAILS.search(folded):
            part = part[: match.start()]
        else:
            return
        yield part


def _part(part: str, indexes: Sequence[Units], movements: Sequence[Movement], asked: Asked) -> Asked:
    phrases = list(_stripped(part))
    if not phrases[-1]:
        return asked
    if not asked.units:
        for phrase in phrases:
            if phrase and (known := _found(phrase, indexes, asked, exact=True)):
                return known
        if known := _found(phrases[-1], indexes, asked, exact=False):
            return known
    if not asked.movements and (code := pick_movement(phrases[-1], movements)):
        return replace(asked, movements=(code,))
    return _beside_a_unit(phrases[-1], indexes, asked)


def _beside_a_unit(phrase: str, indexes: Sequence[Units], asked: Asked) -> Asked:
    """Only what stands beside a unit's name is told to be unread."""
    words = phrase.split()
    for width in range(len(words) - 1, 1, -1) if not asked.units else ():
        for at in range(len(words) - width + 1):
            if known := _found(" ".join(words[at : at + width]), indexes, asked, exact=True):
                return replace(known, unread=" ".join([known.unread, *words[:at], *words[at + width :]]).strip())
    return replace(asked, unread=f"{asked.unread} {phrase}".strip())


def _found(phrase: str, indexes: Sequence[Units], asked: Asked, *, exact: bool) -> Asked | None:
    answers = [index.find(phrase) for index in indexes]
    if any(one.outcome == "own" for one in answers):
        return replace(asked, own=True)
    units = _distinct(unit for one in answers for unit in one.units)
    if not units or (exact and not any(one.outcome == "exact" for one in answers)):
        return None
    return replace(asked, units=units, sure=exact and len(units) == 1)


USUAL = (
    ("this_week", "tuan nay"),
    ("last_week", "tuan truoc"),
    ("this_month", "thang nay"),
    ("last_month", "thang truoc"),
    ("this_quarter", "quy nay"),
)
"""Periods that are offered, and the words by which they are read."""
