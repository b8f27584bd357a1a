"""People who have joined: a name, their consent, the roles they hold."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, insert, select, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.clock import OPEN_END, Now
from domain.people import Role, Title
from storage.people.stand_ins import is_told
from storage.store import Store
from storage.tables import CONSENT, GRANT, HEIR, PERSON

_ADD = insert(PERSON).returning(PERSON.c.id)
_RENAME = (
    update(PERSON).where(PERSON.c.id == bindparam("person")).values(name=bindparam("called"), title=bindparam("how"))
)
_CONSENT = insert(CONSENT)
_CONSENTED = (
    select(CONSENT.c.notice, CONSENT.c.given_at)
    .where(CONSENT.c.person_id == bindparam("person"))
    .order_by(CONSENT.c.given_at.desc())
    .limit(1)
)
_WITHDRAW_CONSENT = (
    update(CONSENT)
    .where(CONSENT.c.person_id == bindparam("person"), CONSENT.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("at"))
)
_WITHDRAWN = update(PERSON).where(PERSON.c.id == bindparam("person")).values(withdrawn_at=bindparam("at"))
_GRANT = upsert(GRANT)
_GRANT = _GRANT.on_conflict_do_update(
    index_elements=["person_id", "role", "unit_id", "from_day"],
    set_={
        "to_day": _GRANT.excluded.to_day,
        "given_by": _GRANT.excluded.given_by,
        "acting": _GRANT.excluded.acting,
    },
)
"""A role that was given and taken back on one day may be given again on it."""
_END = (
    update(GRANT)
    .where(
        GRANT.c.person_id == bindparam("person"),
        GRANT.c.role == bindparam("what"),
        GRANT.c.unit_id == bindparam("where"),
        GRANT.c.to_day > bindparam("day"),
    )
    .values(to_day=bindparam("day"))
)
_HELD = select(GRANT.c.id).where(
    GRANT.c.person_id == bindparam("person"),
    GRANT.c.role == bindparam("role"),
    GRANT.c.unit_id == bindparam("unit"),
    GRANT.c.to_day > bindparam("day"),
    ~GRANT.c.acting,
)
_UNIT: BindParameter[int] = bindparam("unit", type_=HEIR.c.unit_id.type)
_ITSELF_OR_HEIR = union_all(
    select(_UNIT),
    select(HEIR.c.heir_id).where(
        HEIR.c.unit_id == _UNIT, HEIR.c.from_day <= bindparam("day"), HEIR.c.to_day > bindparam("day")
    ),
)
"""A list: with OR between the two, PostgreSQL reads all grants there are."""
_HOLDERS = (
    select(GRANT.c.person_id, GRANT.c.role, GRANT.c.acting)
    .where(
        GRANT.c.unit_id.in_(_ITSELF_OR_HEIR),
        GRANT.c.role.in_(bindparam("roles", expanding=True)),
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
    )
    .order_by(GRANT.c.id)
)
_BELONG = (
    select(GRANT.c.person_id)
    .distinct()
    .where(
        GRANT.c.person_id.in_(bindparam("people", expanding=True)),
        GRANT.c.from_day <= bindparam("day"),
        GRANT.c.to_day > bindparam("day"),
    )
)
_TOLD = _HOLDERS.where(is_told(bindparam("day")))


async def add(store: Store, now: Now, name: str, title: Title) -> int:
    """A person, after consent and never before; returns the id."""
    return await store.add(_ADD, {"name": name, "title": title, "created_at": now.real})


async def rename(store: Store, person: int, name: str, title: Title) -> None:
    """One's own name and form of address."""
    await store.write(_RENAME, {"person": person, "called": name, "how": title})


async def consent(store: Store, now: Now, person: int, notice: int, language: str, channel: str) -> None:
    """Which notice was agreed to, when, in which language, on which channel (Law 91/2025/QH15)."""
    await store.write(
        _CONSENT,
        {"person_id": person, "notice": notice, "language": language, "channel": channel, "given_at": now.campaign},
    )


async def consented(store: Store, person: int) -> tuple[int, datetime] | None:
    """The notice last agreed to, and when by the campaign clock."""
    row = await store.row(_CONSENTED, {"person": person})
    return (row[0], row[1]) if row else None


async def withdraw(store: Store, now: Now, person: int) -> None:
    """Consent is taken back: from here on nameless and without rights, until it is given again."""
    await store.write(_WITHDRAW_CONSENT, {"person": person, "at": now.campaign})
    await store.write(_WITHDRAWN, {"person": person, "at": now.campaign})


async def agree_again(store: Store, now: Now, person: int, notice: int, language: str, channel: str) -> None:
    """Consent is given anew."""
    await consent(store, now, person, notice, language, channel)
    await store.write(_WITHDRAWN, {"person": person, "at": None})


async def grant(store: Store, person: int, role: Role, unit: int, day: date, by: int | None) -> bool:
    """Give a role from ``day`` on; False when it is held already."""
    if await store.row(_HELD, {"person": person, "role": role, "unit": unit, "day": day}):
        return False
    await store.write(
        _GRANT,
        {
            "person_id": person,
            "role": role,
            "unit_id": unit,
            "from_day": day,
            "to_day": OPEN_END,
            "given_by": by,
            "acting": False,
        },
    )
    return True


async def end_grant(store: Store, person: int, role: Role, unit: int, day: date) -> None:
    """Take a role back; from ``day`` on it gives no right."""
    await store.write(_END, {"person": person, "what": role, "where": unit, "day": day})


async def holders(store: Store, unit: int, roles: list[Role], day: date) -> list[tuple[int, Role]]:
    """To whom what concerns this very unit goes, or the one that goes on in its place: (person, role).

    While somebody acts for the head, it is they who are told and asked, and not the head.
    """
    rows = await store.rows(_TOLD, {"unit": unit, "roles": roles, "day": day})
    return [(row[0], row[1]) for row in rows]


async def belonging(store: Store, people: Sequence[int], day: date) -> set[int]:
    """Those of these people who hold any role on the day."""
    return {row[0] for row in await store.rows(_BELONG, {"people": list(people), "day": day})}


async def heads(store: Store, unit: int, day: date) -> list[int]:
    """Who heads this very unit, away or not."""
    rows = await store.rows(_HOLDERS, {"unit": unit, "roles": ["head"], "day": day})
    return [row[0] for row in rows if not row[2]]
