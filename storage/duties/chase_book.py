"""The book of reminders to be read: every nudge with its hour, channel, state and reason; promises; telephone calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select

from domain.clock import Now
from domain.rights import Scope
from storage.scopes import within
from storage.store import Store
from storage.tables import OBLIGATION, PERSON, PHONE_CALL, PROMISE, REMINDER, UNIT_SPAN

MOST = 20_000
"""Lines of an annex, and of a page of a file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One nudge: of which unit and which duty, on which step, to whom, and what became of it."""

    at: datetime
    unit: str
    above: str
    obligation: int
    step: str
    seat: str
    name: str | None
    title: str | None
    channel: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Word:
    """A day that a unit named, and what became of it."""

    unit: str
    obligation: int
    made_at: datetime
    day: date
    state: str


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody telephoned a unit."""

    unit: str
    at: datetime
    name: str | None
    title: str | None


_DAY: BindParameter[date] = bindparam("day")
_ABOVE = UNIT_SPAN.alias("over")


def _of(unit: ColumnElement[int], campaign: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """Of this campaign, of one unit where one is named, and of units that one may see."""
    one: BindParameter[int] = bindparam("unit")
    return [campaign == bindparam("campaign"), (one == 0) | (unit == one), within(unit, below=True)]


def _named(statement: Select[Any], unit: ColumnElement[int]) -> Select[Any]:
    """With the unit under its name of the day."""
    on = (UNIT_SPAN.c.unit_id == unit) & (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY)
    over = (_ABOVE.c.unit_id == UNIT_SPAN.c.parent_id) & (_ABOVE.c.from_day <= _DAY) & (_ABOVE.c.to_day > _DAY)
    return statement.join(UNIT_SPAN, on).outerjoin(_ABOVE, over)


_COUNT = (
    select(func.count(), func.count(REMINDER.c.unit_id.distinct()))
    .select_from(REMINDER)
    .join(OBLIGATION, OBLIGATION.c.id == REMINDER.c.obligation_id)
    .where(*_of(REMINDER.c.unit_id, OBLIGATION.c.campaign_id), REMINDER.c.state != "planned")
)
_ENTRIES = (
    _named(
        select(
            func.coalesce(REMINDER.c.told_at, REMINDER.c.due_at).label("at"),
            UNIT_SPAN.c.name,
            func.coalesce(_ABOVE.c.name, ""),
            REMINDER.c.obligation_id,
            REMINDER.c.step,
            REMINDER.c.seat,
            PERSON.c.name,
            PERSON.c.title,
            func.coalesce(REMINDER.c.channel, ""),
            REMINDER.c.state,
            func.coalesce(REMINDER.c.reason, ""),
        )
        .select_from(REMINDER)
        .join(OBLIGATION, OBLIGATION.c.id == REMINDER.c.obligation_id)
        .outerjoin(PERSON, PERSON.c.id == REMINDER.c.person_id),
        REMINDER.c.unit_id,
    )
    .where(*_of(REMINDER.c.unit_id, OBLIGATION.c.campaign_id), REMINDER.c.state != "planned")
    .order_by(func.coalesce(REMINDER.c.told_at, REMINDER.c.due_at).desc(), REMINDER.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_WORDS = (
    _named(
        select(UNIT_SPAN.c.name, PROMISE.c.obligation_id, PROMISE.c.made_at, PROMISE.c.day, PROMISE.c.state)
        .select_from(PROMISE)
        .join(OBLIGATION, OBLIGATION.c.id == PROMISE.c.obligation_id),
        PROMISE.c.unit_id,
    )
    .where(*_of(PROMISE.c.unit_id, OBLIGATION.c.campaign_id))
    .order_by(PROMISE.c.made_at.desc(), PROMISE.c.unit_id, PROMISE.c.obligation_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_CALLS = (
    _named(
        select(UNIT_SPAN.c.name, PHONE_CALL.c.at, PERSON.c.name, PERSON.c.title)
        .select_from(PHONE_CALL)
        .outerjoin(PERSON, PERSON.c.id == PHONE_CALL.c.by_id),
        PHONE_CALL.c.unit_id,
    )
    .where(*_of(PHONE_CALL.c.unit_id, PHONE_CALL.c.campaign_id))
    .order_by(PHONE_CALL.c.at.desc(), PHONE_CALL.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


def _asked(now: Now, campaign: int, unit: int, scope: Scope) -> dict[str, Any]:
    return {"campaign": campaign, "unit": unit, "roots": list(scope.roots), "day": now.today}


async def count(store: Store, now: Now, campaign: int, unit: int, scope: Scope) -> tuple[int, int]:
    """How many nudges stand in the book, of how many units; ``unit`` 0 for all of the scope."""
    row = await store.row(_COUNT, _asked(now, campaign, unit, scope))
    return (int(row[0]), int(row[1])) if row else (0, 0)


async def entries(
    store: Store, now: Now, campaign: int, unit: int, scope: Scope, page: tuple[int, int]
) -> Sequence[Entry]:
    """A page (skip, most) of nudges, the last ones first."""
    asked = {**_asked(now, campaign, unit, scope), "skip": page[0], "most": page[1]}
    return [Entry(*row) for row in await store.rows(_ENTRIES, asked)]


async def promises(
    store: Store, now: Now, campaign: int, unit: int, scope: Scope, page: tuple[int, int] = (0, MOST)
) -> Sequence[Word]:
    """A page of the days that units named, the last ones first."""
    asked = {**_asked(now, campaign, unit, scope), "skip": page[0], "most": page[1]}
    return [Word(*row) for row in await store.rows(_WORDS, asked)]


async def calls(
    store: Store, now: Now, campaign: int, unit: int, scope: Scope, page: tuple[int, int] = (0, MOST)
) -> Sequence[Call]:
    """A page of the telephone calls that were noted, the last ones first."""
    asked = {**_asked(now, campaign, unit, scope), "skip": page[0], "most": page[1]}
    return [Call(*row) for row in await store.rows(_CALLS, asked)]
