"""The reports behind a figure: those that stand in a branch on a day, or that came in within a period, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, func, literal, or_, select

from domain.clock import Now
from domain.deeds import STATES
from domain.messages import Json
from domain.rights import Scope
from domain.summary import Slice
from storage.scopes import within
from storage.store import Store
from storage.tables import BRANCH, DEED, DEED_STEP, UNIT_SPAN


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list: its words, the unit by its name on the day it was sent, and its state on the day asked of."""

    id: int
    answers: dict[str, Json]
    unit: str
    sent_on: date
    state: str


_UNTIL: BindParameter[date] = bindparam("until", type_=Date)


def _stood_in(day: ColumnElement[date]) -> ColumnElement[bool]:
    """Figures count a report where its unit stood on a day; before its first and after its last, where on those."""
    last = (
        select(func.max(UNIT_SPAN.c.to_day))
        .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id, UNIT_SPAN.c.from_day <= day)
        .correlate(DEED)
        .scalar_subquery()
    )
    first = (
        select(func.min(UNIT_SPAN.c.from_day))
        .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id)
        .correlate(DEED)
        .scalar_subquery()
    )
    at_first = and_(last.is_(None), BRANCH.c.from_day <= first, BRANCH.c.to_day > first)
    then = and_(last > day, BRANCH.c.from_day <= day, BRANCH.c.to_day > day)
    at_the_end = and_(last <= day, BRANCH.c.from_day < last, BRANCH.c.to_day >= last)
    return (
        select(BRANCH.c.unit_id)
        .where(
            BRANCH.c.unit_id == DEED.c.unit_id,
            BRANCH.c.ancestor_id == bindparam("branch"),
            or_(then, at_the_end, at_first),
        )
        .exists()
    )


_STEP = select(DEED_STEP.c.state).where(DEED_STEP.c.deed_id == DEED.c.id)
_STATE = _STEP.where(DEED_STEP.c.day <= _UNTIL).order_by(DEED_STEP.c.id.desc()).limit(1).scalar_subquery()
_MOVEMENT = select(DEED_STEP.c.movement).where(DEED_STEP.c.deed_id == DEED.c.id)
_AT_FIRST = _MOVEMENT.order_by(DEED_STEP.c.id).limit(1).scalar_subquery()
_THEN = _MOVEMENT.where(DEED_STEP.c.day <= _UNTIL).order_by(DEED_STEP.c.id.desc()).limit(1).scalar_subquery()
_NAME = (
    select(UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.unit_id == DEED.c.unit_id, UNIT_SPAN.c.from_day <= DEED.c.sent_on)
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)
_ALL = (
    select(DEED.c.id, DEED.c.answers, func.coalesce(_NAME, ""), DEED.c.sent_on, _STATE)
    .where(DEED.c.campaign_id == bindparam("campaign"), DEED.c.sent_on <= _UNTIL, within(DEED.c.unit_id, below=True))
    .order_by(DEED.c.id.desc())
)
_OF_MOVEMENT = bindparam("movement", type_=DEED.c.movement.type)
_ANY = literal("") == _OF_MOVEMENT
_STOCK = _ALL.where(_stood_in(_UNTIL), _STATE.in_(STATES), or_(_ANY, _THEN == _OF_MOVEMENT))
_FLOW = _ALL.where(
    _stood_in(DEED.c.sent_on),
    DEED.c.sent_on >= bindparam("first", type_=Date),
    or_(_ANY, _AT_FIRST == _OF_MOVEMENT),
)
_BELOW = DEED.c.unit_id.in_(select(BRANCH.c.unit_id).where(BRANCH.c.ancestor_id == bindparam("branch")))
"""Says nothing new: it leads a small branch to its own reports by their units, instead of through all there are."""
_PAGES = {
    (is_flow, is_small): (query.where(_BELOW) if is_small else query).limit(bindparam("most")).offset(bindparam("skip"))
    for is_flow, query in ((True, _FLOW), (False, _STOCK))
    for is_small in (True, False)
}


async def page(
    store: Store,
    now: Now,
    campaign: int,
    wanted: Slice,
    scope: Scope,
    window: tuple[int, int],
    *,
    is_whole: bool = False,
) -> Sequence[Listed]:
    """A page (skip, most) of the reports behind a slice's figure, the newest first; as many in all as it says.

    Of a period all that came in, whatever became of them; of the whole campaign those that stand on the day.
    ``is_whole`` says that the branch is the whole tree.
    """
    values: dict[str, Any] = {
        "campaign": campaign,
        "until": wanted.until(now.today),
        "day": now.today,
        "roots": list(scope.roots),
        "branch": wanted.unit,
        "movement": wanted.movement,
        **({"first": wanted.first} if wanted.first else {}),
    }
    statement = _PAGES[wanted.first is not None, not is_whole]
    rows = await store.rows(statement, {**values, "skip": window[0], "most": window[1]})
    return [Listed(*row) for row in rows]
