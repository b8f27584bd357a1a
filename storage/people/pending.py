"""What waits for one person's word: requests about plans, to join, reports to check and reports passed up, counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from domain.clock import Now
from domain.people import Person
from domain.rights import Scope, scope
from storage.duties import duty_answers
from storage.exemplars import review_queue
from storage.plans import plan_requests
from storage.scopes import within
from storage.store import Store
from storage.tables import CHASED, DEED, DUTY_ANSWER, NOMINATION, PLAN, REQUEST, UNIT_SPAN


@dataclass(frozen=True, slots=True)
class Pending:
    """How much waits, by what it is. ``checks`` are reports for the head, ``passed_up`` those a school left waiting.

    ``nominations`` are for awards: to be completed, to be passed on, to be decided.
    """

    extensions: int = 0
    exemptions: int = 0
    checks: int = 0
    joins: int = 0
    passed_up: int = 0
    nominations: int = 0
    reviews: int = 0
    """Reports that schools confirmed and the Office has the next word on."""

    @property
    def total(self) -> int:
        """All of it."""
        asked = self.extensions + self.exemptions + self.checks + self.joins
        return asked + self.passed_up + self.nominations + self.reviews


@dataclass(frozen=True, slots=True)
class Decisions:
    """Where somebody's word is wanted, by what it is about; None where it is not."""

    plans: Scope | None
    checks: Scope | None
    joins: Scope | None
    passed_up: Scope | None
    drafted: Scope | None = None
    at_relay: Scope | None = None
    at_office: Scope | None = None
    reviews: Scope | None = None

    def of(self, kind: str) -> Scope | None:
        """The scope of one kind of what is looked for row by row."""
        return {
            "checks": self.checks,
            "joins": self.joins,
            "passed_up": self.passed_up,
            "drafted": self.drafted,
            "at_relay": self.at_relay,
            "at_office": self.at_office,
        }[kind]


def decisions(person: Person | None) -> Decisions:
    """By the rights this person holds."""
    return Decisions(
        scope(person, "decide_plan"),
        scope(person, "confirm_deed"),
        scope(person, "admit"),
        scope(person, "see_deeds"),
        scope(person, "nominate"),
        scope(person, "endorse"),
        scope(person, "award"),
        scope(person, "review"),
    )


FIRST_ABOVE = 2
"""The rung of a request to join that has come to the office right above the unit (handlers/people/benches)."""
_DAY: BindParameter[date] = bindparam("day")
_ROOTS: BindParameter[int] = bindparam("roots", expanding=True)


def _parent(unit: ColumnElement[int], name: str) -> ColumnElement[Any]:
    span = UNIT_SPAN.alias(name)
    return (
        select(span.c.parent_id)
        .where(span.c.unit_id == unit, span.c.from_day <= _DAY, span.c.to_day > _DAY)
        .scalar_subquery()
    )


_ABOVE_REQUEST = _parent(REQUEST.c.unit_id, "first")
_HAS_COME = or_(
    REQUEST.c.unit_id.in_(_ROOTS),
    (REQUEST.c.rung == FIRST_ABOVE) & _ABOVE_REQUEST.in_(_ROOTS),
    (REQUEST.c.rung > FIRST_ABOVE) & _parent(_ABOVE_REQUEST, "second").in_(_ROOTS),
)
_JOINS = select(REQUEST.c.id).where(REQUEST.c.state == "waiting", REQUEST.c.due_on.is_not(None), _HAS_COME)
_PASSED_UP = (
    select(DEED.c.id)
    .join(CHASED, (CHASED.c.deed_id == DEED.c.id) & (CHASED.c.version == DEED.c.version) & (CHASED.c.step == "above"))
    .where(
        DEED.c.campaign_id == bindparam("campaign"),
        DEED.c.state == "sent",
        # Unit by unit through the index on their reports: all that wait in a province are many.
        DEED.c.unit_id.in_(
            select(UNIT_SPAN.c.unit_id).where(
                UNIT_SPAN.c.parent_id.in_(_ROOTS), UNIT_SPAN.c.from_day <= _DAY, UNIT_SPAN.c.to_day > _DAY
            )
        ),
    )
)
_CHECKS = select(DEED.c.id).where(
    DEED.c.campaign_id == bindparam("campaign"), DEED.c.state == "sent", within(DEED.c.unit_id, below=False)
)
_ASKED = {
    below: select(PLAN.c.state, func.count())
    .where(
        PLAN.c.campaign_id == bindparam("campaign"),
        PLAN.c.state.in_(("extension", "exempt")),
        within(PLAN.c.unit_id, below=below),
    )
    .group_by(PLAN.c.state)
    for below in (True, False)
}
_ASKED_OF_DUTIES = {
    below: select(DUTY_ANSWER.c.state, func.count())
    .where(DUTY_ANSWER.c.state.in_(("extension", "exempt")), within(DUTY_ANSWER.c.unit_id, below=below))
    .group_by(DUTY_ANSWER.c.state)
    for below in (True, False)
}
NOMINATIONS = ("drafted", "at_relay", "at_office")
"""Nominations by whose word they wait for: the unit's, its relay's, the Office's."""
_QUERIES: dict[str, Select[Any]] = {
    "checks": _CHECKS,
    "joins": _JOINS,
    "passed_up": _PASSED_UP,
    **{
        state: select(NOMINATION.c.id).where(
            NOMINATION.c.campaign_id == bindparam("campaign"),
            NOMINATION.c.state == state,
            within(NOMINATION.c.unit_id, below=state != "drafted"),
        )
        for state in NOMINATIONS
    },
}
_COUNTS = {name: select(func.count()).select_from(query.subquery()) for name, query in _QUERIES.items()}
_STATES = {"plans": _ASKED, "duties": _ASKED_OF_DUTIES}
"""Counted by their states, in a branch (True) or in the very units."""
_PAST_DUE = case((NOMINATION.c.due_on < bindparam("day"), 1), else_=0).desc()
"""An ad-hoc award that should have been answered by now comes before the others."""
_NTH = {
    name: query.order_by(*([_PAST_DUE] if name == "at_office" else []), query.selected_columns[0])
    .limit(1)
    .offset(bindparam("skip"))
    for name, query in _QUERIES.items()
}


