"""Whether a unit counts as complete, kept up with every change of its plan and deeds."""

from datetime import date

from sqlalchemy import bindparam, literal, select, update

from domain.summary import is_complete
from storage.figures import Step, step
from storage.store import Store
from storage.tables import DEED, PLAN

_CONFIRMED = (
    select(literal(1))
    .where(DEED.c.unit_id == PLAN.c.unit_id, DEED.c.campaign_id == PLAN.c.campaign_id, DEED.c.state == "confirmed")
    .exists()
)
_PLAN = select(PLAN.c.id, PLAN.c.state, PLAN.c.spread, PLAN.c.complete, _CONFIRMED).where(
    PLAN.c.campaign_id == bindparam("campaign"), PLAN.c.unit_id == bindparam("unit")
)
_NOTE = update(PLAN).where(PLAN.c.id == bindparam("row")).values(complete=bindparam("counts"))


async def settle(store: Store, campaign: int, unit: int, day: date) -> list[tuple[Step, int]]:
    """The step that makes the kept figure true again, if one is needed.

    What was counted before stands with the plan, not in the figures: those of a unit hold the units below it as well.
    """
    row = await store.row(_PLAN, {"campaign": campaign, "unit": unit})
    if row is None:
        return []
    plan, state, spread, before, confirmed = row
    now = is_complete(state, spread=spread, confirmed=int(confirmed))
    if now == before:
        return []
    await store.write(_NOTE, {"row": plan, "counts": now})
    return [(Step(campaign, unit, day, "complete", "", ""), 1 if now else -1)]


async def write(store: Store, campaign: int, unit: int, day: date, steps: list[tuple[Step, int]]) -> None:
    """Write the steps of a change and whatever it makes of the unit's completeness."""
    await step(store, [*steps, *await settle(store, campaign, unit, day)])
