"""All nominations of a branch as their list says them, page by page (danh sách đề nghị khen thưởng, DOMAIN §8)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from domain.clock import Now
from domain.rights import Scope
from storage import keyset
from storage.scopes import within
from storage.store import Store
from storage.tables import BRANCH, NOMINATION, UNIT_SPAN


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination: who, for what, how the unit voted, and how far it has come."""

    id: int
    unit: str
    above: str
    subject_type: str
    subject_name: str = field(repr=False)
    position: str = field(repr=False)
    route: str
    movement: str
    level: str
    form: str
    summary: str = field(repr=False)
    met_on: date | None
    present: int | None
    members: int | None
    in_favour: int | None
    state: str
    sent_at: datetime


_MOVEMENT = bindparam("movement", type_=NOMINATION.c.movement.type)
_ABOVE = UNIT_SPAN.alias("above")
_NAME = (
    select(UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.unit_id == NOMINATION.c.unit_id)
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)
_OVER = (
    select(_ABOVE.c.name)
    .join(UNIT_SPAN, UNIT_SPAN.c.parent_id == _ABOVE.c.unit_id)
    .where(UNIT_SPAN.c.unit_id == NOMINATION.c.unit_id, _ABOVE.c.from_day <= UNIT_SPAN.c.from_day)
    .order_by(UNIT_SPAN.c.from_day.desc(), _ABOVE.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)
_OF = (
    NOMINATION.c.campaign_id == bindparam("campaign"),
    within(NOMINATION.c.unit_id, below=True),
    select(BRANCH.c.unit_id)
    .where(
        BRANCH.c.unit_id == NOMINATION.c.unit_id,
        BRANCH.c.ancestor_id == bindparam("branch"),
        BRANCH.c.from_day <= bindparam("day"),
        BRANCH.c.to_day > bindparam("day"),
    )
    .exists(),
    NOMINATION.c.sent_at >= bindparam("since", type_=NOMINATION.c.sent_at.type),
    NOMINATION.c.sent_at < bindparam("before", type_=NOMINATION.c.sent_at.type),
    (_MOVEMENT == "") | (NOMINATION.c.movement == _MOVEMENT),
)
_COUNT = select(func.count()).where(*_OF)
_ROWS = (
    select(
        NOMINATION.c.id,
        func.coalesce(_NAME, ""),
        func.coalesce(_OVER, ""),
        NOMINATION.c.subject_type,
        NOMINATION.c.subject_name,
        NOMINATION.c.position,
        NOMINATION.c.route,
        NOMINATION.c.movement,
        NOMINATION.c.level,
        NOMINATION.c.form,
        NOMINATION.c.summary,
        NOMINATION.c.met_on,
        NOMINATION.c.present,
        NOMINATION.c.members,
        NOMINATION.c.in_favour,
        NOMINATION.c.state,
        NOMINATION.c.sent_at,
    )
    .where(*_OF, NOMINATION.c.id > bindparam("after"))
    .order_by(NOMINATION.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which ones: of a branch, of one movement or all, sent from an instant to before another."""

    campaign: int
    branch: int
    movement: str
    since: datetime
    before: datetime


def _values(now: Now, asked: Asked, scope: Scope) -> dict[str, Any]:
    names = ("campaign", "branch", "movement", "since", "before")
    return {"roots": list(scope.roots), "day": now.today, **{name: getattr(asked, name) for name in names}}


async def count(store: Store, now: Now, asked: Asked, scope: Scope) -> int:
    """How many there are."""
    row = await store.row(_COUNT, _values(now, asked, scope))
    return int(row[0]) if row else 0


async def rows(store: Store, now: Now, asked: Asked, scope: Scope) -> AsyncIterator[Sequence[NominationRow]]:
    """Pages of them, oldest first, as they stand now."""
    async for page in keyset.pages(store, _ROWS, _values(now, asked, scope)):
        yield [NominationRow(*row) for row in page]
