"""A report that a school has confirmed, with a photo, laid down before a talk begins that is about what follows."""

from datetime import timedelta

from sqlalchemy import insert

from bot.app import Base
from domain.forms import Asking
from domain.readers.who import who
from domain.rights import Scope
from storage import campaigns
from storage.database import Connection
from storage.deeds import deeds
from storage.store import Store
from storage.tables import EVIDENCE
from storage.units import units


async def confirmed_deed(base: Base, said: str) -> int:
    """Lay down "UNIT MOVEMENT whom it praises · what was done"; returns the report's number."""
    unit, movement, told = said.split(maxsplit=2)
    praised, _, what = told.partition(" · ")
    now = base.clock.now()
    day = now.today - timedelta(days=7)

    async def write(connection: Connection) -> int:
        store = Store(connection)
        campaign, _ = await campaigns.running(store)
        where = await units.by_code(store, unit, now.today)
        found = who(praised, Asking(now.today))["who"]
        answers = {"what": what, "who": found, "from": day.isoformat(), "to": day.isoformat(), "_photos": 1}
        row = await deeds.send(store, now, campaign, where.id, None, answers, movement, (day, day), outside=False)
        scope = Scope("confirm_deed", (where.id,), below=False, person=None)
        await deeds.decide(store, now, row, 1, "confirmed", scope)
        photo = {"address": "web:web:0", "run": 1, "subject": f"deed:{row}", "ref": {}, "kind": "photo"}
        await store.write(insert(EVIDENCE), {**photo, "state": "stored", "sent_at": now.campaign})
        await store.keep()
        return row

    return await base.writer.run(write)
