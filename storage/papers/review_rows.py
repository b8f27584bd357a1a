"""The rows behind the report of a review: units with their plans, good examples, nominations, as of a day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, func, select

from domain.clock import Now
from domain.messages import Json
from domain.rights import Scope
from domain.summary import kept_as
from storage.scopes import within
from storage.store import Store
from storage.tables import (
    BRANCH,
    DEED,
    DEED_STEP,
    EXEMPLAR,
    EXEMPLAR_STEP,
    FIGURE,
    NOMINATION,
    NOMINATION_STEP,
    PLAN,
    PLAN_STEP,
    UNIT,
    UNIT_SPAN,
)

_UNTIL: BindParameter[date] = bindparam("until", type_=Date)
_ABOVE = UNIT_SPAN.alias("above")
_ON = (UNIT_SPAN.c.from_day <= _UNTIL) & (UNIT_SPAN.c.to_day > _UNTIL)
_OWED: Final = and_(
    BRANCH.c.ancestor_id == bindparam("branch"),
    BRANCH.c.from_day <= _UNTIL,
    BRANCH.c.to_day > _UNTIL,
    _ON,
    UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True)),
    UNIT.c.ownership.in_(bindparam("ownerships", expanding=True)),
    within(BRANCH.c.unit_id, below=True),
)
_JOINED = BRANCH.join(UNIT_SPAN, UNIT_SPAN.c.unit_id == BRANCH.c.unit_id).join(UNIT, UNIT.c.id == BRANCH.c.unit_id)
_UNITS = (
    select(UNIT.c.id, UNIT_SPAN.c.name, func.coalesce(_ABOVE.c.name, ""), UNIT_SPAN.c.kind, UNIT.c.ownership)
    .select_from(
        _JOINED.outerjoin(
            _ABOVE,
            and_(_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id, _ABOVE.c.from_day <= _UNTIL, _ABOVE.c.to_day > _UNTIL),
        )
    )
    .where(_OWED)
    .order_by(UNIT_SPAN.c.parent_id, UNIT.c.id)
)
_STATES = (
    select(FIGURE.c.branch_id, FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state, func.sum(FIGURE.c.n))
    .where(
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id.in_(select(UNIT.c.id).select_from(_JOINED).where(_OWED)),
        FIGURE.c.measure.in_(("plan", "plan_moved", "complete", "complete_moved")),
        FIGURE.c.day <= _UNTIL,
    )
    .group_by(FIGURE.c.branch_id, FIGURE.c.measure, FIGURE.c.movement, FIGURE.c.state)
)
_LAST_PLAN = (
    select(func.max(PLAN_STEP.c.id))
    .join(PLAN, PLAN.c.id == PLAN_STEP.c.plan_id)
    .where(PLAN.c.campaign_id == bindparam("campaign"), PLAN_STEP.c.day <= _UNTIL, PLAN_STEP.c.answers.is_not(None))
    .group_by(PLAN_STEP.c.plan_id)
)
_PLANS = (
    select(PLAN.c.unit_id, PLAN_STEP.c.answers)
    .join(PLAN, PLAN.c.id == PLAN_STEP.c.plan_id)
    .where(PLAN_STEP.c.id.in_(_LAST_PLAN), within(PLAN.c.unit_id, below=True))
)
_STAGE = (
    select(EXEMPLAR_STEP.c.stage)
    .where(EXEMPLAR_STEP.c.deed_id == DEED.c.id, EXEMPLAR_STEP.c.day <= _UNTIL)
    .order_by(EXEMPLAR_STEP.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_STATE = (
    select(DEED_STEP.c.state)
    .where(DEED_STEP.c.deed_id == DEED.c.id, DEED_STEP.c.day <= _UNTIL)
    .order_by(DEED_STEP.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_NAME = (
    select(UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id, UNIT_SPAN.c.from_day <= _UNTIL)
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)
_FURTHER = ("concluded", "replicated")


def _examples(*, further: bool) -> Select[Any]:
    """Reports that schools had confirmed by the day; all, or only those that the Office concluded or spread."""
    is_there = (
        select(BRANCH.c.unit_id)
        .where(BRANCH.c.unit_id == DEED.c.unit_id, BRANCH.c.ancestor_id == bindparam("branch"))
        .exists()
    )
    stage = func.coalesce(_STAGE, "detected")
    return (
        select(DEED.c.id, DEED.c.answers, func.coalesce(_NAME, ""), DEED.c.movement, stage, EXEMPLAR.c.side)
        .select_from(DEED.outerjoin(EXEMPLAR, EXEMPLAR.c.deed_id == DEED.c.id))
        .where(
            DEED.c.campaign_id == bindparam("campaign"),
            DEED.c.sent_on <= _UNTIL,
            is_there,
            within(DEED.c.unit_id, below=True),
            _STATE == "confirmed",
            *([stage.in_(_FURTHER)] if further else []),
        )
        .order_by(DEED.c.id)
    )


_EXAMPLES = {further: _examples(further=further) for further in (True, False)}
_COUNT_STAGES = (
    select(FIGURE.c.state, func.sum(FIGURE.c.n))
    .where(
        FIGURE.c.campaign_id == bindparam("campaign"),
        FIGURE.c.branch_id == bindparam("branch"),
        within(FIGURE.c.branch_id, below=True),
        FIGURE.c.measure.in_(("stage", "stage_moved")),
        FIGURE.c.day <= _UNTIL,
    )
    .group_by(FIGURE.c.state)
)
_NOMINATION_STATE = (
    select(NOMINATION_STEP.c.state)
    .where(NOMINATION_STEP.c.nomination_id == NOMINATION.c.id, NOMINATION_STEP.c.day <= _UNTIL)
    .order_by(NOMINATION_STEP.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_PROPOSED: Final = ("at_office", "at_council", "agreed", "noticed", "submitted", "decided")
"""Nominations that have come to the Office, and that nothing keeps back."""
_NOMINATIONS = (
    select(
        NOMINATION.c.subject_type,
        NOMINATION.c.subject_name,
        NOMINATION.c.position,
        func.coalesce(
            select(UNIT_SPAN.c.name)
            .where(UNIT_SPAN.c.unit_id == NOMINATION.c.unit_id, UNIT_SPAN.c.from_day <= _UNTIL)
            .order_by(UNIT_SPAN.c.from_day.desc())
            .limit(1)
            .scalar_subquery(),
            "",
        ),
        NOMINATION.c.movement,
        NOMINATION.c.level,
        NOMINATION.c.form,
        _NOMINATION_STATE,
    )
    .where(
        NOMINATION.c.campaign_id == bindparam("campaign"),
        NOMINATION.c.route == "regular",
        within(NOMINATION.c.unit_id, below=True),
        select(BRANCH.c.unit_id)
        .where(BRANCH.c.unit_id == NOMINATION.c.unit_id, BRANCH.c.ancestor_id == bindparam("branch"))
        .exists(),
        _NOMINATION_STATE.in_(_PROPOSED),
    )
    .order_by(NOMINATION.c.level, NOMINATION.c.form, NOMINATION.c.subject_type, NOMINATION.c.id)
)


@dataclass(frozen=True, slots=True)
class ObligedUnit:
    """A unit with the duty on the day: what it said of its plan by then ("" for nothing), and whether it counts."""

    id: int
    name: str
    above: str
    state: str
    complete: bool
    answers: dict[str, Json] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A report that its school had confirmed, and at which step it stood; ``hidden`` for somebody's privacy."""

    id: int
    answers: dict[str, Json] = field(repr=False)
    unit: str
    movement: str
    stage: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A nomination with the Office or beyond."""

    subject_type: str
    name: str = field(repr=False)
    position: str = field(repr=False)
    unit: str
    movement: str
    level: str
    form: str
    decided: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """Where and when one looks: campaign, branch, the last day that counts, whose duty."""

    campaign: int
    branch: int
    until: date
    kinds: Sequence[str]
    ownerships: Sequence[str]

    def values(self, now: Now, scope: Scope) -> dict[str, Any]:
        """For the statements of this module."""
        return {
            "campaign": self.campaign,
            "branch": self.branch,
            "until": self.until,
            "kinds": list(self.kinds),
            "ownerships": list(self.ownerships),
            "roots": list(scope.roots),
            "day": now.today,
        }


async def units(store: Store, now: Now, looked: Looked, scope: Scope) -> list[ObligedUnit]:
    """Every obliged unit of the branch on the day, in the order of the register; those excused are not among them.

    States are those of the kept figures, so that their sums are what the summary tells.
    """
    values = looked.values(now, scope)
    stood: dict[tuple[int, str], Counter[str]] = {}
    for unit, measure, movement, state, n in await store.rows(_STATES, values):
        stood.setdefault((unit, movement), Counter())[f"{measure.removesuffix('_moved')}:{state}"] += int(n)
    said = {row[0]: row[1] for row in await store.rows(_PLANS, values)}
    found = []
    for unit, name, above, kind, ownership in await store.rows(_UNITS, values):
        states = stood.get((unit, kept_as(kind, ownership)), Counter())
        state = next((key.partition(":")[2] for key, n in states.items() if n > 0 and key.startswith("plan:")), "")
        if state != "excused":
            found.append(ObligedUnit(unit, name, above, state, states["complete:"] > 0, said.get(unit) or {}))
    return found


async def examples(store: Store, now: Now, looked: Looked, scope: Scope, *, further: bool) -> list[Example]:
    """Reports that schools had confirmed by the day; ``further``: only those that were concluded or replicated."""
    rows = await store.rows(_EXAMPLES[further], looked.values(now, scope))
    return [Example(row[0], row[1], row[2], row[3], row[4], row[5] == "hidden") for row in rows]


async def stages(store: Store, now: Now, looked: Looked, scope: Scope) -> dict[str, int]:
    """How many stood at each step after the first, from kept figures."""
    return {row[0]: int(row[1]) for row in await store.rows(_COUNT_STAGES, looked.values(now, scope))}


async def proposed(store: Store, now: Now, looked: Looked, scope: Scope) -> list[Proposed]:
    """Nominations that had come to the Office by the day."""
    rows = await store.rows(_NOMINATIONS, looked.values(now, scope))
    return [
        Proposed(row[0], row[1], row[2], row[3], row[4], row[5], row[6], decided=row[7] == "decided") for row in rows
    ]
