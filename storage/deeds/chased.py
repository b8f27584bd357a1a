"""Reports that wait too long for the school's word: each step up is taken once for each version of a report."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from domain.deeds import Deed
from storage.deeds.deeds import COLUMNS
from storage.store import Store
from storage.tables import CHASED, DEED, DEED_STEP, IS_PLANNED, OUTBOX

KEY = "late:deed:"
"""Head of the outbox keys of these messages; number and version follow."""
_SINCE = (
    select(func.max(DEED_STEP.c.day))
    .where(DEED_STEP.c.deed_id == DEED.c.id, DEED_STEP.c.state == "sent")
    .scalar_subquery()
)
_TAKEN = (
    select(CHASED.c.deed_id)
    .where(CHASED.c.deed_id == DEED.c.id, CHASED.c.version == DEED.c.version, CHASED.c.step == bindparam("step"))
    .exists()
)
_LATE = (
    select(*COLUMNS)
    .where(DEED.c.campaign_id == bindparam("campaign"), DEED.c.state == "sent", bindparam("until") >= _SINCE, ~_TAKEN)
    .order_by(DEED.c.id)
    .limit(bindparam("most"))
)
_TAKE = insert(CHASED).on_conflict_do_nothing().returning(CHASED.c.deed_id)
_PLANNED = select(OUTBOX.c.id, OUTBOX.c.key).where(IS_PLANNED, OUTBOX.c.key.like(f"{KEY}%"))
_WAITS = select(DEED.c.id, DEED.c.version).where(
    DEED.c.id.in_(bindparam("rows", expanding=True)), DEED.c.state == "sent"
)


async def late(store: Store, campaign: int, step: str, until: date, most: int) -> Sequence[Deed]:
    """Reports sent, or sent again, on ``until`` or before, without an answer, for which ``step`` was not taken yet."""
    values = {"campaign": campaign, "step": step, "until": until, "most": most}
    return [Deed(*row) for row in await store.rows(_LATE, values)]


async def take(store: Store, now: Now, deed: Deed, step: str) -> bool:
    """Take the step for this version of a report; False when it was taken before."""
    values = {"deed_id": deed.id, "version": deed.version, "step": step, "at": now.campaign}
    return await store.returned(_TAKE, values) is not None


async def answered_meanwhile(store: Store) -> list[int]:
    """Messages of this kind that were planned and not sent, whose report has been answered or changed since."""
    planned = {int(row[0]): row[1].removeprefix(KEY).split(":") for row in await store.rows(_PLANNED)}
    if not planned:
        return []
    rows = sorted({int(key[0]) for key in planned.values()})
    waits = {(row[0], row[1]) for row in await store.rows(_WAITS, {"rows": rows})}
    return [row for row, key in planned.items() if (int(key[0]), int(key[1])) not in waits]
