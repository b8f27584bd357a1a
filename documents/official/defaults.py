"""Templates to begin with: the layout of the decree with its places, for an office to change in its own program."""

from typing import Final

from docx.oxml.ns import qn
from docx.shared import Mm

from documents.official.bodies import body, filed, signatures
from documents.official.heads import Head, head, title
from documents.official.lines import AT_LEFT, BETWEEN, BOTH, FIRST_LINE, LEAST, RECIPIENTS, SIZE, closing, written
from documents.official.pages import as_bytes, blank
from documents.official.sheet import Paper, paragraphs
from documents.official.templates import PLACES, Kind, called
from texts.official import wording

_SIGNED: Final = {
    "minutes": (("minutes.sign_secretary",), ("minutes.sign_chair",)),
    "achievement": (
        ("achievement.confirm_individual", "achievement.by_hand_sealed"),
        ("achievement.sign_individual", "achievement.by_hand"),
    ),
}
"""Who signs where two do, by the kind of document."""
_RESTS: Final = (Mm(21), Mm(55))
"""Beside the rule under the body, and under the abstract."""
_ROOM: Final = 4
"""Empty lines for a signature."""


def default(kind: Kind) -> bytes:
    """The .docx with a place for everything that is known of this kind."""
    marks = {name: f"{{{{{place}}}}}" for name, place in called(kind).items()}
    paper = blank(wording(f"template.{kind}"))
    told = [marks.get(name, "") for name in ("superior", "body", "number", "place_day", "subject")]
    head(paper, Head(*told))
    if "kind" in marks:
        title(paper, marks["kind"], marks["about"])
    if "to" in marks:
        written(paper.add_paragraph(), wording("addressees"), SIZE, place=AT_LEFT).paragraph_format.left_indent = Mm(30)
        written(paper.add_paragraph(), marks["to"], SIZE, place=AT_LEFT).paragraph_format.left_indent = Mm(50)
    if "bases" in marks:
        line = written(paper.add_paragraph(), marks["bases"], SIZE, italic=True, place=BOTH)
        line.paragraph_format.first_line_indent = FIRST_LINE
        line.paragraph_format.space_after = BETWEEN
    _ruled(paper)
    body(paper, marks["text"])
    if kind in _SIGNED:
        left, right = ([wording(key) for key in keys] for keys in _SIGNED[kind])
        signatures(paper, left, right, (marks.get("left", ""), marks.get("right", "")))
        if kind == "minutes":
            filed(paper, [wording("minutes.filed")])
    else:
        _close(paper, marks)
    return as_bytes(paper)


def _ruled(paper: Paper) -> None:
    """Rules under the body and the abstract for words of usual length: those of the places are short."""
    lined = {one.getparent().getparent() for one in paper.file.element.body.iter(qn("w:pBdr"))}
    rules = [one for one in paragraphs(paper.file) if one._p in lined]  # noqa: SLF001 - python-docx has no borders
    for rule, rest in zip((rules[0], *rules[2:]), _RESTS, strict=False):
        rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = rest


def _close(paper: Paper, marks: dict[str, str]) -> None:
    left, right = closing(paper, (0.5, 0.5)).rows[0].cells
    written(left.paragraphs[0], wording("recipients"), LEAST, bold=True, italic=True, place=AT_LEFT)
    written(left.add_paragraph(), marks["recipients"], RECIPIENTS, place=AT_LEFT)
    written(right.paragraphs[0], marks["signer"], SIZE, bold=True)
    for _ in range(_ROOM):
        right.add_paragraph()


KINDS: Final = tuple(PLACES)
