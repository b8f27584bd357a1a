"""The units an obligation is about on a day, and how each of them stands to it: what steps and lists are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, bindparam, case, exists, func, literal, select
from sqlalchemy.sql import Subquery

from domain.clock import Now
from domain.obligations import Obligation
from domain.reminders import LateList, LateUnit
from domain.rights import Scope
from storage.people import seats
from storage.people.stand_ins import is_told
from storage.scopes import within
from storage.store import Store
from storage.tables import BRANCH, CONVERSATION, DUTY_ANSWER, GRANT, HEIR, PERSON, PLAN, REMINDER, UNIT, UNIT_SPAN
from storage.types import AnyRow

DAY: BindParameter[date] = bindparam("day")
"""The day whose units are obliged."""
TODAY: BindParameter[date] = bindparam("today")
_OWN = BRANCH.alias("own")
PAST: ColumnElement[bool] = (HEIR.c.heir_id == UNIT_SPAN.c.unit_id) & (HEIR.c.from_day <= DAY) & (HEIR.c.to_day > DAY)
"""The units that the obliged one goes on for."""


def _is_of_own_branch() -> ColumnElement[bool]:
    """The unit, or one it goes on for, lies or lay under the branch that the obligation is about (0 for no branch)."""
    own: BindParameter[int] = bindparam("own")
    own_day: BindParameter[date] = bindparam("own_day")
    under = (_OWN.c.ancestor_id == own, _OWN.c.from_day <= own_day, _OWN.c.to_day > own_day)
    lies = exists().where(_OWN.c.unit_id == UNIT_SPAN.c.unit_id, *under)
    lay = exists().where(PAST, _OWN.c.unit_id == HEIR.c.unit_id, *under)
    return (own == 0) | lies | lay


def _answers(by_plan: bool) -> Subquery:  # noqa: FBT001 - which of two tables
    if by_plan:
        columns = (PLAN.c.unit_id, PLAN.c.state, PLAN.c.due_on, PLAN.c.promised_on)
        return select(*columns).where(PLAN.c.campaign_id == bindparam("campaign")).subquery("said")
    of = DUTY_ANSWER.c
    columns = (of.unit_id, of.state, of.due_on, of.promised_on)
    return select(*columns).where(of.obligation_id == bindparam("obligation")).subquery("said")


@dataclass(frozen=True, slots=True)
class Obliged:
    """The parts of a SELECT over obliged units: where they are, which ones, their due day, why none is reminded."""

    source: FromClause
    where: ColumnElement[bool]
    due: ColumnElement[date]
    spared: ColumnElement[str]
    said: Subquery


def _obliged(by_plan: bool) -> Obliged:  # noqa: FBT001 - as above
    said = _answers(by_plan)
    source = (
        UNIT_SPAN.join(
            BRANCH,
            (BRANCH.c.ancestor_id == bindparam("branch"))
            & (BRANCH.c.unit_id == UNIT_SPAN.c.unit_id)
            & (BRANCH.c.from_day <= DAY)
            & (BRANCH.c.to_day > DAY),
        )
        .join(UNIT, UNIT.c.id == UNIT_SPAN.c.unit_id)
        .outerjoin(said, said.c.unit_id == UNIT_SPAN.c.unit_id)
    )
    where = (
        (UNIT_SPAN.c.from_day <= DAY)
        & (UNIT_SPAN.c.to_day > DAY)
        & UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True))
        & UNIT.c.ownership.in_(bindparam("ownerships", expanding=True))
        & _is_of_own_branch()
    )
    spared = case(
        (said.c.state.in_(("issued", "follows", "done")), "answered"),
        (said.c.state == "excused", "excused"),
        (said.c.state.in_(("extension", "exempt")), "asked"),
        ((said.c.state == "drafting") & (said.c.promised_on >= TODAY), "promised"),
    )
    due = func.coalesce(said.c.due_on, bindparam("general", type_=PLAN.c.due_on.type))
    return Obliged(source, where, due, spared, said)


OBLIGED = {by_plan: _obliged(by_plan) for by_plan in (True, False)}
"""By whether a plan is the answer."""

_STANDING = {
    by_plan: select(UNIT_SPAN.c.unit_id, one.spared)
    .select_from(one.source)
    .where(one.where, UNIT_SPAN.c.unit_id.in_(bindparam("units", expanding=True)))
    for by_plan, one in OBLIGED.items()
}
_COUNTS = {
    by_plan: select(
        UNIT_SPAN.c.parent_id,
        func.count(),
        func.sum(case((one.spared.is_(None) & (one.due <= bindparam("basis")), 1), else_=0)),
    )
    .select_from(one.source)
    .where(one.where, func.coalesce(one.said.c.state, "") != "excused")
    .group_by(UNIT_SPAN.c.parent_id)
    for by_plan, one in OBLIGED.items()
}
_STANDING_WITHIN = {
    (by_plan, below): statement.where(within(UNIT_SPAN.c.unit_id, below=below))
    for by_plan, statement in _STANDING.items()
    for below in (True, False)
}
_COUNTS_WITHIN = {
    by_plan: statement.where(within(UNIT_SPAN.c.unit_id, below=True)) for by_plan, statement in _COUNTS.items()
}
_ABOVE = UNIT_SPAN.alias("above")
_TIMES = (
    select(func.count(REMINDER.c.step.distinct()))
    .where(
        REMINDER.c.obligation_id == bindparam("obligation"),
        REMINDER.c.unit_id == UNIT_SPAN.c.unit_id,
        REMINDER.c.state.in_(("told", "sent", "unknown")),
        REMINDER.c.seat.in_(("head", "deputy")),
        func.coalesce(REMINDER.c.reason, "").not_in(("nobody", "no_address")),
    )
    .scalar_subquery()
)


def _people(*, reachable: bool) -> ColumnElement[bool]:
    """Somebody heads the unit, is its deputy, or answers for an office; and, if asked, has a chat to be written to."""
    held = (
        select(literal(1))
        .select_from(GRANT.join(PERSON, PERSON.c.id == GRANT.c.person_id))
        .where(
            GRANT.c.unit_id == UNIT_SPAN.c.unit_id,
            GRANT.c.role.in_(("head", "deputy", "relay")),
            GRANT.c.from_day <= TODAY,
            GRANT.c.to_day > TODAY,
            is_told(TODAY),
            PERSON.c.withdrawn_at.is_(None),
        )
    )
    if reachable:
        chat = select(literal(1)).where(
            CONVERSATION.c.person_id == GRANT.c.person_id, CONVERSATION.c.blocked_at.is_(None)
        )
        held = held.where(chat.exists())
    return held.exists()


_HINDRANCE = case((~_people(reachable=False), "nobody"), (~_people(reachable=True), "unreachable"), else_="")
_LATE = {
    by_plan: select(
        UNIT_SPAN.c.unit_id,
        UNIT_SPAN.c.name,
        UNIT_SPAN.c.kind,
        func.coalesce(_ABOVE.c.name, ""),
        _TIMES,
        _HINDRANCE,
    )
    .select_from(
        one.source.outerjoin(
            _ABOVE, (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= DAY) & (_ABOVE.c.to_day > DAY)
        )
    )
    .where(one.where, one.spared.is_(None), one.due <= bindparam("basis"))
    .order_by(UNIT_SPAN.c.parent_id, UNIT_SPAN.c.unit_id)
    for by_plan, one in OBLIGED.items()
}

_LATE_WITHIN = {
    by_plan: statement.where(within(UNIT_SPAN.c.unit_id, below=True)) for by_plan, statement in _LATE.items()
}

_LATE_IDS = {
    by_plan: select(UNIT_SPAN.c.unit_id)
    .select_from(one.source)
    .where(
        one.where,
        one.spared.is_(None),
        one.due <= bindparam("basis"),
        within(UNIT_SPAN.c.unit_id, below=True),
    )
    for by_plan, one in OBLIGED.items()
}


def values(obligation: Obligation, branch: int, today: date) -> dict[str, Any]:
    """What every question about an obligation needs to be told; ``branch`` is whose units are looked at."""
    return {
        "campaign": obligation.campaign,
        "obligation": obligation.id,
        "branch": branch,
        "own": obligation.branch or 0,
        "own_day": obligation.branch_day(today),
        "kinds": list(obligation.kinds),
        "ownerships": list(obligation.ownerships),
        "general": obligation.due,
        "day": obligation.day_of(today),
        "today": today,
    }


async def spared(
    store: Store, obligation: Obligation, branch: int, today: date, units: Sequence[int]
) -> dict[int, str]:
    """Why each of these units is not to be reminded now; "" for those that are, nothing for those not obliged."""
    asked = {**values(obligation, branch, today), "units": list(units)}
    return {row[0]: row[1] or "" for row in await store.rows(_STANDING[obligation.settles_by_plan], asked)}


async def spared_within(
    store: Store, obligation: Obligation, branch: int, now: Now, units: Sequence[int], scope: Scope
) -> dict[int, str]:
    """The same for somebody who asks: of the units of their scope alone."""
    asked = {**values(obligation, branch, now.today), "units": list(units), "roots": list(scope.roots)}
    rows = await store.rows(_STANDING_WITHIN[obligation.settles_by_plan, scope.below], asked)
    return {row[0]: row[1] or "" for row in rows}


async def counts(
    store: Store, obligation: Obligation, branch: int, today: date, basis: date
) -> dict[int, tuple[int, int]]:
    """By the unit right above: how many are obliged, and how many late among those due by ``basis``."""
    asked = {**values(obligation, branch, today), "basis": basis}
    rows = await store.rows(_COUNTS[obligation.settles_by_plan], asked)
    return {row[0]: (row[1], int(row[2])) for row in rows if row[0] is not None}


async def obliged_within(store: Store, obligation: Obligation, branch: int, now: Now, scope: Scope) -> int:
    """How many units of a branch are obliged, told to somebody who asks: those of their scope alone."""
    asked = {**values(obligation, branch, now.today), "basis": obligation.due, "roots": list(scope.roots)}
    rows = await store.rows(_COUNTS_WITHIN[obligation.settles_by_plan], asked)
    return sum(int(row[1]) for row in rows if row[0] is not None)


async def late(store: Store, obligation: Obligation, branch: int, today: date, basis: date | None = None) -> LateList:
    """The late units of a branch, numbered in the order of the tree; ``basis`` is everybody's due day unless given."""
    basis = basis or obligation.due
    asked = {**values(obligation, branch, today), "basis": basis}
    rows = await store.rows(_LATE[obligation.settles_by_plan], asked)
    return await _listed(store, obligation, (branch, today, basis), rows)


