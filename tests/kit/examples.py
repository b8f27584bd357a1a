"""An example that the Office has concluded already, so that a talk can begin where it is published."""

from datetime import datetime

from sqlalchemy import select

from bot.app import Base
from domain.clock import Now
from domain.exemplars import STAGES, Exemplar
from domain.rights import Scope
from storage.database import Connection
from storage.deeds import deeds
from storage.exemplars import exemplars
from storage.people import people
from storage.store import Store
from storage.tables import PERSON
from storage.units import units

SAID = {
    "what": "co Hanh to Toan soan 24 bai giang so on thi cho hs khoi 12, ca to dung chung",
    "who": {"people": [{"name": "Hạnh", "honorific": "co"}], "role": "teacher", "group": "tổ Toán"},
    "from": "2025-03-01",
    "to": "2025-04-10",
    "where": "tại trường",
    "result": "24 bai, 312 luot, day 18 tiet, to trg du 4 tiet",
    "confirmed_by": None,
    "naming": "agreed",
    "minor": False,
}


async def example(base: Base, reporter: str, unit: str, stage: str, sent: datetime) -> int:
    """A report of somebody who has joined, confirmed by the school and come to that step; its number."""
    now = base.clock.now()
    then = Now(now.real, sent, now.zone)

    async def write(connection: Connection) -> int:
        store = Store(connection)
        where = await units.by_code(store, unit, now.today)
        [person] = await store.row(select(PERSON.c.id).where(PERSON.c.name == reporter))
        campaign = 1
        row = await deeds.send(store, then, campaign, where.id, person, dict(SAID), "TP3", (None, None), outside=False)
        heads = await people.heads(store, where.id, now.today)
        school = Scope("confirm_deed", (where.id,), below=False, person=(*heads, person)[0])
        await deeds.decide(store, then, row, 1, "confirmed", school)
        await store.keep()
        office = Scope("review", (where.id,), below=True, person=person)
        one: Exemplar | None = await exemplars.known(store, then, row, office)
        for step in STAGES[1 : STAGES.index(stage) + 1]:
            one = await exemplars.move(store, then, one, step, office)
        await store.keep()
        return row

    return await base.writer.run(write)
