"""What tests of the council stand on: nominations that have come to it, without the long way there."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.awards.nominations import New
from domain.clock import Now
from domain.rights import Scope
from storage.awards import nominations
from storage.database import Connection
from storage.people import people
from storage.store import Store
from storage.tables import CAMPAIGN, PERSON
from storage.units import units

GOLDEN = New(
    route="regular",
    subject_type="individual",
    subject_name="cô Hạnh",
    position="giáo viên",
    role="teacher",
    movement="TW2",
    level="city",
    form="bang_khen",
    summary="24 bài giảng số, 312 lượt dùng, dạy 18 tiết",
    agreed=True,
    met_on=date(2025, 4, 25),
    present=88,
    members=92,
    in_favour=85,
)
"""The nominee of F9."""


async def nominated(store: Store, now: Now, campaign: int, unit: int, by: int, **told: Any) -> int:
    """A nomination of that unit at the council, ``told`` apart as in F9; its number."""
    scope = Scope("nominate", (unit,), below=False, person=by)
    return await nominations.add(store, now, campaign, unit, replace(GOLDEN, **told), "at_council", scope)


async def comes(connection: Connection, now: Now, code: str, name: str, position: str, form: str) -> None:
    """A nomination of the unit of that code, made by its head, has come to the council."""
    store = Store(connection)
    unit = await units.by_code(store, code, now.today)
    [head] = await people.heads(store, unit.id, now.today)
    campaign = (await store.row(select(CAMPAIGN.c.id)))[0]
    told = {"subject_name": name, "position": position, "form": form}
    await nominated(store, now, campaign, unit.id, head, **told, level="department" if form == "giay_khen" else "city")
    await store.keep()


async def works(connection: Connection, now: Now, name: str, code: str) -> None:
    """Somebody who has joined teaches in that unit too."""
    store = Store(connection)
    unit = await units.by_code(store, code, now.today)
    who = (await store.row(select(PERSON.c.id).where(PERSON.c.name == name)))[0]
    await people.grant(store, who, "teacher", unit.id, now.today, None)
    await store.keep()
