"""The letter that urges late units, as a draft: a person completes, checks and signs it (DOMAIN §7, §9)."""

import re

from documents import official
from documents.official import Column, Head, Paper
from documents.papers.openings import started
from domain.letters import ChaseLetter
from texts.official import BLANK, dated, numbered, wording

COLUMNS = (
    ("place", 0.07, True),
    ("unit", 0.33, False),
    ("above", 0.3, False),
    ("times", 0.1, True),
    ("note", 0.2, False),
)
_JOINED = re.compile(r"\.(?=\w)")


def chase(letter: ChaseLetter, template: bytes = b"") -> bytes:
    """The .docx: the letter, and the annex that names every late unit."""
    head = letter.head
    year = letter.day.year
    number = wording("number", number=BLANK, symbol=head.symbol or BLANK)
    subject = wording("chase.subject", duty=letter.duty)
    paper = started("letter", wording("subject", subject=subject), template, is_draft=True)
    place = wording("place_day", place=head.place or BLANK, day=dated(None, year))
    official.head(paper, Head(head.superior or BLANK, head.body, number, place, subject))
    official.addressee(paper, _to(letter))
    for text in _body(letter):
        official.body(paper, text)
    signer = [_JOINED.sub(". ", line) for line in head.signer]
    official.close(paper, (wording("as_above"), wording("filed")), signer)
    _annex(paper, letter)
    return official.as_bytes(paper)


def _to(letter: ChaseLetter) -> str:
    if len(letter.units) == 1:
        return wording("chase.to_unit", unit=letter.units[0].name)
    return wording("chase.to_units")


def _body(letter: ChaseLetter) -> list[str]:
    head, basis = letter.head, letter.basis
    said = {"body": head.body, "duty": letter.duty}
    abstract = basis.abstract[:1].lower() + basis.abstract[1:]
    of = {"number": numbered(basis.number), "symbol": basis.symbol or BLANK, "day": dated(basis.issued)}
    counted = {"n": len(letter.units), "total": letter.obliged, "day": dated(letter.day)}
    whom = wording("chase.whom_unit" if len(letter.units) == 1 else "chase.whom_units")
    known = {"room": head.room or BLANK, "phone": head.phone or BLANK, "mail": head.mail or BLANK}
    return [
        wording("chase.basis", **said, **of, abstract=abstract, due=dated(letter.due)),
        wording("chase.late", **said, **counted),
        wording("chase.ask", **said, whom=whom),
        wording("chase.ask_hurry", **said, day=dated(None, letter.day.year)),
        wording("chase.ask_tell", **said),
        wording("chase.weighs"),
        wording("chase.contact", **known),
        wording("chase.close", **said),
    ]


def _annex(paper: Paper, letter: ChaseLetter) -> None:
    head = letter.head
    what = wording("letter_named", number=BLANK, symbol=head.symbol or BLANK, day=dated(None, letter.day.year))
    called = wording("chase.annex_title", duty=letter.duty, day=dated(letter.day))
    official.annex(paper, called, wording("annex_of", what=what, body=head.body))
    columns = [Column(wording(f"chase.{name}"), share, centred) for name, share, centred in COLUMNS]
    rows = [(str(place), one.name, one.above, str(one.times), one.note) for place, one in enumerate(letter.units, 1)]
    official.table(paper, columns, rows)
