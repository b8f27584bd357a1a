"""Thanks for a deed: given once of each kind, passed on by the head, and how soon the first of them came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.deeds import Deed
from domain.rights import Scope
from storage.figures import standing
from storage.figures.figures import Step
from storage.figures.places import month_of
from storage.scopes import within
from storage.store import Store
from storage.tables import THANKS

MEASURE: Final = "thanks"
"""Of kept figures: deeds thanked for the first time on a day, by how many days that took."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Thanks that a head was asked to pass on."""

    id: int
    deed: int
    unit: int
    passed_at: datetime | None
    passed_by: int | None


_NEW = insert(THANKS)
_GIVE = _NEW.on_conflict_do_nothing(index_elements=["deed_id", "kind"]).returning(THANKS.c.id)
_BEFORE = select(func.count()).where(THANKS.c.deed_id == bindparam("deed"))
_COLUMNS = (THANKS.c.id, THANKS.c.deed_id, THANKS.c.unit_id, THANKS.c.passed_at, THANKS.c.passed_by)
_ONE = select(*_COLUMNS).where(
    THANKS.c.deed_id == bindparam("deed"), THANKS.c.kind == "praised", within(THANKS.c.unit_id, below=False)
)
_PASS = (
    update(THANKS)
    .where(THANKS.c.id == bindparam("row"), THANKS.c.passed_at.is_(None), within(THANKS.c.unit_id, below=False))
    .values(passed_at=bindparam("when"), passed_by=bindparam("who"))
)
_GIVEN = select(THANKS.c.at).where(THANKS.c.deed_id == bindparam("deed"), THANKS.c.kind == bindparam("what"))


async def give(store: Store, now: Now, campaign: int, deed: Deed, kind: str, *, by: int | None, to: int | None) -> bool:
    """Note thanks for a report; False when thanks of this kind were given before.

    The first of all is counted with the days since the report was sent: awards are to be timely (I.2-2).
    """
    before = await store.row(_BEFORE, {"deed": deed.id})
    sent_on = deed.sent_at.astimezone(now.zone).date()
    first_after = None if before and before[0] else max(0, (now.today - sent_on).days)
    values = {
        "campaign_id": campaign,
        "deed_id": deed.id,
        "unit_id": deed.unit,
        "kind": kind,
        "to_id": to,
        "by_id": by,
        "at": now.campaign,
        "on_day": now.today,
        "first_after": first_after,
    }
    if await store.returned(_GIVE, values) is None:
        return False
    if first_after is not None:
        step = Step(campaign, deed.unit, now.today, MEASURE, month_of(now.today), str(first_after))
        standing.count(store, campaign, deed.unit, now.today, [(step, 1)])
    return True


async def given(store: Store, deed: int, kind: str) -> datetime | None:
    """When thanks of this kind were given; None when they were not."""
    row = await store.row(_GIVEN, {"deed": deed, "what": kind})
    return row[0] if row else None


async def to_pass_on(store: Store, deed: int, scope: Scope) -> Thanks | None:
    """Thanks of the Office for somebody of these very units, to be passed on by the head."""
    row = await store.row(_ONE, {"deed": deed, "roots": list(scope.roots)})
    return Thanks(*row) if row else None


async def passed_on(store: Store, now: Now, one: Thanks, scope: Scope) -> bool:
    """The head has said it; False when that was noted before."""
    values = {"row": one.id, "when": now.campaign, "who": scope.person, "roots": list(scope.roots)}
    return await store.write(_PASS, values) == 1
