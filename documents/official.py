"""The building blocks of an administrative document: page, head, title, body, signature, recipients, annex.

Sizes and places are those of Decree 30/2020/ND-CP, Annex I. python-docx is known to this module alone.
"""

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final, TypeAlias

import docx
import docx.document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from texts.official import wording

Paper: TypeAlias = docx.document.Document
FONT: Final = "Times New Roman"
SIZE: Final = 14
"""Of the body: 13 to 14 pt."""
SMALL: Final = 13
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
_CENTRE, _LEFT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
_SHARES: Final = (0.4, 0.6)
"""Of the left and the right half of the upper part."""
_SIGNATURE: Final = 4
"""Empty lines under a position."""
_NARROW: Final = 0.5
_WIDE: Final = 0.72
"""About how wide small and capital letters are, in sizes: rules under lines are measured by it."""
_AFTER_BORDERS: Final = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What follows borders in a paragraph's properties: their order is fixed."""
_AFTER_NUMBERS: Final = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid")
"""What follows the start of page numbers in a section's."""


@dataclass(frozen=True, slots=True)
class Head:
    """The upper part. ``number`` and ``place`` are written out, blanks and all; a letter has a ``subject``."""

    superior: str
    body: str
    number: str
    place: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its share of the width, and whether its cells stand in the middle."""

    label: str
    share: float
    centred: bool = False


# -- the page ----------------------------------------------------------------------------------------------------------


def blank(title: str, *, landscape: bool = False, is_draft: bool = False) -> Paper:
    """An empty document: A4, margins and font as they must be, page numbers on top from the second page on."""
    paper = docx.Document()
    paper.core_properties.title, paper.core_properties.author = title, ""
    paper.core_properties.comments = ""
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _page(paper.sections[0], landscape=landscape, is_draft=is_draft)
    return paper


def _page(section: Section, *, landscape: bool, is_draft: bool) -> None:
    width, height = A4[::-1] if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    _page_number(section.header.paragraphs[0])
    if is_draft:
        _written(section.first_page_header.paragraphs[0], wording("draft"), SMALL, bold=True)


def _page_number(line: Paragraph) -> None:
    """Arabic, 13 to 14 pt, in the middle of the top margin, and not on the first page."""
    line.alignment = _CENTRE
    run = line.add_run()
    run.font.size = Pt(SMALL)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields


def as_bytes(paper: Paper) -> bytes:
    """The whole .docx."""
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


# -- the upper part ----------------------------------------------------------------------------------------------------


def head(paper: Paper, told: Head) -> None:
    """Superior and issuing body on the left, the nation and its motto on the right; number, subject, place and day."""
    table = _frame(paper, _SHARES)
    left, right = table.rows[0].cells
    _written(left.paragraphs[0], told.superior.upper(), 12)
    _written(left.add_paragraph(), told.body.upper(), SMALL, bold=True)
    _rule(left.add_paragraph(), _SHARES[0], _wide(told.body.upper(), SMALL), 0.4)
    _written(right.paragraphs[0], wording("nation"), 12, bold=True)
    _written(right.add_paragraph(), wording("motto"), SIZE, bold=True)
    _rule(right.add_paragraph(), _SHARES[1], _wide(wording("motto"), SIZE), 1.0)
    left, right = table.add_row().cells
    _written(left.paragraphs[0], told.number, SMALL)
    if told.subject:
        subject = _written(left.add_paragraph(), wording("subject", subject=told.subject), 12)
        subject.paragraph_format.space_before = BETWEEN
    _written(right.paragraphs[0], told.place, SIZE, italic=True)
    _close(paper)


def _frame(paper: Paper, shares: Sequence[float]) -> Table:
    """A table without lines, as wide as the text."""
    table: Table = paper.add_table(rows=1, cols=len(shares))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _widths(table, shares, WIDTH)
    _no_margins(table)
    return table


def _widths(table: Table, shares: Sequence[float], width: Length) -> None:
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


def _close(paper: Paper) -> None:
    """The small gap after a frame."""
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _wide(text: str, size: int) -> int:
    """About how wide these words are in one line."""
    return int(sum(_WIDE if letter.isupper() else _NARROW for letter in text) * Pt(size))


def _rule(line: Paragraph, cell: float, words: int, share: float) -> None:
    """A line under words in the middle of a cell (a share of the width), ``share`` of their length."""
    inner = int(WIDTH * cell)
    rest = max(0, inner - int(min(words, inner) * share)) // 2
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Length(rest)
    line.paragraph_format.line_spacing = Pt(3)
    line.paragraph_format.space_after = BETWEEN
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)  # noqa: SLF001 - it has no borders


def _written(
    line: Paragraph,
    text: str,
    size: int = SIZE,
    *,
    bold: bool = False,
    italic: bool = False,
    place: WD_ALIGN_PARAGRAPH = _CENTRE,
) -> Paragraph:
    run = line.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    line.alignment = place
    return line


# -- the body ----------------------------------------------------------------------------------------------------------


def addressee(paper: Paper, whom: str) -> None:
    """The line "Kính gửi" with one addressee."""
    line = _written(paper.add_paragraph(), wording("addressee", whom=whom), SIZE)
    line.paragraph_format.space_after = Pt(12)


def title(paper: Paper, kind: str, abstract: str) -> None:
    """The kind of document in capitals, what it is about below, and the rule under that."""
    _written(paper.add_paragraph(), kind.upper(), SIZE, bold=True)
    _written(paper.add_paragraph(), abstract, SIZE, bold=True)
    _rule(paper.add_paragraph(), 1, _wide(abstract, SIZE), 0.4)


def body(paper: Paper, text: str) -> Paragraph:
    """A paragraph of the text: justified, its first line set in, at least 6 pt from the next."""
    line = _written(paper.add_paragraph(), text, SIZE, place=_BOTH)
    line.paragraph_format.first_line_indent = FIRST_LINE
    line.paragraph_format.space_after = BETWEEN
    return line


def close(paper: Paper, recipients: Sequence[str], signer: Sequence[str]) -> None:
    """Recipients on the left, the signer's position on the right; room for a signature, and no name under it."""
    _close(paper)
    left, right = _frame(paper, (0.5, 0.5)).rows[0].cells
    _written(left.paragraphs[0], wording("recipients"), 12, bold=True, italic=True, place=_LEFT)
    for place, one in enumerate(recipients, 1):
        mark = "." if place == len(recipients) else ";"
        _written(left.add_paragraph(), f"- {one}{mark}", RECIPIENTS, place=_LEFT)
    for place, position in enumerate(signer or ("",)):
        line = right.paragraphs[0] if place == 0 else right.add_paragraph()
        _written(line, position.upper(), SIZE, bold=True)
    for _ in range(_SIGNATURE):
        right.add_paragraph()


