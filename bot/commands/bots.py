"""``thidua bots``: Zalo bots added, listed and removed; a token is typed or piped in, never an argument."""

import sys

import typer

from bot.commands.change import change, say
from bot.commands.edge import BAD_FILE, Ended, words_of
from bot.commands.zalo_state import ask
from bot.settings import TOKEN_SHAPE, Settings


async def add(settings: Settings, unit: str, name: str, link: str) -> int:
    """Ask for the token, show it to Zalo, keep it sealed."""
    words = words_of(settings)
    token = _typed(words("bot_token")).strip()
    if not TOKEN_SHAPE.fullmatch(token):
        raise Ended(BAD_FILE, words("bot_no_token"))
    me = await ask(settings, token, "getMe")
    if me.reason in {"401", "404"}:
        raise Ended(BAD_FILE, words("bot_refused", reason=me.reason))
    if me.result is None:
        typer.echo(words("bot_unchecked", reason=me.reason))
    name = name or str((me.result or {}).get("display_name") or "")
    return say(await change(settings, "bots_add", token=token, unit=unit, name=name, link=link))


def _typed(prompt: str) -> str:
    """Without showing it at a terminal; the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(typer.prompt(prompt, hide_input=True))
    return sys.stdin.readline()


async def listed(settings: Settings) -> int:
    """Print them."""
    return say(await change(settings, "bots_list"))


async def remove(settings: Settings, account: str) -> int:
    """Forget one and its token."""
    return say(await change(settings, "bots_remove", account=account))
