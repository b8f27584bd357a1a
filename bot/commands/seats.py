"""``thidua chat``: finds the service to talk to and a seat there, then hands over to the terminal client."""

from pathlib import Path

from bot.commands.chat import talk
from bot.commands.edge import BAD_FILE, Ended, words_of
from bot.settings import Settings

DEMO_FOLDER = Path("var/demo")
ADDRESS = "address"
"""The file in which a running demo leaves its address."""


def demo_address(folder: Path = DEMO_FOLDER) -> str:
    """Where the demo of that folder runs; empty when it does not."""
    path = folder / ADDRESS
    return path.read_text("ascii").strip() if path.is_file() else ""


async def sit_down(settings: Settings, url: str, seat: str) -> int:
    """Talk until the input ends. On the demo one is Lan unless told otherwise, elsewhere oneself."""
    here = f"http://{settings.web_host}:{settings.web_port}"
    demo = demo_address()
    where = url or demo or here
    name = seat or ("lan" if where == demo else "me")
    if not name.isascii() or not name.isalnum() or not name.islower():
        raise Ended(BAD_FILE, words_of(settings)("bad_seat", seat=seat))
    folder = DEMO_FOLDER if where == demo else Path("var")
    await talk(where, name, folder=folder, language=settings.default_language)
    return 0
