"""The log of files that were taken away: written when one is asked for, completed when it has left (S27, S44)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from domain.clock import Now
from domain.rights import Scope
from domain.summary import Slice
from storage.scopes import within
from storage.store import Store
from storage.tables import EXPORT_LOG, PERSON, UNIT_SPAN

REFUSED = ("differs", "large", "full", "failed", "none")
"""Nothing was handed out; such a wish counts against nobody's limit."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file somebody took: what of, when, and how many rows; None while it is being made."""

    id: int
    kind: str
    wanted: Slice
    at: datetime
    state: str
    rows: int | None
    unit: str
    name: str | None
    title: str | None


_SLICE = (
    EXPORT_LOG.c.unit_id,
    EXPORT_LOG.c.first_day,
    EXPORT_LOG.c.last_day,
    EXPORT_LOG.c.movement,
    EXPORT_LOG.c.as_of,
)
_ADD = insert(EXPORT_LOG).returning(EXPORT_LOG.c.id)
_SINCE = (
    select(EXPORT_LOG.c.asked_at)
    .where(
        EXPORT_LOG.c.person_id == bindparam("person"),
        EXPORT_LOG.c.asked_at > bindparam("since"),
        EXPORT_LOG.c.state.not_in(REFUSED),
    )
    .order_by(EXPORT_LOG.c.asked_at)
)
_ASKED = select(EXPORT_LOG.c.kind, *_SLICE).where(
    EXPORT_LOG.c.id == bindparam("row"), EXPORT_LOG.c.person_id == bindparam("person"), EXPORT_LOG.c.state == "asked"
)
_SETTLE = (
    update(EXPORT_LOG)
    .where(EXPORT_LOG.c.id == bindparam("row"), EXPORT_LOG.c.state == "asked")
    .values(state=bindparam("becomes"), row_count=bindparam("n"), size=bindparam("bytes"), done_at=bindparam("now"))
)
_IN_SIGHT = (EXPORT_LOG.c.campaign_id == bindparam("campaign"), within(EXPORT_LOG.c.unit_id, below=True))
_NAME = (
    select(UNIT_SPAN.c.name)
    .where(UNIT_SPAN.c.unit_id == EXPORT_LOG.c.unit_id)
    .order_by(UNIT_SPAN.c.from_day.desc())
    .limit(1)
    .scalar_subquery()
)
_COUNT = select(func.count()).where(*_IN_SIGHT)
_PAGE = (
    select(
        EXPORT_LOG.c.id,
        EXPORT_LOG.c.kind,
        *_SLICE,
        EXPORT_LOG.c.at,
        EXPORT_LOG.c.state,
        EXPORT_LOG.c.row_count,
        func.coalesce(_NAME, ""),
        PERSON.c.name,
        PERSON.c.title,
    )
    .outerjoin(PERSON, PERSON.c.id == EXPORT_LOG.c.person_id)
    .where(*_IN_SIGHT)
    .order_by(EXPORT_LOG.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)


async def ask(store: Store, now: Now, campaign: int, kind: str, wanted: Slice, scope: Scope) -> int:
    """Note that a file is wanted, by whoever holds the scope (nobody is 0: the server's terminal)."""
    return await store.add(
        _ADD,
        {
            "campaign_id": campaign,
            "person_id": scope.person or None,
            "unit_id": wanted.unit,
            "kind": kind,
            "first_day": wanted.first,
            "last_day": wanted.last,
            "movement": wanted.movement,
            "as_of": wanted.as_of,
            "asked_at": now.real,
            "at": now.campaign,
            "state": "asked",
        },
    )


async def since(store: Store, person: int, moment: datetime) -> list[datetime]:
    """When this person asked for files after a (real) moment, oldest first; wishes that failed are not told."""
    return [row[0] for row in await store.rows(_SINCE, {"person": person, "since": moment})]


async def asked(store: Store, row: int, person: int) -> tuple[str, Slice] | None:
    """What is still to be made for this person: (kind, slice)."""
    found = await store.row(_ASKED, {"row": row, "person": person})
    return (found[0], Slice(*found[1:])) if found else None


async def settle(
    store: Store, now: Now, row: int, state: str, rows: int | None = None, size: int | None = None
) -> bool:
    """It has left ("done"), or has not (one of REFUSED); False when that was noted before."""
    values = {"row": row, "becomes": state, "n": rows, "bytes": size, "now": now.real}
    return await store.write(_SETTLE, values) == 1


async def page(store: Store, now: Now, campaign: int, scope: Scope, window: tuple[int, int]) -> tuple[int, list[Taken]]:
    """How many there are of units in the scope, and a page (skip, most) of them, the last ones first."""
    where: dict[str, Any] = {"campaign": campaign, "roots": list(scope.roots), "day": now.today}
    count = await store.row(_COUNT, where)
    rows = await store.rows(_PAGE, {**where, "skip": window[0], "most": window[1]})
    return (int(count[0]) if count else 0), [Taken(row[0], row[1], Slice(*row[2:7]), *row[7:]) for row in rows]
