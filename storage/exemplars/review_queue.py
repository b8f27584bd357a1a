"""Reports in the order in which the Office looks at them, the oldest first: counted, paged, one after another."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, literal, or_, select

from domain.clock import Now
from domain.exemplars import Exemplar
from domain.messages import Json
from domain.review import Wanted
from domain.rights import Scope
from storage.exemplars.exemplars import COLUMNS, WIDTH, exemplar
from storage.scopes import within
from storage.store import Store
from storage.tables import DEED, EXEMPLAR, GRANT, IS_TO_REVIEW, UNIT_SPAN

MOST_COUNTED: Final = 1_000
"""Whoever has left more waiting than that is told so, and not how many more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report in the list: how far it has come, its words, its unit's name, and when it was sent."""

    exemplar: Exemplar
    answers: dict[str, Json]
    unit: str
    sent_on: date


_NAME = (
    select(UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id, UNIT_SPAN.c.from_day <= DEED.c.sent_on)
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)


_AT_WORK = select(GRANT.c.person_id).where(
    GRANT.c.role == "office", GRANT.c.from_day <= bindparam("day"), GRANT.c.to_day > bindparam("day")
)
"""Whoever has left the Office has left their work to the others."""


def _conditions(wanted: Wanted) -> list[Any]:
    found: list[Any] = [
        DEED.c.campaign_id == bindparam("campaign"),
        DEED.c.state == "confirmed",
        within(DEED.c.unit_id, below=True),
    ]
    if wanted.side:
        found.append(EXEMPLAR.c.side == wanted.side)
    elif wanted.stage:
        found.append(EXEMPLAR.c.stage == wanted.stage)
    else:
        # By what they are not: the few that wait are an index of their own, and those at a step are many.
        found += [IS_TO_REVIEW, EXEMPLAR.c.side == "", EXEMPLAR.c.stage.not_in(("concluded", "replicated"))]
    if wanted.overdue:
        found += [EXEMPLAR.c.changed_at.is_(None), DEED.c.sent_on < bindparam("before")]
    if wanted.movement:
        found.append(DEED.c.movement == bindparam("movement"))
    if wanted.assigned:
        found.append(EXEMPLAR.c.assigned_to == bindparam("colleague"))
    elif not wanted.stage and not wanted.side:
        mine = EXEMPLAR.c.assigned_to == bindparam("person")
        found.append(or_(EXEMPLAR.c.assigned_to.is_(None), mine, EXEMPLAR.c.assigned_to.not_in(_AT_WORK)))
    return found


_FROM = EXEMPLAR.join(DEED, DEED.c.id == EXEMPLAR.c.deed_id)


@cache
def _rows(wanted: Wanted) -> Select[Any]:
    return (
        select(*COLUMNS, DEED.c.answers, func.coalesce(_NAME, ""), DEED.c.sent_on)
        .select_from(_FROM)
        .where(*_conditions(wanted), EXEMPLAR.c.deed_id > bindparam("after"))
        .order_by(EXEMPLAR.c.deed_id)
        .limit(bindparam("most"))
        .offset(bindparam("skip"))
    )


@cache
def _count(wanted: Wanted) -> Select[Any]:
    few = select(literal(1)).select_from(_FROM).where(*_conditions(wanted)).limit(MOST_COUNTED)
    return select(func.count()).select_from(few.subquery())


COUNT = _count(Wanted())
"""Those that wait for somebody's word, by campaign, roots, day and person: to be counted beside what else waits."""


def _shape(wanted: Wanted) -> Wanted:
    """What the statement depends on; the rest are its values."""
    return Wanted(wanted.stage, wanted.movement and "x", 0, int(bool(wanted.assigned)), wanted.overdue, wanted.side)


def _values(now: Now, campaign: int, wanted: Wanted, scope: Scope, limit: int) -> dict[str, Any]:
    return {
        "campaign": campaign,
        "roots": list(scope.roots),
        "day": now.today,
        "movement": wanted.movement,
        "colleague": wanted.assigned,
        "person": scope.person,
        "before": now.today - timedelta(days=limit),
    }


async def page(
    store: Store, now: Now, campaign: int, wanted: Wanted, scope: Scope, limit: int, window: tuple[int, int, int]
) -> list[Waiting]:
    """Those after a report's number, so many passed over, so many at most: ``window``.

    ``limit`` are the days within which a first answer is due.
    """
    values = _values(now, campaign, wanted, scope, limit)
    after, skip, most = window
    rows = await store.rows(_rows(_shape(wanted)), {**values, "after": after, "skip": skip, "most": most})
    return [Waiting(exemplar(row), *row[WIDTH:]) for row in rows]


async def count(store: Store, now: Now, campaign: int, wanted: Wanted, scope: Scope, limit: int) -> int:
    """How many there are; :data:`MOST_COUNTED` may mean more."""
    row = await store.row(_count(_shape(wanted)), _values(now, campaign, wanted, scope, limit))
    return int(row[0]) if row else 0


async def nth(store: Store, now: Now, campaign: int, scope: Scope, skip: int) -> int | None:
    """The number of the report that waits for one's word after so many others."""
    found = await page(store, now, campaign, Wanted(), scope, 0, (0, skip, 1))
    return found[0].exemplar.deed if found else None
