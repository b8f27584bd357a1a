"""The verbs of ``thidua units`` and their arguments."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.words import chosen_language, terminal_words

W = terminal_words(chosen_language())

reorganise = typer.Typer(help=W("help_units"), no_args_is_help=True, rich_markup_mode=None)

Dry = Annotated[bool, typer.Option("--dry-run", help=W("help_dry_run"))]
Day = Annotated[str, typer.Option("--day", metavar="DATE", help=W("help_day"))]
Code = Annotated[str, typer.Argument(metavar="CODE", help=W("help_unit"))]
Codes = Annotated[list[str], typer.Argument(metavar="CODE… INTO CODE…", help=W("help_codes"))]


@reorganise.command(help=W("help_units_move"))
def move(file: Annotated[Path, typer.Argument(metavar="FILE", help=W("help_file"))], *, dry_run: Dry = False) -> None:
    """Units under other ones."""
    from bot.commands import edge, units

    edge.go(lambda settings: units.move(settings, file, dry_run=dry_run), quiet=True)


@reorganise.command(help=W("help_units_merge"))
def merge(codes: Codes, day: Day = "", *, dry_run: Dry = False) -> None:
    """Several units become one."""
    from bot.commands import edge, units

    edge.go(lambda settings: units.merge(settings, codes, day, dry_run=dry_run), quiet=True)


@reorganise.command(help=W("help_units_split"))
def split(codes: Codes, day: Day = "", *, dry_run: Dry = False) -> None:
    """One unit becomes several."""
    from bot.commands import edge, units

    edge.go(lambda settings: units.split(settings, codes, day, dry_run=dry_run), quiet=True)


@reorganise.command(help=W("help_units_rename"))
def rename(
    code: Code,
    name: Annotated[str, typer.Argument(metavar="NAME", help=W("help_name"))],
    day: Day = "",
    *,
    dry_run: Dry = False,
) -> None:
    """Another name."""
    from bot.commands import edge, units

    edge.go(lambda settings: units.rename(settings, code, name, day, dry_run=dry_run), quiet=True)


@reorganise.command(help=W("help_units_close"))
def close(
    code: Code,
    day: Day = "",
    successor: Annotated[str, typer.Option(metavar="CODE", help=W("help_successor"))] = "",
    *,
    dry_run: Dry = False,
) -> None:
    """The end of a unit."""
    from bot.commands import edge, units

    edge.go(lambda settings: units.close(settings, code, day, successor, dry_run=dry_run), quiet=True)
