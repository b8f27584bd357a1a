"""Chats and the people in them: loaded for a whole batch at once, written back in one statement."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.conversations import Conversation
from domain.messages import Address
from domain.people import Grant, Person, Reader
from storage.database import Connection
from storage.store import Store
from storage.tables import CONVERSATION, GRANT, PERSON, UNIT, UNIT_SPAN
from storage.types import AnyRow
from storage.units import heirs

_THERE = CONVERSATION.alias("there")
_COLUMNS = (
    CONVERSATION.c.address,
    CONVERSATION.c.language,
    CONVERSATION.c.state,
    CONVERSATION.c.menu,
    CONVERSATION.c.seen_at,
    PERSON.c.id,
    PERSON.c.name,
    PERSON.c.title,
    PERSON.c.withdrawn_at,
)
_CHATS = CONVERSATION.outerjoin(PERSON, (CONVERSATION.c.person_id == PERSON.c.id) & PERSON.c.erased_at.is_(None))
_LOAD = select(*_COLUMNS).select_from(_CHATS).where(CONVERSATION.c.address.in_(bindparam("addresses", expanding=True)))
_OF_PERSON = (
    select(*_COLUMNS)
    .select_from(_CHATS)
    .where(CONVERSATION.c.person_id == bindparam("person"), CONVERSATION.c.blocked_at.is_(None))
    .order_by(case((CONVERSATION.c.address == PERSON.c.reach, 0), else_=1), CONVERSATION.c.seen_at.desc())
    .limit(1)
)
_CHATS_OF = (
    select(CONVERSATION.c.address)
    .where(CONVERSATION.c.person_id == bindparam("person"))
    .order_by(CONVERSATION.c.seen_at.desc())
)
_UNTIE = (
    update(CONVERSATION)
    .where(CONVERSATION.c.address == bindparam("chat"), CONVERSATION.c.person_id == bindparam("person"))
    .values(person_id=None, state=None, menu=None)
)
_DAY: BindParameter[date] = bindparam("day")
_GRANTS = (
    select(
        GRANT.c.person_id,
        GRANT.c.role,
        GRANT.c.unit_id,
        UNIT.c.code,
        UNIT_SPAN.c.name,
        UNIT_SPAN.c.kind,
        GRANT.c.acting,
        GRANT.c.to_day,
    )
    .join(UNIT, UNIT.c.id == GRANT.c.unit_id)
    .join(
        UNIT_SPAN,
        (UNIT_SPAN.c.unit_id == GRANT.c.unit_id) & (UNIT_SPAN.c.from_day <= _DAY) & (UNIT_SPAN.c.to_day > _DAY),
    )
    .where(GRANT.c.person_id.in_(bindparam("people", expanding=True)), GRANT.c.from_day <= _DAY, GRANT.c.to_day > _DAY)
    .order_by(GRANT.c.id)
)
_PERSON = select(PERSON.c.id, PERSON.c.name, PERSON.c.title, PERSON.c.withdrawn_at).where(
    PERSON.c.id == bindparam("person")
)
_PUT = insert(CONVERSATION)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["address"],
    set_={
        "language": _PUT.excluded.language,
        "state": _PUT.excluded.state,
        "menu": _PUT.excluded.menu,
        "seen_at": _PUT.excluded.seen_at,
        "blocked_at": _PUT.excluded.blocked_at,
    },
)
_COME = update(CONVERSATION).where(CONVERSATION.c.address == bindparam("chat")).values(person_id=bindparam("person"))
_OFFER = update(CONVERSATION).where(CONVERSATION.c.address == bindparam("chat")).values(menu=bindparam("list"))
_TELL = (
    update(CONVERSATION)
    .where(CONVERSATION.c.address == bindparam("chat"))
    .values(menu=bindparam("list"), state=bindparam("parts"))
)
_MOVE = (
    update(CONVERSATION)
    .where(
        CONVERSATION.c.address == bindparam("old"),
        ~select(_THERE.c.id).where(_THERE.c.address == bindparam("new")).exists(),
    )
    .values(address=bindparam("new"))
)
_BLOCK = update(CONVERSATION).where(CONVERSATION.c.address == bindparam("chat")).values(blocked_at=bindparam("at"))


def _person(row: AnyRow, grants: dict[int, list[Grant]]) -> Person | None:
    if row.id is None:
        return None
    if row.withdrawn_at is not None:
        return Person(row.id, "", "", withdrawn=True)
    return Person(row.id, row.name, row.title, tuple(grants.get(row.id, ())))


def _grant(row: Sequence[Any], past: tuple[int, ...]) -> Grant:
    role, unit, code, name, kind, acting, to_day = row
    return Grant(role, unit, code, name, kind, past, acting, to_day - timedelta(days=1) if acting else None)


async def _grants(connection: Connection, people: Sequence[int], day: date) -> dict[int, list[Grant]]:
    held: dict[int, list[Grant]] = {}
    if people:
        rows = (await connection.execute(_GRANTS, {"people": people, "day": day})).all()
        where = {"units": sorted({row[2] for row in rows}), "day": day}
        past = heirs.by_heir((await connection.execute(heirs.OF, where)).all()) if rows else {}
        for person, *grant in rows:
            held.setdefault(person, []).append(_grant(grant, past.get(grant[1], ())))
    return held


async def load(connection: Connection, addresses: Iterable[str], day: date) -> dict[str, Conversation]:
    """The conversations of these addresses, with people and what they hold on ``day``; new ones are fresh."""
    keys = list(addresses)
    rows = (await connection.execute(_LOAD, {"addresses": keys})).all()
    grants = await _grants(connection, sorted({row.id for row in rows if row.id is not None}), day)
    found: dict[str, Conversation] = {}
    for row in rows:
        chat = Conversation(Address.of(row.address), _person(row, grants), row.language, seen_at=row.seen_at)
        chat.was = row.id
        chat.restore(row.state, row.menu)
        found[row.address] = chat
    for key in keys:
        if key not in found:
            found[key] = Conversation(Address.of(key), fresh=True)
    return found


async def save(connection: Connection, chats: Iterable[Conversation], at: datetime) -> None:
    """Write them back; whoever writes to us can be reached again.

    Of a known chat the person is written only when somebody came in or left: another message of the same batch may
    have untied the chat meanwhile (a lost phone), and that must stand.
    """
    chats = list(chats)
    await connection.execute(
        _PUT,
        [
            {
                "address": chat.address.key,
                "person_id": chat.person.id if chat.person else None,
                "language": chat.language,
                "state": chat.state(),
                "menu": chat.menu,
                "seen_at": at,
                "blocked_at": at if chat.gone else None,
            }
            for chat in chats
        ],
    )
    come = [
        {"chat": chat.address.key, "person": who}
        for chat in chats
        if (who := chat.person.id if chat.person else None) != chat.was and not chat.fresh
    ]
    if come:
        await connection.execute(_COME, come)


async def offer(connection: Connection, menus: Sequence[tuple[str, list[list[str]]]]) -> None:
    """Let the numbers of a notice be typed in the chats it goes to."""
    await connection.execute(_OFFER, [{"chat": address, "list": menu} for address, menu in menus])


async def tell(connection: Connection, chats: Iterable[Conversation]) -> None:
    """Remember what was told there unasked; who wrote when stays as it is."""
    rows = [{"chat": chat.address.key, "list": chat.menu, "parts": chat.state()} for chat in chats]
    await connection.execute(_TELL, rows)


async def blocked(connection: Connection, address: str, at: datetime) -> None:
    """Nothing more is sent there until they write."""
    await connection.execute(_BLOCK, {"chat": address, "at": at})


async def moved(connection: Connection, old: str, new: str) -> None:
    """The platform gave a chat another number; a chat that is known under the new one stays as it is."""
    await connection.execute(_MOVE, {"old": old, "new": new})


async def chats_of(store: Store, person: int) -> list[str]:
    """The addresses tied to a person, the one used last first."""
    return [row[0] for row in await store.rows(_CHATS_OF, {"person": person})]


async def untie(store: Store, person: int, addresses: Sequence[str]) -> None:
    """These chats are nobody's from here on; drafts and lists in them are gone."""
    if addresses:
        await store.write(_UNTIE, [{"chat": address, "person": person} for address in addresses])


async def person_on(store: Store, row: int, day: date) -> Person | None:
    """A person with what they hold on ``day``."""
    who = await store.row(_PERSON, {"person": row})
    rows = await store.rows(_GRANTS, {"people": [row], "day": day})
    where = {"units": sorted({one[2] for one in rows}), "day": day}
    past = heirs.by_heir(await store.rows(heirs.OF, where)) if rows else {}
    held = [_grant(grant, past.get(grant[1], ())) for _, *grant in rows]
    return _person(who, {row: held}) if who else None


async def reader(store: Store, who: int, day: date, default_language: str) -> Reader:
    """Whoever this person is, the words they read, and the chat they used last (None when there is none)."""
    row = await store.row(_OF_PERSON, {"person": who})
    known = await person_on(store, who, day)
    if row is None or (known is not None and known.withdrawn):
        return Reader(known, default_language, None)
    chat = Conversation(Address.of(row.address))
    chat.restore(row.state, row.menu)
    return Reader(known, row.language or default_language, chat.address, busy=bool(chat.open))
