"""Sendings to many, by what they say and how far they have come; each step is taken once (compare and set)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from domain.audiences import Audience, Reach
from domain.clock import Now
from domain.dispatches import FOLLOWS, Dispatch, State, Why
from domain.rights import Scope
from storage import audit
from storage.scopes import within
from storage.store import Store
from storage.tables import DISPATCH, IS_AT_WORK, IS_UNDER_WAY, RECIPIENT
from storage.types import AnyRow

_COLUMNS = (
    DISPATCH.c.id,
    DISPATCH.c.campaign_id,
    DISPATCH.c.kind,
    DISPATCH.c.subject,
    DISPATCH.c.unit_id,
    DISPATCH.c.author_id,
    DISPATCH.c.audience,
    DISPATCH.c.state,
    DISPATCH.c.why,
    DISPATCH.c.reach,
    DISPATCH.c.starts_at,
    DISPATCH.c.confirmer_id,
    DISPATCH.c.asked_at,
    DISPATCH.c.confirmed_by,
    DISPATCH.c.as_of,
    DISPATCH.c.listed,
    DISPATCH.c.base,
    DISPATCH.c.progress_at,
    DISPATCH.c.changed_at,
)
_ADD = insert(DISPATCH).returning(DISPATCH.c.id)
_MINE = within(DISPATCH.c.unit_id, below=True)
_ONE = select(*_COLUMNS).where(DISPATCH.c.id == bindparam("row"))
_WITHIN = _ONE.where(_MINE)
_OF_SUBJECT = select(*_COLUMNS).where(DISPATCH.c.subject == bindparam("thing"), _MINE).order_by(DISPATCH.c.id)
_UNDER_WAY = select(*_COLUMNS).where(IS_UNDER_WAY).order_by(DISPATCH.c.id)
_AT_WORK = select(*_COLUMNS).where(IS_AT_WORK).order_by(DISPATCH.c.id)
_LEFT_ALONE = (
    select(*_COLUMNS)
    .where(DISPATCH.c.state.in_(("draft", "asked", "paused", "stopped")), DISPATCH.c.changed_at < bindparam("before"))
    .order_by(DISPATCH.c.id)
    .limit(bindparam("most"))
)
_NEXT_OF_LEFT: dict[State, State] = {"draft": "ended", "asked": "ended", "paused": "stopped", "stopped": "ending"}
_LATEST = (
    select(*_COLUMNS)
    .where(DISPATCH.c.author_id == bindparam("person"), IS_UNDER_WAY)
    .order_by(DISPATCH.c.changed_at.desc(), DISPATCH.c.id.desc())
    .limit(1)
)
_UNLIST = delete(RECIPIENT).where(RECIPIENT.c.dispatch_id == bindparam("row"), RECIPIENT.c.outbox_id.is_(None))


def _dispatch(row: AnyRow) -> Dispatch:
    told = list(row)
    told[6], told[9] = Audience.of(row.audience), Reach.of(row.reach)
    told[15], told[16] = row.listed or {}, row.base or {}
    return Dispatch(*told)


async def draft(  # noqa: PLR0913, PLR0917 - what a sending is
    store: Store,
    now: Now,
    campaign: int,
    kind: str,
    subject: str,
    unit: int,
    author: int | None,
    audience: Audience,
    reach: Reach,
    starts_at: datetime | None = None,
) -> int:
    """A sending that is written and goes to nobody yet; its number."""
    values = {
        "campaign_id": campaign,
        "kind": kind,
        "subject": subject,
        "about_id": int(subject.split(":")[1]),
        "unit_id": unit,
        "author_id": author,
        "audience": audience.as_json(),
        "state": "draft",
        "reach": reach.as_json(),
        "starts_at": starts_at,
        "created_at": now.real,
        "changed_at": now.campaign,
    }
    return await store.add(_ADD, values)


async def get(store: Store, now: Now, row: int, scope: Scope) -> Dispatch | None:
    """A sending of a unit in the scope."""
    found = await store.row(_WITHIN, {"row": row, "roots": list(scope.roots), "day": now.today})
    return _dispatch(found) if found else None


async def of_subject(store: Store, now: Now, subject: str, scope: Scope) -> list[Dispatch]:
    """All sendings of one thing: the first, then those to people who had not answered."""
    values = {"thing": subject, "roots": list(scope.roots), "day": now.today}
    return [_dispatch(row) for row in await store.rows(_OF_SUBJECT, values)]


async def latest_of(store: Store, person: int) -> Dispatch | None:
    """What this person has under way, the last one touched: what "stop" means without a number."""
    found = await store.row(_LATEST, {"person": person})
    return _dispatch(found) if found else None


async def known(store: Store, row: int) -> Dispatch | None:
    """A sending as the clock and the sender know it; a person's request goes through :func:`get`."""
    found = await store.row(_ONE, {"row": row})
    return _dispatch(found) if found else None


