"""Every unit that owes a plan, with what it had said by a day: the rows of the tracking sheet (DOMAIN §8)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select

from domain.campaigns import Duty
from domain.clock import Now
from domain.messages import Json
from domain.rights import Scope
from domain.summary import Slice, is_complete
from storage import keyset
from storage.scopes import within
from storage.store import Store
from storage.tables import BRANCH, DEED, DEED_STEP, PERSON, PLAN, PLAN_STEP, UNIT, UNIT_SPAN
from storage.types import AnyRow

Which = Literal["obliged", "silent", "excused"]
"""Who counts in the 100 %; those of them who said nothing; those who left it, for the Office agreed."""


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit as it was on the day, and its last word by then; ``state`` is "" for one that had said nothing."""

    id: int
    code: str
    name: str
    kind: str
    above: str
    staff_total: int | None
    state: str
    answers: dict[str, Json] = field(repr=False)
    spread: bool
    at: datetime | None
    by: str | None
    title: str | None
    confirmed: bool

    @property
    def complete(self) -> bool:
        """Whether the unit counts in the 100 %."""
        return is_complete(self.state, spread=self.spread, confirmed=int(self.confirmed))


_THEN: BindParameter[date] = bindparam("then", type_=UNIT_SPAN.c.from_day.type)
_BRANCH: BindParameter[int] = bindparam("branch", type_=BRANCH.c.ancestor_id.type)
_ABOVE = UNIT_SPAN.alias("above")
_LAST = (
    select(func.max(PLAN_STEP.c.id))
    .where(PLAN_STEP.c.plan_id == PLAN.c.id, PLAN_STEP.c.day <= _THEN)
    .correlate(PLAN)
    .scalar_subquery()
)
_STOOD = (
    select(DEED_STEP.c.state)
    .where(DEED_STEP.c.deed_id == DEED.c.id, DEED_STEP.c.day <= _THEN)
    .order_by(DEED_STEP.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_CONFIRMED = (
    select(DEED.c.id)
    .where(DEED.c.unit_id == UNIT_SPAN.c.unit_id, DEED.c.campaign_id == bindparam("campaign"), _STOOD == "confirmed")
    .correlate(UNIT_SPAN)
    .exists()
)
_STATE = func.coalesce(PLAN_STEP.c.state, "")
_ARE: dict[Which, ColumnElement[bool]] = {
    "obliged": _STATE != "excused",
    "silent": _STATE.in_(("", "refused")),
    "excused": _STATE == "excused",
}


def _there(start: ColumnElement[date], end: ColumnElement[date]) -> ColumnElement[bool]:
    return (start <= _THEN) & (end > _THEN)


def _rows(which: Which) -> Select[Any]:
    return (
        select(
            UNIT_SPAN.c.unit_id,
            UNIT.c.code,
            UNIT_SPAN.c.name,
            UNIT_SPAN.c.kind,
            func.coalesce(_ABOVE.c.name, ""),
            UNIT.c.staff_total,
            _STATE,
            PLAN_STEP.c.answers,
            func.coalesce(PLAN_STEP.c.spread, False),
            PLAN_STEP.c.at,
            PERSON.c.name,
            PERSON.c.title,
            _CONFIRMED,
        )
        .select_from(UNIT_SPAN)
        .join(BRANCH, (BRANCH.c.ancestor_id == _BRANCH) & (BRANCH.c.unit_id == UNIT_SPAN.c.unit_id))
        .join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id)
        .outerjoin(_ABOVE, (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & _there(_ABOVE.c.from_day, _ABOVE.c.to_day))
        .outerjoin(PLAN, (PLAN.c.unit_id == UNIT_SPAN.c.unit_id) & (PLAN.c.campaign_id == bindparam("campaign")))
        .outerjoin(PLAN_STEP, PLAN_STEP.c.id == _LAST)
        .outerjoin(PERSON, PERSON.c.id == PLAN_STEP.c.person_id)
        .where(
            within(_BRANCH, below=True),
            _there(UNIT_SPAN.c.from_day, UNIT_SPAN.c.to_day),
            _there(BRANCH.c.from_day, BRANCH.c.to_day),
            UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True)),
            UNIT.c.ownership.in_(bindparam("ownerships", expanding=True)),
            _ARE[which],
            UNIT_SPAN.c.unit_id > bindparam("after"),
        )
        .order_by(UNIT_SPAN.c.unit_id)
        .limit(bindparam("most"))
    )


_ROWS: dict[Which, Select[Any]] = {which: _rows(which) for which in _ARE}


def _unit(row: AnyRow) -> UnitPlan:
    told = [*row]
    told[7] = told[7] or {}
    return UnitPlan(*told)


async def rows(
    store: Store, now: Now, campaign: int, wanted: Slice, duty: Duty, which: Which, scope: Scope
) -> AsyncIterator[Sequence[UnitPlan]]:
    """Pages of the units of a branch, in the order of the register; none if the branch is beyond the scope today."""
    values = {
        "campaign": campaign,
        "branch": wanted.unit,
        "then": wanted.until(now.today),
        "kinds": list(duty.obliged),
        "ownerships": list(duty.ownerships),
        "roots": list(scope.roots),
        "day": now.today,
    }
    async for page in keyset.pages(store, _ROWS[which], values):
        yield [_unit(row) for row in page]
