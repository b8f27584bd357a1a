"""What units say of their campaign plan: the last word of each, and every step to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.clock import Now
from domain.messages import Json
from domain.plans import PlanReport, State, promised_day
from domain.rights import Scope
from storage.database import Connection
from storage.figures import standing
from storage.figures.figures import Step
from storage.scopes import within
from storage.store import Store
from storage.tables import PLAN, PLAN_STEP
from storage.types import AnyRow

_COLUMNS = (
    PLAN.c.id,
    PLAN.c.unit_id,
    PLAN.c.state,
    PLAN.c.version,
    PLAN.c.answers,
    PLAN.c.spread,
    PLAN.c.reported_at,
    PLAN.c.due_on,
    PLAN.c.reporter_id,
)
_LAST = select(*_COLUMNS).where(PLAN.c.campaign_id == bindparam("campaign"), PLAN.c.unit_id == bindparam("unit"))
_OF_UNIT = {below: _LAST.where(within(PLAN.c.unit_id, below=below)) for below in (True, False)}
_SAID = (
    select(
        PLAN.c.id,
        PLAN.c.unit_id,
        PLAN_STEP.c.state,
        PLAN.c.version,
        PLAN_STEP.c.answers,
        PLAN_STEP.c.spread,
        PLAN_STEP.c.at,
        PLAN.c.due_on,
        PLAN_STEP.c.person_id,
    )
    .join(PLAN_STEP, PLAN_STEP.c.plan_id == PLAN.c.id)
    .where(
        PLAN.c.campaign_id == bindparam("campaign"),
        PLAN.c.unit_id == bindparam("unit"),
        PLAN_STEP.c.day <= bindparam("until"),
    )
    .order_by(PLAN_STEP.c.id.desc())
    .limit(1)
)
_ON_A_DAY = {below: _SAID.where(within(PLAN.c.unit_id, below=below)) for below in (True, False)}
_ADD = insert(PLAN).returning(PLAN.c.id)
_CHANGE = (
    update(PLAN)
    .where(PLAN.c.id == bindparam("row"))
    .values(
        state=bindparam("becomes"),
        version=PLAN.c.version + 1,
        answers=bindparam("said"),
        spread=bindparam("is_spread"),
        promised_on=bindparam("promised", type_=PLAN.c.promised_on.type),
        reported_on=bindparam("on"),
        reported_at=bindparam("at"),
        reporter_id=bindparam("by"),
    )
)
_STEP = insert(PLAN_STEP)


def _report(row: AnyRow | None) -> PlanReport | None:
    return PlanReport(*row) if row else None


async def of_unit(store: Store, now: Now, campaign: int, unit: int, scope: Scope) -> PlanReport | None:
    """The last word of one unit, if it lies in the scope."""
    values = {"campaign": campaign, "unit": unit, "roots": list(scope.roots), "day": now.today}
    return _report(await store.row(_OF_UNIT[scope.below], values))


async def on_a_day(store: Store, now: Now, campaign: int, unit: int, until: date, scope: Scope) -> PlanReport | None:
    """What one unit had last said at the end of a day, if it lies in the scope."""
    where = {"roots": list(scope.roots), "day": now.today}
    row = await store.row(_ON_A_DAY[scope.below], {"campaign": campaign, "unit": unit, "until": until, **where})
    if row is None:
        return None
    return PlanReport(row[0], row[1], row[2], row[3], row[4] or {}, row[5], row[6], row[7], row[8])


async def write_steps(connection: Connection, steps: Sequence[dict[str, Any]]) -> None:
    """Write steps of plans, many at once."""
    await connection.execute(_STEP, list(steps))


async def report(  # noqa: PLR0913 - a plan report's own facts
    store: Store,
    now: Now,
    campaign: int,
    unit: int,
    state: State,
    answers: dict[str, Json],
    scope: Scope,
    *,
    spread: bool,
) -> int:
    """Take a unit's word on its plan in place of the one before; returns its number."""
    if unit not in scope.roots:
        raise PermissionError
    before = await of_unit(store, now, campaign, unit, scope)
    row = before.id if before else await _first(store, now, campaign, unit, state, answers, scope, spread=spread)
    if before:
        await store.write(
            _CHANGE,
            {
                "row": row,
                "becomes": state,
                "said": answers,
                "is_spread": spread,
                "promised": promised_day(state, answers),
                "on": now.today,
                "at": now.campaign,
                "by": scope.person,
            },
        )
    store.later(
        write_steps,
        {
            "plan_id": row,
            "state": state,
            "spread": spread,
            "at": now.campaign,
            "day": now.today,
            "person_id": scope.person,
            "answers": answers,
            "note": None,
        },
    )
    count(store, campaign, unit, now.today, before.state if before else None, state)
    return row


async def _first(  # noqa: PLR0913 - a plan report's own facts
    store: Store,
    now: Now,
    campaign: int,
    unit: int,
    state: State,
    answers: dict[str, Json],
    scope: Scope,
    *,
    spread: bool,
) -> int:
    return await store.add(
        _ADD,
        {
            "campaign_id": campaign,
            "unit_id": unit,
            "state": state,
            "version": 1,
            "answers": answers,
            "spread": spread,
            "complete": False,
            "promised_on": promised_day(state, answers),
            "reported_on": now.today,
            "reported_at": now.campaign,
            "reporter_id": scope.person,
        },
    )


def count(store: Store, campaign: int, unit: int, day: date, before: str | None, after: str) -> None:
    """Count a plan's step from one state to the next."""
    steps = [(Step(campaign, unit, day, "plan", "", after), 1)]
    if before is not None:
        steps.append((Step(campaign, unit, day, "plan", "", before), -1))
    standing.count(store, campaign, unit, day, steps)
