"""The upper part of a document: who issues it, the nation and its motto, number, place and day, title, addressees."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.shared import Mm, Pt

from documents.official.lines import (
    AT_LEFT,
    BETWEEN,
    BOTH,
    FIRST_LINE,
    SIZE,
    SMALL,
    frame,
    gap,
    rule,
    wide,
    written,
)
from documents.official.sheet import Paper
from texts.official import wording

_SHARES = (0.4, 0.6)
"""Of the left and the right half of the upper part."""


@dataclass(frozen=True, slots=True)
class Head:
    """The upper part. ``number`` and ``place`` are written out, blanks and all; a letter has a ``subject``.

    A long ``body`` may say by a line end where it is to be broken.
    """

    superior: str
    body: str
    number: str
    place: str
    subject: str = ""


def head(paper: Paper, told: Head) -> None:
    """Superior and issuing body on the left, the nation and its motto on the right; number, subject, place and day."""
    if paper.is_template:
        paper.fill("superior", told.superior.upper())
        paper.fill_lines("body", told.body.upper().splitlines())
        for name, said in (("number", told.number), ("place_day", told.place), ("subject", told.subject)):
            paper.fill(name, said)
        return
    table = frame(paper, _SHARES)
    left, right = table.rows[0].cells
    written(left.paragraphs[0], told.superior.upper(), 12)
    for name in told.body.upper().splitlines():
        written(left.add_paragraph(), name, SMALL, bold=True)
    rule(left.add_paragraph(), _SHARES[0], wide(told.body.upper(), SMALL), 0.4)
    written(right.paragraphs[0], wording("nation"), 12, bold=True)
    written(right.add_paragraph(), wording("motto"), SIZE, bold=True)
    rule(right.add_paragraph(), _SHARES[1], wide(wording("motto"), SIZE), 1.0)
    left, right = table.add_row().cells
    written(left.paragraphs[0], told.number, SMALL)
    if told.subject:
        subject = written(left.add_paragraph(), wording("subject", subject=told.subject), 12)
        subject.paragraph_format.space_before = BETWEEN
    written(right.paragraphs[0], told.place, SIZE, italic=True)
    gap(paper)


def title(paper: Paper, kind: str, abstract: str) -> None:
    """The kind of document in capitals, what it is about below, and the rule under that."""
    if paper.is_template:
        paper.fill("kind", kind.upper())
        paper.fill("about", abstract)
        return
    written(paper.add_paragraph(), kind.upper(), SIZE, bold=True)
    written(paper.add_paragraph(), abstract, SIZE, bold=True)
    rule(paper.add_paragraph(), 1, wide(abstract, SIZE), 0.4)


def addressee(paper: Paper, *whom: str) -> None:
    """The line "Kính gửi" with its addressee; several stand on lines of their own, aligned under the colon."""
    if paper.is_template:
        ends = [f"- {one}{'.' if place == len(whom) else ';'}" for place, one in enumerate(whom, 1)]
        paper.fill_lines("to", ends if len(whom) > 1 else whom)
        return
    if len(whom) == 1:
        line = written(paper.add_paragraph(), wording("addressee", whom=whom[0]), SIZE)
        line.paragraph_format.space_after = Pt(12)
        return
    line = written(paper.add_paragraph(), wording("addressees"), SIZE, place=AT_LEFT)
    line.paragraph_format.left_indent = Mm(30)
    for place, one in enumerate(whom, 1):
        line = written(paper.add_paragraph(), f"- {one}{'.' if place == len(whom) else ';'}", SIZE, place=AT_LEFT)
        line.paragraph_format.left_indent = Mm(50)
    line.paragraph_format.space_after = Pt(12)


def bases(paper: Paper, lines: Sequence[str]) -> None:
    """What the document rests on: in italics, each with a semicolon, the last with a full stop."""
    if paper.is_template:
        paper.fill_lines("bases", [one + ("." if place == len(lines) else ";") for place, one in enumerate(lines, 1)])
        return
    for place, one in enumerate(lines, 1):
        line = written(
            paper.add_paragraph(), one + ("." if place == len(lines) else ";"), SIZE, italic=True, place=BOTH
        )
        line.paragraph_format.first_line_indent = FIRST_LINE
        line.paragraph_format.space_after = BETWEEN
