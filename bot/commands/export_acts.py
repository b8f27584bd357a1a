"""What the terminal takes away is written into the log of exports, beside a running service or without one (S44)."""

from collections.abc import Awaitable, Callable
from datetime import date

from bot.app import Base
from bot.commands.door import Answer, Request
from bot.commands.edge import BAD_FILE
from bot.commands.words import terminal_words
from domain.rights import Scope
from domain.summary import Slice
from storage import audit, campaigns
from storage.database import Connection
from storage.papers import export_log
from storage.store import Store
from storage.writer import TICKS


async def _exported(base: Base, request: Request) -> Answer:
    """{"kind", "unit", "days": two ISO days or "", "movement", "rows", "size"}."""
    first, last = (date.fromisoformat(day) if day else None for day in request["days"])
    wanted, now = Slice(request["unit"], first, last, request["movement"]), base.clock.now()

    async def write(connection: Connection) -> bool:
        store = Store(connection)
        running = await campaigns.running(store)
        if running is None:
            return False
        at_the_server = Scope("export", (wanted.unit,), below=True, person=0)
        number = await export_log.ask(store, now, running[0], request["kind"], wanted, at_the_server)
        await export_log.settle(store, now, number, "done", request["rows"], request["size"])
        told = {name: request[name] for name in ("kind", "days", "movement", "rows")}
        audit.note(store, now, None, "exported", f"unit:{wanted.unit}", told)
        await store.keep()
        return True

    if await base.writer.run(write, TICKS):
        return {"code": 0, "lines": [], "changed": False}
    return {"code": BAD_FILE, "lines": [terminal_words(request["language"])("no_campaign")], "changed": False}


EXPORT_ACTS: dict[str, Callable[[Base, Request], Awaitable[Answer]]] = {"exported": _exported}
