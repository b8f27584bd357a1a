"""Annexes with pages of their own, and tables with lines (Decree 30/2020, Annex I)."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeAlias

from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.shared import Length, Pt
from docx.table import Table

from documents.official.lines import AT_LEFT, CENTRE, SIZE, WIDTH, widths, written
from documents.official.pages import page
from documents.official.sheet import Paper, clean
from texts.official import wording

_AFTER_NUMBERS = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid")
"""What follows the start of page numbers in a section's properties: their order is fixed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; its share of the width, and whether its cells stand in the middle."""

    label: str
    share: float
    centred: bool = False


def annex(
    paper: Paper,
    called: str,
    of: str,
    *,
    number: str = "",
    landscape: bool = False,
    is_first: bool = False,
) -> None:
    """A new page with numbers of its own: "Phụ lục", its title in capitals, and what it comes with.

    ``is_first``: the document is made of annexes alone, and begins with this one.
    """
    section = paper.sections[0] if is_first else paper.add_section(WD_SECTION.NEW_PAGE)
    if not is_first:
        page(section, landscape=landscape, is_draft=False)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, *_AFTER_NUMBERS)  # noqa: SLF001 - it has no start
    name = wording("annex_number", number=number) if number else wording("annex")
    written(paper.add_paragraph(), name, SIZE, bold=True)
    written(paper.add_paragraph(), called.upper(), SIZE, bold=True)
    written(paper.add_paragraph(), of, SIZE, italic=True).paragraph_format.space_after = Pt(12)


Row: TypeAlias = Sequence[str]
"""A text for each column; one text alone goes over all of them, in bold."""


def table(paper: Paper, columns: Sequence[Column], rows: Sequence[Row], width: Length = WIDTH) -> None:
    """A table with lines; its head is repeated on every page, and no row is torn between two."""
    found = paper.add_table(rows=1, cols=len(columns))
    found.alignment, found.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _lined(found)
    widths(found, [column.share for column in columns], width)
    _line(found, [column.label for column in columns], columns, width, bold=True)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    found.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - it has no heads of tables
    if rows:
        found.add_row()
        _line(found, ["x"] * len(columns), columns, width)
        _filled(found, rows)


def _lined(found: Table) -> None:
    """Lines around every cell, whatever styles a template knows."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        one = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            one.set(qn(f"w:{name}"), value)
        borders.append(one)
    found._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # noqa: SLF001 - it has no borders


def _filled(found: Table, rows: Sequence[Row]) -> None:
    """One row like the last of the table for each of these: copied, for making 2,000 anew takes a minute."""
    pattern = found.rows[-1]._tr  # noqa: SLF001 - it cannot copy rows
    found._tbl.remove(pattern)  # noqa: SLF001 - as above
    for texts in rows:
        row = deepcopy(pattern)
        if len(texts) == 1:
            _over_all(row)
        for place, text in zip(row.iter(qn("w:t")), texts, strict=True):
            place.text = clean(text)
            place.set(qn("xml:space"), "preserve")
        found._tbl.append(row)  # noqa: SLF001 - as above


def _over_all(row: CT_Row) -> None:
    """One cell over all columns, its words in bold."""
    first, *others = row.tc_lst
    first.grid_span = len(row.tc_lst)
    for cell in others:
        row.remove(cell)
    for run in first.iter(qn("w:r")):
        run.get_or_add_rPr().get_or_add_b().val = True


def _line(found: Table, texts: Sequence[str], columns: Sequence[Column], width: Length, *, bold: bool = False) -> None:
    row = found.rows[-1]
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001 - as above
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        cell.width = Length(int(width * column.share))
        written(cell.paragraphs[0], text, 12, bold=bold, place=CENTRE if bold or column.centred else AT_LEFT)
