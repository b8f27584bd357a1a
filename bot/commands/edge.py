"""Where a verb meets the terminal: settings in, one exit code out, and one last line when it cannot be done."""

import asyncio
from collections.abc import Awaitable, Callable

import typer

from bot.commands.words import TerminalWords, chosen_language, terminal_words
from bot.settings import Settings, SettingsRefused, read_settings

WRONG, BAD_FILE, AGAIN, CONFIG = 1, 65, 75, 78
"""Found wrong by the doctor; sysexits.h: EX_DATAERR, EX_TEMPFAIL (a second instance), EX_CONFIG."""

Verb = Callable[[Settings], Awaitable[int]]


class Ended(Exception):
    """The verb cannot be done: the exit code, what is wrong line by line, the last line saying what to do."""

    def __init__(self, code: int, *lines: str) -> None:
        super().__init__(lines[-1])
        self.code = code
        self.lines = lines


def go(verb: Verb, *, quiet: bool = False) -> None:
    """Run a verb. ``quiet`` verbs speak to a person and leave the log to what goes wrong."""
    try:
        raise typer.Exit(asyncio.run(_run(verb, quiet=quiet)))
    except Ended as ended:
        for line in ended.lines:
            typer.echo(line, err=True)
        raise typer.Exit(ended.code) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


async def _run(verb: Verb, *, quiet: bool) -> int:
    try:
        settings = read_settings()
    except SettingsRefused as refused:
        raise Ended(CONFIG, terminal_words(chosen_language())("bad_setting", what=refused)) from None
    from bot.app import Refused
    from bot.log import set_up
    from storage.database import DatabaseRefused

    set_up("WARNING" if quiet else settings.log_level, settings.log_format)
    try:
        return await verb(settings)
    except (Refused, DatabaseRefused) as refused:
        raise Ended(CONFIG, str(refused)) from None


def words_of(settings: Settings) -> TerminalWords:
    """The words of the person at the terminal."""
    return terminal_words(settings.default_language)
