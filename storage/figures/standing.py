"""Whether a unit counts as complete, kept up with every change of its plan and deeds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, literal, or_, select, update

from domain.summary import is_complete
from storage.database import Connection
from storage.figures import figures
from storage.figures.besides import HELD
from storage.figures.figures import Step
from storage.store import Store
from storage.tables import DEED, PLAN


@dataclass(frozen=True, slots=True)
class Change:
    """What happened in a unit on a day: the steps to count, and its completeness to be looked at again."""

    campaign: int
    unit: int
    day: date
    steps: tuple[tuple[Step, int], ...]


_CONFIRMED = (
    select(literal(1))
    .where(DEED.c.unit_id == PLAN.c.unit_id, DEED.c.campaign_id == PLAN.c.campaign_id, DEED.c.state == "confirmed")
    .exists()
)
_PLAN = select(PLAN.c.id, PLAN.c.state, PLAN.c.spread, PLAN.c.complete, or_(_CONFIRMED, HELD)).where(
    PLAN.c.campaign_id == bindparam("campaign"), PLAN.c.unit_id == bindparam("unit")
)
_NOTE = update(PLAN).where(PLAN.c.id == bindparam("row")).values(complete=bindparam("counts"))


def count(store: Store, campaign: int, unit: int, day: date, steps: Iterable[tuple[Step, int]]) -> None:
    """Count the steps of a change, and whatever it makes of the unit's completeness, at the end of the transaction."""
    store.later(_write, Change(campaign, unit, day, tuple(steps)))


async def _write(connection: Connection, changes: Sequence[Change]) -> None:
    steps = [step for change in changes for step in change.steps]
    days = {(change.campaign, change.unit): change.day for change in changes}
    for (campaign, unit), day in sorted(days.items()):
        steps += await _settle(connection, campaign, unit, day)
    await figures.write(connection, steps)


async def _settle(connection: Connection, campaign: int, unit: int, day: date) -> list[tuple[Step, int]]:
    """The step that makes the kept figure true again, if one is needed.

    What was counted before stands with the plan, not in the figures: those of a unit hold the units below it as well.
    """
    row = (await connection.execute(_PLAN, {"campaign": campaign, "unit": unit})).first()
    if row is None:
        return []
    plan, state, spread, before, confirmed = row
    now = is_complete(state, spread=spread, confirmed=int(confirmed))
    if now == before:
        return []
    await connection.execute(_NOTE, {"row": plan, "counts": now})
    return [(Step(campaign, unit, day, "complete", "", ""), 1 if now else -1)]
