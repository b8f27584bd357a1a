"""The page of a document: A4, its margins and font, page numbers, and the mark of a draft (Decree 30/2020, Annex I)."""

import io

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt

from documents.official.lines import A4, BOTTOM, CENTRE, FONT, LEFT, RIGHT, SIZE, SMALL, TOP, Line, written
from documents.official.sheet import Paper
from texts.official import wording


def blank(title: str, *, landscape: bool = False, is_draft: bool = False) -> Paper:
    """An empty document: A4, margins and font as they must be, page numbers on top from the second page on."""
    file = docx.Document()
    named(file, title)
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    page(file.sections[0], landscape=landscape, is_draft=is_draft)
    return Paper(file)


def named(file: Document, title: str) -> None:
    """What programs show of it beside its text; nobody's name."""
    file.core_properties.title, file.core_properties.author = title, ""
    file.core_properties.comments = ""


def draft(paper: Paper) -> None:
    """A template of the office, too, says on its first page that this is a draft."""
    section = paper.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    line = section.first_page_header.paragraphs[0]
    line.clear()
    written(line, wording("draft"), SMALL, bold=True)


def page(section: Section, *, landscape: bool, is_draft: bool) -> None:
    """Size, margins and page numbers of a section."""
    width, height = A4[::-1] if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    _page_number(section.header.paragraphs[0])
    if is_draft:
        written(section.first_page_header.paragraphs[0], wording("draft"), SMALL, bold=True)


def _page_number(line: Line) -> None:
    """Arabic, 13 to 14 pt, in the middle of the top margin, and not on the first page."""
    line.alignment = CENTRE
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
    paper.close()
    paper.file.save(kept)
    return kept.getvalue()
