"""What units say of duties that are no plan: done, a day, a request; and the Office's answer to it, given once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import Now
from domain.messages import Json
from domain.obligations import DutyAnswer, DutyState
from domain.rights import Scope
from storage.plans.plan_requests import Verdict
from storage.scopes import within
from storage.store import Store
from storage.tables import DUTY_ANSWER, DUTY_STEP, OBLIGATION

_COLUMNS = (
    DUTY_ANSWER.c.id,
    DUTY_ANSWER.c.obligation_id,
    DUTY_ANSWER.c.unit_id,
    DUTY_ANSWER.c.state,
    DUTY_ANSWER.c.version,
    DUTY_ANSWER.c.answers,
    DUTY_ANSWER.c.reported_at,
    DUTY_ANSWER.c.due_on,
    DUTY_ANSWER.c.reporter_id,
)
_OPEN = DUTY_ANSWER.c.state.in_(("extension", "exempt")) & exists().where(
    OBLIGATION.c.id == DUTY_ANSWER.c.obligation_id, OBLIGATION.c.ended_at.is_(None)
)
_OF_UNIT = select(*_COLUMNS).where(
    DUTY_ANSWER.c.obligation_id == bindparam("obligation"), DUTY_ANSWER.c.unit_id == bindparam("unit")
)
_NEW = upsert(DUTY_ANSWER)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["obligation_id", "unit_id"],
    set_={
        "version": DUTY_ANSWER.c.version + 1,
        **{
            name: getattr(_NEW.excluded, name)
            for name in ("state", "answers", "promised_on", "reported_at", "reporter_id")
        },
    },
).returning(DUTY_ANSWER.c.id)
_STEP = insert(DUTY_STEP)
_ONE = {
    below: select(*_COLUMNS).where(DUTY_ANSWER.c.id == bindparam("row"), within(DUTY_ANSWER.c.unit_id, below=below))
    for below in (True, False)
}
_WAITING = {
    below: select(*_COLUMNS)
    .where(_OPEN, within(DUTY_ANSWER.c.unit_id, below=below))
    .order_by(DUTY_ANSWER.c.reported_at, DUTY_ANSWER.c.id)
    .limit(bindparam("most"))
    for below in (True, False)
}
_COUNT = {
    below: select(func.count()).where(_OPEN, within(DUTY_ANSWER.c.unit_id, below=below)) for below in (True, False)
}
_DECIDE = {
    below: update(DUTY_ANSWER)
    .where(
        DUTY_ANSWER.c.id == bindparam("row"),
        DUTY_ANSWER.c.version == bindparam("seen"),
        DUTY_ANSWER.c.state == bindparam("was"),
        within(DUTY_ANSWER.c.unit_id, below=below),
    )
    .values(
        state=bindparam("becomes"),
        version=DUTY_ANSWER.c.version + 1,
        answers=bindparam("said"),
        due_on=func.coalesce(bindparam("granted", type_=DUTY_ANSWER.c.due_on.type), DUTY_ANSWER.c.due_on),
    )
    .returning(*_COLUMNS)
    for below in (True, False)
}
_LAST = {
    below: select(DUTY_STEP.c.state, DUTY_STEP.c.at, DUTY_STEP.c.person_id)
    .where(
        DUTY_STEP.c.answer_id == bindparam("row"),
        exists().where(DUTY_ANSWER.c.id == DUTY_STEP.c.answer_id, within(DUTY_ANSWER.c.unit_id, below=below)),
    )
    .order_by(DUTY_STEP.c.id.desc())
    .limit(1)
    for below in (True, False)
}


async def of_unit(store: Store, obligation: int, unit: int) -> DutyAnswer | None:
    """The last word of one unit."""
    row = await store.row(_OF_UNIT, {"obligation": obligation, "unit": unit})
    return DutyAnswer(*row) if row else None


async def report(  # noqa: PLR0913, PLR0917 - an answer's own facts
    store: Store,
    now: Now,
    obligation: int,
    unit: int,
    state: DutyState,
    answers: Mapping[str, Json],
    promised: date | None,
    scope: Scope,
) -> int:
    """Take a unit's word in place of the one before; returns its number."""
    if unit not in scope.roots:
        raise PermissionError
    row = await store.add(
        _PUT,
        {
            "obligation_id": obligation,
            "unit_id": unit,
            "state": state,
            "version": 1,
            "answers": dict(answers),
            "promised_on": promised,
            "reported_at": now.campaign,
            "reporter_id": scope.person,
        },
    )
    await _step(store, now, row, state, scope.person, str(answers.get("reason") or answers.get("note") or "") or None)
    return row


async def _step(store: Store, now: Now, row: int, state: str, person: int, note: str | None) -> None:
    values: dict[str, Any] = {"answer_id": row, "state": state, "at": now.campaign, "day": now.today}
    await store.write(_STEP, {**values, "person_id": person, "note": note})


async def get(store: Store, now: Now, row: int, scope: Scope) -> DutyAnswer | None:
    """A unit's word, if the unit lies in the scope."""
    found = await store.row(_ONE[scope.below], {"row": row, "roots": list(scope.roots), "day": now.today})
    return DutyAnswer(*found) if found else None


async def last_step(store: Store, now: Now, row: int, scope: Scope) -> tuple[str, datetime, int | None] | None:
    """What was last said of this word of a unit of the scope: (state, when, by whom)."""
    found = await store.row(_LAST[scope.below], {"row": row, "roots": list(scope.roots), "day": now.today})
    return (found[0], found[1], found[2]) if found else None


async def waiting(store: Store, now: Now, scope: Scope, most: int) -> Sequence[DutyAnswer]:
    """Requests that have no answer yet, the oldest first."""
    values = {"roots": list(scope.roots), "day": now.today, "most": most}
    return [DutyAnswer(*row) for row in await store.rows(_WAITING[scope.below], values)]


async def count_waiting(store: Store, now: Now, scope: Scope) -> int:
    """How many have no answer yet."""
    row = await store.row(_COUNT[scope.below], {"roots": list(scope.roots), "day": now.today})
    return int(row[0]) if row else 0


async def decide(
    store: Store, now: Now, before: DutyAnswer, version: int, verdict: Verdict, scope: Scope
) -> DutyAnswer | None:
    """Answer a request once: None when it is no longer the one that was seen, or lies out of scope."""
    values = {
        "row": before.id,
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
    await _step(store, now, before.id, verdict.state, scope.person, verdict.reason)
    return DutyAnswer(*changed)
