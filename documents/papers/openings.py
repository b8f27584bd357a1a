"""How documents begin and what they share: the head, legal bases in words, numbers, rates and blanks."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from documents import official
from documents.official import Head, Paper, templates
from documents.official.templates import Kind
from domain.letters import Letterhead
from domain.papers.bases import LegalBasis
from domain.papers.papers import Issue
from domain.summary import tenths
from texts.official import BLANK, dated, numbered, wording

_JOINED = re.compile(r"\.(?=\w)")
_ENDS = ".;!?…"
_TEN = 10


def begin(kind: Kind, told: Letterhead, issue: Issue, template: bytes) -> Paper:
    """A document with its head. Achievement reports have no number, minutes no place and day (Annex III)."""
    is_numbered, is_placed = kind != "achievement", kind != "minutes"
    paper = started(kind, wording(f"{kind}.kind"), template, is_draft=issue.is_draft)
    number = wording("number", number=numbered(issue.number), symbol=told.symbol or BLANK) if is_numbered else ""
    place = wording("place_day", place=told.place or BLANK, day=dated(issue.day, issue.year)) if is_placed else ""
    official.head(paper, Head(told.superior or BLANK, told.body, number, place))
    return paper


def started(kind: Kind, name: str, template: bytes, *, is_draft: bool) -> Paper:
    """An empty paper, or the office's template for this kind."""
    if not template:
        return official.blank(name, is_draft=is_draft)
    paper = templates.opened(kind, template)
    official.named(paper.file, name)
    if is_draft:
        official.draft(paper)
    return paper


def with_what(kind: str, told: Letterhead, issue: Issue) -> str:
    """To what an annex belongs: kind, number, day and body of that document."""
    day = dated(issue.day, issue.year)
    what = wording(kind, number=numbered(issue.number), symbol=told.symbol or BLANK, day=day)
    return wording("annex_of", what=what, body=told.body)


def signer(told: Letterhead) -> list[str]:
    """The lines of the signer's position, with a space after "KT."."""
    return [_JOINED.sub(". ", line) for line in told.signer]


def bases(paper: Paper, known: Iterable[LegalBasis], *more: str) -> None:
    """First mentions, in full (H-2)."""
    lines = [*(in_full(one) for one in known), *more]
    if lines:
        official.bases(paper, lines)


def in_full(one: LegalBasis) -> str:
    """A first mention: kind, number, day, issuer and abstract; a law by its name and day, without a number."""
    if one.kind == wording("law"):
        amended = wording("basis.amended", year=one.amended_year) if one.amended_year else ""
        name = one.abstract.removeprefix(f"{one.kind} ")
        day = "" if one.issued is None and one.issued_year is None else dated(one.issued, one.issued_year)
        return wording("basis.law", abstract=name, day=day, amended=amended).replace("  ", " ").strip()
    year = one.issued_year or (int(found[1]) if (found := re.search(r"/(\d{4})/", one.number)) else None)
    key = "basis.full" if one.number else "basis.unnumbered"
    said = {"kind": one.kind, "number": one.number, "issuer": one.issuer, "abstract": one.abstract}
    return wording(key, **said, day=dated(one.issued, year)).strip()


def in_short(one: LegalBasis) -> str:
    """A later mention."""
    return wording("basis.short", kind=one.kind, number=one.number)


def hour(at: datetime | None, key: str) -> str:
    """The hour in words; blank while nobody knows it."""
    if at is None:
        return wording(key, hour=BLANK, minute=BLANK)
    return wording(key, hour=at.hour, minute=f"{at.minute:02}")


def count(n: int) -> str:
    """1.608, as documents write it."""
    return f"{n:,}".replace(",", ".")


def rate(n: int, of: int) -> str:
    """74,2%, rounded down (DOMAIN §4)."""
    whole, tenth = divmod(tenths(n, of), _TEN)
    return f"{whole},{tenth}%"


def short_day(day: date | None) -> str:
    """As tables write it."""
    return f"{day:%d/%m/%Y}" if day else ""


def mark_after(text: str, mark: str = ".") -> str:
    """The mark, unless the words end with one already."""
    return "" if text.rstrip().endswith(tuple(_ENDS)) else mark