# -- annexes -----------------------------------------------------------------------------------------------------------


def annex(
    paper: Paper, called: str, of: str, *, number: str = "", landscape: bool = False, is_first: bool = False
) -> None:
    """A new page with numbers of its own: "Phụ lục", its title in capitals, and what it comes with.

    ``is_first``: the document is made of annexes alone, and begins with this one.
    """
    section = paper.sections[0] if is_first else paper.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=landscape, is_draft=False)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, *_AFTER_NUMBERS)  # noqa: SLF001 - it has no start
    name = wording("annex_number", number=number) if number else wording("annex")
    _written(paper.add_paragraph(), name, SIZE, bold=True)
    _written(paper.add_paragraph(), called.upper(), SIZE, bold=True)
    _written(paper.add_paragraph(), of, SIZE, italic=True).paragraph_format.space_after = Pt(12)


def table(paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[str]], width: Length = WIDTH) -> None:
    """A table with lines; its head is repeated on every page, and no row is torn between two."""
    found = paper.add_table(rows=1, cols=len(columns))
    found.style, found.alignment, found.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _widths(found, [column.share for column in columns], width)
    _line(found, [column.label for column in columns], columns, width, bold=True)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    found.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - it has no heads of tables
    if rows:
        found.add_row()
        _line(found, ["x"] * len(columns), columns, width)
        _filled(found, rows)


def _filled(found: Table, rows: Sequence[Sequence[str]]) -> None:
    """One row like the last of the table for each of these: copied, for making 2,000 anew takes a minute."""
    pattern = found.rows[-1]._tr  # noqa: SLF001 - it cannot copy rows
    found._tbl.remove(pattern)  # noqa: SLF001 - as above
    for texts in rows:
        row = deepcopy(pattern)
        for place, text in zip(row.iter(qn("w:t")), texts, strict=True):
            place.text = "".join(letter for letter in text if letter.isprintable())
            place.set(qn("xml:space"), "preserve")
        found._tbl.append(row)  # noqa: SLF001 - as above


def _line(found: Table, texts: Sequence[str], columns: Sequence[Column], width: Length, *, bold: bool = False) -> None:
    row = found.rows[-1]
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 - as above
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        cell.width = Length(int(width * column.share))
        _written(cell.paragraphs[0], text, 12, bold=bold, place=_CENTRE if bold or column.centred else _LEFT)
