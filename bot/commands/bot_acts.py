"""Zalo bots on an open database: added with their token sealed, listed with what they hold, removed."""

from collections.abc import Awaitable, Callable

from bot import sealing
from bot.app import Base
from bot.bots import CHANNEL, account_of
from bot.commands.door import Answer, Request
from bot.commands.edge import BAD_FILE
from bot.commands.words import TerminalWords, terminal_words
from domain.plan_room import Room
from handlers.bots import near, rooms
from storage import audit
from storage.database import Connection, reading
from storage.post import bots
from storage.post.bots import Bot
from storage.store import Store
from storage.units import units
from storage.writer import TICKS


async def _add(base: Base, request: Request) -> Answer:
    """{"token", "name", "link", "unit": a code or ""}: the token is never shown again."""
    words, now = terminal_words(request["language"]), base.clock.now()
    account = account_of(request["token"])
    async with reading(base.readers) as connection:
        store = Store(connection)
        unit = await units.by_code(store, request["unit"], now.today) if request["unit"] else None
    if request["unit"] and unit is None:
        return {"code": BAD_FILE, "lines": [words("no_such_unit", unit=request["unit"])], "changed": False}
    sealed = sealing.seal(base.secret, request["token"])
    bot = Bot(CHANNEL, account, request["name"], request["link"], unit.id if unit else None, sealed)

    async def write(connection: Connection) -> None:
        store = Store(connection)
        await bots.put(store, bot, now.real)
        audit.note(store, now, None, "bot_added", f"bot:{account}", {"name": request["name"], "unit": request["unit"]})
        await store.keep()

    await base.writer.run(write, TICKS)
    whose = unit.name if unit else words("whole_province")
    told = [words("bot_added", account=account, name=request["name"] or account, unit=whose), words("bot_at_start")]
    return {"code": 0, "lines": told, "changed": True}


async def _remove(base: Base, request: Request) -> Answer:
    """{"account"}."""
    words, now, account = terminal_words(request["language"]), base.clock.now(), request["account"]
    known = False

    async def write(connection: Connection) -> None:
        nonlocal known
        store = Store(connection)
        known = await bots.remove(store, CHANNEL, account)
        if known:
            audit.note(store, now, None, "bot_removed", f"bot:{account}")
        await store.keep()

    await base.writer.run(write, TICKS)
    if not known:
        return {"code": BAD_FILE, "lines": [words("no_such_bot", account=account)], "changed": False}
    named = {account_of(token) for token in base.settings.zalo_bots}
    lines = [words("bot_removed", account=account), words("bot_in_settings" if account in named else "bot_at_start")]
    return {"code": 0, "lines": lines, "changed": True}


async def _list(base: Base, request: Request) -> Answer:
    """One line for each bot: whose, how many people, how much of the month."""
    words = terminal_words(request["language"])
    async with reading(base.readers) as connection:
        found = await rooms(Store(connection), base.clock.now(), _plan(base))
    lines = [words("bot_line", **_told(words, one)) + (f" {words('bot_full')}" if one.refused else "") for one in found]
    return {"code": 0, "lines": lines or [words("no_bots")], "changed": False}


def _told(words: TerminalWords, room: Room) -> dict[str, object]:
    return {
        "account": room.account,
        "name": room.name,
        "unit": room.unit or words("whole_province"),
        "people": room.people,
        "most_people": room.most_people or "∞",
        "messages": room.messages,
        "most_messages": room.most_messages or "∞",
        "link": room.link or "-",
    }


async def on_zalo(base: Base, words: TerminalWords, unit: int) -> list[str]:
    """For an invitation: at which bots of the unit there is room, or that there is none."""
    async with reading(base.readers) as connection:
        found = await near(Store(connection), base.clock.now(), _plan(base), unit)
    free = [one for one in found if one.of_people != "full"]
    if found and not free:
        return [words("invite_zalo_full")]
    return [words("invite_zalo", **_told(words, one)) for one in free[:3]]


def _plan(base: Base) -> tuple[int, int]:
    return base.settings.zalo_people, base.settings.zalo_messages


BOT_ACTS: dict[str, Callable[[Base, Request], Awaitable[Answer]]] = {
    "bots_add": _add,
    "bots_remove": _remove,
    "bots_list": _list,
}
