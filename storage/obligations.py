"""Obligations: those of a campaign's file, brought up to date with it, and those the Office adds in chat."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import Now
from domain.obligations import Obligation, Owed
from domain.rights import Scope
from storage import audit, units
from storage.store import Store
from storage.tables import OBLIGATION
from storage.types import AnyRow

OFFICE = "office:"
"""Head of the codes of what was added in chat."""

_COLUMNS = (
    OBLIGATION.c.id,
    OBLIGATION.c.campaign_id,
    OBLIGATION.c.code,
    OBLIGATION.c.duty,
    OBLIGATION.c.name,
    OBLIGATION.c.due_on,
    OBLIGATION.c.kinds,
    OBLIGATION.c.ownerships,
    OBLIGATION.c.branch_id,
    OBLIGATION.c.as_of,
    OBLIGATION.c.steps,
    OBLIGATION.c.answers,
    OBLIGATION.c.created_at,
)
_NEW = upsert(OBLIGATION)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["campaign_id", "code"],
    set_={
        name: getattr(_NEW.excluded, name)
        for name in ("name", "due_on", "kinds", "ownerships", "steps", "answers", "ended_at")
    },
)
_ADD = insert(OBLIGATION).returning(OBLIGATION.c.id)
_IS_OPEN = OBLIGATION.c.ended_at.is_(None)
_OPEN = select(*_COLUMNS).where(_IS_OPEN).order_by(OBLIGATION.c.due_on, OBLIGATION.c.id)
_OF_CAMPAIGN = select(*_COLUMNS).where(OBLIGATION.c.campaign_id == bindparam("campaign"))
_GET = select(*_COLUMNS).where(OBLIGATION.c.id == bindparam("row"))
_BY_CODE = _OF_CAMPAIGN.where(OBLIGATION.c.code == bindparam("code"))
_COUNT_ADDED = select(func.count()).where(
    OBLIGATION.c.campaign_id == bindparam("campaign"), OBLIGATION.c.code.like(f"{OFFICE}%")
)
_END = (
    update(OBLIGATION)
    .where(OBLIGATION.c.id == bindparam("row"), _IS_OPEN)
    .values(ended_at=bindparam("at"))
    .returning(OBLIGATION.c.id)
)


def _obligation(row: AnyRow) -> Obligation:
    number, campaign, code, duty, name, due, kinds, ownerships, branch, as_of, steps, answers, created = row
    where = (tuple(kinds), tuple(ownerships), branch, as_of)
    return Obligation(number, campaign, code, duty, name, due, *where, tuple(steps), answers, created)


def _row(now: Now, campaign: int, owed: Owed, by: int | None) -> dict[str, Any]:
    return {
        "campaign_id": campaign,
        "code": owed.code,
        "duty": owed.duty,
        "name": owed.name,
        "due_on": owed.due,
        "kinds": list(owed.kinds),
        "ownerships": list(owed.ownerships),
        "branch_id": owed.branch,
        "as_of": owed.as_of,
        "steps": list(owed.steps),
        "answers": owed.answers,
        "created_at": now.campaign,
        "created_by": by,
        "ended_at": None,
    }


async def bring_up_to_date(store: Store, now: Now, campaign: int, owed: Sequence[Owed]) -> None:
    """Make the obligations of a campaign's file those it names now; what it names no more ends.

    What was reminded and answered stays, and steps that were due before an obligation was known are nobody's fault.
    """
    if owed:
        await store.write(_PUT, [_row(now, campaign, one, None) for one in owed])
    wanted = {one.code for one in owed}
    for row in await store.rows(_OF_CAMPAIGN.where(_IS_OPEN), {"campaign": campaign}):
        known = _obligation(row)
        if known.code not in wanted and not known.code.startswith(OFFICE):
            await store.returned(_END, {"row": known.id, "at": now.campaign})


async def open_ones(store: Store) -> list[Obligation]:
    """Every obligation of every campaign that has not ended, the nearest first."""
    return [_obligation(row) for row in await store.rows(_OPEN)]


async def get(store: Store, row: int) -> Obligation | None:
    """One by its number."""
    found = await store.row(_GET, {"row": row})
    return _obligation(found) if found else None


async def by_code(store: Store, campaign: int, code: str) -> Obligation | None:
    """One of a campaign by its code: "plan", "figures:2025-04"."""
    found = await store.row(_BY_CODE, {"campaign": campaign, "code": code})
    return _obligation(found) if found else None


async def add(store: Store, now: Now, campaign: int, owed: Owed, scope: Scope) -> int:
    """What the Office or a relay asks for in chat, of units of its own branch; returns the number."""
    if owed.branch is None or not await units.is_below(store, owed.branch, scope.roots, now.today):
        raise PermissionError
    count = await store.row(_COUNT_ADDED, {"campaign": campaign})
    values = _row(now, campaign, owed, scope.person)
    number = await store.add(_ADD, {**values, "code": f"{OFFICE}{(count[0] if count else 0) + 1}"})
    audit.note(store, now, scope.person, "obligation_added", f"obligation:{number}", {"due": owed.due.isoformat()})
    return number


async def end(store: Store, now: Now, row: int, by: int | None) -> bool:
    """Nothing is asked any more; False when it had ended before."""
    if await store.returned(_END, {"row": row, "at": now.campaign}) is None:
        return False
    audit.note(store, now, by, "obligation_ended", f"obligation:{row}")
    return True
