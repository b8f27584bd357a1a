"""Conferences of exemplars (II-5): planned by a unit, its list of honoured deeds, held or dropped, reminded of once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.clock import Now
from domain.messages import Json
from domain.rights import Scope
from storage.figures import standing
from storage.scopes import within
from storage.store import Store
from storage.tables import CONFERENCE, DEED, EXEMPLAR, HONOURED, IS_PLANNED_CONFERENCE, UNIT_SPAN
from storage.types import AnyRow


@dataclass(frozen=True, slots=True)
class Conference:
    """One conference, and the name its unit had on its day."""

    id: int
    campaign: int
    unit: int
    by: int | None
    level: str
    on: date
    place: str
    state: str
    version: int
    held_on: date | None
    unit_name: str
    honoured: int


@dataclass(frozen=True, slots=True)
class Honoured:
    """A deed that is honoured, with its unit's name."""

    deed: int
    answers: dict[str, Json] = field(repr=False)
    movement: str
    unit: str


_COUNT = select(func.count()).where(HONOURED.c.conference_id == CONFERENCE.c.id).correlate(CONFERENCE).scalar_subquery()
_FOUND = select(
    CONFERENCE.c.id,
    CONFERENCE.c.campaign_id,
    CONFERENCE.c.unit_id,
    CONFERENCE.c.created_by,
    CONFERENCE.c.level,
    CONFERENCE.c.on_day,
    CONFERENCE.c.place,
    CONFERENCE.c.state,
    CONFERENCE.c.version,
    CONFERENCE.c.held_on,
    UNIT_SPAN.c.name,
    _COUNT,
).join(
    UNIT_SPAN,
    (UNIT_SPAN.c.unit_id == CONFERENCE.c.unit_id)
    & (UNIT_SPAN.c.from_day <= CONFERENCE.c.on_day)
    & (UNIT_SPAN.c.to_day > CONFERENCE.c.on_day),
)
_OF = {below: within(CONFERENCE.c.unit_id, below=below) for below in (True, False)}
_ONE = {below: _FOUND.where(CONFERENCE.c.id == bindparam("row"), _OF[below]) for below in (True, False)}
_HERE = (CONFERENCE.c.campaign_id == bindparam("campaign"), CONFERENCE.c.state != "dropped")
_LIST = {
    below: _FOUND.where(*_HERE, _OF[below])
    .order_by(CONFERENCE.c.on_day.desc(), CONFERENCE.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
    for below in (True, False)
}
_MANY = {below: select(func.count()).where(*_HERE, _OF[below]) for below in (True, False)}
_ADD = insert(CONFERENCE).returning(CONFERENCE.c.id)
_MOVE = (
    update(CONFERENCE)
    .where(
        CONFERENCE.c.id == bindparam("row"),
        CONFERENCE.c.version == bindparam("seen"),
        CONFERENCE.c.state == "planned",
        _OF[False],
    )
    .values(state=bindparam("becomes"), held_on=bindparam("when"), version=CONFERENCE.c.version + 1)
)
_IN_SIGHT = ~select(EXEMPLAR.c.deed_id).where(EXEMPLAR.c.deed_id == DEED.c.id, EXEMPLAR.c.side != "").exists()
"""Nobody is honoured while a complaint is open, or where the Office hides it (DOMAIN §4, §6)."""
_EMPTY = delete(HONOURED).where(HONOURED.c.conference_id == bindparam("row"))
_HONOUR = insert(HONOURED)
_LISTED = (
    select(DEED.c.id, DEED.c.answers, DEED.c.movement, UNIT_SPAN.c.name)
    .join(HONOURED, HONOURED.c.deed_id == DEED.c.id)
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == DEED.c.unit_id)
        & (UNIT_SPAN.c.from_day <= DEED.c.sent_on)
        & (UNIT_SPAN.c.to_day > DEED.c.sent_on),
    )
    .where(
        HONOURED.c.conference_id == bindparam("row"),
        DEED.c.state == "confirmed",
        _IN_SIGHT,
        within(DEED.c.unit_id, below=True),
    )
    .order_by(DEED.c.id)
)
_MAY = (
    select(DEED.c.id)
    .where(DEED.c.id.in_(bindparam("rows", expanding=True)), DEED.c.state == "confirmed")
    .where(_IN_SIGHT, within(DEED.c.unit_id, below=True))
)
_NEAR = (
    _FOUND.where(IS_PLANNED_CONFERENCE, CONFERENCE.c.on_day <= bindparam("until"))
    .order_by(CONFERENCE.c.on_day, CONFERENCE.c.id)
    .limit(bindparam("most"))
)
_REMIND = (
    update(CONFERENCE)
    .where(CONFERENCE.c.id == bindparam("row"), IS_PLANNED_CONFERENCE)
    .values(reminded_at=bindparam("when"), reason=bindparam("why"))
)


