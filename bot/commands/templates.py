"""``thidua templates FOLDER``: writes templates to begin with, for an office to change in its own program."""

import asyncio
from pathlib import Path

import typer

from bot.commands.edge import WRONG, words_of
from bot.settings import Settings


async def lay_out(settings: Settings, folder: Path) -> int:
    """One .docx for each kind of document; nothing that is there already is written over."""
    words = words_of(settings)
    there, made = await asyncio.to_thread(write, folder)
    typer.echo(words("templates_there" if there else "templates_made", names=", ".join(there or made), folder=folder))
    return WRONG if there else 0


def write(folder: Path) -> tuple[list[str], list[str]]:
    """What was there already, and if that is nothing, what was written."""
    from documents.official.defaults import KINDS, default
    from documents.official.templates import file_name

    names = [file_name(kind) for kind in KINDS]
    if there := [name for name in names if (folder / name).exists()]:
        return there, []
    folder.mkdir(parents=True, exist_ok=True)
    for kind, name in zip(KINDS, names, strict=True):
        (folder / name).write_bytes(default(kind))
    return [], names
