"""Who sits where, for many units at once: heads, deputies and relays, and where each of them can be reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, bindparam, case, func, select

from domain.conversations import Conversation
from domain.messages import Address
from domain.people import Person, Reader, Role
from storage.people.stand_ins import is_told
from storage.store import Store
from storage.tables import CONVERSATION, GRANT, PERSON, UNIT_SPAN

_DAY: BindParameter[date] = bindparam("day")
_HOLDERS = (
    select(GRANT.c.unit_id, GRANT.c.role, GRANT.c.person_id)
    .where(
        GRANT.c.unit_id.in_(bindparam("units", expanding=True)),
        GRANT.c.role.in_(("head", "deputy", "relay", "office")),
        GRANT.c.from_day <= _DAY,
        GRANT.c.to_day > _DAY,
        is_told(_DAY),
    )
    .order_by(GRANT.c.id)
)
_PEOPLE = select(PERSON.c.id, PERSON.c.name, PERSON.c.title).where(
    PERSON.c.id.in_(bindparam("people", expanding=True)), PERSON.c.withdrawn_at.is_(None), PERSON.c.erased_at.is_(None)
)
_CHATS = (
    select(CONVERSATION.c.person_id, CONVERSATION.c.address, CONVERSATION.c.language, CONVERSATION.c.state)
    .join(PERSON, PERSON.c.id == CONVERSATION.c.person_id)
    .where(CONVERSATION.c.person_id.in_(bindparam("people", expanding=True)), CONVERSATION.c.blocked_at.is_(None))
    .order_by(case((CONVERSATION.c.address == PERSON.c.reach, 0), else_=1), CONVERSATION.c.seen_at.desc())
)
_UNITS = select(UNIT_SPAN.c.unit_id, UNIT_SPAN.c.name, UNIT_SPAN.c.kind, UNIT_SPAN.c.parent_id).where(
    UNIT_SPAN.c.unit_id.in_(bindparam("units", expanding=True)), UNIT_SPAN.c.from_day <= _DAY, UNIT_SPAN.c.to_day > _DAY
)
_CUT_OFF = (
    select(GRANT.c.unit_id, CONVERSATION.c.address, func.max(CONVERSATION.c.blocked_at))
    .join(CONVERSATION, CONVERSATION.c.person_id == GRANT.c.person_id)
    .where(
        GRANT.c.unit_id.in_(bindparam("units", expanding=True)),
        GRANT.c.role.in_(("head", "deputy", "relay")),
        GRANT.c.from_day <= _DAY,
        GRANT.c.to_day > _DAY,
        is_told(_DAY),
        CONVERSATION.c.blocked_at.is_not(None),
    )
    .group_by(GRANT.c.unit_id, CONVERSATION.c.address)
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as messages name it, and the one above it."""

    id: int
    name: str
    kind: str
    parent: int | None


Seats = Mapping[tuple[int, str], Sequence[int]]
"""By (unit, role): who holds it, the one who held it first in front."""


async def places(store: Store, units: Iterable[int], day: date) -> dict[int, Place]:
    """Those of these units that are there on that day."""
    rows = await store.rows(_UNITS, {"units": sorted(set(units)), "day": day})
    return {row[0]: Place(*row) for row in rows}


async def held(store: Store, units: Iterable[int], day: date) -> dict[tuple[int, str], list[int]]:
    """Who holds which seat of these units."""
    found: dict[tuple[int, str], list[int]] = {}
    for unit, role, person in await store.rows(_HOLDERS, {"units": sorted(set(units)), "day": day}):
        found.setdefault((unit, role), []).append(person)
    return found


async def readers(store: Store, people: Iterable[int], default_language: str) -> dict[int, Reader]:
    """All of these people who are still there, with the chat they want to be told things in."""
    asked = {"people": sorted(set(people))}
    if not asked["people"]:
        return {}
    chats: dict[int, Reader] = {}
    known = {row[0]: Person(row[0], row[1], row[2]) for row in await store.rows(_PEOPLE, asked)}
    for person, address, language, state in await store.rows(_CHATS, asked):
        if person in known and person not in chats:
            chat = Conversation(Address.of(address))
            chat.restore(state, None)
            where = language or default_language
            chats[person] = Reader(known[person], where, chat.address, busy=bool(chat.open))
    return {who: chats.get(who) or Reader(person, default_language, None) for who, person in known.items()}


async def cut_off(store: Store, units: Sequence[int], day: date) -> dict[int, tuple[str, date | None]]:
    """On which channel, and since which day, the heads of units cannot be written to."""
    rows = await store.rows(_CUT_OFF, {"units": list(units), "day": day}) if units else ()
    return {unit: (Address.of(address).channel, at.date() if at else None) for unit, address, at in rows}


__all__ = ["Place", "Role", "Seats", "cut_off", "held", "places", "readers"]