def _conference(row: AnyRow | None) -> Conference | None:
    return Conference(*row) if row else None


async def add(store: Store, now: Now, campaign: int, level: str, on: date, place: str, scope: Scope) -> int:
    """Written down for the unit that the scope begins with."""
    values: dict[str, Any] = {
        "campaign_id": campaign,
        "unit_id": scope.roots[0],
        "created_by": scope.person,
        "level": level,
        "on_day": on,
        "place": place,
        "state": "planned",
        "version": 1,
        "created_at": now.campaign,
    }
    return await store.add(_ADD, values)


async def get(store: Store, now: Now, row: int, scope: Scope) -> Conference | None:
    """One of the scope."""
    values = {"row": row, "roots": list(scope.roots), "day": now.today}
    return _conference(await store.row(_ONE[scope.below], values))


async def listed(
    store: Store, now: Now, campaign: int, scope: Scope, page: tuple[int, int]
) -> tuple[int, list[Conference]]:
    """How many there are in the scope, and a page (skip, most) of them, the latest first."""
    values = {"campaign": campaign, "roots": list(scope.roots), "day": now.today, "skip": page[0], "most": page[1]}
    count = await store.row(_MANY[scope.below], values)
    return int(count[0]) if count else 0, [Conference(*row) for row in await store.rows(_LIST[scope.below], values)]


async def move(store: Store, now: Now, before: Conference, becomes: str, scope: Scope) -> bool:
    """Held or dropped, once; what was held counts as an activity of its unit from today on (DESIGN §13.6)."""
    when = now.today if becomes == "held" else None
    values = {"row": before.id, "seen": before.version, "becomes": becomes, "when": when, "roots": list(scope.roots)}
    if await store.write(_MOVE, values) != 1:
        return False
    if becomes == "held":
        standing.count(store, before.campaign, before.unit, now.today, ())
    return True


async def may_honour(store: Store, now: Now, rows: Sequence[int], scope: Scope) -> list[int]:
    """Those of these reports that lie in the scope and that a school has confirmed."""
    values = {"rows": list(rows), "roots": list(scope.roots), "day": now.today}
    return [int(row[0]) for row in await store.rows(_MAY, values)] if rows else []


async def honour(store: Store, now: Now, row: int, rows: Sequence[int], scope: Scope) -> None:
    """Let these deeds be honoured there, in place of those before; what does not lie in the scope is left out."""
    may = await may_honour(store, now, rows, scope)
    await store.write(_EMPTY, {"row": row})
    if may:
        await store.write(_HONOUR, [{"conference_id": row, "deed_id": one, "at": now.campaign} for one in may])


async def honoured(store: Store, now: Now, row: int, scope: Scope) -> list[Honoured]:
    """Whose deeds a conference honours, as far as the scope reaches; not what was withdrawn, held or hidden since."""
    values = {"row": row, "roots": list(scope.roots), "day": now.today}
    return [Honoured(*one) for one in await store.rows(_LISTED, values)]


async def near(store: Store, until: date, most: int) -> list[Conference]:
    """Planned ones up to a day of which nobody has been reminded: for the clock."""
    return [Conference(*row) for row in await store.rows(_NEAR, {"until": until, "most": most})]


async def remind(store: Store, now: Now, row: int, reason: str = "") -> bool:
    """It was reminded of, or never will be with the reason; False when somebody was faster."""
    return await store.write(_REMIND, {"row": row, "when": now.campaign, "why": reason}) == 1
