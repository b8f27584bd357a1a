"""Obligations: those of a campaign's file, brought up to date with it, and all of them to be read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import OPEN_END, Now
from domain.obligations import Obligation, Owed
from storage.store import Store
from storage.tables import OBLIGATION, UNIT_SPAN
from storage.types import AnyRow

OFFICE = "office:"
"""Head of the codes of what was added in chat."""

COLUMNS = (
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
    OBLIGATION.c.ended_at,
    select(func.max(UNIT_SPAN.c.to_day)).where(UNIT_SPAN.c.unit_id == OBLIGATION.c.branch_id).scalar_subquery(),
)
_NEW = upsert(OBLIGATION)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["campaign_id", "code"],
    set_={
        **{
            name: getattr(_NEW.excluded, name)
            for name in ("name", "due_on", "kinds", "ownerships", "steps", "answers", "ended_at")
        },
        "created_at": case(
            (OBLIGATION.c.due_on != _NEW.excluded.due_on, _NEW.excluded.created_at), else_=OBLIGATION.c.created_at
        ),
    },
)
_IS_OPEN = OBLIGATION.c.ended_at.is_(None)
_OPEN = select(*COLUMNS).where(_IS_OPEN).order_by(OBLIGATION.c.due_on, OBLIGATION.c.id)
_OF_CAMPAIGN = select(*COLUMNS).where(OBLIGATION.c.campaign_id == bindparam("campaign"))
_GET = select(*COLUMNS).where(OBLIGATION.c.id == bindparam("row"))
_BY_CODE = _OF_CAMPAIGN.where(OBLIGATION.c.code == bindparam("code"))
_END = (
    update(OBLIGATION)
    .where(OBLIGATION.c.id == bindparam("row"), _IS_OPEN)
    .values(ended_at=bindparam("at"))
    .returning(OBLIGATION.c.id)
)


def obligation_of(row: AnyRow) -> Obligation:
    """One as a row of :data:`COLUMNS` has it."""
    number, campaign, code, duty, name, due, kinds, ownerships, branch, as_of, steps, answers, created, ended, until = (
        row
    )
    where = (tuple(kinds), tuple(ownerships), branch, as_of)
    known = (created, ended, until if until != OPEN_END else None)
    return Obligation(number, campaign, code, duty, name, due, *where, tuple(steps), answers, *known)


def row_of(now: Now, campaign: int, owed: Owed, by: int | None) -> dict[str, Any]:
    """Its row, from now on."""
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
        await store.write(_PUT, [row_of(now, campaign, one, None) for one in owed])
    wanted = {one.code for one in owed}
    for row in await store.rows(_OF_CAMPAIGN.where(_IS_OPEN), {"campaign": campaign}):
        known = obligation_of(row)
        if known.code not in wanted and not known.code.startswith(OFFICE):
            await store.returned(_END, {"row": known.id, "at": now.campaign})


async def open_ones(store: Store) -> list[Obligation]:
    """Every obligation of every campaign that has not ended, the nearest first."""
    return [obligation_of(row) for row in await store.rows(_OPEN)]


async def every(store: Store, campaign: int) -> list[Obligation]:
    """All of a campaign, ended ones too."""
    return [obligation_of(row) for row in await store.rows(_OF_CAMPAIGN, {"campaign": campaign})]


async def get(store: Store, row: int) -> Obligation | None:
    """One by its number."""
    found = await store.row(_GET, {"row": row})
    return obligation_of(found) if found else None


async def by_code(store: Store, campaign: int, code: str) -> Obligation | None:
    """One of a campaign by its code: "plan", "figures:2025-04"."""
    found = await store.row(_BY_CODE, {"campaign": campaign, "code": code})
    return obligation_of(found) if found else None
