"""The paper one writes on: an empty one, or an office's own template whose places are filled (runs only, S21)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Final

import docx.document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.text.run import CT_R
from docx.section import Section, Sections
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

PLACE: Final = re.compile(r"\{\{\s*(\w{1,40})\s*\}\}")
"""A place in a template: its name in double braces, in capitals or not."""


def clean(text: str) -> str:
    """Without what no document can hold: control characters, halves of letters, line ends (RELIABILITY S21)."""
    spaced = text.replace("\n", " ").replace("\u00a0", " ")
    return "".join(letter for letter in spaced if letter.isprintable() or letter == "\t")


class Paper:
    """A document in the making. In a template the text goes to its place, and what came after it comes after it."""

    def __init__(self, file: docx.document.Document, places: Mapping[str, str] | None = None) -> None:
        """``places``: what places are called in templates, by their names here; None for an empty paper."""
        self.file = file
        self.is_template = places is not None
        self._runs: dict[str, list[Run]] = {}
        self._tail: list[object] = []
        if places is not None:
            named = {called: name for name, called in places.items()}
            for line in paragraphs(file):
                for called, run in parted(line):
                    self._runs.setdefault(named.get(called, called), []).append(run)
            self._open()

    def _open(self) -> None:
        """Take away the place of the text and, for now, what follows it."""
        [run] = self._runs.pop("text")
        line, body = run._r.getparent(), self.file.element.body  # noqa: SLF001 - python-docx does not move paragraphs
        after = [one for one in line.itersiblings() if one.tag != qn("w:sectPr")]
        for one in (line, *after):
            body.remove(one)
        self._tail = list(after)

    def close(self) -> None:
        """The text has ended: what follows it in the template is put back, with a line of the text on its page."""
        body = self.file.element.body
        written = [one for one in body.iterchildren() if one.tag == qn("w:p")]
        if self._tail and written:
            Paragraph(written[-1], self.file).paragraph_format.keep_with_next = True
        for one in self._tail:
            body.insert(len(body) - 1, one)
        self._tail = []

    def fill(self, name: str, text: str) -> None:
        """Write words in a place, in its own fashion; a template without that place says it in its own words."""
        for run in self._runs.pop(name, ()):
            run.text = clean(text)

    def fill_lines(self, name: str, lines: Sequence[str]) -> None:
        """The same with one line after another, each like the first; without any, the place is blank."""
        for run in self._runs.pop(name, ()):
            first = run._r.getparent()  # noqa: SLF001 - python-docx does not copy paragraphs
            place = first.index(run._r)  # noqa: SLF001 - as above
            for text in reversed(lines[1:]):
                another = deepcopy(first)
                Run(another[place], run._parent).text = clean(text)  # noqa: SLF001 - as above
                first.addnext(another)
            run.text = clean(lines[0]) if lines else ""

    # -- as python-docx has it -----------------------------------------------------------------------------------------

    def add_paragraph(self) -> Paragraph:
        """A line at the end."""
        return self.file.add_paragraph()

    def add_table(self, rows: int, cols: int) -> Table:
        """A table at the end, without lines."""
        table: Table = self.file.add_table(rows, cols)
        return table

    def add_section(self, kind: WD_SECTION) -> Section:
        """A section at the end."""
        section: Section = self.file.add_section(kind)
        return section

    @property
    def sections(self) -> Sections:
        """All of them."""
        return self.file.sections


def paragraphs(file: docx.document.Document) -> Iterator[Paragraph]:
    """Every line, those in tables too, in the order of the document."""
    for one in file.element.body.iter(qn("w:p")):
        yield Paragraph(one, file)


def parted(line: Paragraph) -> list[tuple[str, Run]]:
    """The places in a line, each made a run of its own: programs cut words into runs as they please."""
    found = list(PLACE.finditer(line.text))
    if not found:
        return []
    letters = [(letter, run) for run in line.runs for letter in run.text]
    if "".join(letter for letter, _ in letters) != line.text:
        return []
    made: list[tuple[str, Run]] = []
    old = [run._r for run in line.runs]  # noqa: SLF001 - python-docx does not divide runs
    new: list[CT_R] = []
    at = 0
    for match in found:
        new += _copied(letters[at : match.start()])
        run = deepcopy(letters[match.start()][1]._r)  # noqa: SLF001 - as above
        new.append(run)
        made.append((match[1].lower(), Run(run, line)))
        at = match.end()
    new += _copied(letters[at:])
    for one in new:
        old[0].addprevious(one)
    for one in old:
        one.getparent().remove(one)
    return made


def _copied(letters: Sequence[tuple[str, Run]]) -> list[CT_R]:
    """Runs for these letters, in the fashion of those they came from."""
    made: list[CT_R] = []
    last: Run | None = None
    for letter, run in letters:
        if run is not last:
            made.append(deepcopy(run._r))  # noqa: SLF001 - as above
            Run(made[-1], run._parent).text = ""  # noqa: SLF001 - as above
            last = run
        copy = Run(made[-1], run._parent)  # noqa: SLF001 - as above
        copy.text += letter
    return made