async def under_way(store: Store) -> Sequence[Dispatch]:
    """All that are confirmed and not over, held or not."""
    return [_dispatch(row) for row in await store.rows(_UNDER_WAY)]


async def at_work(store: Store) -> Sequence[Dispatch]:
    """All that are confirmed and not over, for the clock; but for those that are held and have come to rest."""
    return [_dispatch(row) for row in await store.rows(_AT_WORK)]


async def expire(store: Store, now: Now, before: datetime, most: int) -> int:
    """Drafts and held sendings to which nobody came back since then (campaign time) come a step nearer to their end."""
    left = [_dispatch(row) for row in await store.rows(_LEFT_ALONE, {"before": before, "most": most})]
    for one in left:
        becomes = _NEXT_OF_LEFT[one.state]
        if await move(store, now, one, becomes):
            audit.note(store, now, None, f"dispatch_{becomes}", f"dispatch:{one.id}")
    return len(left)


async def move(
    store: Store,
    now: Now,
    before: Dispatch,
    becomes: State,
    scope: Scope | None = None,
    *,
    why: Why = "",
    **more: object,
) -> bool:
    """Take a sending from the state it was seen in to the next; False when it had moved on meanwhile.

    ``scope`` is that of the person who says so; the clock has none. ``more`` are further columns. Raises ValueError
    for a step that cannot be.
    """
    if becomes not in FOLLOWS[before.state]:
        raise ValueError(f"from {before.state} to {becomes}")
    statement = update(DISPATCH).where(
        DISPATCH.c.id == bindparam("row"), DISPATCH.c.state == bindparam("was"), DISPATCH.c.why == bindparam("was_why")
    )
    values: dict[str, Any] = {"row": before.id, "was": before.state, "was_why": before.why}
    if scope is not None:
        statement = statement.where(_MINE)
        values |= {"roots": list(scope.roots), "day": now.today}
    changed = {"state": becomes, "why": why, "changed_at": now.campaign, **more}
    return await store.write(statement.values(**changed), values) == 1


async def note(store: Store, row: int, **columns: object) -> None:
    """Put down how far the clock has come; the state stays."""
    await store.write(update(DISPATCH).where(DISPATCH.c.id == bindparam("row")).values(**columns), {"row": row})


async def redraft(
    store: Store, now: Now, before: Dispatch, audience: Audience, reach: Reach, starts_at: datetime | None, by: int
) -> None:
    """Change whom a draft goes to and when: its list is made anew, and whoever was asked to confirm is asked anew.

    Whoever changes it (``by``) is its author from here on: nobody lets words of their own go alone.
    """
    await store.write(_UNLIST, {"row": before.id})
    await store.write(
        update(DISPATCH)
        .where(DISPATCH.c.id == bindparam("row"), DISPATCH.c.state.in_(["draft", "asked"]))
        .values(
            listed=None,
            as_of=None,
            author_id=by,
            audience=audience.as_json(),
            reach=reach.as_json(),
            starts_at=starts_at,
            state="draft",
            why="",
            confirmer_id=None,
            asked_at=None,
            changed_at=now.campaign,
        ),
        {"row": before.id},
    )
