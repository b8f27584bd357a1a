"""``thidua invite``: a code, the links that carry it, and a QR picture on request."""

from pathlib import Path

import segno
import typer

from bot.commands.change import change
from bot.commands.edge import BAD_FILE, CONFIG, Ended, words_of
from bot.commands.telegram_state import username
from bot.commands.words import TerminalWords
from bot.settings import Settings

PICTURES = (".png", ".svg")


async def hand_out(settings: Settings, unit: str, role: str, often: tuple[int, int], qr: Path | None) -> int:
    """Make an invitation, ``often`` = (uses, days), and print the code first: it is told once and kept nowhere."""
    words = words_of(settings)
    if qr is not None:
        _drawable(words, qr)
    answer = await change(settings, "invite", unit=unit, role=role, uses=often[0], days=often[1])
    for line in answer["lines"]:
        typer.echo(line)
    code = answer["invite"]
    links = await _links(settings, code)
    for key, link in links.items():
        typer.echo(words(key, link=link))
    if settings.telegram_token and "link_telegram" not in links:
        typer.echo(words("no_telegram_link", code=code))
    if qr is not None:
        _draw(next(iter(links.values()), code), qr)
        typer.echo(words("qr_written", file=qr))
    return 0


async def _links(settings: Settings, code: str) -> dict[str, str]:
    links = {}
    if name := await username(settings):
        links["link_telegram"] = f"https://t.me/{name}?start={code}"
    if settings.public_url:
        links["link_web"] = f"{settings.public_url.rstrip('/')}/?code={code}"
    return links


def _drawable(words: TerminalWords, qr: Path) -> None:
    """Refuse before a code is made: it could not be shown again."""
    if qr.suffix.lower() not in PICTURES:
        raise Ended(BAD_FILE, words("qr_suffix", name=qr.name))
    if not qr.absolute().parent.is_dir():
        raise Ended(CONFIG, words("qr_folder", folder=qr.parent))


def _draw(text: str, file: Path) -> None:
    segno.make(text, error="m", micro=False).save(str(file), scale=8, border=4)
