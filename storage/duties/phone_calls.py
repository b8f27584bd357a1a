"""Whom messages do not reach: units without people, with people who cannot be told, or long silent; and calls made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, case, func, insert, or_, select

from domain.clock import Now
from domain.rights import Scope
from domain.units import Kind
from storage.people.stand_ins import is_told
from storage.scopes import within
from storage.store import Store
from storage.tables import CONVERSATION, GRANT, PERSON, PHONE_CALL, UNIT_SPAN

Silence: TypeAlias = Literal["nobody", "blocked", "quiet"]
"""Nobody who leads has joined; nobody of them can be told; nothing was heard of them for long."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """A unit to be telephoned: why, when its leaders were last heard of, and when it was last called."""

    unit: int
    name: str
    silence: Silence
    seen_at: datetime | None
    called_at: datetime | None


_DAY: BindParameter[date] = bindparam("day")
_LEADERS = (
    select(GRANT.c.person_id)
    .where(
        GRANT.c.unit_id == UNIT_SPAN.c.unit_id,
        GRANT.c.role.in_(("head", "deputy", "relay")),
        GRANT.c.from_day <= _DAY,
        GRANT.c.to_day > _DAY,
        is_told(_DAY),
    )
    .correlate(UNIT_SPAN)
)
_OPEN: ColumnElement[int] = (
    select(func.count())
    .select_from(CONVERSATION.join(PERSON, PERSON.c.id == CONVERSATION.c.person_id))
    .where(CONVERSATION.c.person_id.in_(_LEADERS), CONVERSATION.c.blocked_at.is_(None), PERSON.c.withdrawn_at.is_(None))
    .correlate(UNIT_SPAN)
    .scalar_subquery()
)
_SEEN: ColumnElement[datetime | None] = (
    select(func.max(CONVERSATION.c.seen_at))
    .where(CONVERSATION.c.person_id.in_(_LEADERS))
    .correlate(UNIT_SPAN)
    .scalar_subquery()
)
_CALLED: ColumnElement[datetime | None] = (
    select(func.max(PHONE_CALL.c.at))
    .where(PHONE_CALL.c.unit_id == UNIT_SPAN.c.unit_id)
    .correlate(UNIT_SPAN)
    .scalar_subquery()
)
_UNITS = select(
    UNIT_SPAN.c.unit_id,
    UNIT_SPAN.c.name,
    case((~_LEADERS.exists(), "nobody"), (_OPEN == 0, "blocked"), else_="quiet").label("silence"),
    _SEEN.label("seen_at"),
    _CALLED.label("called_at"),
).where(
    UNIT_SPAN.c.from_day <= _DAY,
    UNIT_SPAN.c.to_day > _DAY,
    UNIT_SPAN.c.kind.in_(bindparam("kinds", expanding=True)),
    within(UNIT_SPAN.c.unit_id, below=True),
)
_ADD = insert(PHONE_CALL)
_LAST = select(func.max(PHONE_CALL.c.at)).where(PHONE_CALL.c.unit_id == bindparam("unit"))


def _unreached() -> Select[Any]:
    units = _UNITS.subquery("units")
    is_quiet = or_(units.c.silence != "quiet", units.c.seen_at < bindparam("since"))
    return select(units).where(is_quiet)


_COUNTED = _unreached().subquery("counted")
_COUNT = select(_COUNTED.c.silence, func.count()).group_by(_COUNTED.c.silence)
_FOUND = _unreached().subquery("found")
_PAGE = (
    select(_FOUND)
    .order_by(case((_FOUND.c.silence == "nobody", 0), (_FOUND.c.silence == "blocked", 1), else_=2), _FOUND.c.unit_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


def _values(scope: Scope, kinds: Sequence[Kind], now: Now, since: datetime) -> dict[str, Any]:
    return {"roots": list(scope.roots), "kinds": list(kinds), "day": now.today, "since": since}


async def count(store: Store, now: Now, scope: Scope, kinds: Sequence[Kind], since: datetime) -> dict[str, int]:
    """How many units are to be telephoned, by why; ``since`` (real): whoever was heard of later is not quiet."""
    return {row[0]: int(row[1]) for row in await store.rows(_COUNT, _values(scope, kinds, now, since))}


async def page(
    store: Store, now: Now, scope: Scope, kinds: Sequence[Kind], since: datetime, window: tuple[int, int]
) -> list[Unreached]:
    """A page (skip, most) of them, those without anybody first."""
    values = {**_values(scope, kinds, now, since), "skip": window[0], "most": window[1]}
    return [Unreached(*row) for row in await store.rows(_PAGE, values)]


async def note(store: Store, now: Now, campaign: int, unit: int, by: int) -> None:
    """Somebody has telephoned the unit; whoever calls checks first that it is theirs to call."""
    await store.write(_ADD, {"campaign_id": campaign, "unit_id": unit, "by_id": by, "at": now.campaign})


async def last(store: Store, unit: int) -> datetime | None:
    """When the unit was last telephoned."""
    row = await store.row(_LAST, {"unit": unit})
    return row[0] if row else None
