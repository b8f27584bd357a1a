"""The building blocks of an administrative document, after Decree 30/2020/ND-CP, Annex I.

python-docx is known to this room alone.
"""

from documents.official.bodies import asked_line, body, close, filed, open_lines, part, section, signatures, space
from documents.official.heads import Head, addressee, bases, head, title
from documents.official.lines import LYING, WIDTH
from documents.official.pages import as_bytes, blank, draft, named
from documents.official.sheet import Paper
from documents.official.tables import Column, annex, table

__all__ = [
    "LYING",
    "WIDTH",
    "Column",
    "Head",
    "Paper",
    "addressee",
    "annex",
    "as_bytes",
    "asked_line",
    "bases",
    "blank",
    "body",
    "close",
    "draft",
    "filed",
    "head",
    "named",
    "open_lines",
    "part",
    "section",
    "signatures",
    "space",
    "table",
    "title",
]
