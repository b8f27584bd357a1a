"""What units ask of the Office about their plan, more time or to be left out, and its answer, given once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, update

from domain.clock import Now
from domain.messages import Json
from domain.plans import PlanReport, State
from domain.rights import Scope
from storage.plans.plans import count, write_steps
from storage.scopes import within
from storage.store import Store
from storage.tables import PLAN, PLAN_STEP

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
_IN_CAMPAIGN = PLAN.c.campaign_id == bindparam("campaign")
_OPEN = PLAN.c.state.in_(("extension", "exempt"))


_ONE = {
    below: select(*_COLUMNS).where(PLAN.c.id == bindparam("row"), _IN_CAMPAIGN, within(PLAN.c.unit_id, below=below))
    for below in (True, False)
}
_WAITING = {
    below: select(*_COLUMNS)
    .where(_IN_CAMPAIGN, _OPEN, within(PLAN.c.unit_id, below=below))
    .order_by(PLAN.c.reported_at, PLAN.c.id)
    .limit(bindparam("most"))
    for below in (True, False)
}
_COUNT = {
    below: select(func.count()).where(_IN_CAMPAIGN, _OPEN, within(PLAN.c.unit_id, below=below))
    for below in (True, False)
}
_DECIDE = {
    below: update(PLAN)
    .where(
        PLAN.c.id == bindparam("row"),
        _IN_CAMPAIGN,
        PLAN.c.version == bindparam("seen"),
        PLAN.c.state == bindparam("was"),
        within(PLAN.c.unit_id, below=below),
    )
    .values(
        state=bindparam("becomes"),
        version=PLAN.c.version + 1,
        answers=bindparam("said"),
        due_on=func.coalesce(bindparam("granted", type_=PLAN.c.due_on.type), PLAN.c.due_on),
    )
    .returning(*_COLUMNS)
    for below in (True, False)
}
_IS_SEEN = {
    below: select(PLAN.c.id).where(PLAN.c.id == PLAN_STEP.c.plan_id, within(PLAN.c.unit_id, below=below)).exists()
    for below in (True, False)
}
_TIMES = {
    below: select(func.count()).where(
        PLAN_STEP.c.plan_id == bindparam("row"), PLAN_STEP.c.state == "extension", _IS_SEEN[below]
    )
    for below in (True, False)
}
_LAST = {
    below: select(PLAN_STEP.c.state, PLAN_STEP.c.at, PLAN_STEP.c.person_id, PLAN_STEP.c.note)
    .where(PLAN_STEP.c.plan_id == bindparam("row"), _IS_SEEN[below])
    .order_by(PLAN_STEP.c.id.desc())
    .limit(1)
    for below in (True, False)
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The Office's word on a request: more time until ``until``, left out from ``since``, or not yet, with a reason."""

    state: State
    until: date | None = None
    since: date | None = None
    reason: str | None = field(default=None, repr=False)

    def kept(self) -> dict[str, Json]:
        """As it stands with the unit's answers."""
        told: dict[str, Json] = {}
        if self.until:
            told["until"] = self.until.isoformat()
        if self.since:
            told["since"] = self.since.isoformat()
        return {**told, "office_reason": self.reason} if self.reason else told


async def get(store: Store, now: Now, campaign: int, row: int, scope: Scope) -> PlanReport | None:
    """A unit's word on its plan, if the unit lies in the scope."""
    values = {"row": row, "campaign": campaign, "roots": list(scope.roots), "day": now.today}
    found = await store.row(_ONE[scope.below], values)
    return PlanReport(*found) if found else None


async def waiting(store: Store, now: Now, campaign: int, scope: Scope, most: int) -> Sequence[PlanReport]:
    """Requests that have no answer yet, the oldest first."""
    values = {"campaign": campaign, "roots": list(scope.roots), "day": now.today, "most": most}
    return [PlanReport(*row) for row in await store.rows(_WAITING[scope.below], values)]


async def count_waiting(store: Store, now: Now, campaign: int, scope: Scope) -> int:
    """How many have no answer yet."""
    row = await store.row(_COUNT[scope.below], {"campaign": campaign, "roots": list(scope.roots), "day": now.today})
    return int(row[0]) if row else 0


async def decide(
    store: Store, now: Now, campaign: int, before: PlanReport, version: int, verdict: Verdict, scope: Scope
) -> PlanReport | None:
    """Answer a request once: None when it is no longer the one that was seen, or lies out of scope."""
    values = {
        "row": before.id,
        "campaign": campaign,
        "seen": version,
        "was": before.state,
        "roots": list(scope.roots),
        "day": now.today,
        "becomes": verdict.state,
        "said": {**before.answers, **verdict.kept()},
        "granted": verdict.until,
    }
    changed = await store.returned(_DECIDE[scope.below], values)
    if changed is None:
        return None
    after = PlanReport(*changed)
    step = {
        "plan_id": after.id,
        "state": verdict.state,
        "spread": after.spread,
        "at": now.campaign,
        "day": now.today,
        "person_id": scope.person,
        "answers": after.answers,
        "note": verdict.reason,
    }
    store.later(write_steps, step)
    count(store, campaign, after.unit, now.today, before.state, verdict.state)
    return after


async def times_asked(store: Store, now: Now, row: int, scope: Scope) -> int:
    """How often this unit of the scope has asked for more time."""
    found = await store.row(_TIMES[scope.below], {"row": row, "roots": list(scope.roots), "day": now.today})
    return int(found[0]) if found else 0


async def last_step(
    store: Store, now: Now, row: int, scope: Scope
) -> tuple[str, datetime, int | None, str | None] | None:
    """What was last said of this plan of the scope: (state, when, by whom, the Office's reason)."""
    found = await store.row(_LAST[scope.below], {"row": row, "roots": list(scope.roots), "day": now.today})
    return (found[0], found[1], found[2], found[3]) if found else None
