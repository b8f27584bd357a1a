"""The verbs of ``thidua bots`` and their arguments."""

from typing import Annotated

import typer

from bot.commands.words import chosen_language, terminal_words

W = terminal_words(chosen_language())

bots = typer.Typer(help=W("help_bots"), no_args_is_help=True, rich_markup_mode=None)


@bots.command(help=W("help_bots_add"))
def add(
    unit: Annotated[str, typer.Option(metavar="CODE", help=W("help_bot_unit"))] = "",
    name: Annotated[str, typer.Option(help=W("help_bot_name"))] = "",
    link: Annotated[str, typer.Option(help=W("help_bot_link"))] = "",
) -> None:
    """One more bot; its token is asked for."""
    from bot.commands import bots, edge

    edge.go(lambda settings: bots.add(settings, unit, name, link), quiet=True)


@bots.command("list", help=W("help_bots_list"))
def listed() -> None:
    """All bots with what they hold."""
    from bot.commands import bots, edge

    edge.go(bots.listed, quiet=True)


@bots.command(help=W("help_bots_remove"))
def remove(account: Annotated[str, typer.Argument(metavar="ACCOUNT", help=W("help_bot_account"))]) -> None:
    """Forget a bot and its token."""
    from bot.commands import bots, edge

    edge.go(lambda settings: bots.remove(settings, account), quiet=True)
