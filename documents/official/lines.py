"""Words on paper: the sizes of the decree, lines of text, rules under them, and frames without lines."""

from collections.abc import Sequence
from typing import Final, TypeAlias

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from documents.official.sheet import Paper, clean

Line: TypeAlias = Paragraph
FONT: Final = "Times New Roman"
SIZE: Final = 14
"""Of the body: 13 to 14 pt."""
SMALL: Final = 13
LEAST: Final = 12
RECIPIENTS: Final = 11
A4: Final = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
"""Margins: top and bottom 20 to 25 mm, left 30 to 35, right 15 to 20."""
WIDTH: Final = Mm(165)
"""Between the margins."""
LYING: Final = Mm(252)
"""The same on a page that lies."""
BETWEEN: Final = Pt(6)
FIRST_LINE: Final = Cm(1.27)
CENTRE, AT_LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_NARROW: Final = 0.5
_WIDE: Final = 0.72
"""About how wide small and capital letters are, in sizes: rules under lines are measured by it."""
_AFTER_BORDERS: Final = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What follows borders in a paragraph's properties: their order is fixed."""


def written(
    line: Line,
    text: str,
    size: int = SIZE,
    *,
    bold: bool = False,
    italic: bool = False,
    place: WD_ALIGN_PARAGRAPH = CENTRE,
) -> Line:
    """Add words to a line, and say where the line stands."""
    run = line.add_run(clean(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    line.alignment = place
    return line


def wide(text: str, size: int) -> int:
    """About how wide these words are in one line."""
    return int(sum(_WIDE if letter.isupper() else _NARROW for letter in text) * Pt(size))


def rule(line: Line, cell: float, words: int, share: float) -> None:
    """A line under words in the middle of a cell (a share of the width), ``share`` of their length."""
    inner = int(WIDTH * cell)
    rest = max(0, inner - int(min(words, inner) * share)) // 2
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Length(rest)
    line.paragraph_format.space_before = Pt(1.5)
    line.paragraph_format.line_spacing = Pt(3)
    line.paragraph_format.space_after = BETWEEN
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001 - it has no borders


def frame(paper: Paper, shares: Sequence[float]) -> Table:
    """A table without lines, as wide as the text."""
    table: Table = paper.add_table(rows=1, cols=len(shares))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths(table, shares, WIDTH)
    _no_margins(table)
    return table


def widths(table: Table, shares: Sequence[float], width: Length) -> None:
    """In the grid and in each cell: programs differ in which of them they look at."""
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Length(int(width * share))


def _no_margins(table: Table) -> None:
    """The long lines of the head need all the room there is."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "0")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - it has no margins


def gap(paper: Paper) -> None:
    """The small gap after a frame."""
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def closing(paper: Paper, shares: Sequence[float]) -> Table:
    """A frame for signatures: on one page, and with the last paragraph before it, so that none stands alone."""
    last = paper.file.element.body.xpath("./w:p")[-1:]
    for line in last:
        Paragraph(line, paper.file).paragraph_format.keep_with_next = True
    between = paper.add_paragraph()
    between.paragraph_format.space_after, between.paragraph_format.keep_with_next = Pt(0), True
    table = frame(paper, shares)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no such rows
    return table
