"""The text of a document: its parts and paragraphs, open lines, recipients, and room for signatures."""

from collections.abc import Sequence

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

from documents.official.lines import (
    AT_LEFT,
    BETWEEN,
    BOTH,
    FIRST_LINE,
    LEAST,
    RECIPIENTS,
    SIZE,
    WIDTH,
    Line,
    closing,
    gap,
    written,
)
from documents.official.sheet import Paper
from texts.official import wording

_SIGNATURE = 4
"""Empty lines under a position."""
OPEN_LINES = 2


def body(paper: Paper, text: str) -> Line:
    """A paragraph of the text: justified, its first line set in, at least 6 pt from the next."""
    line = written(paper.add_paragraph(), text, SIZE, place=BOTH)
    line.paragraph_format.first_line_indent = FIRST_LINE
    line.paragraph_format.space_after = BETWEEN
    return line


def space(paper: Paper) -> None:
    """Room after a table."""
    paper.add_paragraph().paragraph_format.space_after = BETWEEN


def close(paper: Paper, recipients: Sequence[str], signer: Sequence[str]) -> None:
    """Recipients on the left, the signer's position on the right; room for a signature, and no name under it.

    Without recipients the left stays empty: those of the document count.
    """
    if paper.is_template:
        paper.close()
        ends = [f"- {one}{'.' if place == len(recipients) else ';'}" for place, one in enumerate(recipients, 1)]
        paper.fill_lines("recipients", ends)
        paper.fill_lines("signer", [one.upper() for one in signer])
        return
    left, right = closing(paper, (0.5, 0.5)).rows[0].cells
    if recipients:
        written(left.paragraphs[0], wording("recipients"), LEAST, bold=True, italic=True, place=AT_LEFT)
    for place, one in enumerate(recipients, 1):
        mark = "." if place == len(recipients) else ";"
        written(left.add_paragraph(), f"- {one}{mark}", RECIPIENTS, place=AT_LEFT)
    for place, position in enumerate(signer or ("",)):
        line = right.paragraphs[0] if place == 0 else right.add_paragraph()
        written(line, position.upper(), SIZE, bold=True)
    for _ in range(_SIGNATURE):
        right.add_paragraph()


def part(paper: Paper, text: str) -> None:
    """A part with its Roman number: in capitals, bold."""
    _headed(paper, text.upper())


def section(paper: Paper, text: str) -> None:
    """A section with its number and title: bold."""
    _headed(paper, text)


def _headed(paper: Paper, text: str) -> None:
    line = written(paper.add_paragraph(), text, SIZE, bold=True, place=BOTH)
    line.paragraph_format.first_line_indent = FIRST_LINE
    line.paragraph_format.space_after = BETWEEN
    line.paragraph_format.keep_with_next = True


def open_lines(paper: Paper, count: int = OPEN_LINES) -> None:
    """Dotted lines for what only a person can say."""
    for _ in range(count):
        line = written(paper.add_paragraph(), "\t", SIZE, place=AT_LEFT)
        line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        line.paragraph_format.first_line_indent = FIRST_LINE
        line.paragraph_format.space_after = BETWEEN


def asked_line(paper: Paper, label: str, value: str = "") -> None:
    """A label and what is known; without a value a dotted line runs to the margin."""
    line = written(paper.add_paragraph(), f"- {label}: {value}" if value else f"- {label}: \t", SIZE, place=AT_LEFT)
    if value:
        line.alignment = BOTH
    else:
        line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    line.paragraph_format.first_line_indent = FIRST_LINE
    line.paragraph_format.space_after = BETWEEN


def signatures(paper: Paper, left: Sequence[str], right: Sequence[str], names: tuple[str, str] = ("", "")) -> None:
    """Two who sign beside each other; each position line by line, small words in brackets, then room and the name."""
    if paper.is_template:
        paper.close()
        paper.fill("left", names[0])
        paper.fill("right", names[1])
        return
    for cell, lines, name in zip(closing(paper, (0.5, 0.5)).rows[0].cells, (left, right), names, strict=True):
        for place, text in enumerate(lines):
            line = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            small = text.startswith("(")
            written(line, text if small else text.upper(), SIZE - small, bold=not small, italic=small)
        for _ in range(_SIGNATURE):
            cell.add_paragraph()
        written(cell.add_paragraph(), name, SIZE, bold=True)


def filed(paper: Paper, recipients: Sequence[str]) -> None:
    """Recipients alone, at the left, under signatures; a template has its own."""
    if paper.is_template:
        return
    gap(paper)
    written(paper.add_paragraph(), wording("recipients"), LEAST, bold=True, italic=True, place=AT_LEFT)
    for place, one in enumerate(recipients, 1):
        mark = "." if place == len(recipients) else ";"
        written(paper.add_paragraph(), f"- {one}{mark}", RECIPIENTS, place=AT_LEFT)
