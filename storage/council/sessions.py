"""Sessions of the council: called by the Office, run by their secretary, seen by their members and by the Office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, insert, or_, select, update

from domain.clock import Now
from domain.council.council import Member, Seat
from domain.people import Title
from domain.rights import Scope
from storage import audit
from storage.scopes import within
from storage.store import Store
from storage.tables import GRANT, PERSON, SESSION, SESSION_CASE, SESSION_MEMBER

State: TypeAlias = Literal["drawn", "voting", "counted", "ended", "dropped"]
_COLUMNS = (
    SESSION.c.id,
    SESSION.c.unit_id,
    SESSION.c.held_on,
    SESSION.c.place,
    SESSION.c.chair_id,
    SESSION.c.secretary_id,
    SESSION.c.state,
    SESSION.c.version,
    SESSION.c.opened_by,
    SESSION.c.opened_at,
    SESSION.c.counted_at,
    SESSION.c.confirmed_by,
    SESSION.c.confirmed_at,
)


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stands; ``version`` rises with every change of its state."""

    id: int
    unit: int
    held_on: date
    place: str
    chair: int | None
    secretary: int | None
    state: State
    version: int
    opened_by: int | None
    opened_at: datetime | None
    counted_at: datetime | None
    confirmed_by: int | None
    confirmed_at: datetime | None

    @property
    def code(self) -> str:
        """As people read it."""
        return f"H-{self.id}"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A member of a session, by name, and where they sit; ``units`` are those where they work beside the council."""

    person: int
    name: str
    title: Title
    seat: Seat
    units: frozenset[int]

    @property
    def member(self) -> Member:
        """As the rules know them."""
        return Member(self.person, self.units, self.seat)


@dataclass(frozen=True, slots=True)
class Called:
    """What a session is called with: who sits in it, and which nominations it looks at, in order."""

    held_on: date
    place: str
    chair: int
    secretary: int
    members: Sequence[int]
    nominations: Sequence[int]


_TAKES_PART = or_(
    SESSION.c.secretary_id == bindparam("who"),
    select(SESSION_MEMBER.c.person_id)
    .where(SESSION_MEMBER.c.session_id == SESSION.c.id, SESSION_MEMBER.c.person_id == bindparam("who"))
    .exists(),
)
_CAMPAIGN = SESSION.c.campaign_id == bindparam("campaign")


def _seen(verb: str) -> tuple[ColumnElement[bool], ...]:
    """The Office sees all sessions of its branch, whoever else takes part sees their own."""
    here = within(SESSION.c.unit_id, below=True)
    return (here,) if verb == "award" else (here, _TAKES_PART)


_VERBS = ("award", "attend")
_ONE = {verb: select(*_COLUMNS).where(SESSION.c.id == bindparam("row"), *_seen(verb)) for verb in _VERBS}
_LISTED: dict[str, Select[Any]] = {
    verb: select(*_COLUMNS)
    .where(_CAMPAIGN, SESSION.c.state != "dropped", *_seen(verb))
    .order_by(SESSION.c.held_on.desc(), SESSION.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
    for verb in _VERBS
}
_COUNT = {verb: select(func.count()).where(_CAMPAIGN, SESSION.c.state != "dropped", *_seen(verb)) for verb in _VERBS}
_ADD = insert(SESSION).returning(SESSION.c.id)
_ADD_MEMBER = insert(SESSION_MEMBER)
_ADD_CASE = insert(SESSION_CASE)
_MOVE = {
    verb: update(SESSION)
    .where(SESSION.c.id == bindparam("row"), SESSION.c.version == bindparam("seen"), *_seen(verb))
    .values(
        state=bindparam("to_state"),
        opened_at=bindparam("to_opened_at"),
        counted_at=bindparam("to_counted_at"),
        confirmed_by=bindparam("to_confirmed_by"),
        confirmed_at=bindparam("to_confirmed_at"),
        version=SESSION.c.version + 1,
    )
    .returning(*_COLUMNS)
    for verb in _VERBS
}
_MEMBERS = (
    select(SESSION_MEMBER.c.person_id, PERSON.c.name, PERSON.c.title, SESSION_MEMBER.c.seat)
    .join(PERSON, PERSON.c.id == SESSION_MEMBER.c.person_id)
    .where(SESSION_MEMBER.c.session_id == bindparam("row"))
    .order_by(SESSION_MEMBER.c.person_id)
)
_WORK_AT = select(GRANT.c.person_id, GRANT.c.unit_id).where(
    GRANT.c.person_id.in_(bindparam("people", expanding=True)),
    GRANT.c.role != "council",
    GRANT.c.from_day <= bindparam("day"),
    GRANT.c.to_day > bindparam("day"),
)
_SEAT = (
    update(SESSION_MEMBER)
    .where(SESSION_MEMBER.c.session_id == bindparam("row"), SESSION_MEMBER.c.person_id == bindparam("of"))
    .values(seat=bindparam("to_seat"), changed_at=bindparam("at"))
)

_LEFT = select(SESSION_MEMBER.c.person_id).where(
    SESSION_MEMBER.c.session_id == bindparam("row"),
    SESSION_MEMBER.c.seat != bindparam("gone"),
    ~select(GRANT.c.id)
    .where(
        GRANT.c.person_id == SESSION_MEMBER.c.person_id,
        GRANT.c.role == "council",
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
    )
    .exists(),
)
_DROP_MEMBER = delete(SESSION_MEMBER).where(
    SESSION_MEMBER.c.session_id == bindparam("row"), SESSION_MEMBER.c.person_id == bindparam("of")
)
_SECRETARY = {
    verb: update(SESSION)
    .where(SESSION.c.id == bindparam("row"), SESSION.c.state.in_(("drawn", "voting")), *_seen(verb))
    .values(secretary_id=bindparam("to_person"))
    for verb in _VERBS
}


def _values(now: Now, scope: Scope) -> dict[str, Any]:
    return {"roots": list(scope.roots), "day": now.today, "who": scope.person}


async def call(store: Store, now: Now, campaign: int, called: Called, scope: Scope) -> int:
    """A new session with its members and its cases; returns its number."""
    row = await store.add(
        _ADD,
        {
            "campaign_id": campaign,
            "unit_id": scope.roots[0],
            "held_on": called.held_on,
            "place": called.place,
            "chair_id": called.chair,
            "secretary_id": called.secretary,
            "state": "drawn",
            "version": 1,
            "opened_by": scope.person,
        },
    )
    for person in dict.fromkeys(called.members):
        await store.write(_ADD_MEMBER, {"session_id": row, "person_id": person, "seat": "absent"})
    for place, nomination in enumerate(dict.fromkeys(called.nominations), 1):
        case = {"session_id": row, "nomination_id": nomination, "place": place, "state": "waiting"}
        await store.write(_ADD_CASE, {**case, "sheets": 0, "sheets_in_favour": 0})
    audit.note(store, now, scope.person, "session_called", f"session:{row}")
    return row


async def known(store: Store, now: Now, row: int, scope: Scope) -> Session | None:
    """The session of that number: for its members, its secretary and the Office."""
    found = await store.row(_ONE[scope.verb], {"row": row, **_values(now, scope)})
    return Session(*found) if found else None


async def listed(
    store: Store, now: Now, campaign: int, scope: Scope, skip: int = 0, most: int = 8
) -> tuple[int, list[Session]]:
    """How many sessions there are, and some of them, the latest day first."""
    values = {"campaign": campaign, **_values(now, scope)}
    count = await store.row(_COUNT[scope.verb], values)
    rows = await store.rows(_LISTED[scope.verb], {**values, "skip": skip, "most": most})
    return int(count[0]) if count else 0, [Session(*row) for row in rows]


async def move(store: Store, now: Now, before: Session, wanted: State, scope: Scope) -> Session | None:
    """Take it one step on, once; None when it has changed meanwhile. With the step goes its hour, and who confirmed."""
    opened = now.campaign if wanted == "voting" and before.opened_at is None else before.opened_at
    confirmed = wanted == "ended" and before.state == "counted"
    values = {
        "row": before.id,
        "seen": before.version,
        "to_state": wanted,
        "to_opened_at": opened,
        "to_counted_at": now.campaign if wanted == "counted" else before.counted_at,
        "to_confirmed_by": scope.person if confirmed else before.confirmed_by,
        "to_confirmed_at": now.campaign if confirmed else before.confirmed_at,
    }
    row = await store.returned(_MOVE[scope.verb], {**values, **_values(now, scope)})
    if row is None:
        return None
    audit.note(store, now, scope.person, f"session_{wanted}", f"session:{before.id}")
    return Session(*row)


async def members(store: Store, now: Now, session: Session, scope: Scope) -> list[Sitting]:
    """Who sits in it, in the order in which they joined the service."""
    if await known(store, now, session.id, scope) is None:
        return []
    rows = await store.rows(_MEMBERS, {"row": session.id})
    units: dict[int, set[int]] = {row[0]: set() for row in rows}
    for person, unit in await store.rows(_WORK_AT, {"people": sorted(units), "day": now.today}):
        units[person].add(unit)
    return [Sitting(person, name, title, seat, frozenset(units[person])) for person, name, title, seat in rows]


async def seat(store: Store, now: Now, session: Session, person: int, where: Seat, scope: Scope) -> bool:
    """A member comes, goes, or has sent a sheet; False when they do not sit in this session."""
    if await known(store, now, session.id, scope) is None:
        return False
    values = {"row": session.id, "of": person, "to_seat": where, "at": now.campaign}
    if not await store.write(_SEAT, values):
        return False
    audit.note(store, now, scope.person, "session_seat", f"session:{session.id}", {"person": person, "seat": where})
    return True


async def admit(store: Store, now: Now, session: Session, people: Sequence[int], scope: Scope) -> int:
    """Those who came to the council after the session was called; how many are new in it."""
    known_ones = {one.person for one in await members(store, now, session, scope)}
    new = [person for person in dict.fromkeys(people) if person not in known_ones] if known_ones else []
    for person in new:
        await store.write(_ADD_MEMBER, {"session_id": session.id, "person_id": person, "seat": "absent"})
        audit.note(store, now, scope.person, "session_member", f"session:{session.id}", {"person": person})
    return len(new)


async def let_go(store: Store, now: Now, session: Session, scope: Scope) -> list[int]:
    """Those who have left the council since the call: out of it before the vote opens, away from then on."""
    if await known(store, now, session.id, scope) is None:
        return []
    gone = "absent" if session.state == "voting" else ""
    left = [row[0] for row in await store.rows(_LEFT, {"row": session.id, "day": now.today, "gone": gone})]
    for person in left:
        if session.state == "voting":
            await seat(store, now, session, person, "absent", scope)
        else:
            await store.write(_DROP_MEMBER, {"row": session.id, "of": person})
            audit.note(store, now, scope.person, "session_member_left", f"session:{session.id}", {"person": person})
    return left


async def hand_over(store: Store, now: Now, session: Session, person: int, scope: Scope) -> bool:
    """Somebody else keeps the minutes from here on; False once the vote is closed."""
    values = {"row": session.id, "to_person": person, **_values(now, scope)}
    if not await store.write(_SECRETARY[scope.verb], values):
        return False
    audit.note(store, now, scope.person, "session_secretary", f"session:{session.id}", {"person": person})
    return True