async def count(store: Store, now: Now, campaign: int, wanted: Decisions) -> Pending:
    """What waits for somebody's word, each kind by the right it takes."""
    found = Counter[str]()
    for roots, kinds in _by_roots(wanted).items():
        values = {"campaign": campaign, "roots": list(roots), "day": now.today, "person": _person(wanted)}
        for kind, n in await store.rows(_together(kinds), values):
            found[kind] += int(n)
    nominations = sum(found[name] for name in NOMINATIONS)
    requests = found["extension"], found["exempt"], found["checks"], found["joins"]
    return Pending(*requests, found["passed_up"], nominations, found["reviews"])


def _by_roots(wanted: Decisions) -> dict[tuple[int, ...], tuple[str, ...]]:
    """What is counted of which branches: nearly always all of the same, which is one statement."""
    found: dict[tuple[int, ...], tuple[str, ...]] = {}
    if deciding := wanted.plans:
        found[tuple(deciding.roots)] = (f"plans {deciding.below:d}", f"duties {deciding.below:d}")
    held = {kind: wanted.of(kind) for kind in _COUNTS} | {"reviews": wanted.reviews}
    for kind, one in held.items():
        if one:
            found[tuple(one.roots)] = (*found.get(tuple(one.roots), ()), kind)
    return found


def _person(wanted: Decisions) -> int | None:
    return wanted.reviews.person if wanted.reviews else None


@cache
def _together(kinds: tuple[str, ...]) -> CompoundSelect[Any]:
    """Rows of a name and how many."""
    parts: list[Select[Any]] = []
    for kind in kinds:
        name, _, below = kind.partition(" ")
        if below:
            parts.append(_STATES[name][below == "1"])
        else:
            counted = review_queue.COUNT if name == "reviews" else _COUNTS[name]
            parts.append(select(literal(name), counted.scalar_subquery()))
    return union_all(*parts)


def _values(now: Now, campaign: int, held: Scope | None) -> dict[str, Any] | None:
    return {"campaign": campaign, "roots": list(held.roots), "day": now.today} if held else None


async def _counted(store: Store, now: Now, campaign: int, wanted: Decisions, kind: str) -> int:
    values = _values(now, campaign, wanted.of(kind))
    row = await store.row(_COUNTS[kind], values) if values else None
    return int(row[0]) if row else 0


async def nth(store: Store, now: Now, campaign: int, wanted: Decisions, skip: int) -> tuple[str, int] | None:
    """What waits after ``skip`` others: (plan, duty, reviews or the name of a query; its row), or None."""
    if deciding := wanted.plans:
        plans = await plan_requests.waiting(store, now, campaign, deciding, skip + 1)
        if len(plans) > skip:
            return "plan", plans[skip].id
        skip -= len(plans)
        duties = await duty_answers.waiting(store, now, deciding, skip + 1)
        if len(duties) > skip:
            return "duty", duties[skip].id
        skip -= len(duties)
    for kind, query in _NTH.items():
        values = _values(now, campaign, wanted.of(kind))
        if values is None:
            continue
        if found := await store.row(query, {**values, "skip": skip}):
            return kind, int(found[0])
        skip -= await _counted(store, now, campaign, wanted, kind)
    row = await review_queue.nth(store, now, campaign, wanted.reviews, skip) if wanted.reviews else None
    return ("reviews", row) if row else None
