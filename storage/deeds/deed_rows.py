"""All reports behind a slice's figure with what their sheet says: as many as the figure counts (DOMAIN §8)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from domain.clock import Now
from domain.deeds import STATES
from domain.messages import Json
from domain.rights import Scope
from domain.summary import Slice
from storage import keyset
from storage.deeds.deed_lists import (
    MOVEMENT_AT_FIRST,
    MOVEMENT_THEN,
    OF_MOVEMENT,
    STATE_THEN,
    UNIT_NAME,
    UNTIL,
    stood_in,
)
from storage.scopes import branch_of, one_by_one
from storage.store import Store
from storage.tables import DEED, PERSON, UNIT, UNIT_SPAN


@dataclass(frozen=True, slots=True)
class DeedRow:
    """A report: where it was sent from under the names of that day, and in which state it stood on the day asked of."""

    id: int
    unit: int
    code: str
    name: str
    above: str
    movement: str
    state: str
    version: int
    answers: dict[str, Json] = field(repr=False)
    first: date | None
    last: date | None
    outside: bool
    sent_at: datetime
    sent_on: date
    decided_at: datetime | None
    by: str | None
    title: str | None
    confirmer: str | None
    confirmer_title: str | None


_ABOVE = UNIT_SPAN.alias("above")
_ABOVE_NAME = (
    select(_ABOVE.c.name)
    .join(UNIT_SPAN, UNIT_SPAN.c.parent_id == _ABOVE.c.unit_id)
    .where(
        UNIT_SPAN.c.unit_id == DEED.c.unit_id,
        UNIT_SPAN.c.from_day <= DEED.c.sent_on,
        UNIT_SPAN.c.to_day > DEED.c.sent_on,
        _ABOVE.c.from_day <= DEED.c.sent_on,
        _ABOVE.c.to_day > DEED.c.sent_on,
    )
    .correlate(DEED)
    .scalar_subquery()
)
_REPORTER, _CONFIRMER = PERSON.alias("reporter"), PERSON.alias("confirmer")


@cache
def _rows(*, is_flow: bool, is_now: bool, of_movement: bool) -> Select[Any]:
    movement, state = (DEED.c.movement, DEED.c.state) if is_now else (MOVEMENT_THEN, STATE_THEN)
    when: list[ColumnElement[bool]]
    if is_flow:
        when = [DEED.c.sent_on >= bindparam("first"), DEED.c.sent_on <= UNTIL]
    else:
        when = [DEED.c.sent_on <= UNTIL, state.in_(STATES)]
    counted = MOVEMENT_AT_FIRST if is_flow else movement
    return (
        select(
            DEED.c.id,
            DEED.c.unit_id,
            UNIT.c.code,
            func.coalesce(UNIT_NAME, ""),
            func.coalesce(_ABOVE_NAME, ""),
            movement,
            state,
            DEED.c.version,
            DEED.c.answers,
            DEED.c.from_day,
            DEED.c.to_day,
            DEED.c.outside,
            DEED.c.sent_at,
            DEED.c.sent_on,
            DEED.c.decided_at,
            _REPORTER.c.name,
            _REPORTER.c.title,
            _CONFIRMER.c.name,
            _CONFIRMER.c.title,
        )
        .join(UNIT, UNIT.c.id == DEED.c.unit_id)
        .outerjoin(_REPORTER, _REPORTER.c.id == DEED.c.reporter_id)
        .outerjoin(_CONFIRMER, _CONFIRMER.c.id == DEED.c.decided_by)
        .where(
            DEED.c.campaign_id == bindparam("campaign"),
            *when,
            one_by_one(branch_of(DEED.c.unit_id)),
            *([counted == OF_MOVEMENT] if of_movement else []),
            stood_in(DEED.c.sent_on if is_flow else UNTIL),
            DEED.c.id > bindparam("after"),
        )
        .order_by(DEED.c.id)
        .limit(bindparam("most"))
    )


async def rows(
    store: Store, now: Now, campaign: int, wanted: Slice, scope: Scope, *, as_today: bool = False
) -> AsyncIterator[Sequence[DeedRow]]:
    """Pages of them, oldest first.

    Of a period all that came in, whatever became of them; of the whole campaign those that stand on the day. They are
    told as they stood at the slice's end, or (``as_today``) as they stand by now.
    """
    until = wanted.until(now.today)
    values = {
        "campaign": campaign,
        "first": wanted.first,
        "until": until,
        "day": now.today,
        "roots": list(scope.roots),
        "branch": wanted.unit,
        "movement": wanted.movement,
    }
    is_now = as_today or until >= now.today
    statement = _rows(is_flow=wanted.first is not None, is_now=is_now, of_movement=bool(wanted.movement))
    async for page in keyset.pages(store, statement, values):
        yield [DeedRow(*row) for row in page]