async def late_within(store: Store, obligation: Obligation, branch: int, now: Now, scope: Scope) -> LateList:
    """The same list for somebody who asks: of a branch, and of nothing beyond what they may see."""
    today = now.today
    asked = {**values(obligation, branch, today), "basis": obligation.due, "roots": list(scope.roots)}
    rows = await store.rows(_LATE_WITHIN[obligation.settles_by_plan], asked)
    return await _listed(store, obligation, (branch, today, obligation.due), rows)


async def late_ids(store: Store, obligation: Obligation, branch: int, today: date, scope: Scope) -> list[int]:
    """The late units alone."""
    asked = {**values(obligation, branch, today), "basis": obligation.due, "roots": list(scope.roots)}
    return [row[0] for row in await store.rows(_LATE_IDS[obligation.settles_by_plan], asked)]


async def _listed(store: Store, obligation: Obligation, of: tuple[int, date, date], rows: Sequence[AnyRow]) -> LateList:
    branch, today, basis = of
    found = [LateUnit(*row) for row in rows]
    away = await seats.cut_off(store, [one.unit for one in found if one.hindrance == "unreachable"], today)
    found = [
        replace(one, channel=away[one.unit][0], since=away[one.unit][1]) if one.unit in away else one for one in found
    ]
    below = await counts(store, obligation, branch, today, basis)
    all_of_them = sum(total for total, _ in below.values())
    return LateList(obligation.id, obligation.name, basis, today, all_of_them, tuple(found))
