"""An office's own templates: .docx files in a folder, one for each kind of document, looked at before they are used."""

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias
from zipfile import BadZipFile, ZipFile

import docx
import docx.document
from docx.oxml.ns import qn

from documents.official.lines import FONT
from documents.official.sheet import PLACE, Paper, paragraphs
from domain.mistakes import Mistake
from texts.official import wording

Kind: TypeAlias = Literal["review", "submission", "minutes", "achievement", "letter"]
HEAD: Final = ("superior", "body", "number", "place_day", "kind", "about")
PLACES: Final[Mapping[Kind, tuple[str, ...]]] = {
    "review": (*HEAD, "to", "bases", "text", "recipients", "signer"),
    "submission": (*HEAD, "to", "bases", "text", "recipients", "signer"),
    "minutes": ("superior", "body", "number", "kind", "about", "text", "left", "right"),
    "achievement": ("superior", "body", "place_day", "kind", "about", "text", "right"),
    "letter": ("superior", "body", "number", "place_day", "subject", "to", "text", "recipients", "signer"),
}
"""What may stand in each. Whatever a template does not have a place for, it says in its own fixed words."""
NEEDED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "review": ("number", "bases", "text"),
    "submission": ("number", "bases", "text"),
    "minutes": ("text",),
    "achievement": ("text",),
    "letter": ("number", "text"),
}
LARGEST: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 32 * 1024 * 1024
"""Looked at before anything is unpacked: a small file can be packed so that it fills the memory."""
_DAMAGED: Final = (
    *(BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, OSError, AttributeError),
    *(SyntaxError, RuntimeError),
)
"""What reading a file raises that was cut short, changed, locked by a password, or is none: XML says SyntaxError."""
Templates: TypeAlias = Mapping[str, bytes]
"""By kind; those that are not there are laid out as the decree has it."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A file that cannot be used; told by ``templates.<key>``."""

    file: str
    mistake: Mistake


def called(kind: Kind) -> dict[str, str]:
    """What places are called in templates of that kind, by their names here."""
    return {name: wording(f"place.{name}") for name in PLACES[kind]}


def file_name(kind: Kind) -> str:
    """What its file is called."""
    return wording(f"template.{kind}")


def read(folder: Path) -> tuple[dict[str, bytes], list[Wrong]]:
    """The templates of a folder by kind, and whatever cannot be used; a folder that is not there is one of these."""
    if not folder.is_dir():
        return {}, [Wrong(str(folder), Mistake("template_no_folder"))]
    found: dict[str, bytes] = {}
    wrong: list[Wrong] = []
    names = {file_name(kind): kind for kind in PLACES}
    for path in sorted(folder.glob("*.docx")):
        if path.name.startswith("~$"):  # a lock of the program that has it open
            continue
        kind = names.get(path.name)
        if kind is None:
            wrong.append(Wrong(path.name, Mistake("template_name", names=", ".join(sorted(names)))))
            continue
        content = path.read_bytes()
        problems = list(_problems(kind, content))
        wrong += [Wrong(path.name, one) for one in problems]
        if not problems:
            found[kind] = content
    return found, wrong


def _problems(kind: Kind, content: bytes) -> Iterator[Mistake]:
    try:
        if len(content) > LARGEST or _unpacked(content) > MOST_UNPACKED:
            yield Mistake("template_large")
            return
        file = docx.Document(io.BytesIO(content))
        yield from list(_of(kind, file))
    except _DAMAGED:
        yield Mistake("template_no_docx")


def _unpacked(content: bytes) -> int:
    """As its own list has it; what unpacks to more than that is damaged, and found to be."""
    with ZipFile(io.BytesIO(content)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _of(kind: Kind, file: docx.document.Document) -> Iterator[Mistake]:
    known, lines = called(kind), list(paragraphs(file))
    there = [name.lower() for line in lines for name in PLACE.findall(line.text)]
    yield from (Mistake("template_unknown", place=name) for name in dict.fromkeys(there) if name not in known.values())
    missing = [known[name] for name in NEEDED[kind] if known[name] not in there]
    yield from (Mistake("template_missing", place=name) for name in missing)
    text = [line for line in lines if known["text"] in [name.lower() for name in PLACE.findall(line.text)]]
    is_alone = len(text) == 1 and PLACE.fullmatch(text[0].text.strip()) is not None
    if text and not (is_alone and text[0]._p.getparent().tag == qn("w:body")):  # noqa: SLF001 - where it stands
        yield Mistake("template_text_alone", place=known["text"])
    if file.styles["Normal"].font.name != FONT:
        yield Mistake("template_font", font=FONT)


def opened(kind: Kind, content: bytes) -> Paper:
    """A paper to write on."""
    return Paper(docx.Document(io.BytesIO(content)), called(kind))
