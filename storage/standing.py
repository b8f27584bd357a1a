"""Whether a unit counts as complete, kept up with every change of its plan and deeds."""

from datetime import date

from sqlalchemy import bindparam, func, select

from domain.summary import is_complete
from storage.figures import Step, step
from storage.store import Store
from storage.tables import DEED, FIGURE, PLAN

_PLAN = select(PLAN.c.state, PLAN.c.spread).where(
    PLAN.c.campaign_id == bindparam("campaign"), PLAN.c.unit_id == bindparam("unit")
)
_CONFIRMED = select(func.count()).where(
    DEED.c.campaign_id == bindparam("campaign"), DEED.c.unit_id == bindparam("unit"), DEED.c.state == "confirmed"
)
_KEPT = select(func.coalesce(func.sum(FIGURE.c.n), 0)).where(
    FIGURE.c.campaign_id == bindparam("campaign"),
    FIGURE.c.branch_id == bindparam("unit"),
    FIGURE.c.measure == "complete",
)


async def settle(store: Store, campaign: int, unit: int, day: date) -> list[tuple[Step, int]]:
    """The step that makes the kept figure true again, if one is needed."""
    values = {"campaign": campaign, "unit": unit}
    plan = await store.row(_PLAN, values)
    confirmed = await store.row(_CONFIRMED, values)
    kept = await store.row(_KEPT, values)
    now = int(
        is_complete(
            plan.state if plan else None,
            spread=bool(plan and plan.spread),
            confirmed=confirmed[0] if confirmed else 0,
        )
    )
    change = now - int(kept[0] if kept else 0)
    return [(Step(campaign, unit, day, "complete", "", ""), change)] if change else []


async def write(store: Store, campaign: int, unit: int, day: date, steps: list[tuple[Step, int]]) -> None:
    """Write the steps of a change and whatever it makes of the unit's completeness."""
    await step(store, [*steps, *await settle(store, campaign, unit, day)])
