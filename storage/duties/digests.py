"""Weekly overviews: who is due one, who wants none, and what happened in the units it is about."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, case, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.clock import Now
from storage.people.stand_ins import is_told
from storage.store import Store
from storage.tables import DEED, DIGEST, GRANT, PERSON

_DUE = (
    select(GRANT.c.person_id, PERSON.c.digest_off_at)
    .distinct()
    .join(PERSON, PERSON.c.id == GRANT.c.person_id)
    .where(
        GRANT.c.role.in_(("head", "office")),
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
        is_told(bindparam("day")),
        PERSON.c.withdrawn_at.is_(None),
        ~exists().where(DIGEST.c.person_id == GRANT.c.person_id, DIGEST.c.week == bindparam("week")),
    )
    .order_by(GRANT.c.person_id)
    .limit(bindparam("most"))
)
_ADD = insert(DIGEST).on_conflict_do_nothing()
_SEATS = (
    select(GRANT.c.person_id, GRANT.c.role, GRANT.c.unit_id)
    .where(
        GRANT.c.person_id.in_(bindparam("people", expanding=True)),
        GRANT.c.role.in_(("head", "office")),
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
        is_told(bindparam("day")),
    )
    .order_by(GRANT.c.id)
)
_DEEDS = (
    select(
        DEED.c.unit_id,
        func.sum(case((DEED.c.sent_at >= bindparam("since"), 1), else_=0)),
        func.sum(case((DEED.c.state == "sent", 1), else_=0)),
    )
    .where(DEED.c.campaign_id == bindparam("campaign"), DEED.c.unit_id.in_(bindparam("units", expanding=True)))
    .group_by(DEED.c.unit_id)
)
_NEW = select(func.count()).where(DEED.c.campaign_id == bindparam("campaign"), DEED.c.sent_at >= bindparam("since"))
_MUTE = update(PERSON).where(PERSON.c.id == bindparam("who")).values(digest_off_at=bindparam("at"))
_IS_OFF = select(PERSON.c.digest_off_at).where(PERSON.c.id == bindparam("who"))


async def due(store: Store, now: Now, week: date, most: int) -> list[tuple[int, bool]]:
    """Heads and the Office's people without one this week: (person, whether they want none)."""
    rows = await store.rows(_DUE, {"day": now.today, "week": week, "most": most})
    return [(person, off is not None) for person, off in rows]


async def note(store: Store, now: Now, week: date, found: Iterable[tuple[int, str | None, int | None]]) -> None:
    """Note for each person (person, why none, row of the outbox) that this week is dealt with."""
    rows = [
        {
            "person_id": person,
            "week": week,
            "state": "skipped" if reason else "told",
            "reason": reason,
            "at": now.campaign,
            "outbox_id": outbox,
        }
        for person, reason, outbox in found
    ]
    if rows:
        await store.write(_ADD, rows)


async def seats_of(store: Store, people: Sequence[int], day: date) -> dict[int, list[tuple[str, int]]]:
    """What each of them answers for: (role, unit)."""
    found: dict[int, list[tuple[str, int]]] = {}
    for person, role, unit in await store.rows(_SEATS, {"people": list(people), "day": day}):
        found.setdefault(person, []).append((role, unit))
    return found


async def deeds(store: Store, campaign: int, units: Sequence[int], since: datetime) -> dict[int, tuple[int, int]]:
    """By unit: reports since then, and those that wait for the school's word."""
    rows = await store.rows(_DEEDS, {"campaign": campaign, "units": list(units), "since": since}) if units else ()
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


async def new_deeds(store: Store, campaign: int, since: datetime) -> int:
    """Reports of the whole sector since then."""
    row = await store.row(_NEW, {"campaign": campaign, "since": since})
    return int(row[0]) if row else 0


async def mute(store: Store, now: Now, person: int, *, off: bool) -> None:
    """One's own wish: no weekly overview, or one again; duties are told all the same."""
    await store.write(_MUTE, {"who": person, "at": now.campaign if off else None})


async def is_off(store: Store, person: int) -> bool:
    """Whether they want none."""
    row = await store.row(_IS_OFF, {"who": person})
    return bool(row and row[0])
